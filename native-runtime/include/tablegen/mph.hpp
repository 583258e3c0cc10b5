#ifndef TABLEGEN_MPH_HPP
#define TABLEGEN_MPH_HPP

#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "hash.hpp"

namespace tablegen {
inline namespace v2 {

/// A minimal perfect hash that the generator built over a fixed set of keys, seen in place.
///
/// A key of that set gets its own slot in [0, key_count). Which one its bucket says, by one number of a table, in one of three
/// ways. Any other key gets a slot too, so the caller compares the key that it finds there.
class mph_view {
public:
    constexpr mph_view() noexcept = default;

    /// By a pilot, which picks the function that spreads the keys of the bucket. `pilots` holds 2^bucket_bits bytes,
    /// 1 <= bucket_bits <= 32.
    [[nodiscard]] static constexpr mph_view of_pilots(unsigned char const* pilots, std::uint32_t bucket_bits,
                                                      std::uint32_t key_count) noexcept {
        return mph_view(pilots, bucket_bits, key_count);
    }
    /// By a displacement, which leads from the place that each key of the bucket has in a window. `displacements` holds
    /// 2^bucket_bits numbers of 32 bits; the window is a power of two.
    [[nodiscard]] static constexpr mph_view of_displacements(unsigned char const* displacements, std::uint32_t bucket_bits,
                                                             std::uint32_t window) noexcept {
        return mph_view(displacements, bucket_bits, window - 1);
    }
    /// For few keys, by the slot itself. `bytes` holds 2^bucket_bits of them.
    [[nodiscard]] static constexpr mph_view of_bytes(unsigned char const* bytes, std::uint32_t bucket_bits) noexcept {
        return mph_view(bytes, bucket_bits, 0);
    }

    /// Of pilots: the slot of a hashed key, below the number of keys.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t piloted(std::uint64_t hashed) const noexcept {
        std::uint32_t const pilot = byte(hashed);
        std::uint32_t const spread = static_cast<std::uint32_t>(hashed) * (hash::k0 + 2 * pilot);
        return static_cast<std::uint32_t>((spread * m_spread) >> 32);
    }

    /// Of displacements: the slot of a hashed key. A key that is none of the set may get one that there is not.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t displaced(std::uint64_t hashed) const noexcept {
        std::uint32_t const place = static_cast<std::uint32_t>(hashed >> 32) & static_cast<std::uint32_t>(m_spread);
        return place ^ hash::read4(m_data + sizeof(std::uint32_t) * bucket(hashed));
    }

    /// Of bytes: the slot of a hashed key.
    [[nodiscard]] TABLEGEN_INLINE std::uint8_t byte(std::uint64_t hashed) const noexcept { return m_data[bucket(hashed)]; }

    /// Asks memory for the pilot. Displacements are so few that a cache has them.
    TABLEGEN_INLINE void prefetch(std::uint64_t hashed) const noexcept { hash::prefetch(m_data, bucket(hashed)); }

private:
    constexpr mph_view(unsigned char const* data, std::uint32_t bucket_bits, std::uint64_t spread) noexcept
        : m_data(data), m_shift(64 - bucket_bits), m_spread(spread) {}

    [[nodiscard]] TABLEGEN_INLINE std::uint64_t bucket(std::uint64_t hashed) const noexcept {
        return hashed >> hash::shift_of(m_shift);
    }

    unsigned char const* m_data = nullptr;
    std::uint64_t m_shift = 63;
    /// Pilots: the number of keys; displacements: the bits of a place. One number for both, so that a
    /// loop of lookups keeps it in a register, of which there are few.
    std::uint64_t m_spread = 0;
};

}  // namespace v2
}  // namespace tablegen

#endif
