#ifndef TABLEGEN_TABLE_HPP
#define TABLEGEN_TABLE_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "config.hpp"
#include "index.hpp"
#include "layout.hpp"
#include "types.hpp"

namespace tablegen {
inline namespace v1 {

/// Where the rows of one table lie. The stride is the image's, which may be larger than the row that this
/// program knows: later releases add columns at the end.
struct row_span {
    unsigned char const* rows = nullptr;
    /// For each row in sheet order its slot; nullptr when the two orders are one.
    std::uint32_t const* order = nullptr;
    std::uint32_t count = 0;
    std::uint32_t stride = 0;

    row_span() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry.
    row_span(layout::table_entry const& entry, unsigned char const* block) noexcept
        : rows(block),
          order(entry.order_offset == 0
                    ? nullptr
                    : static_cast<std::uint32_t const*>(detail::follow(block, entry.order_offset))),
          count(entry.row_count),
          stride(entry.stride) {}

    template <class Row>
    [[nodiscard]] TABLEGEN_INLINE Row const* in_slot(std::size_t slot) const noexcept {
        return static_cast<Row const*>(static_cast<void const*>(rows + slot * stride));
    }
};

namespace detail {

/// Iterates over rows: through the order array (sheet order), or as they are stored.
template <class Row, bool InSheetOrder>
class row_iterator {
public:
    using value_type = Row;
    using reference = Row const&;
    using pointer = Row const*;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::random_access_iterator_tag;

    row_iterator() noexcept = default;
    row_iterator(row_span const& span, std::size_t position) noexcept
        : m_rows(span.rows), m_order(InSheetOrder ? span.order : nullptr), m_stride(span.stride), m_position(position) {}

    [[nodiscard]] reference operator*() const noexcept { return *row_at(m_position); }
    [[nodiscard]] pointer operator->() const noexcept { return row_at(m_position); }
    [[nodiscard]] reference operator[](difference_type n) const noexcept {
        return *row_at(m_position + static_cast<std::size_t>(n));
    }
    row_iterator& operator++() noexcept { return *this += 1; }
    row_iterator& operator--() noexcept { return *this -= 1; }
    row_iterator operator++(int) noexcept {
        row_iterator const before = *this;
        ++m_position;
        return before;
    }
    row_iterator operator--(int) noexcept {
        row_iterator const before = *this;
        --m_position;
        return before;
    }
    row_iterator& operator+=(difference_type n) noexcept {
        m_position += static_cast<std::size_t>(n);
        return *this;
    }
    row_iterator& operator-=(difference_type n) noexcept {
        m_position -= static_cast<std::size_t>(n);
        return *this;
    }
    [[nodiscard]] friend row_iterator operator+(row_iterator i, difference_type n) noexcept { return i += n; }
    [[nodiscard]] friend row_iterator operator+(difference_type n, row_iterator i) noexcept { return i += n; }
    [[nodiscard]] friend row_iterator operator-(row_iterator i, difference_type n) noexcept { return i -= n; }
    [[nodiscard]] friend difference_type operator-(row_iterator a, row_iterator b) noexcept {
        return static_cast<difference_type>(a.m_position) - static_cast<difference_type>(b.m_position);
    }
    [[nodiscard]] friend bool operator==(row_iterator a, row_iterator b) noexcept {
        return a.m_position == b.m_position;
    }
    [[nodiscard]] friend bool operator!=(row_iterator a, row_iterator b) noexcept { return !(a == b); }
    [[nodiscard]] friend bool operator<(row_iterator a, row_iterator b) noexcept {
        return a.m_position < b.m_position;
    }
    [[nodiscard]] friend bool operator>(row_iterator a, row_iterator b) noexcept { return b < a; }
    [[nodiscard]] friend bool operator<=(row_iterator a, row_iterator b) noexcept { return !(b < a); }
    [[nodiscard]] friend bool operator>=(row_iterator a, row_iterator b) noexcept { return !(a < b); }

private:
    [[nodiscard]] Row const* row_at(std::size_t position) const noexcept {
        std::size_t const slot = m_order == nullptr ? position : m_order[position];
        return static_cast<Row const*>(static_cast<void const*>(m_rows + slot * m_stride));
    }

    unsigned char const* m_rows = nullptr;
    std::uint32_t const* m_order = nullptr;
    std::size_t m_stride = 0;
    std::size_t m_position = 0;
};

}  // namespace detail

/// The rows of one table as the image stores them: fastest to walk, in no order that a person would expect.
template <class Row>
class slot_range {
public:
    using iterator = detail::row_iterator<Row, false>;
    using const_iterator = iterator;

    explicit slot_range(row_span const& span) noexcept : m_span(span) {}
    [[nodiscard]] std::size_t size() const noexcept { return m_span.count; }
    [[nodiscard]] bool empty() const noexcept { return m_span.count == 0; }
    /// Precondition: slot < size().
    [[nodiscard]] Row const& operator[](std::size_t slot) const noexcept { return *m_span.in_slot<Row>(slot); }
    [[nodiscard]] iterator begin() const noexcept { return {m_span, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {m_span, m_span.count}; }

private:
    row_span m_span;
};

/// The rows of one table, in sheet order. Generated tables derive from it and add `find`.
template <class Row>
class table_view {
public:
    using value_type = Row;
    using size_type = std::size_t;
    using iterator = detail::row_iterator<Row, true>;
    using const_iterator = iterator;

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.count; }
    [[nodiscard]] bool empty() const noexcept { return m_rows.count == 0; }
    /// The row at a position of the sheet. Precondition: position < size().
    [[nodiscard]] Row const& operator[](std::size_t position) const noexcept {
        return *m_rows.template in_slot<Row>(m_rows.order == nullptr ? position : m_rows.order[position]);
    }
    [[nodiscard]] iterator begin() const noexcept { return {m_rows, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {m_rows, m_rows.count}; }
    /// The same rows in the order in which they are stored.
    [[nodiscard]] slot_range<Row> in_slot_order() const noexcept { return slot_range<Row>(m_rows); }

protected:
    table_view() noexcept = default;
    explicit table_view(row_span const& rows) noexcept : m_rows(rows) {}
    [[nodiscard]] row_span const& rows() const noexcept { return m_rows; }

private:
    row_span m_rows;
};

/// A primary or unique key over members of a row, in the order in which `find` takes the values.
template <class Row, auto... Members>
class unique_key {
public:
    /// Finds nothing.
    unique_key() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry, whose columns are `Members`.
    unique_key(layout::index_entry const& entry, row_span const& rows) noexcept
        : m_lookup(entry, rows.rows, rows.count) {}

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
            return ((tablegen::view(row->*Members) == values) && ...);
        }
    };

    key_lookup<sizeof...(Members)> m_lookup;
};

}  // namespace v1
}  // namespace tablegen

#endif
