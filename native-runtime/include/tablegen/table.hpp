#ifndef TABLEGEN_TABLE_HPP
#define TABLEGEN_TABLE_HPP

#include <cstddef>

#include "config.hpp"
#include "iterator.hpp"
#include "list.hpp"
#include "map.hpp"
#include "multi_index.hpp"
#include "optional_value.hpp"
#include "ordered_index.hpp"
#include "row_ref.hpp"
#include "rows.hpp"
#include "set.hpp"
#include "string_ref.hpp"
#include "unique_key.hpp"
#include "variant.hpp"
#include "version.hpp"

namespace tablegen {
inline namespace v2 {

/// The rows of one table, in sheet order. Generated tables derive from it and add `find`.
template <class Row>
class table_view {
public:
    using value_type = Row;
    using size_type = std::size_t;
    using iterator = detail::position_iterator<detail::ordered_rows<Row, true>>;
    using const_iterator = iterator;

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.count; }
    [[nodiscard]] bool empty() const noexcept { return m_rows.count == 0; }
    /// The row at a position of the sheet. Precondition: position < size().
    [[nodiscard]] Row const& operator[](std::size_t position) const noexcept {
        return *m_rows.template in_slot<Row>(m_rows.order == nullptr ? position : m_rows.order[position]);
    }
    [[nodiscard]] iterator begin() const noexcept { return at(0); }
    [[nodiscard]] iterator end() const noexcept { return at(m_rows.count); }
    /// The same rows in the order in which they are stored.
    [[nodiscard]] slot_range<Row> in_slot_order() const noexcept { return slot_range<Row>(m_rows); }

protected:
    table_view() noexcept = default;
    explicit table_view(row_span const& rows) noexcept : m_rows(rows) {}
    [[nodiscard]] row_span const& rows() const noexcept { return m_rows; }

private:
    [[nodiscard]] iterator at(std::size_t position) const noexcept {
        return iterator(detail::ordered_rows<Row, true>(m_rows), position);
    }

    row_span m_rows;
};

}  // namespace v2
}  // namespace tablegen

#endif
