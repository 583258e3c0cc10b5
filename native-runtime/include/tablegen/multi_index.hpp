#ifndef TABLEGEN_MULTI_INDEX_HPP
#define TABLEGEN_MULTI_INDEX_HPP

#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "index.hpp"
#include "key_part.hpp"
#include "key_view.hpp"
#include "layout.hpp"
#include "rows.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// All rows of a key over members of a row, for keys that several rows may have.
template <class Row, auto... Members>
class multi_index {
public:
    /// Has no rows.
    multi_index() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry, whose purpose is multi and whose columns are
    /// `Members`.
    multi_index(layout::index_entry const& entry, row_span const& rows) noexcept
        : m_lookup(entry, rows.rows),
          m_groups(rows, entry),
          m_rows(rows, static_cast<std::uint32_t const*>(detail::follow(rows.rows, entry.rows_offset))) {}

    /// The rows with this key in the order of the sheet.
    [[nodiscard]] row_range<Row> equal_range(detail::member_key_t<Members>... parts) const noexcept {
        std::uint32_t const* const group = m_lookup.find(group_source{*this}, parts...);
        return group == nullptr ? row_range<Row>() : row_range<Row>(m_rows, group[0], m_groups.end_of(group));
    }
    /// The number of rows with this key.
    [[nodiscard]] std::size_t count(detail::member_key_t<Members>... parts) const noexcept {
        return equal_range(parts...).size();
    }
    /// True when a row has this key.
    [[nodiscard]] bool contains(detail::member_key_t<Members>... parts) const noexcept {
        return !equal_range(parts...).empty();
    }

private:
    /// For each key where its rows begin in the row array, and in the end the number of rows.
    struct group_array {
        std::uint32_t const* begins = nullptr;
        std::uint32_t count = 0;
        std::uint32_t row_count = 0;

        group_array() noexcept = default;
        group_array(row_span const& rows, layout::index_entry const& entry) noexcept
            : begins(static_cast<std::uint32_t const*>(detail::follow(rows.rows, entry.slots_offset))),
              count(entry.key_count),
              row_count(rows.count) {}

        // What stands in the array is data, which an altered image could let lead outside the rows.
        [[nodiscard]] std::uint32_t const* at(std::uint32_t group) const noexcept {
            return TABLEGEN_LIKELY(group < count && begins[group] < row_count) ? begins + group : nullptr;
        }
        [[nodiscard]] std::uint32_t end_of(std::uint32_t const* group) const noexcept {
            return group[1] < row_count ? group[1] : row_count;
        }
    };

    /// Where the lookup expects rows it gets groups, which their first row speaks for.
    struct group_source {
        multi_index const& index;

        [[nodiscard]] TABLEGEN_INLINE bool is_one(std::uint32_t group) const noexcept { return group < index.m_groups.count; }
        [[nodiscard]] TABLEGEN_INLINE std::uint32_t const* at(std::uint32_t group) const noexcept {
            return index.m_groups.at(group);
        }
        /// Where the group's rows are is data.
        [[nodiscard]] TABLEGEN_INLINE std::uint32_t const* in_slot(std::uint32_t group) const noexcept { return at(group); }
        [[nodiscard]] TABLEGEN_INLINE std::uint32_t const* in_plain_slot(std::uint32_t group) const noexcept {
            return at(group);
        }
        template <class... Values>
        [[nodiscard]] TABLEGEN_INLINE bool has(std::uint32_t const* group, Values... values) const noexcept {
            if (group == nullptr) return false;
            Row const& first = index.m_rows.at(*group);
            return ((tablegen::key_view(first.*Members) == values) && ...);
        }
    };

    key_lookup<sizeof...(Members)> m_lookup;
    group_array m_groups;
    detail::numbered_rows<Row> m_rows;
};

}  // namespace v2
}  // namespace tablegen

#endif
