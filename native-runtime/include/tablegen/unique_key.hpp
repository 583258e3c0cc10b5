#ifndef TABLEGEN_UNIQUE_KEY_HPP
#define TABLEGEN_UNIQUE_KEY_HPP

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "config.hpp"
#include "index.hpp"
#include "key_part.hpp"
#include "key_view.hpp"
#include "layout.hpp"
#include "rows.hpp"

namespace tablegen {
inline namespace v2 {

/// A primary or unique key over members of a row, in the order in which `find` takes the values.
template <class Row, auto... Members>
class unique_key {
public:
    /// What caches are sure to hold: for fewer rows the steps of find_many() cost more than they save.
    static constexpr std::size_t waiting_bytes = std::size_t{4} << 20;

    /// Finds nothing.
    unique_key() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry, whose columns are `Members`.
    unique_key(layout::index_entry const& entry, row_span const& rows) noexcept : m_lookup(entry, rows.rows, rows.template is_plain<Row>()) {}

    /// The row with this key; nullptr when there is none.
    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE Row const* find(row_span const& rows, Values... values) const noexcept {
        return m_lookup.find(row_source{rows}, values...);
    }

    /// Calls use(row) for each of many keys in order, with nullptr for a key that no row has. `keys` has size() and
    /// operator[]; a key of several parts is a tuple.
    ///
    /// In a table that is larger than the caches a lookup waits for memory. Here each key's row has been asked for some
    /// keys before, and what leads to it as many before that.
    template <std::size_t WaitingBytes = waiting_bytes, class Keys, class Use>
    void find_many(row_span const& rows, Keys const& keys, Use& use) const {
        row_source const source{rows};
        std::size_t const count = keys.size();
        auto const find_one = [&](auto... values) { return m_lookup.find(source, values...); };
        if (rows.count * std::size_t{rows.stride} < WaitingBytes) {
            for (std::size_t i = 0; i < count; ++i) use(with_parts(keys[i], find_one));
            return;
        }
        std::uint64_t located[ring];
        Row const* placed[ring];
        auto const locate = [&](auto... values) { return m_lookup.locate(values...); };
        for (std::size_t i = 0; i < count + 2 * ahead; ++i) {
            if (i < count) located[i % ring] = with_parts(keys[i], locate);
            std::size_t const second = i - ahead;
            if (second < count) placed[second % ring] = m_lookup.place(source, located[second % ring]);
            std::size_t const third = i - 2 * ahead;
            if (third >= count) continue;
            use(with_parts(keys[third],
                           [&](auto... values) { return m_lookup.confirm(source, placed[third % ring], values...); }));
        }
    }

private:
    static constexpr std::size_t ahead = 24;
    static constexpr std::size_t ring = 32;

    using key_tuple = std::tuple<detail::member_key_t<Members>...>;

    /// Calls the function with the parts of a key.
    template <class Key, class Function>
    [[nodiscard]] static TABLEGEN_INLINE auto with_parts(Key const& key, Function const& function) {
        using first = std::tuple_element_t<0, key_tuple>;
        if constexpr (sizeof...(Members) == 1 && std::is_convertible_v<Key, first>) {
            return function(static_cast<first>(key));
        } else {
            return std::apply(function, key_tuple(key));
        }
    }

    struct row_source {
        /// A copy: what it says is then read before anything is decided, and in a loop once.
        row_span rows;

        [[nodiscard]] TABLEGEN_INLINE bool is_one(std::uint32_t row) const noexcept { return row < rows.count; }
        [[nodiscard]] TABLEGEN_INLINE Row const* at(std::uint32_t row) const noexcept {
            return TABLEGEN_LIKELY(is_one(row)) ? in_slot(row) : nullptr;
        }
        [[nodiscard]] TABLEGEN_INLINE Row const* in_slot(std::uint32_t row) const noexcept {
            return rows.template in_slot<Row>(row);
        }
        [[nodiscard]] TABLEGEN_INLINE Row const* in_plain_slot(std::uint32_t row) const noexcept {
            return rows.template in_plain_slot<Row>(row);
        }
        template <class... Values>
        [[nodiscard]] TABLEGEN_INLINE bool has(Row const* row, Values... values) const noexcept {
            return ((tablegen::key_view(row->*Members) == values) && ...);
        }
    };

    key_lookup<sizeof...(Members)> m_lookup;
};

}  // namespace v2
}  // namespace tablegen

#endif
