#ifndef TABLEGEN_VERSION_HPP
#define TABLEGEN_VERSION_HPP

#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "key_view.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// A version number, `1.2.3.4`: four numbers of 16 bits, the first the weightiest. It is a value of its own: copy it.
class version {
public:
    /// 0.0.0.0
    constexpr version() noexcept = default;
    constexpr version(std::uint16_t first, std::uint16_t second, std::uint16_t third = 0,
                      std::uint16_t fourth = 0) noexcept
        : m_value(std::uint64_t{first} << 48 | std::uint64_t{second} << 32 | std::uint64_t{third} << 16 | fourth) {}

    /// The version whose value() this is.
    [[nodiscard]] static constexpr version from_value(std::uint64_t value) noexcept {
        version result;
        result.m_value = value;
        return result;
    }

    /// One of the four numbers: part(0) is the first. Precondition: index < 4.
    [[nodiscard]] constexpr std::uint16_t part(std::size_t index) const noexcept {
        return static_cast<std::uint16_t>(m_value >> (48 - 16 * index));
    }
    /// All of it as one number, which orders as versions do.
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return m_value; }

    [[nodiscard]] friend constexpr bool operator==(version a, version b) noexcept { return a.m_value == b.m_value; }
    [[nodiscard]] friend constexpr bool operator!=(version a, version b) noexcept { return !(a == b); }
    [[nodiscard]] friend constexpr bool operator<(version a, version b) noexcept { return a.m_value < b.m_value; }
    [[nodiscard]] friend constexpr bool operator>(version a, version b) noexcept { return b < a; }
    [[nodiscard]] friend constexpr bool operator<=(version a, version b) noexcept { return !(b < a); }
    [[nodiscard]] friend constexpr bool operator>=(version a, version b) noexcept { return !(a < b); }

private:
    std::uint64_t m_value = 0;
};
static_assert(sizeof(version) == 8 && alignof(version) == 8);

template <>
struct detail::key_number<version> {
    [[nodiscard]] static constexpr std::uint64_t of(version value) noexcept { return value.value(); }
};

/// As a number: by value.
template <>
struct detail::viewed<version> {
    static constexpr bool is_converted = false;
    using type = version;
    [[nodiscard]] static constexpr version get(version const& stored) noexcept { return stored; }
};

}  // namespace v2
}  // namespace tablegen

#endif
