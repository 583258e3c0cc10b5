#ifndef TABLEGEN_VARIANT_HPP
#define TABLEGEN_VARIANT_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "optional_value.hpp"
#include "view.hpp"
#include "visit.hpp"

namespace tablegen {
inline namespace v2 {

template <class... Kinds>
class variant_ref;

/// A value of a polymorphic struct, seen in place: one of its kinds.
///
///     shape.visit([](Circle const& c) { return c.radius(); },
///                 [](Square const& s) { return s.side(); },
///                 [](tablegen::unknown_kind) { return 0.0F; });
template <class... Kinds>
class variant_view {
public:
    /// What a row stores.
    using stored = variant_ref<Kinds...>;
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    /// Nothing: of no kind.
    constexpr variant_view() noexcept = default;
    constexpr variant_view(void const* value, std::size_t kind) noexcept : m_value(value), m_kind(kind) {}

    /// The kind's position among `Kinds`; npos for a kind that this program does not know.
    [[nodiscard]] constexpr std::size_t index() const noexcept { return m_kind < sizeof...(Kinds) ? m_kind : npos; }
    template <class Kind>
    [[nodiscard]] constexpr bool holds() const noexcept {
        return detail::is_kind<Kind, Kinds...>(m_kind);
    }
    /// The value when it is of this kind, else nullptr.
    template <class Kind>
    [[nodiscard]] constexpr Kind const* get_if() const noexcept {
        return holds<Kind>() ? static_cast<Kind const*>(m_value) : nullptr;
    }
    /// Calls the visitor, or the one function of several that fits, with the value as what it is, and returns what
    /// that returns. It takes every kind, and `tablegen::unknown_kind`.
    template <class... Visitors>
    constexpr decltype(auto) visit(Visitors&&... visitors) const {
        return detail::visit<Kinds...>(m_kind, m_value, std::forward<Visitors>(visitors)...);
    }

private:
    void const* m_value = nullptr;
    std::size_t m_kind = npos;
};

/// A value of a polymorphic struct as a row stores it: `offset` bytes from the address of this struct, and which kind
/// it is. Offset 0 is absence. Can not be copied.
template <class... Kinds>
class variant_ref {
public:
    constexpr variant_ref() noexcept = default;
    constexpr variant_ref(std::int32_t offset, std::uint32_t kind) noexcept : m_offset(offset), m_kind(kind) {}
    variant_ref(variant_ref const&) = delete;
    variant_ref& operator=(variant_ref const&) = delete;

    [[nodiscard]] variant_view<Kinds...> view() const noexcept { return {detail::follow(this, m_offset), m_kind}; }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }

private:
    std::int32_t m_offset = 0;
    std::uint32_t m_kind = 0;
};
static_assert(sizeof(variant_ref<int>) == 8 && alignof(variant_ref<int>) == 4);
static_assert(std::is_standard_layout_v<variant_ref<int>>);

template <class... Kinds>
struct detail::viewed<variant_ref<Kinds...>> : converted<variant_ref<Kinds...>, variant_view<Kinds...>> {};
template <class... Kinds>
inline constexpr bool detail::tells_absence<variant_ref<Kinds...>> = true;

}  // namespace v2
}  // namespace tablegen

#endif
