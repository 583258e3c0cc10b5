#ifndef TABLEGEN_KEY_VIEW_HPP
#define TABLEGEN_KEY_VIEW_HPP

#include <cstddef>
#include <type_traits>

#include "config.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// What a stored value counts as in a key, in a set and as the key of a map: itself, or the key of the row that it
/// refers to, which is beside it and read without going there.
template <class Stored>
struct keyed {
    using type = view_t<Stored>;
    [[nodiscard]] static constexpr type get(Stored const& stored) noexcept { return tablegen::view(stored); }
};

/// The whole number, `of(value)`, that a value counts as in a key which is neither a number nor an enum nor a text.
template <class Value>
struct key_number;

/// Values between which there is a distance.
template <class Value>
inline constexpr bool has_distance = std::is_integral_v<Value> && !std::is_same_v<Value, bool>;

/// The number of positions below `size` for which `is_before` holds, when it holds for the first ones alone.
/// Without a branch that depends on the data.
template <class IsBefore>
[[nodiscard]] constexpr std::size_t count_before(std::size_t size, IsBefore const& is_before) noexcept {
    std::size_t first = 0;
    std::size_t left = size;
    while (left > 1) {
        std::size_t const half = left / 2;
        first += is_before(first + half - 1) ? half : 0;
        left -= half;
    }
    return first + (left == 1 && is_before(first) ? 1 : 0);
}

}  // namespace detail

/// What finds a value where it is a key: the value's view, for a reference to a row that row's key.
template <class Stored>
using key_view_t = typename detail::keyed<Stored>::type;

/// Reads a stored value as a key.
template <class Stored>
[[nodiscard]] constexpr key_view_t<Stored> key_view(Stored const& stored) noexcept {
    return detail::keyed<Stored>::get(stored);
}

namespace detail {

/// The position of a key among keys in ascending order; `size` when it is not there.
template <class Stored>
[[nodiscard]] constexpr std::size_t find_key(Stored const* keys, std::size_t size, key_view_t<Stored> key) noexcept {
    std::size_t const position =
        count_before(size, [&](std::size_t at) { return tablegen::key_view(keys[at]) < key; });
    return position < size && tablegen::key_view(keys[position]) == key ? position : size;
}

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
