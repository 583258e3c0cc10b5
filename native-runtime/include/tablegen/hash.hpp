#ifndef TABLEGEN_HASH_HPP
#define TABLEGEN_HASH_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define TABLEGEN_HASH_SSE2 1
#endif
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
#include <intrin.h>
#endif

#include "config.hpp"

namespace tablegen {
inline namespace v2 {

/// A 128-bit hash in canonical form: high half first, big-endian.
struct digest {
    std::uint8_t bytes[16];

    [[nodiscard]] friend bool operator==(digest const& a, digest const& b) noexcept {
        return std::memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
    }
    [[nodiscard]] friend bool operator!=(digest const& a, digest const& b) noexcept { return !(a == b); }
};
static_assert(sizeof(digest) == 16);

namespace hash {

inline constexpr std::uint32_t k0 = 0x9E3779B1;
inline constexpr std::uint64_t k1 = 0xA0761D6478BD642F;
inline constexpr std::uint64_t k2 = 0xE7037ED1A0B428DB;
inline constexpr std::uint64_t k3 = 0x8EBC6AF09C88C6E3;
inline constexpr std::uint64_t k4 = 0x589965CC75374CC3;

/// The low half of the 128-bit product a · b, xor its high half, from 64-bit arithmetic alone.
[[nodiscard]] constexpr std::uint64_t mix_portable(std::uint64_t a, std::uint64_t b) noexcept {
    std::uint64_t const low_a = a & 0xFFFFFFFF;
    std::uint64_t const high_a = a >> 32;
    std::uint64_t const low_b = b & 0xFFFFFFFF;
    std::uint64_t const high_b = b >> 32;
    std::uint64_t const low = low_a * low_b;
    std::uint64_t const middle_a = high_a * low_b + (low >> 32);
    std::uint64_t const middle_b = low_a * high_b + (middle_a & 0xFFFFFFFF);
    std::uint64_t const high = high_a * high_b + (middle_a >> 32) + (middle_b >> 32);
    return (a * b) ^ high;
}

/// The low half of the 128-bit product a · b, xor its high half.
[[nodiscard]] TABLEGEN_INLINE std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
    __extension__ using wide = unsigned __int128;
    wide const product = static_cast<wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#elif defined(_MSC_VER) && defined(_M_X64)
    std::uint64_t high = 0;
    std::uint64_t const low = _umul128(a, b, &high);
    return low ^ high;
#else
    return mix_portable(a, b);
#endif
}

/// A number of bits to shift by, as the whole register that it is in.
///
/// On x86-64 a shift by a number from memory goes through the lowest byte of a register. Clang would load that byte alone
/// into whatever the register holds, so that each lookup waits for the one before.
[[nodiscard]] TABLEGEN_INLINE std::uint64_t shift_of(std::uint64_t bits) noexcept {
#if defined(__clang__) && defined(__x86_64__)
    __asm__("" : "+r"(bits));
#endif
    return bits;
}

/// The value rotated right by `bits`, 0 to 63.
[[nodiscard]] TABLEGEN_INLINE std::uint64_t rotate_right(std::uint64_t value, std::uint64_t bits) noexcept {
    std::uint64_t const shift = shift_of(bits);
    return value >> shift | value << ((64 - shift) & 63);
}

/// Asks memory for the bytes at an offset, wherever that leads.
TABLEGEN_INLINE void prefetch(void const* from, std::uint64_t offset) noexcept {
    std::uintptr_t const address = reinterpret_cast<std::uintptr_t>(from) + static_cast<std::uintptr_t>(offset);
#if defined(__GNUC__)
    __builtin_prefetch(reinterpret_cast<void const*>(address));
#elif defined(_MSC_VER) && defined(_M_X64)
    _mm_prefetch(reinterpret_cast<char const*>(address), _MM_HINT_T0);
#else
    static_cast<void>(address);
#endif
}

[[nodiscard]] TABLEGEN_INLINE std::uint64_t read8(void const* from) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return value;
}

[[nodiscard]] TABLEGEN_INLINE std::uint32_t read4(void const* from) noexcept {
    std::uint32_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// Hash of a text as a part of a key. `seed` is the index's salt, or the hash of the parts before.
/// Follows wyhash (Wang Yi); exact definition in docs/image-format.md, "Functions".
[[nodiscard]] inline std::uint64_t string_hash(std::string_view text, std::uint64_t seed) noexcept {
    auto const* p = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t const n = text.size();
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    if (n <= 16) {
        if (n >= 8) {
            a = read8(p);
            b = read8(p + n - 8);
        } else if (n >= 4) {
            a = read4(p);
            b = read4(p + n - 4);
        } else if (n > 0) {
            a = static_cast<std::uint64_t>(p[0]) << 16 | static_cast<std::uint64_t>(p[n / 2]) << 8 | p[n - 1];
        }
        a ^= k1;
        b ^= seed;
    } else {
        a = seed;
        b = seed ^ k3;
        unsigned char const* const end = p + n;
        for (; end - p > 32; p += 32) {
            a = mix(read8(p) ^ k1, read8(p + 8) ^ a);
            b = mix(read8(p + 16) ^ k2, read8(p + 24) ^ b);
        }
        if (end - p > 16) a = mix(read8(p) ^ k1, read8(p + 8) ^ a);
        b = mix(read8(end - 16) ^ k2, read8(end - 8) ^ b);
    }
    return mix(mix(a, b ^ k4) ^ k3, static_cast<std::uint64_t>(n) ^ k2);
}

/// Hash of an integer as a part of a key that is hashed part by part.
[[nodiscard]] TABLEGEN_INLINE std::uint64_t integer_hash(std::uint64_t value, std::uint64_t seed) noexcept {
    return mix(value ^ k1, seed ^ k2);
}

/// XXH3-128 with seed 0 for inputs of more than 240 bytes (Yann Collet, xxHash 0.8): eight 64-bit
/// accumulators take in stripes of 64 bytes and are scrambled after each block of 16 stripes.
namespace xxh3 {

inline constexpr std::uint32_t prime32_1 = 0x9E3779B1;
inline constexpr std::uint32_t prime32_2 = 0x85EBCA77;
inline constexpr std::uint32_t prime32_3 = 0xC2B2AE3D;
inline constexpr std::uint64_t prime64_1 = 0x9E3779B185EBCA87;
inline constexpr std::uint64_t prime64_2 = 0xC2B2AE3D27D4EB4F;
inline constexpr std::uint64_t prime64_3 = 0x165667B19E3779F9;
inline constexpr std::uint64_t prime64_4 = 0x85EBCA77C2B2AE63;
inline constexpr std::uint64_t prime64_5 = 0x27D4EB2F165667C5;

inline constexpr std::size_t stripe_bytes = 64;
inline constexpr std::size_t secret_bytes = 192;
inline constexpr std::size_t secret_step = 8;
inline constexpr std::size_t stripes_per_block = (secret_bytes - stripe_bytes) / secret_step;
inline constexpr std::size_t block_bytes = stripe_bytes * stripes_per_block;

/// xxHash's default secret, a constant of the algorithm.
alignas(16) inline constexpr unsigned char secret[secret_bytes] = {
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
    0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
    0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
    0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
    0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
    0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
    0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
    0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
    0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
    0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
    0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
};

struct accumulators {
    alignas(16) std::uint64_t lanes[8] = {prime32_3, prime64_1, prime64_2, prime64_3,
                                          prime64_4, prime32_2, prime64_5, prime32_1};
};

#if defined(TABLEGEN_HASH_SSE2)

[[nodiscard]] TABLEGEN_INLINE __m128i load(void const* from) noexcept {
    return _mm_loadu_si128(static_cast<__m128i const*>(from));
}

TABLEGEN_INLINE void accumulate(std::uint64_t* lanes, unsigned char const* input,
                                unsigned char const* key) noexcept {
    for (std::size_t i = 0; i < stripe_bytes; i += 16) {
        __m128i const data = load(input + i);
        __m128i const keyed = _mm_xor_si128(data, load(key + i));
        __m128i const product = _mm_mul_epu32(keyed, _mm_srli_epi64(keyed, 32));
        __m128i const swapped = _mm_shuffle_epi32(data, _MM_SHUFFLE(1, 0, 3, 2));
        __m128i const sum = _mm_add_epi64(load(lanes + i / 8), _mm_add_epi64(product, swapped));
        _mm_store_si128(reinterpret_cast<__m128i*>(lanes + i / 8), sum);
    }
}

#else

TABLEGEN_INLINE void accumulate(std::uint64_t* lanes, unsigned char const* input,
                                unsigned char const* key) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t const data = read8(input + 8 * i);
        std::uint64_t const keyed = data ^ read8(key + 8 * i);
        lanes[i ^ 1] += data;
        lanes[i] += (keyed & 0xFFFFFFFF) * (keyed >> 32);
    }
}

#endif

inline void scramble(std::uint64_t* lanes) noexcept {
    unsigned char const* const key = secret + secret_bytes - stripe_bytes;
    for (std::size_t i = 0; i < 8; ++i) {
        lanes[i] = (lanes[i] ^ (lanes[i] >> 47) ^ read8(key + 8 * i)) * prime32_1;
    }
}

[[nodiscard]] inline std::uint64_t merge(std::uint64_t const* lanes, unsigned char const* key,
                                         std::uint64_t start) noexcept {
    std::uint64_t result = start;
    for (std::size_t i = 0; i < 8; i += 2) {
        result += mix(lanes[i] ^ read8(key + 8 * i), lanes[i + 1] ^ read8(key + 8 * i + 8));
    }
    result ^= result >> 37;
    result *= 0x165667919E3779F9;
    return result ^ (result >> 32);
}

inline void write_big_endian(std::uint64_t value, std::uint8_t* to) noexcept {
    for (int i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}

/// Precondition: size > 240.
[[nodiscard]] inline digest hash_long(unsigned char const* input, std::size_t size) noexcept {
    accumulators state;
    std::size_t const block_count = (size - 1) / block_bytes;
    for (std::size_t block = 0; block < block_count; ++block) {
        for (std::size_t i = 0; i < stripes_per_block; ++i) {
            unsigned char const* const stripe = input + block * block_bytes + i * stripe_bytes;
            // What is read some stripes later; an address behind the end does no harm.
            prefetch(stripe, 512);
            accumulate(state.lanes, stripe, secret + i * secret_step);
        }
        scramble(state.lanes);
    }
    std::size_t const begin = block_count * block_bytes;
    std::size_t const stripe_count = (size - 1 - begin) / stripe_bytes;
    for (std::size_t i = 0; i < stripe_count; ++i) {
        accumulate(state.lanes, input + begin + i * stripe_bytes, secret + i * secret_step);
    }
    accumulate(state.lanes, input + size - stripe_bytes, secret + secret_bytes - stripe_bytes - 7);

    std::uint64_t const length = size;
    digest result{};
    write_big_endian(merge(state.lanes, secret + secret_bytes - stripe_bytes - 11, ~(length * prime64_2)),
                     result.bytes);
    write_big_endian(merge(state.lanes, secret + 11, length * prime64_1), result.bytes + 8);
    return result;
}

}  // namespace xxh3
}  // namespace hash

/// Hash of an image's bytes: XXH3-128, seed 0, of the bytes, extended by zeros to 256 when there are fewer.
/// Finds torn, truncated and altered files; it is not a signature.
[[nodiscard]] inline digest content_hash(void const* data, std::size_t size) noexcept {
    constexpr std::size_t least = 256;
    auto const* const bytes = static_cast<unsigned char const*>(data);
    if (size >= least) return hash::xxh3::hash_long(bytes, size);
    unsigned char padded[least] = {};
    if (size > 0) std::memcpy(padded, bytes, size);
    return hash::xxh3::hash_long(padded, least);
}

}  // namespace v2
}  // namespace tablegen

#endif
