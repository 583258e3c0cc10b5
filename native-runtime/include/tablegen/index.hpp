#ifndef TABLEGEN_INDEX_HPP
#define TABLEGEN_INDEX_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "hash.hpp"
#include "key_part.hpp"
#include "layout.hpp"
#include "mph.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

[[nodiscard]] TABLEGEN_INLINE std::uint32_t count_bits(std::uint32_t bits) noexcept {
    // As in Hacker's Delight, 5-1: the popcount instruction is not in the x86-64 baseline.
    bits = bits - ((bits >> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
    return (((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101) >> 24;
}

}  // namespace detail

/// The kind and parameters of one index, copied out of the image into one small object, because a
/// lookup needs them all. The data may change kind from release to release, so the kind is asked at run time.
///
/// `Parts` is the number of the key's columns.
template <std::size_t Parts>
class key_lookup {
public:
    /// Finds nothing.
    constexpr key_lookup() noexcept = default;

    /// Precondition: `image_view::check_shape` has accepted the entry, it has `Parts` parts, and its purpose is not
    /// ordered. For purpose multi, what follows calls a row is the group of the rows with one key.
    key_lookup(layout::index_entry const& entry, unsigned char const* block) noexcept
        : m_method(method_of(entry)),
          m_slot_count(entry.key_count == 0 ? 0 : entry.slot_count),
          m_row_count(entry.key_count),
          m_multiplier(entry.multiplier),
          m_salt(entry.salt),
          m_rotation(std::uint64_t{1} << ((64 - entry.shift) & 63)),
          m_data(block + entry.data_offset),
          m_slots(has_slots(entry) ? static_cast<std::uint32_t const*>(detail::follow(block, entry.slots_offset))
                                   : nullptr) {
        if (m_method >= method::hash_multiply) {
            // Without rows there are no pilots either; a dense index of no slots says so at once.
            if (entry.key_count == 0) m_method = method::dense_rows;
            m_mph = mph_view(m_data, entry.bucket_bits, entry.key_count);
        }
        list_view<layout::key_part> const parts = entry.parts.view();
        for (std::size_t i = 0; i < Parts; ++i) {
            m_parts[i] = {parts[i].minimum, parts[i].range, parts[i].multiplier};
        }
    }

    /// The row of a key, as a pointer that `rows` gives; nullptr when there is none.
    ///
    /// `rows.at(number)` gives the row of a number, nullptr where there is none. A perfect hash gives every key some
    /// row, so `rows.has(row, values...)` is asked there; a dense or ranked key needs no look at the row.
    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_INLINE auto find(Rows const& rows, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        static_assert(sizeof...(Values) == Parts);
        if constexpr ((detail::is_text<Values> || ...)) {
            if (m_method != method::hash_parts) return nullptr;
            return in_slot(hash_all(values...), rows, values...);
        } else {
            if (m_method == method::hash_parts) return in_slot(hash_all(values...), rows, values...);
            std::uint64_t packed = 0;
            if (!pack(packed, {detail::key_bits(values)...})) return nullptr;
            std::uint64_t const key = TABLEGEN_LIKELY(m_rotation == 1) ? packed : hash::rotate_left(packed, m_rotation);
            if (m_method >= method::hash_multiply) return in_slot(hash_packed(key), rows, values...);
            return key < m_slot_count ? rows.at(in_order(key)) : nullptr;
        }
    }

private:
    /// In an order that lets one comparison tell the hashes from the others: compilers make a jump through a
    /// table of a switch, which costs more than a branch that always goes one way.
    enum class method : std::uint32_t { dense_rows, dense_array, bitmap_rank, hash_multiply, hash_mix, hash_parts };

    struct part {
        std::uint64_t minimum;
        std::uint64_t range;
        std::uint64_t multiplier;
    };

    [[nodiscard]] static method method_of(layout::index_entry const& entry) noexcept {
        if (entry.kind == layout::index_kind::dense) {
            return entry.data_size == 0 ? method::dense_rows : method::dense_array;
        }
        if (entry.kind == layout::index_kind::bitmap_rank) return method::bitmap_rank;
        if (entry.form == layout::key_form::hashed) return method::hash_parts;
        return entry.hash_level == 0 ? method::hash_multiply : method::hash_mix;
    }

    [[nodiscard]] static bool has_slots(layout::index_entry const& entry) noexcept {
        return entry.purpose == layout::index_purpose::unique && entry.slots_offset != 0;
    }

    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_all(Values... values) const noexcept {
        std::uint64_t hash = m_salt;
        ((hash = detail::hash_part(values, hash)), ...);
        return hash;
    }

    /// Mixed radix; false for a part outside of its range, which no key has.
    [[nodiscard]] TABLEGEN_INLINE bool pack(std::uint64_t& packed,
                                            std::array<std::uint64_t, Parts> const& bits) const noexcept {
        for (std::size_t i = 0; i < Parts; ++i) {
            std::uint64_t const distance = bits[i] - m_parts[i].minimum;
            if (distance > m_parts[i].range) return false;
            // The last part's multiplier is always 1.
            packed += i + 1 == Parts ? distance : distance * m_parts[i].multiplier;
        }
        return true;
    }

    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_packed(std::uint64_t key) const noexcept {
        std::uint64_t const product =
            m_method == method::hash_multiply ? key * m_multiplier : hash::mix(key ^ m_salt, m_multiplier);
        return product ^ (product >> 32);
    }

    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_INLINE auto in_slot(std::uint64_t hash, Rows const& rows, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        std::uint32_t const slot = m_mph.slot(hash);
        // What stands in the slots is data, which an altered image could let lead outside the rows: at() looks.
        auto const* const row = rows.at(m_slots == nullptr ? slot : m_slots[slot]);
        return TABLEGEN_LIKELY(row != nullptr && rows.has(row, values...)) ? row : nullptr;
    }

    /// Precondition: key < m_slot_count.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t in_order(std::uint64_t key) const noexcept {
        if (m_method == method::dense_rows) return static_cast<std::uint32_t>(key);
        if (m_method == method::dense_array) return hash::read4(m_data + key * sizeof(std::uint32_t));
        std::uint64_t const block = hash::read8(m_data + key / 32 * sizeof(layout::rank_block));
        auto const bits = static_cast<std::uint32_t>(block >> 32);
        std::uint32_t const bit = 1U << (key % 32);
        if ((bits & bit) == 0) return layout::no_row;
        std::uint32_t const rank = static_cast<std::uint32_t>(block) + detail::count_bits(bits & (bit - 1));
        // The rank comes from the data, which an altered image could let lead outside the slots.
        if (rank >= m_row_count) return layout::no_row;
        return m_slots == nullptr ? rank : m_slots[rank];
    }

    method m_method = method::dense_rows;
    std::uint32_t m_slot_count = 0;
    std::uint32_t m_row_count = 0;
    mph_view m_mph;
    std::uint64_t m_multiplier = 0;
    std::uint64_t m_salt = 0;
    /// Rotates right by the shift.
    std::uint64_t m_rotation = 1;
    unsigned char const* m_data = nullptr;
    std::uint32_t const* m_slots = nullptr;
    std::array<part, Parts> m_parts{};
};

}  // namespace v2
}  // namespace tablegen

#endif
