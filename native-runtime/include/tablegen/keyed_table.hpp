#ifndef TABLEGEN_KEYED_TABLE_HPP
#define TABLEGEN_KEYED_TABLE_HPP

#include <tuple>

#include "config.hpp"
#include "key_part.hpp"
#include "key_view.hpp"
#include "layout.hpp"
#include "rows.hpp"
#include "table.hpp"
#include "unique_key.hpp"

namespace tablegen {
inline namespace v2 {

/// A table with a primary key over members of a row, in the order in which `find` takes their values. As members of a
/// template these are compiled only where they are called.
template <class Row, auto... Members>
class keyed_table_view : public table_view<Row> {
public:
    /// The values of the primary key, as find() takes them.
    using key_type = std::tuple<detail::member_key_t<Members>...>;
    [[nodiscard]] static key_type key_of(Row const& row) noexcept {
        return key_type(tablegen::key_view(row.*Members)...);
    }

    /// The row with this primary key; nullptr when there is none.
    [[nodiscard]] TABLEGEN_INLINE Row const* find(detail::member_key_t<Members>... parts) const noexcept {
        return m_primary.find(this->rows(), parts...);
    }
    /// Calls use(row) for each of many keys in order, with nullptr for a key that no row has: the faster way where the
    /// table is larger than the caches. `keys` has size() and operator[], which gives tuples for a key of several columns.
    template <class Keys, class Use>
    void find_many(Keys const& keys, Use use) const {
        m_primary.find_many(this->rows(), keys, use);
    }

protected:
    keyed_table_view() noexcept = default;
    keyed_table_view(row_span const& rows, layout::index_entry const& primary) noexcept
        : table_view<Row>(rows), m_primary(primary, rows) {}

private:
    unique_key<Row, Members...> m_primary;
};

}  // namespace v2
}  // namespace tablegen

#endif
