#ifndef TABLEGEN_TYPES_HPP
#define TABLEGEN_TYPES_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

#include "config.hpp"

namespace tablegen {
inline namespace v1 {

// What a row stores and what its accessor returns are two types where the stored one only makes sense at its
// own address or in its own layout: such a type has a `view_type` and a `view()`. All others are their own view.

namespace detail {

template <class Stored, class = void>
struct viewed {
    static constexpr bool is_converted = false;
    using type = std::conditional_t<std::is_scalar_v<Stored>, Stored, Stored const&>;
    [[nodiscard]] static constexpr type get(Stored const& stored) noexcept { return stored; }
};

template <class Stored>
struct viewed<Stored, std::void_t<typename Stored::view_type>> {
    static constexpr bool is_converted = true;
    using type = typename Stored::view_type;
    [[nodiscard]] static constexpr type get(Stored const& stored) noexcept { return stored.view(); }
};

/// Address `offset` bytes away from `from`.
[[nodiscard]] TABLEGEN_INLINE void const* follow(void const* from, std::int64_t offset) noexcept {
    return static_cast<unsigned char const*>(from) + offset;
}

}  // namespace detail

/// What reading a stored value gives.
template <class Stored>
using view_t = typename detail::viewed<Stored>::type;

/// Reads a stored value: `std::string_view` for a string_ref, the number itself for a number.
template <class Stored>
[[nodiscard]] constexpr view_t<Stored> view(Stored const& stored) noexcept {
    return detail::viewed<Stored>::get(stored);
}

/// A text of the image, `offset` bytes from the address of this struct, with a NUL behind it.
/// It has a meaning only inside its image, so it can not be copied; nor can a row that holds one.
class string_ref {
public:
    using view_type = std::string_view;

    constexpr string_ref() noexcept = default;
    constexpr string_ref(std::int32_t offset, std::uint32_t size) noexcept : m_offset(offset), m_size(size) {}
    string_ref(string_ref const&) = delete;
    string_ref& operator=(string_ref const&) = delete;

    /// The text; empty when absent. NUL-terminated unless absent.
    [[nodiscard]] std::string_view view() const noexcept {
        return {static_cast<char const*>(detail::follow(this, m_offset)), m_size};
    }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }
    [[nodiscard]] constexpr std::int32_t offset() const noexcept { return m_offset; }
    [[nodiscard]] constexpr std::uint32_t size() const noexcept { return m_size; }

private:
    std::int32_t m_offset = 0;
    std::uint32_t m_size = 0;
};
static_assert(sizeof(string_ref) == 8 && alignof(string_ref) == 4 && std::is_standard_layout_v<string_ref>);

namespace detail {

/// Iterates over stored elements that are converted when they are read.
template <class Stored>
class view_iterator {
public:
    using value_type = view_t<Stored>;
    using reference = value_type;
    using pointer = void;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;  // `reference` is a value
    using iterator_concept = std::random_access_iterator_tag;

    constexpr view_iterator() noexcept = default;
    constexpr explicit view_iterator(Stored const* at) noexcept : m_at(at) {}

    [[nodiscard]] constexpr reference operator*() const noexcept { return tablegen::view(*m_at); }
    [[nodiscard]] constexpr reference operator[](difference_type n) const noexcept {
        return tablegen::view(m_at[n]);
    }
    constexpr view_iterator& operator++() noexcept { return *this += 1; }
    constexpr view_iterator& operator--() noexcept { return *this -= 1; }
    constexpr view_iterator operator++(int) noexcept {
        view_iterator const before = *this;
        ++m_at;
        return before;
    }
    constexpr view_iterator operator--(int) noexcept {
        view_iterator const before = *this;
        --m_at;
        return before;
    }
    constexpr view_iterator& operator+=(difference_type n) noexcept {
        m_at += n;
        return *this;
    }
    constexpr view_iterator& operator-=(difference_type n) noexcept {
        m_at -= n;
        return *this;
    }
    [[nodiscard]] friend constexpr view_iterator operator+(view_iterator i, difference_type n) noexcept {
        return i += n;
    }
    [[nodiscard]] friend constexpr view_iterator operator+(difference_type n, view_iterator i) noexcept {
        return i += n;
    }
    [[nodiscard]] friend constexpr view_iterator operator-(view_iterator i, difference_type n) noexcept {
        return i -= n;
    }
    [[nodiscard]] friend constexpr difference_type operator-(view_iterator a, view_iterator b) noexcept {
        return a.m_at - b.m_at;
    }
    [[nodiscard]] friend constexpr bool operator==(view_iterator a, view_iterator b) noexcept {
        return a.m_at == b.m_at;
    }
    [[nodiscard]] friend constexpr bool operator!=(view_iterator a, view_iterator b) noexcept {
        return a.m_at != b.m_at;
    }
    [[nodiscard]] friend constexpr bool operator<(view_iterator a, view_iterator b) noexcept {
        return a.m_at < b.m_at;
    }
    [[nodiscard]] friend constexpr bool operator>(view_iterator a, view_iterator b) noexcept { return b < a; }
    [[nodiscard]] friend constexpr bool operator<=(view_iterator a, view_iterator b) noexcept { return !(b < a); }
    [[nodiscard]] friend constexpr bool operator>=(view_iterator a, view_iterator b) noexcept { return !(a < b); }

private:
    Stored const* m_at = nullptr;
};

}  // namespace detail

/// Elements of the image, seen in place; copy it freely as long as the image is there.
/// Strings and lists inside it are read as std::string_view and list_view.
template <class Stored>
class list_view {
    static constexpr bool is_converted = detail::viewed<Stored>::is_converted;

public:
    using reference = std::conditional_t<is_converted, view_t<Stored>, Stored const&>;
    using value_type = std::remove_cv_t<std::remove_reference_t<reference>>;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using iterator = std::conditional_t<is_converted, detail::view_iterator<Stored>, Stored const*>;
    using const_iterator = iterator;

    constexpr list_view() noexcept = default;
    constexpr list_view(Stored const* first, std::size_t size) noexcept : m_first(first), m_size(size) {}
    /// All elements of an array.
    template <std::size_t Size>
    constexpr list_view(Stored const (&items)[Size]) noexcept : list_view(items, Size) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] constexpr bool empty() const noexcept { return m_size == 0; }
    /// Precondition: index < size().
    [[nodiscard]] constexpr reference operator[](std::size_t index) const noexcept {
        if constexpr (is_converted) {
            return tablegen::view(m_first[index]);
        } else {
            return m_first[index];
        }
    }
    /// Precondition: !empty().
    [[nodiscard]] constexpr reference front() const noexcept { return (*this)[0]; }
    [[nodiscard]] constexpr reference back() const noexcept { return (*this)[m_size - 1]; }
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator(m_first); }
    [[nodiscard]] constexpr iterator end() const noexcept { return iterator(m_first + m_size); }
    /// The elements as they are stored; nullptr may stand for an empty list.
    [[nodiscard]] constexpr Stored const* data() const noexcept { return m_first; }

private:
    Stored const* m_first = nullptr;
    std::size_t m_size = 0;
};

/// The elements of a `T[N]`: a list_view whose size the compiler knows.
template <class Stored, std::size_t Size>
class array_view : public list_view<Stored> {
public:
    constexpr array_view() noexcept = default;
    constexpr explicit array_view(Stored const* first) noexcept : list_view<Stored>(first, Size) {}

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
    [[nodiscard]] static constexpr bool empty() noexcept { return Size == 0; }
};

/// A list of the image: `count` elements, `offset` bytes from the address of this struct.
/// Offset 0 is absence, which only `T[]?` has; an empty list has offset 1. Can not be copied.
template <class Stored>
class list_ref {
public:
    using view_type = list_view<Stored>;

    constexpr list_ref() noexcept = default;
    constexpr list_ref(std::int32_t offset, std::uint32_t count) noexcept : m_offset(offset), m_count(count) {}
    list_ref(list_ref const&) = delete;
    list_ref& operator=(list_ref const&) = delete;

    [[nodiscard]] list_view<Stored> view() const noexcept {
        if (m_count == 0) return {};
        return {static_cast<Stored const*>(detail::follow(this, m_offset)), m_count};
    }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }
    [[nodiscard]] constexpr std::int32_t offset() const noexcept { return m_offset; }
    [[nodiscard]] constexpr std::uint32_t count() const noexcept { return m_count; }

private:
    std::int32_t m_offset = 0;
    std::uint32_t m_count = 0;
};
static_assert(sizeof(list_ref<std::int64_t>) == 8 && alignof(list_ref<std::int64_t>) == 4);
static_assert(std::is_standard_layout_v<list_ref<std::int64_t>>);

/// A `T[N]` as a row stores it.
template <class Stored, std::size_t Size>
struct array_value {
    using view_type = array_view<Stored, Size>;

    Stored m_items[Size];

    [[nodiscard]] constexpr array_view<Stored, Size> view() const noexcept {
        return array_view<Stored, Size>(m_items);
    }
};

/// A `T?` as a row stores it: the value, then whether it is there.
template <class Stored>
struct optional_value {
    using view_type = std::optional<view_t<Stored>>;

    Stored m_value;
    std::uint8_t m_present;

    [[nodiscard]] constexpr view_type view() const noexcept {
        return m_present != 0 ? view_type(tablegen::view(m_value)) : std::nullopt;
    }
};
static_assert(sizeof(optional_value<std::int16_t>) == 4 && sizeof(optional_value<std::uint8_t>) == 2);

/// A `string?`: absence is in the reference itself.
template <>
class optional_value<string_ref> : public string_ref {
public:
    using view_type = std::optional<std::string_view>;
    using string_ref::string_ref;

    [[nodiscard]] view_type view() const noexcept {
        return is_present() ? view_type(string_ref::view()) : std::nullopt;
    }
};
static_assert(sizeof(optional_value<string_ref>) == 8 && std::is_standard_layout_v<optional_value<string_ref>>);

/// A `T[]?`: absence is in the reference itself.
template <class Stored>
class optional_value<list_ref<Stored>> : public list_ref<Stored> {
public:
    using view_type = std::optional<list_view<Stored>>;
    using list_ref<Stored>::list_ref;

    [[nodiscard]] view_type view() const noexcept {
        return this->is_present() ? view_type(list_ref<Stored>::view()) : std::nullopt;
    }
};

/// Seconds since 1970-01-01T00:00:00Z.
using utc_seconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// A datetime as a row stores it.
struct datetime {
    using view_type = utc_seconds;

    std::int64_t m_seconds;

    [[nodiscard]] constexpr utc_seconds view() const noexcept {
        return utc_seconds(std::chrono::seconds(m_seconds));
    }
};
static_assert(sizeof(datetime) == 8);

/// A duration as a row stores it.
struct duration {
    using view_type = std::chrono::milliseconds;

    std::int64_t m_milliseconds;

    [[nodiscard]] constexpr std::chrono::milliseconds view() const noexcept {
        return std::chrono::milliseconds(m_milliseconds);
    }
};
static_assert(sizeof(duration) == 8);

}  // namespace v1
}  // namespace tablegen

#if defined(__cpp_lib_ranges)
/// A list_view does not own its elements, so its iterators outlive it.
template <class Stored>
inline constexpr bool std::ranges::enable_borrowed_range<tablegen::list_view<Stored>> = true;
template <class Stored>
inline constexpr bool std::ranges::enable_view<tablegen::list_view<Stored>> = true;
template <class Stored, std::size_t Size>
inline constexpr bool std::ranges::enable_borrowed_range<tablegen::array_view<Stored, Size>> = true;
#endif

#endif
