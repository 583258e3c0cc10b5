#ifndef TABLEGEN_ROWS_HPP
#define TABLEGEN_ROWS_HPP

#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "iterator.hpp"
#include "layout.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

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
        // As a rule the compiler knows the stride, which saves a multiplication.
        std::size_t const offset = TABLEGEN_LIKELY(is_plain<Row>()) ? slot * sizeof(Row) : slot * stride;
        return static_cast<Row const*>(static_cast<void const*>(rows + offset));
    }

    /// True where rows have no columns that this program does not know.
    template <class Row>
    [[nodiscard]] TABLEGEN_INLINE bool is_plain() const noexcept {
        return stride == sizeof(Row);
    }
    /// Precondition: is_plain<Row>().
    template <class Row>
    [[nodiscard]] TABLEGEN_INLINE Row const* in_plain_slot(std::size_t slot) const noexcept {
        return static_cast<Row const*>(static_cast<void const*>(rows + slot * sizeof(Row)));
    }
};

namespace detail {

/// Rows through the order array (sheet order), or as they are stored.
template <class Row, bool InSheetOrder>
struct ordered_rows {
    using reference = Row const&;
    unsigned char const* rows = nullptr;
    std::uint32_t const* order = nullptr;
    std::size_t stride = 0;

    ordered_rows() noexcept = default;
    explicit ordered_rows(row_span const& span) noexcept
        : rows(span.rows), order(InSheetOrder ? span.order : nullptr), stride(span.stride) {}

    [[nodiscard]] Row const& at(std::size_t position) const noexcept {
        std::size_t const slot = order == nullptr ? position : order[position];
        return *static_cast<Row const*>(static_cast<void const*>(rows + slot * stride));
    }
};

/// Rows whose numbers stand in an array of an index.
template <class Row>
struct numbered_rows {
    using reference = Row const&;
    unsigned char const* rows = nullptr;
    std::uint32_t const* numbers = nullptr;
    std::uint32_t last = 0;
    std::uint32_t stride = 0;

    numbered_rows() noexcept = default;
    /// Precondition: the rows are not empty, or no row is asked for.
    numbered_rows(row_span const& span, std::uint32_t const* all) noexcept
        : rows(span.rows), numbers(all), last(span.count - 1), stride(span.stride) {}

    [[nodiscard]] TABLEGEN_INLINE Row const& at(std::size_t position) const noexcept {
        // The number is data, which an altered image could let lead outside the rows.
        std::size_t const number = numbers[position] < last ? numbers[position] : last;
        return *static_cast<Row const*>(static_cast<void const*>(rows + number * stride));
    }
};

}  // namespace detail

/// The rows of one table as the image stores them: fastest to walk, in no order that a person would expect.
template <class Row>
class slot_range {
public:
    using iterator = detail::position_iterator<detail::ordered_rows<Row, false>>;
    using const_iterator = iterator;

    explicit slot_range(row_span const& span) noexcept : m_span(span) {}
    [[nodiscard]] std::size_t size() const noexcept { return m_span.count; }
    [[nodiscard]] bool empty() const noexcept { return m_span.count == 0; }
    /// Precondition: slot < size().
    [[nodiscard]] Row const& operator[](std::size_t slot) const noexcept { return *m_span.in_slot<Row>(slot); }
    [[nodiscard]] iterator begin() const noexcept { return at(0); }
    [[nodiscard]] iterator end() const noexcept { return at(m_span.count); }

private:
    [[nodiscard]] iterator at(std::size_t position) const noexcept {
        return iterator(detail::ordered_rows<Row, false>(m_span), position);
    }

    row_span m_span;
};

/// Some rows of one table, as an index gives them. Copy it freely as long as the image is there.
template <class Row>
class row_range {
public:
    using value_type = Row;
    using size_type = std::size_t;
    using iterator = detail::position_iterator<detail::numbered_rows<Row>>;
    using const_iterator = iterator;

    /// No rows.
    row_range() noexcept = default;
    row_range(detail::numbered_rows<Row> const& rows, std::size_t begin, std::size_t end) noexcept
        : m_rows(rows), m_begin(begin), m_end(begin < end ? end : begin) {}

    [[nodiscard]] std::size_t size() const noexcept { return m_end - m_begin; }
    [[nodiscard]] bool empty() const noexcept { return m_begin == m_end; }
    /// Precondition: position < size().
    [[nodiscard]] Row const& operator[](std::size_t position) const noexcept { return m_rows.at(m_begin + position); }
    /// Precondition: !empty().
    [[nodiscard]] Row const& front() const noexcept { return m_rows.at(m_begin); }
    [[nodiscard]] Row const& back() const noexcept { return m_rows.at(m_end - 1); }
    [[nodiscard]] iterator begin() const noexcept { return iterator(m_rows, m_begin); }
    [[nodiscard]] iterator end() const noexcept { return iterator(m_rows, m_end); }

private:
    detail::numbered_rows<Row> m_rows;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

}  // namespace v2
}  // namespace tablegen

#endif
