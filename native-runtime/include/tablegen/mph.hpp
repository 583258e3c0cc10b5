#ifndef TABLEGEN_MPH_HPP
#define TABLEGEN_MPH_HPP

#include <cstdint>

#include "config.hpp"
#include "hash.hpp"

namespace tablegen {
inline namespace v2 {

/// A minimal perfect hash that the generator built over a fixed set of keys, seen in place.
///
/// A key of that set gets its own slot in [0, key_count). Any other key gets some slot of the same
/// range, so the caller compares the key that it finds there. One byte of memory is read.
class mph_view {
public:
    constexpr mph_view() noexcept = default;

    /// `pilots` holds 2^bucket_bits bytes, 1 <= bucket_bits <= 32.
    constexpr mph_view(std::uint8_t const* pilots, std::uint32_t bucket_bits, std::uint32_t key_count) noexcept
        : m_pilots(pilots), m_shift(64 - bucket_bits), m_key_count(key_count) {}

    /// The slot of a hashed key; 0 when there are no keys.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t slot(std::uint64_t hashed) const noexcept {
        std::uint32_t const pilot = byte(hashed);
        std::uint32_t const spread = static_cast<std::uint32_t>(hashed) * (hash::k0 + 2 * pilot);
        return static_cast<std::uint32_t>((spread * m_key_count) >> 32);
    }

    /// The byte of a hashed key: its pilot, or in a table of bytes, for few keys, the number of the row itself.
    [[nodiscard]] TABLEGEN_INLINE std::uint8_t byte(std::uint64_t hashed) const noexcept {
        return m_pilots[hashed >> hash::shift_of(m_shift)];
    }

    /// Asks memory for the byte.
    TABLEGEN_INLINE void prefetch(std::uint64_t hashed) const noexcept {
        hash::prefetch(m_pilots, hashed >> hash::shift_of(m_shift));
    }

    [[nodiscard]] constexpr std::uint32_t key_count() const noexcept {
        return static_cast<std::uint32_t>(m_key_count);
    }

private:
    std::uint8_t const* m_pilots = nullptr;
    std::uint64_t m_shift = 63;
    /// 64 bits wide, as it is multiplied.
    std::uint64_t m_key_count = 0;
};

}  // namespace v2
}  // namespace tablegen

#endif
