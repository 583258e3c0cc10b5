#ifndef TABLEGEN_OPTIONAL_VALUE_HPP
#define TABLEGEN_OPTIONAL_VALUE_HPP

#include <cstdint>
#include <type_traits>

#include "config.hpp"
#include "list.hpp"
#include "string_ref.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// True for stored types that tell absence themselves: they have `is_present()`.
template <class Stored>
inline constexpr bool tells_absence = false;
template <>
inline constexpr bool tells_absence<string_ref> = true;
template <class Stored>
inline constexpr bool tells_absence<list_ref<Stored>> = true;

}  // namespace detail

/// A `T?` as a row stores it: the value, then whether it is there.
template <class Stored, bool TellsAbsence = detail::tells_absence<Stored>>
struct optional_value {
    Stored m_value;
    std::uint8_t m_present;

    [[nodiscard]] constexpr maybe_t<Stored> view() const noexcept {
        return m_present != 0 ? detail::maybe<Stored>::some(m_value) : maybe_t<Stored>();
    }
};
static_assert(sizeof(optional_value<std::int16_t>) == 4 && sizeof(optional_value<std::uint8_t>) == 2);

/// A `string?`, a `T[]?` and the like: absence is in the reference itself.
template <class Stored>
struct optional_value<Stored, true> : Stored {
    using Stored::Stored;

    [[nodiscard]] maybe_t<Stored> view() const noexcept {
        return this->is_present() ? detail::maybe<Stored>::some(*this) : maybe_t<Stored>();
    }
};
static_assert(sizeof(optional_value<string_ref>) == 8 && std::is_standard_layout_v<optional_value<string_ref>>);

template <class Stored>
struct detail::viewed<optional_value<Stored>> : converted<optional_value<Stored>, maybe_t<Stored>> {};

}  // namespace v2
}  // namespace tablegen

#endif
