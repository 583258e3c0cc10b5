#ifndef TABLEGEN_UNIQUE_KEY_HPP
#define TABLEGEN_UNIQUE_KEY_HPP

#include <cstdint>

#include "config.hpp"
#include "index.hpp"
#include "key_view.hpp"
#include "layout.hpp"
#include "rows.hpp"

namespace tablegen {
inline namespace v2 {

/// A primary or unique key over members of a row, in the order in which `find` takes the values.
template <class Row, auto... Members>
class unique_key {
public:
    /// Finds nothing.
    unique_key() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry, whose columns are `Members`.
    unique_key(layout::index_entry const& entry, row_span const& rows) noexcept : m_lookup(entry, rows.rows) {}

    /// The row with this key; nullptr when there is none.
    template <class... Values>
    [[nodiscard]] TABLEGEN_INLINE Row const* find(row_span const& rows, Values... values) const noexcept {
        return m_lookup.find(row_source{rows}, values...);
    }

private:
    struct row_source {
        row_span const& rows;

        [[nodiscard]] TABLEGEN_INLINE Row const* at(std::uint32_t row) const noexcept {
            return TABLEGEN_LIKELY(row < rows.count) ? rows.template in_slot<Row>(row) : nullptr;
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
