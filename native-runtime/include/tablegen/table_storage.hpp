#ifndef TABLEGEN_TABLE_STORAGE_HPP
#define TABLEGEN_TABLE_STORAGE_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "image.hpp"
#include "multi_index.hpp"
#include "ordered_index.hpp"
#include "rows.hpp"
#include "status.hpp"
#include "unique_key.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Stands for any row: an index takes as much space whatever its columns are, as long as they are as many.
struct sample_row {
    std::int32_t value;
};

template <template <class, auto...> class Index, class Columns>
struct index_of_columns;
template <template <class, auto...> class Index, std::size_t... Column>
struct index_of_columns<Index, std::index_sequence<Column...>> {
    using type = Index<sample_row, (static_cast<void>(Column), &sample_row::value)...>;
};

/// An index of so many columns, for its size.
template <template <class, auto...> class Index, std::size_t Columns>
using index_of = typename index_of_columns<Index, std::make_index_sequence<Columns>>::type;

}  // namespace detail

/// Room for an index of a table, by the number of its columns.
template <std::size_t Columns>
using unique_key_room = detail::index_of<unique_key, Columns>;
template <std::size_t Columns>
using multi_index_room = detail::index_of<multi_index, Columns>;
template <std::size_t Columns>
using ordered_index_room = detail::index_of<ordered_index, Columns>;

/// Where the generated class of all tables keeps one that it knows the name of and no more, so that who reads few
/// tables need not compile all. Without rows until bind().
template <class... Indexes>
class table_storage {
public:
    /// The table, as the class that bind() was called for.
    [[nodiscard]] void const* table() const noexcept { return m_bytes; }

    /// As the table's own bind().
    template <class Table>
    [[nodiscard]] status bind(image_view const& image) noexcept {
        static_assert(sizeof(Table) <= sizeof m_bytes && alignof(Table) <= alignof(std::uint64_t));
        static_assert(std::is_trivially_copyable_v<Table> && std::is_trivially_destructible_v<Table>);
        Table bound;
        if (status failure = bound.bind(image); !failure) return failure;
        ::new (static_cast<void*>(m_bytes)) Table(bound);
        return {};
    }

private:
    /// All zero is a table without rows: no count lets a lookup read further.
    alignas(std::uint64_t) unsigned char m_bytes[sizeof(row_span) + (sizeof(Indexes) + ... + 0)] = {};
};

}  // namespace v2
}  // namespace tablegen

#endif
