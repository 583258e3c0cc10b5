#ifndef TABLEGEN_SCHEMA_HPP
#define TABLEGEN_SCHEMA_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config.hpp"
#include "image.hpp"
#include "keyed_table.hpp"
#include "layout.hpp"
#include "spelling.hpp"
#include "status.hpp"
#include "table.hpp"
#include "table_storage.hpp"

namespace tablegen {
inline namespace v2 {

/// Which table a type of rows belongs to: generated headers say `table`, and `of(tables)` where it has many rows.
template <class Row>
struct row_traits;

/// Names a type of rows in the generated `tables::table_of`.
template <class Row>
struct row_tag {};

/// A column of a table, or a field of a struct, as the program was generated for it.
struct column_schema {
    /// Not views, which compilers would have to construct: thousands in a library of many tables.
    char const* name;
    /// As in an image's schema text: `int32`, `string[]`, `enum(Quality:int32)?`, `ref(Item:int32)`.
    char const* type;
    std::size_t offset;
};

/// A struct as the program was generated for it.
struct struct_schema {
    std::string_view name;
    std::size_t size;
    list_view<column_schema> fields;
};

/// A variant as the program was generated for it.
struct variant_schema {
    std::string_view name;
    /// The names of its structs.
    list_view<std::string_view> kinds;
};

/// A key or index as the program was generated for it.
struct key_schema {
    std::string_view name;
    /// Positions in the table's columns.
    list_view<std::uint32_t> columns;
    layout::index_purpose purpose = layout::index_purpose::unique;
};

/// A table as the program was generated for it.
struct table_schema {
    std::string_view name;
    list_view<column_schema> columns;
    list_view<key_schema> keys;
    /// A table without rows will not do.
    bool needs_row = false;
};

namespace detail {

/// What columns are of: `Table Hero, column id`, `Struct Reward, field count`.
struct column_owner {
    std::string_view kind;
    std::string_view name;
    std::string_view column;
};

[[nodiscard]] inline status check_column(image_view const& image, column_owner const& owner,
                                         list_view<layout::column_entry> columns,
                                         column_schema const& wanted) noexcept {
    constexpr status_code code = status_code::incompatible_schema;
    for (layout::column_entry const& column : columns) {
        if (column.name.view() != wanted.name) continue;
        if (!is_spelled(image, column.type, wanted.type)) {
            status failure = status::failure(code, owner.kind, " ", owner.name, ", ", owner.column, " ", wanted.name,
                                             ": the program was generated for ", wanted.type, ", the image has ");
            add_spelling(image, column.type, failure);
            failure.add(".");
            return failure;
        }
        if (column.offset == wanted.offset) return {};
        return status::failure(code, owner.kind, " ", owner.name, ", ", owner.column, " ", wanted.name,
                               ": the program was generated for offset ", std::uint64_t{wanted.offset},
                               ", the image has it at ", std::uint64_t{column.offset}, ".");
    }
    return status::failure(code, owner.kind, " ", owner.name, " of the image has no ", owner.column, " ", wanted.name,
                           ".");
}

/// Finds what has this name; nullptr when nothing has.
template <class Entry>
[[nodiscard]] Entry const* find_named(list_view<Entry> entries, std::string_view name) noexcept {
    for (Entry const& entry : entries) {
        if (entry.name.view() == name) return &entry;
    }
    return nullptr;
}

[[nodiscard]] inline status differs(std::string_view kind, std::string_view name, std::uint64_t known,
                                    std::uint64_t found, std::string_view unit) noexcept {
    return status::failure(status_code::incompatible_schema, kind, " ", name, ": the program was generated for ", known,
                           " ", unit, ", the image has ", found, ".");
}

[[nodiscard]] inline status check_struct(image_view const& image, struct_schema const& wanted) noexcept {
    layout::struct_entry const* const entry = find_named(image.structs(), wanted.name);
    if (entry == nullptr) {
        return status::failure(status_code::incompatible_schema, "The image has no struct ", wanted.name, ".");
    }
    list_view<layout::column_entry> const fields = entry->fields.view();
    for (column_schema const& field : wanted.fields) {
        if (status s = check_column(image, {"Struct", wanted.name, "field"}, fields, field); !s) return s;
    }
    if (fields.size() != wanted.fields.size()) {
        return differs("Struct", wanted.name, wanted.fields.size(), fields.size(), "fields");
    }
    if (entry->size != wanted.size) return differs("Struct", wanted.name, wanted.size, entry->size, "bytes");
    return {};
}

[[nodiscard]] inline status check_variant(image_view const& image, variant_schema const& wanted) noexcept {
    layout::variant_entry const* const entry = find_named(image.variants(), wanted.name);
    if (entry == nullptr) {
        return status::failure(status_code::incompatible_schema, "The image has no variant ", wanted.name, ".");
    }
    list_view<layout::variant_kind> const kinds = entry->kinds.view();
    if (kinds.size() < wanted.kinds.size()) {
        return differs("Variant", wanted.name, wanted.kinds.size(), kinds.size(), "kinds");
    }
    for (std::size_t i = 0; i < wanted.kinds.size(); ++i) {
        std::string_view const found = image.structs()[kinds[i].structure].name.view();
        if (found == wanted.kinds[i]) continue;
        return status::failure(status_code::incompatible_schema, "Variant ", wanted.name, ", kind ", std::uint64_t{i},
                               ": the program was generated for ", wanted.kinds[i], ", the image has ", found, ".");
    }
    return {};
}

[[nodiscard]] inline bool has_columns(layout::table_entry const& table, layout::index_entry const& index,
                                      table_schema const& wanted, key_schema const& key) noexcept {
    list_view<layout::key_part> const parts = index.parts.view();
    if (parts.size() != key.columns.size()) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string_view const name = table.columns.view()[parts[i].column].name.view();
        if (name != wanted.columns[key.columns[i]].name) return false;
    }
    return true;
}

[[nodiscard]] inline layout::index_entry const* find_index(layout::table_entry const& table,
                                                           table_schema const& wanted,
                                                           key_schema const& key) noexcept {
    for (layout::index_entry const& index : table.indexes.view()) {
        bool const is_it = index.name.view() == key.name && index.purpose == key.purpose;
        if (is_it && has_columns(table, index, wanted, key)) return &index;
    }
    return nullptr;
}

}  // namespace detail

/// A table of an image that has all that a program was generated for. Temporary: it serves to bind a table.
class table_source {
public:
    table_source() noexcept = default;
    table_source(layout::table_entry const& entry, unsigned char const* block, table_schema const& wanted) noexcept
        : m_entry(&entry), m_block(block), m_wanted(&wanted) {}

    [[nodiscard]] row_span rows() const noexcept { return {*m_entry, m_block}; }

    /// The index of the program's key number `key`. Precondition: check_schema() has succeeded.
    [[nodiscard]] layout::index_entry const& index(std::size_t key) const noexcept {
        return *detail::find_index(*m_entry, *m_wanted, m_wanted->keys[key]);
    }

private:
    layout::table_entry const* m_entry = nullptr;
    unsigned char const* m_block = nullptr;
    table_schema const* m_wanted = nullptr;
};

/// Checks that an image has the structs and variants that a program was generated for: structs with the same size and
/// fields, variants with the same kinds first. Precondition: image.check_shape() has succeeded.
[[nodiscard]] inline status check_types(image_view const& image, list_view<struct_schema> structs,
                                        list_view<variant_schema> variants) noexcept {
    for (struct_schema const& wanted : structs) {
        if (status s = detail::check_struct(image, wanted); !s) return s;
    }
    for (variant_schema const& wanted : variants) {
        if (status s = detail::check_variant(image, wanted); !s) return s;
    }
    return {};
}

/// Finds the table that a program was generated for and checks that it may be read with that program's structs:
/// each known column has the same name, type and offset, each known key the same columns. More columns and
/// keys are fine. Preconditions: image.check_shape() has succeeded; so has check_types() for the structs and variants
/// that the columns hold.
[[nodiscard]] inline status find_table(image_view const& image, table_schema const& wanted,
                                       table_source& result) noexcept {
    layout::table_entry const* const table = image.find_table(wanted.name);
    if (table == nullptr) {
        return status::failure(status_code::incompatible_schema, "The image has no table ", wanted.name, ".");
    }
    for (column_schema const& column : wanted.columns) {
        detail::column_owner const owner = {"Table", wanted.name, "column"};
        if (status s = detail::check_column(image, owner, table->columns.view(), column); !s) return s;
    }
    for (key_schema const& key : wanted.keys) {
        if (detail::find_index(*table, wanted, key) != nullptr) continue;
        return status::failure(status_code::incompatible_schema, "Table ", wanted.name, ": key ", key.name,
                               " of the image is missing or has other columns.");
    }
    if (wanted.needs_row && table->row_count == 0) {
        return status::failure(status_code::incompatible_schema, "Table ", wanted.name, " of the image has no row.");
    }
    result = table_source(*table, image.block_of(*table), wanted);
    return {};
}

}  // namespace v2
}  // namespace tablegen

#endif
