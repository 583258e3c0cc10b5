#ifndef TABLEGEN_VIEW_HPP
#define TABLEGEN_VIEW_HPP

#include <cstdint>
#include <optional>
#include <type_traits>

#include "config.hpp"

namespace tablegen {
inline namespace v2 {

// What a row stores and what its accessor returns are two types where the stored one only makes sense at its
// own address or in its own layout: such a type has a `view()`, and `viewed` says what that returns. All others are
// their own view.

namespace detail {

/// Asked by the name of a stored type alone: a list may be of a struct that is declared and not yet defined.
template <class Stored>
struct viewed {
    static constexpr bool is_converted = false;
    using type = std::conditional_t<std::is_scalar_v<Stored>, Stored, Stored const&>;
    [[nodiscard]] static constexpr type get(Stored const& stored) noexcept { return stored; }
};

/// What `viewed` is for a type whose `view()` returns `View`.
template <class Stored, class View>
struct converted {
    static constexpr bool is_converted = true;
    using type = View;
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

namespace detail {

/// What reading a value gives that may be absent.
template <class Stored, class View = view_t<Stored>>
struct maybe {
    using type = std::optional<View>;
    [[nodiscard]] static constexpr type some(Stored const& stored) noexcept { return type(tablegen::view(stored)); }
};

/// What is read in place is pointed to.
template <class Stored>
struct maybe<Stored, Stored const&> {
    using type = Stored const*;
    [[nodiscard]] static constexpr type some(Stored const& stored) noexcept { return &stored; }
};

}  // namespace detail

/// What reading a stored value gives where it may be absent: `std::optional` of its view, for a struct a pointer,
/// for a reference to a row the link, which is false then.
template <class Stored>
using maybe_t = typename detail::maybe<Stored>::type;

}  // namespace v2
}  // namespace tablegen

#endif
