#ifndef TABLEGEN_VISIT_HPP
#define TABLEGEN_VISIT_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "config.hpp"

namespace tablegen {
inline namespace v2 {

/// What a visitor is called with where there is nothing that this program knows: a kind that a later release has
/// added, a reference that is absent.
struct unknown_kind {};

namespace detail {

/// Several functions as one visitor.
template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};

/// What a visitor returns, after a look at what it takes.
template <class Visitor, class... Kinds>
struct visit_result {
    static_assert((std::is_invocable_v<Visitor&, Kinds const&> && ...), "visit: the visitor must take every kind");
    static_assert(std::is_invocable_v<Visitor&, unknown_kind>,
                  "visit: the visitor must take tablegen::unknown_kind too, as later releases may have more kinds");
    using type = std::invoke_result_t<Visitor&, unknown_kind>;
    static_assert((std::is_same_v<std::invoke_result_t<Visitor&, Kinds const&>, type> && ...),
                  "visit: the visitor must return the same type for every kind");
};

template <class Result, class Visitor>
constexpr Result visit_kind(std::size_t, void const*, Visitor& visitor) {
    return visitor(unknown_kind());
}
template <class Result, class First, class... Rest, class Visitor>
constexpr Result visit_kind(std::size_t kind, void const* value, Visitor& visitor) {
    if (kind == 0) return visitor(*static_cast<First const*>(value));
    return visit_kind<Result, Rest...>(kind - 1, value, visitor);
}

/// Calls the visitor with the value as the kind of that number, or with `unknown_kind` when there are fewer.
template <class... Kinds, class Visitor>
constexpr decltype(auto) visit(std::size_t kind, void const* value, Visitor&& visitor) {
    using result = typename visit_result<std::remove_reference_t<Visitor>, Kinds...>::type;
    return visit_kind<result, Kinds...>(kind, value, visitor);
}
template <class... Kinds, class First, class Second, class... Rest>
constexpr decltype(auto) visit(std::size_t kind, void const* value, First&& first, Second&& second, Rest&&... rest) {
    overloaded<std::decay_t<First>, std::decay_t<Second>, std::decay_t<Rest>...> visitor{
        std::forward<First>(first), std::forward<Second>(second), std::forward<Rest>(rest)...};
    using result = typename visit_result<decltype(visitor), Kinds...>::type;
    return visit_kind<result, Kinds...>(kind, value, visitor);
}

/// True when the kind of that number is `Wanted`.
template <class Wanted, class... Kinds>
[[nodiscard]] constexpr bool is_kind(std::size_t kind) noexcept {
    static_assert((std::is_same_v<Wanted, Kinds> || ...), "this is none of the kinds");
    std::size_t number = 0;
    bool result = false;
    static_cast<void>(((result |= std::is_same_v<Wanted, Kinds> && kind == number, ++number), ...));
    return result;
}

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
