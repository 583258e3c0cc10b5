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
#if defined(__POPCNT__) || defined(__aarch64__)
    return static_cast<std::uint32_t>(__builtin_popcount(bits));
#else
    // As in Hacker's Delight, 5-1: the popcount instruction is not in the x86-64 baseline.
    bits = bits - ((bits >> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
    return (((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101) >> 24;
#endif
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
    /// ordered. For purpose multi, what follows calls a row is the group of the rows with one key. With `are_plain`
    /// `rows.in_plain_slot` may be asked.
    key_lookup(layout::index_entry const& entry, unsigned char const* block, bool are_plain = true) noexcept
        : m_method(method_of(entry, are_plain)),
          m_slots_by(slots_by_of(entry)),
          m_slot_count(entry.key_count == 0 ? 0 : entry.slot_count),
          m_row_count(entry.key_count),
          m_multiplier(entry.multiplier),
          m_salt(entry.salt),
          m_shift(entry.shift),
          m_data(block + entry.data_offset),
          m_slots(has_slots(entry) ? static_cast<std::uint32_t const*>(detail::follow(block, entry.slots_offset))
                                   : nullptr) {
        if (m_method >= method::linear_bytes) m_mph = mph_of(entry, m_data);
        list_view<layout::key_part> const parts = entry.parts.view();
        for (std::size_t i = 0; i < Parts; ++i) {
            m_parts[i] = {parts[i].minimum, parts[i].range, parts[i].multiplier};
            m_linear.multipliers[i] = parts[i].multiplier * entry.multiplier;
        }
    }

    /// The row of a key, as a pointer that `rows` gives; nullptr when there is none.
    ///
    /// `rows.at(number)` gives the row of a number, nullptr where there is none; `rows.in_slot(number)` that of a number
    /// which is known to be one, `rows.in_plain_slot(number)` likewise, and `rows.is_one(number)` says so. A perfect hash
    /// gives every key some row, so `rows.has(row, values...)` is asked there; a dense or ranked key needs no look at the row.
    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_INLINE auto find(Rows const& rows, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        static_assert(sizeof...(Values) == Parts);
        if constexpr ((detail::is_text<Values> || ...)) {
            return m_method == method::hash_parts ? hashed(hash_all(values...), rows, values...) : nullptr;
        } else {
            // Read before the kind is asked, and so once for all lookups of a loop: these are half of what a lookup reads.
            mph_view const mph = m_mph;
            linear_hash const hash = m_linear;
            if (m_method == method::linear_bytes) {
                // The rows of bytes are those that check_shape() has seen.
                auto const* const row = rows.in_plain_slot(mph.byte(hash.of({detail::key_bits(values)...})));
                return TABLEGEN_LIKELY(rows.has(row, values...)) ? row : nullptr;
            }
            if (m_method == method::linear_displacements) {
                // The high half of a sum is that of its hash.
                std::uint32_t const number = mph.displaced(hash.of({detail::key_bits(values)...}));
                if (!TABLEGEN_LIKELY(rows.is_one(number))) return nullptr;
                auto const* const row = rows.in_plain_slot(number);
                return TABLEGEN_LIKELY(rows.has(row, values...)) ? row : nullptr;
            }
            if (m_method == method::linear_pilots) {
                // Below the number of keys, which check_shape() has compared with the rows.
                auto const* const row = rows.in_plain_slot(mph.piloted(fold(hash.of({detail::key_bits(values)...}))));
                return TABLEGEN_LIKELY(rows.has(row, values...)) ? row : nullptr;
            }
            if (m_method > method::linear_pilots) return find_slowly(rows, values...);
            if (m_method != method::dense_rows) return in_range(rows, {detail::key_bits(values)...});
            std::uint64_t key = 0;
            if (!pack(key, {detail::key_bits(values)...})) return nullptr;
            if (!TABLEGEN_LIKELY(m_shift == 0)) key = hash::rotate_right(key, m_shift);
            // Slots without data are rows, which check_shape() has counted.
            return TABLEGEN_LIKELY(key < m_slot_count) ? rows.in_slot(static_cast<std::uint32_t>(key)) : nullptr;
        }
    }

    /// A lookup in three steps, for many at once: each asks memory for what the next one reads. The first gives what the
    /// key is looked up by.
    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE std::uint64_t locate(Values... values) const noexcept {
        if constexpr ((detail::is_text<Values> || ...)) {
            if (m_method != method::hash_parts) return 0;
            return prefetched(hash_all(values...));
        } else {
            if (is_summed()) return prefetched(fold(m_linear.of({detail::key_bits(values)...})));
            if (m_method > method::hash_linear) return prefetched(hash_slowly(values...));
            std::uint64_t key = 0;
            if (!pack(key, {detail::key_bits(values)...})) return absent_key;
            key = hash::rotate_right(key, m_shift);
            if (m_method == method::dense_array) hash::prefetch(m_data, key * sizeof(std::uint32_t));
            if (m_method == method::bitmap_rank) hash::prefetch(m_data, key / 32 * sizeof(layout::rank_block));
            return key;
        }
    }

    /// The second gives the only row that may have the key; nullptr when there is none.
    template <class Rows>
    [[nodiscard]] TABLEGEN_INLINE auto place(Rows const& rows, std::uint64_t located) const noexcept
        -> decltype(rows.at(0)) {
        if (m_method < method::linear_bytes) return located < m_slot_count ? rows.at(in_order(located)) : nullptr;
        auto const* const row = in_slot_of(located, rows);
        hash::prefetch(row, 0);
        return row;
    }

    /// The third says whether it has it.
    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_INLINE auto confirm(Rows const& rows, decltype(rows.at(0)) row, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        if (m_method < method::linear_bytes) return row;
        return TABLEGEN_LIKELY(row != nullptr && rows.has(row, values...)) ? row : nullptr;
    }

private:
    /// In an order that lets one comparison tell the hashes from the others: compilers make a jump through a
    /// table of a switch, which costs more than a branch that always goes one way.
    enum class method : std::uint32_t {
        dense_rows,
        dense_array,
        bitmap_rank,
        linear_bytes,
        linear_displacements,
        linear_pilots,
        hash_linear,
        hash_multiply,
        hash_mix,
        hash_parts
    };

    /// How a hash becomes the number of a row.
    enum class slots_by : std::uint32_t { pilots, displacements, bytes, pilots_and_array, displacements_and_array };

    /// No index has as many slots.
    static constexpr std::uint64_t absent_key = ~std::uint64_t{0};

    struct part {
        std::uint64_t minimum;
        std::uint64_t range;
        std::uint64_t multiplier;
    };

    [[nodiscard]] static method method_of(layout::index_entry const& entry, bool are_plain) noexcept {
        // Without rows there are no pilots either; a dense index of no slots says so at once.
        if (entry.key_count == 0) return method::dense_rows;
        if (entry.kind == layout::index_kind::dense) {
            return entry.data_size == 0 ? method::dense_rows : method::dense_array;
        }
        if (entry.kind == layout::index_kind::bitmap_rank) return method::bitmap_rank;
        if (entry.form == layout::key_form::hashed) return method::hash_parts;
        if (!is_linear(entry)) return entry.hash_level == 0 ? method::hash_multiply : method::hash_mix;
        if (!are_plain) return method::hash_linear;
        switch (slots_by_of(entry)) {
            case slots_by::bytes: return method::linear_bytes;
            case slots_by::displacements: return method::linear_displacements;
            case slots_by::pilots: return method::linear_pilots;
            default: return method::hash_linear;
        }
    }

    /// True where a hash is a sum of products of the key's parts: packing and multiplying are linear, and the salt gives back
    /// what the minima take.
    [[nodiscard]] static bool is_linear(layout::index_entry const& entry) noexcept {
        std::uint64_t taken = 0;
        for (layout::key_part const& part : entry.parts.view()) taken += part.minimum * part.multiplier;
        return entry.shift == 0 && entry.hash_level == 0 && entry.salt == taken * entry.multiplier;
    }

    [[nodiscard]] static slots_by slots_by_of(layout::index_entry const& entry) noexcept {
        switch (entry.kind) {
            case layout::index_kind::bytes: return slots_by::bytes;
            case layout::index_kind::displacement:
                return has_slots(entry) ? slots_by::displacements_and_array : slots_by::displacements;
            default: return has_slots(entry) ? slots_by::pilots_and_array : slots_by::pilots;
        }
    }

    [[nodiscard]] static mph_view mph_of(layout::index_entry const& entry, unsigned char const* data) noexcept {
        switch (entry.kind) {
            case layout::index_kind::bytes: return mph_view::of_bytes(data, entry.bucket_bits);
            case layout::index_kind::displacement:
                return mph_view::of_displacements(data, entry.bucket_bits, entry.slot_count);
            default: return mph_view::of_pilots(data, entry.bucket_bits, entry.key_count);
        }
    }

    [[nodiscard]] static bool has_slots(layout::index_entry const& entry) noexcept {
        return entry.purpose == layout::index_purpose::unique && entry.slots_offset != 0;
    }

    /// The sum of the products of the key's parts.
    struct linear_hash {
        std::array<std::uint64_t, Parts> multipliers{};
        /// Parts outside of their ranges need no test: whatever slot they lead to, the row there has another key.
        [[nodiscard]] TABLEGEN_INLINE std::uint64_t of(std::array<std::uint64_t, Parts> const& bits) const noexcept {
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < Parts; ++i) sum += bits[i] * multipliers[i];
            return sum;
        }
    };

    /// Of a product only the high half depends on all bits of the key.
    [[nodiscard]] static TABLEGEN_INLINE std::uint64_t fold(std::uint64_t product) noexcept {
        return product ^ (product >> 32);
    }

    /// True where a sum of products is the hash.
    [[nodiscard]] TABLEGEN_INLINE bool is_summed() const noexcept {
        return m_method >= method::linear_bytes && m_method <= method::hash_linear;
    }

    /// What few tables need, so that it does not stand wherever a row is looked up.
    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_NOINLINE TABLEGEN_PURE auto find_slowly(Rows rows, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        return hashed(hash_slowly(values...), rows, values...);
    }

    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_slowly(Values... values) const noexcept {
        if (m_method == method::hash_parts) return hash_all(values...);
        if (m_method == method::hash_linear) return fold(m_linear.of({detail::key_bits(values)...}));
        std::uint64_t packed = 0;
        // A part outside of its range is no key's, and what its hash leads to has another.
        (void)pack(packed, {detail::key_bits(values)...});
        return hash_packed(hash::rotate_right(packed, m_shift));
    }

    [[nodiscard]] TABLEGEN_INLINE std::uint64_t prefetched(std::uint64_t hash) const noexcept {
        m_mph.prefetch(hash);
        return hash;
    }

    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_all(Values... values) const noexcept {
        std::uint64_t hash = m_salt;
        ((hash = detail::hash_part(values, hash)), ...);
        return hash * m_multiplier;
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

    /// The row of a dense or ranked key.
    ///
    /// Whether a key is in the range and whether a row has it is one question: which of both says no is chance where keys are
    /// not there, and a processor that guesses wrong loses more than the look at an array takes.
    template <class Rows>
    [[nodiscard]] TABLEGEN_INLINE auto in_range(Rows const& rows, std::array<std::uint64_t, Parts> const& bits) const noexcept
        -> decltype(rows.at(0)) {
        std::uint64_t key = 0;
        std::uint64_t within = 1;
        for (std::size_t i = 0; i < Parts; ++i) {
            std::uint64_t const distance = bits[i] - m_parts[i].minimum;
            within &= static_cast<std::uint64_t>(distance <= m_parts[i].range);
            key += i + 1 == Parts ? distance : distance * m_parts[i].multiplier;
        }
        if (!TABLEGEN_LIKELY(m_shift == 0)) key = hash::rotate_right(key, m_shift);
        within &= static_cast<std::uint64_t>(key < m_slot_count);
        key &= 0 - within;
        if (m_method == method::dense_array) {
            std::uint32_t const number = hash::read4(m_data + key * sizeof(std::uint32_t));
            return rows.at(number | static_cast<std::uint32_t>(within - 1));
        }
        std::uint64_t const block = hash::read8(m_data + key / 32 * sizeof(layout::rank_block));
        if (((block >> 32 >> (key % 32)) & within) == 0) return nullptr;
        return rows.at(rank_of(block, key));
    }

    [[nodiscard]] TABLEGEN_INLINE std::uint64_t hash_packed(std::uint64_t key) const noexcept {
        std::uint64_t const product =
            m_method == method::hash_multiply ? key * m_multiplier + m_salt : hash::mix(key ^ m_salt, m_multiplier);
        return fold(product);
    }

    template <class Rows, class... Values>
    [[nodiscard]] TABLEGEN_INLINE auto hashed(std::uint64_t hash, Rows const& rows, Values... values) const noexcept
        -> decltype(rows.at(0)) {
        auto const* const row = in_slot_of(hash, rows);
        return TABLEGEN_LIKELY(row != nullptr && rows.has(row, values...)) ? row : nullptr;
    }

    template <class Rows>
    [[nodiscard]] TABLEGEN_INLINE auto in_slot_of(std::uint64_t hash, Rows const& rows) const noexcept
        -> decltype(rows.at(0)) {
        if (TABLEGEN_LIKELY(m_slots_by == slots_by::pilots)) return rows.in_slot(m_mph.piloted(hash));
        if (TABLEGEN_LIKELY(m_slots_by == slots_by::displacements)) return rows.at(m_mph.displaced(hash));
        if (m_slots_by == slots_by::bytes) return rows.in_slot(m_mph.byte(hash));
        std::uint32_t const slot =
            m_slots_by == slots_by::pilots_and_array ? m_mph.piloted(hash) : m_mph.displaced(hash);
        // What stands in an array is data, which an altered image could let lead outside the rows: at() looks.
        return slot < m_row_count ? rows.at(m_slots[slot]) : nullptr;
    }

    /// Precondition: key < m_slot_count.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t in_order(std::uint64_t key) const noexcept {
        if (m_method == method::dense_rows) return static_cast<std::uint32_t>(key);
        if (m_method == method::dense_array) return hash::read4(m_data + key * sizeof(std::uint32_t));
        std::uint64_t const block = hash::read8(m_data + key / 32 * sizeof(layout::rank_block));
        return (block >> 32 >> (key % 32) & 1) == 0 ? layout::no_row : rank_of(block, key);
    }

    /// The slot of a key whose bit is set in its block.
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t rank_of(std::uint64_t block, std::uint64_t key) const noexcept {
        std::uint32_t const before = (1U << (key % 32)) - 1;
        std::uint32_t const rank = static_cast<std::uint32_t>(block) +
                                   detail::count_bits(static_cast<std::uint32_t>(block >> 32) & before);
        // The rank comes from the data, which an altered image could let lead outside the slots.
        if (rank >= m_row_count) return layout::no_row;
        return m_slots == nullptr ? rank : m_slots[rank];
    }

    method m_method = method::dense_rows;
    slots_by m_slots_by = slots_by::pilots;
    std::uint32_t m_slot_count = 0;
    std::uint32_t m_row_count = 0;
    mph_view m_mph;
    std::uint64_t m_multiplier = 0;
    /// Where hashing begins.
    std::uint64_t m_salt = 0;
    std::uint64_t m_shift = 0;
    unsigned char const* m_data = nullptr;
    std::uint32_t const* m_slots = nullptr;
    std::array<part, Parts> m_parts{};
    linear_hash m_linear{};
};

}  // namespace v2
}  // namespace tablegen

#endif
