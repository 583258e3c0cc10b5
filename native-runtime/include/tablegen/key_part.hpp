#ifndef TABLEGEN_KEY_PART_HPP
#define TABLEGEN_KEY_PART_HPP

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "config.hpp"
#include "hash.hpp"
#include "key_view.hpp"
#include "version.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// A key part as 64 bits of two's complement, sign-extended when its type is signed.
template <class Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
[[nodiscard]] constexpr std::uint64_t key_bits(Number value) noexcept {
    if constexpr (std::is_signed_v<Number>) {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
    } else {
        return static_cast<std::uint64_t>(value);
    }
}
template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
[[nodiscard]] constexpr std::uint64_t key_bits(Enum value) noexcept {
    return key_bits(static_cast<std::underlying_type_t<Enum>>(value));
}
template <class Value, std::enable_if_t<std::is_class_v<Value>, int> = 0>
[[nodiscard]] constexpr std::uint64_t key_bits(Value value) noexcept {
    return key_bits(key_number<Value>::of(value));
}

/// The bit that is turned over so that key bits, compared as unsigned numbers, are in the order of their values.
template <class Value>
[[nodiscard]] constexpr std::uint64_t sign_bit() noexcept {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    if constexpr (std::is_enum_v<Value>) {
        return sign_bit<std::underlying_type_t<Value>>();
    } else if constexpr (std::is_integral_v<Value>) {
        return std::is_signed_v<Value> ? sign : 0;
    } else {
        return std::is_same_v<Value, version> ? 0 : sign;
    }
}

[[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_part(std::string_view value, std::uint64_t seed) noexcept {
    return hash::string_hash(value, seed);
}
template <class Value>
[[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_part(Value value, std::uint64_t seed) noexcept {
    return hash::integer_hash(key_bits(value), seed);
}

template <class Value>
inline constexpr bool is_text = std::is_convertible_v<Value, std::string_view>;

template <class Member>
struct member_key;
template <class Row, class Stored>
struct member_key<Stored Row::*> {
    using type = key_view_t<Stored>;
};
/// What a member counts as in a key.
template <auto Member>
using member_key_t = typename member_key<decltype(Member)>::type;

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
