#ifndef TABLEGEN_LIST_HPP
#define TABLEGEN_LIST_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "config.hpp"
#include "iterator.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Elements that are converted when they are read.
template <class Stored>
struct converted_elements {
    using reference = view_t<Stored>;
    Stored const* first = nullptr;

    [[nodiscard]] constexpr reference at(std::size_t index) const noexcept { return tablegen::view(first[index]); }
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
    using iterator =
        std::conditional_t<is_converted, detail::position_iterator<detail::converted_elements<Stored>>, Stored const*>;
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
    [[nodiscard]] constexpr iterator begin() const noexcept { return at(0); }
    [[nodiscard]] constexpr iterator end() const noexcept { return at(m_size); }
    /// The elements as they are stored; nullptr may stand for an empty list.
    [[nodiscard]] constexpr Stored const* data() const noexcept { return m_first; }

private:
    [[nodiscard]] constexpr iterator at(std::size_t position) const noexcept {
        if constexpr (is_converted) {
            return iterator({m_first}, position);
        } else {
            return m_first + position;
        }
    }

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
    constexpr list_ref() noexcept = default;
    constexpr list_ref(std::int32_t offset, std::uint32_t count) noexcept : m_offset(offset), m_count(count) {}
    list_ref(list_ref const&) = delete;
    list_ref& operator=(list_ref const&) = delete;

    [[nodiscard]] list_view<Stored> view() const noexcept { return {first(), m_count}; }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }
    [[nodiscard]] constexpr std::int32_t offset() const noexcept { return m_offset; }
    [[nodiscard]] constexpr std::uint32_t count() const noexcept { return m_count; }

protected:
    [[nodiscard]] Stored const* first() const noexcept {
        return m_count == 0 ? nullptr : static_cast<Stored const*>(detail::follow(this, m_offset));
    }

private:
    std::int32_t m_offset = 0;
    std::uint32_t m_count = 0;
};
static_assert(sizeof(list_ref<std::int64_t>) == 8 && alignof(list_ref<std::int64_t>) == 4);
static_assert(std::is_standard_layout_v<list_ref<std::int64_t>>);

/// A `T[N]` as a row stores it.
template <class Stored, std::size_t Size>
struct array_value {
    Stored m_items[Size];

    [[nodiscard]] constexpr array_view<Stored, Size> view() const noexcept {
        return array_view<Stored, Size>(m_items);
    }
};

template <class Stored>
struct detail::viewed<list_ref<Stored>> : converted<list_ref<Stored>, list_view<Stored>> {};
template <class Stored, std::size_t Size>
struct detail::viewed<array_value<Stored, Size>> : converted<array_value<Stored, Size>, array_view<Stored, Size>> {};

}  // namespace v2
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
