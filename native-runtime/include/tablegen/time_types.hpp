#ifndef TABLEGEN_TIME_TYPES_HPP
#define TABLEGEN_TIME_TYPES_HPP

#include <chrono>
#include <cstdint>

#include "config.hpp"
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

}  // namespace v2
}  // namespace tablegen

#endif
