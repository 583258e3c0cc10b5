#ifndef TABLEGEN_INDEX_HPP
#define TABLEGEN_INDEX_HPP

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "config.hpp"
#include "hash.hpp"
#include "layout.hpp"
#include "mph.hpp"

namespace tablegen {
inline namespace v1 {
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
[[nodiscard]] constexpr std::uint64_t key_bits(utc_seconds value) noexcept {
    return key_bits(static_cast<std::int64_t>(value.time_since_epoch().count()));
}
[[nodiscard]] constexpr std::uint64_t key_bits(std::chrono::milliseconds value) noexcept {
    return key_bits(static_cast<std::int64_t>(value.count()));
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

[[nodiscard]] TABLEGEN_INLINE std::uint32_t count_bits(std::uint32_t bits) noexcept {
    // As in Hacker's Delight, 5-1: the popcount instruction is not in the x86-64 baseline.
    bits = bits - ((bits >> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
    return (((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101) >> 24;
}

[[nodiscard]] TABLEGEN_INLINE std::uint64_t rotate_right(std::uint64_t value, std::uint32_t shift) noexcept {
    return value >> shift | value << ((64 - shift) & 63);
}

}  // namespace detail

/// The kind and parameters of one index, copied out of the image into one small object, because a
/// lookup needs them all. The data may change kind from release to release, so the kind is asked at run time.
///
/// `Parts` is the number of the key's columns.
template <std::size_t Parts>
class key_lookup {
public:
    /// `row` is the only row that can have the key; when `certain`, it has it.
    struct candidate {
        std::uint32_t row;
        bool certain;
    };

    /// Finds nothing.
    constexpr key_lookup() noexcept = default;

    /// Precondition: `image_view::check_shape` has accepted the entry, and it has `Parts` parts.
    key_lookup(layout::index_entry const& entry, unsigned char const* block, std::uint32_t row_count) noexcept
        : m_data(block + entry.data_offset),
          m_slots(entry.slots_offset == 0 ? nullptr
                                          : static_cast<std::uint32_t const*>(
                                                detail::follow(block, entry.slots_offset))),
          m_multiplier(entry.multiplier),
          m_salt(entry.salt),
          m_slot_count(entry.slot_count),
          m_row_count(row_count),
          m_shift(entry.shift),
          m_method(method_of(entry, row_count)) {
        if (m_method >= method::hash_multiply) {
            m_mph = mph_view(m_data, entry.bucket_bits, entry.key_count);
        }
        list_view<layout::key_part> const parts = entry.parts.view();
        for (std::size_t i = 0; i < Parts; ++i) {
            m_parts[i] = {parts[i].minimum, parts[i].range, parts[i].multiplier};
        }
    }

    /// The row to look at for a key; layout::no_row when it is known to be absent.
    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE candidate find(Values... values) const noexcept {
        static_assert(sizeof...(Values) == Parts);
        if constexpr ((detail::is_text<Values> || ...)) {
            if (m_method != method::hash_parts) return absent;
            return in_slot(m_mph.slot(hash_all(values...)), false);
        } else {
            if (m_method == method::hash_parts) return in_slot(m_mph.slot(hash_all(values...)), false);
            return find_packed({detail::key_bits(values)...});
        }
    }

private:
    enum class method : std::uint8_t {
        none,
        dense_rows,
        dense_array,
        bitmap_rank,
        hash_multiply,
        hash_mix,
        hash_parts,
    };

    struct part {
        std::uint64_t minimum;
        std::uint64_t range;
        std::uint64_t multiplier;
    };

    static constexpr candidate absent{layout::no_row, true};

    [[nodiscard]] static method method_of(layout::index_entry const& entry, std::uint32_t row_count) noexcept {
        if (row_count == 0) return method::none;
        if (entry.kind == layout::index_kind::dense) {
            return entry.data_size == 0 ? method::dense_rows : method::dense_array;
        }
        if (entry.kind == layout::index_kind::bitmap_rank) return method::bitmap_rank;
        if (entry.form == layout::key_form::hashed) return method::hash_parts;
        return entry.hash_level == 0 ? method::hash_multiply : method::hash_mix;
    }

    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_all(Values... values) const noexcept {
        std::uint64_t hash = m_salt;
        ((hash = detail::hash_part(values, hash)), ...);
        return hash;
    }

    [[nodiscard]] TABLEGEN_INLINE candidate find_packed(std::array<std::uint64_t, Parts> const& bits) const noexcept {
        std::uint64_t packed = 0;
        for (std::size_t i = 0; i < Parts; ++i) {
            std::uint64_t const distance = bits[i] - m_parts[i].minimum;
            if (distance > m_parts[i].range) return absent;
            // The last part's multiplier is always 1.
            packed += i + 1 == Parts ? distance : distance * m_parts[i].multiplier;
        }
        std::uint64_t const key = detail::rotate_right(packed, m_shift);
        switch (m_method) {
            case method::hash_multiply: return in_slot(m_mph.slot(fold(key * m_multiplier)), false);
            case method::dense_rows: return {key < m_slot_count ? static_cast<std::uint32_t>(key) : layout::no_row, true};
            case method::dense_array: return in_dense_array(key);
            case method::bitmap_rank: return in_bitmap(key);
            case method::hash_mix: return in_slot(m_mph.slot(fold(hash::mix(key ^ m_salt, m_multiplier))), false);
            case method::none:
            case method::hash_parts: break;
        }
        return absent;
    }

    [[nodiscard]] static constexpr std::uint64_t fold(std::uint64_t product) noexcept {
        return product ^ (product >> 32);
    }

    [[nodiscard]] TABLEGEN_INLINE candidate in_dense_array(std::uint64_t key) const noexcept {
        if (key >= m_slot_count) return absent;
        return {hash::read4(m_data + key * sizeof(std::uint32_t)), true};
    }

    [[nodiscard]] TABLEGEN_INLINE candidate in_bitmap(std::uint64_t key) const noexcept {
        if (key >= m_slot_count) return absent;
        std::uint64_t const block = hash::read8(m_data + key / 32 * sizeof(layout::rank_block));
        auto const bits = static_cast<std::uint32_t>(block >> 32);
        std::uint32_t const bit = 1U << (key % 32);
        if ((bits & bit) == 0) return absent;
        return in_slot(static_cast<std::uint32_t>(block) + detail::count_bits(bits & (bit - 1)), true);
    }

    [[nodiscard]] TABLEGEN_INLINE candidate in_slot(std::uint32_t slot, bool certain) const noexcept {
        if (m_slots == nullptr) return {slot, certain};
        // A rank comes from the data, so an altered image could send it outside the slots.
        return slot < m_row_count ? candidate{m_slots[slot], certain} : absent;
    }

    unsigned char const* m_data = nullptr;
    std::uint32_t const* m_slots = nullptr;
    mph_view m_mph;
    std::uint64_t m_multiplier = 0;
    std::uint64_t m_salt = 0;
    std::uint32_t m_slot_count = 0;
    std::uint32_t m_row_count = 0;
    std::uint32_t m_shift = 0;
    method m_method = method::none;
    std::array<part, Parts> m_parts{};
};

}  // namespace v1
}  // namespace tablegen

#endif
