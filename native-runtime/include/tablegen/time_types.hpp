#ifndef TABLEGEN_TIME_TYPES_HPP
#define TABLEGEN_TIME_TYPES_HPP

#include <chrono>
#include <cstdint>

#include "config.hpp"
#include "key_view.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// Seconds since 1970-01-01T00:00:00Z.
using utc_seconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// A datetime as a row stores it.
struct datetime {
    std::int64_t m_seconds;

    [[nodiscard]] constexpr utc_seconds view() const noexcept {
        return utc_seconds(std::chrono::seconds(m_seconds));
    }
};
static_assert(sizeof(datetime) == 8);

/// A duration as a row stores it.
struct duration {
    std::int64_t m_milliseconds;

    [[nodiscard]] constexpr std::chrono::milliseconds view() const noexcept {
        return std::chrono::milliseconds(m_milliseconds);
    }
};
static_assert(sizeof(duration) == 8);

template <>
struct detail::viewed<datetime> : converted<datetime, utc_seconds> {};
template <>
struct detail::viewed<duration> : converted<duration, std::chrono::milliseconds> {};

template <>
struct detail::key_number<utc_seconds> {
    [[nodiscard]] static constexpr std::int64_t of(utc_seconds value) noexcept {
        return value.time_since_epoch().count();
    }
};
template <>
struct detail::key_number<std::chrono::milliseconds> {
    [[nodiscard]] static constexpr std::int64_t of(std::chrono::milliseconds value) noexcept { return value.count(); }
};
template <>
inline constexpr bool detail::has_distance<utc_seconds> = true;
template <>
inline constexpr bool detail::has_distance<std::chrono::milliseconds> = true;

}  // namespace v2
}  // namespace tablegen

#endif
