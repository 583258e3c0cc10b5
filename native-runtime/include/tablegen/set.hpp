#ifndef TABLEGEN_SET_HPP
#define TABLEGEN_SET_HPP

#include <cstdint>
#include <type_traits>

#include "config.hpp"
#include "key_view.hpp"
#include "list.hpp"
#include "optional_value.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// The elements of a `set<T>`, seen in place: in ascending order, none twice. Texts are in the order of their bytes,
/// references to rows in that of their keys.
template <class Stored>
class set_view : public list_view<Stored> {
public:
    using list_view<Stored>::list_view;

    /// True when the set has this element; for references: one to the row with this key.
    [[nodiscard]] constexpr bool contains(key_view_t<Stored> key) const noexcept {
        return detail::find_key(this->data(), this->size(), key) < this->size();
    }
};

/// A `set<T>` as a row stores it: as a list.
template <class Stored>
class set_ref : public list_ref<Stored> {
public:
    using list_ref<Stored>::list_ref;

    [[nodiscard]] set_view<Stored> view() const noexcept { return {this->first(), this->count()}; }
};
static_assert(sizeof(set_ref<std::int64_t>) == 8 && std::is_standard_layout_v<set_ref<std::int64_t>>);

template <class Stored>
struct detail::viewed<set_ref<Stored>> : converted<set_ref<Stored>, set_view<Stored>> {};
template <class Stored>
inline constexpr bool detail::tells_absence<set_ref<Stored>> = true;

}  // namespace v2
}  // namespace tablegen

#if defined(__cpp_lib_ranges)
template <class Stored>
inline constexpr bool std::ranges::enable_borrowed_range<tablegen::set_view<Stored>> = true;
template <class Stored>
inline constexpr bool std::ranges::enable_view<tablegen::set_view<Stored>> = true;
#endif

#endif
