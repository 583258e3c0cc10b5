#ifndef TABLEGEN_ITERATOR_HPP
#define TABLEGEN_ITERATOR_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "config.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

// The tags of iterators come with <string_view> in every standard library. <iterator> has iterators of streams too, and
// takes as long to compile as all that this runtime includes.

/// What `->` of an iterator gives whose elements are made when they are read.
template <class Value>
class arrow {
public:
    constexpr explicit arrow(Value value) noexcept : m_value(std::move(value)) {}
    [[nodiscard]] constexpr Value const* operator->() const noexcept { return &m_value; }

private:
    Value m_value;
};

/// A random access iterator: a source of elements, and a position in it. A source is small, outlives what it was
/// taken from, and has `reference` and `reference at(std::size_t) const`.
template <class Source>
class position_iterator {
    static constexpr bool is_in_place = std::is_lvalue_reference_v<typename Source::reference>;

public:
    using reference = typename Source::reference;
    using value_type = std::remove_cv_t<std::remove_reference_t<reference>>;
    using pointer = std::conditional_t<is_in_place, value_type const*, arrow<value_type>>;
    using difference_type = std::ptrdiff_t;
    /// Before C++20 only what refers to its element may be more.
    using iterator_category =
        std::conditional_t<is_in_place, std::random_access_iterator_tag, std::input_iterator_tag>;
    using iterator_concept = std::random_access_iterator_tag;

    constexpr position_iterator() noexcept = default;
    constexpr position_iterator(Source const& source, std::size_t position) noexcept
        : m_source(source), m_position(position) {}

    [[nodiscard]] constexpr reference operator*() const noexcept { return m_source.at(m_position); }
    [[nodiscard]] constexpr pointer operator->() const noexcept {
        if constexpr (is_in_place) {
            return &m_source.at(m_position);
        } else {
            return pointer(m_source.at(m_position));
        }
    }
    [[nodiscard]] constexpr reference operator[](difference_type n) const noexcept { return *(*this + n); }
    constexpr position_iterator& operator++() noexcept { return *this += 1; }
    constexpr position_iterator& operator--() noexcept { return *this -= 1; }
    constexpr position_iterator operator++(int) noexcept {
        position_iterator const before = *this;
        ++m_position;
        return before;
    }
    constexpr position_iterator operator--(int) noexcept {
        position_iterator const before = *this;
        --m_position;
        return before;
    }
    constexpr position_iterator& operator+=(difference_type n) noexcept {
        m_position += static_cast<std::size_t>(n);
        return *this;
    }
    constexpr position_iterator& operator-=(difference_type n) noexcept {
        m_position -= static_cast<std::size_t>(n);
        return *this;
    }
    [[nodiscard]] friend constexpr position_iterator operator+(position_iterator i, difference_type n) noexcept {
        return i += n;
    }
    [[nodiscard]] friend constexpr position_iterator operator+(difference_type n, position_iterator i) noexcept {
        return i += n;
    }
    [[nodiscard]] friend constexpr position_iterator operator-(position_iterator i, difference_type n) noexcept {
        return i -= n;
    }
    [[nodiscard]] friend constexpr difference_type operator-(position_iterator const& a,
                                                             position_iterator const& b) noexcept {
        return static_cast<difference_type>(a.m_position) - static_cast<difference_type>(b.m_position);
    }
    [[nodiscard]] friend constexpr bool operator==(position_iterator const& a, position_iterator const& b) noexcept {
        return a.m_position == b.m_position;
    }
    [[nodiscard]] friend constexpr bool operator!=(position_iterator const& a, position_iterator const& b) noexcept {
        return !(a == b);
    }
    [[nodiscard]] friend constexpr bool operator<(position_iterator const& a, position_iterator const& b) noexcept {
        return a.m_position < b.m_position;
    }
    [[nodiscard]] friend constexpr bool operator>(position_iterator const& a, position_iterator const& b) noexcept {
        return b < a;
    }
    [[nodiscard]] friend constexpr bool operator<=(position_iterator const& a, position_iterator const& b) noexcept {
        return !(b < a);
    }
    [[nodiscard]] friend constexpr bool operator>=(position_iterator const& a, position_iterator const& b) noexcept {
        return !(a < b);
    }

private:
    Source m_source{};
    std::size_t m_position = 0;
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
