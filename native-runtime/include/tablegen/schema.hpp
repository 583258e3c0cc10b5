#ifndef TABLEGEN_SCHEMA_HPP
#define TABLEGEN_SCHEMA_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config.hpp"
#include "image.hpp"
#include "layout.hpp"
#include "status.hpp"
#include "table.hpp"

namespace tablegen {
inline namespace v1 {

/// Which table a type of rows belongs to: generated headers say `table`, for each table with a key.
template <class Row>
struct row_traits;

/// Names a type of rows in the generated `tables::table_of`.
template <class Row>
struct row_tag {};

/// A column as the program was generated for it.
struct column_schema {
    std::string_view name;
    /// As in an image's schema text: `int32`, `string[]`, `enum(Quality:int32)?`.
    std::string_view type;
    std::size_t offset;
};

/// A key as the program was generated for it.
struct key_schema {
    std::string_view name;
    /// Positions in the table's columns.
    list_view<std::uint32_t> columns;
};

/// A table as the program was generated for it.
struct table_schema {
    std::string_view name;
    list_view<column_schema> columns;
    list_view<key_schema> keys;
};

namespace detail {

/// Compares and writes the spelling of an image's types. A type is a chain of suffixes around a base:
/// `int32[3]?` is optional, array, int32.
class type_spelling {
public:
    type_spelling(image_view const& image, std::uint32_t type) noexcept : m_image(&image), m_type(type) {}

    [[nodiscard]] bool equals(std::string_view text) const noexcept {
        std::uint32_t type = m_type;
        for (std::string_view suffix = suffix_of(type); !suffix.empty(); suffix = suffix_of(type)) {
            if (!take_suffix(text, type, suffix)) return false;
            type = entry(type).element;
        }
        return equals_base(text, type);
    }

    /// Adds the spelling to a failure's text.
    void add_to(status& failure) const noexcept {
        std::size_t depth = 0;
        std::uint32_t innermost = m_type;
        for (; !suffix_of(innermost).empty(); innermost = entry(innermost).element) ++depth;
        layout::type_entry const& base = entry(innermost);
        if (base.kind == layout::type_kind::enumeration) {
            failure.add("enum(").add(m_image->enums()[base.detail].name.view());
            failure.add(":").add(scalar_name(entry(base.element).kind)).add(")");
        } else {
            failure.add(scalar_name(base.kind));
        }
        // Sheets nest a few levels; an image that nests thousands shall not keep us busy.
        for (std::size_t left = depth < 8 ? depth : 8; left > 0; --left) {
            layout::type_entry const& type = entry(inside(left - 1));
            if (type.kind == layout::type_kind::array) {
                failure.add("[").add(std::uint64_t{type.detail}).add("]");
            } else {
                failure.add(suffix_of(inside(left - 1)));
            }
        }
    }

private:
    [[nodiscard]] layout::type_entry const& entry(std::uint32_t type) const noexcept {
        return m_image->types()[type];
    }

    /// The type below so many suffixes.
    [[nodiscard]] std::uint32_t inside(std::size_t suffixes) const noexcept {
        std::uint32_t type = m_type;
        for (; suffixes > 0; --suffixes) type = entry(type).element;
        return type;
    }

    [[nodiscard]] std::string_view suffix_of(std::uint32_t type) const noexcept {
        switch (entry(type).kind) {
            case layout::type_kind::list: return "[]";
            case layout::type_kind::array: return "[N]";
            case layout::type_kind::optional: return "?";
            default: return "";
        }
    }

    /// Cuts the type's outermost suffix off the end of `text`; false when it has another.
    [[nodiscard]] bool take_suffix(std::string_view& text, std::uint32_t type, std::string_view suffix) const noexcept {
        if (suffix != "[N]") return take_end(text, suffix);
        if (!take_end(text, "]")) return false;
        std::uint32_t length = entry(type).detail;
        do {
            char const digit[1] = {static_cast<char>('0' + length % 10)};
            if (!take_end(text, std::string_view(digit, 1))) return false;
            length /= 10;
        } while (length != 0);
        return take_end(text, "[");
    }

    [[nodiscard]] static bool take_end(std::string_view& text, std::string_view end) noexcept {
        if (text.size() < end.size() || text.substr(text.size() - end.size()) != end) return false;
        text.remove_suffix(end.size());
        return true;
    }

    [[nodiscard]] static bool take_start(std::string_view& text, std::string_view start) noexcept {
        if (text.substr(0, start.size()) != start) return false;
        text.remove_prefix(start.size());
        return true;
    }

    [[nodiscard]] bool equals_base(std::string_view text, std::uint32_t type) const noexcept {
        layout::type_entry const& found = entry(type);
        if (found.kind != layout::type_kind::enumeration) return text == scalar_name(found.kind);
        return take_start(text, "enum(") && take_start(text, m_image->enums()[found.detail].name.view()) &&
               take_start(text, ":") && take_start(text, scalar_name(entry(found.element).kind)) && text == ")";
    }

    [[nodiscard]] static constexpr std::string_view scalar_name(layout::type_kind kind) noexcept {
        switch (kind) {
            case layout::type_kind::boolean: return "bool";
            case layout::type_kind::int8: return "int8";
            case layout::type_kind::int16: return "int16";
            case layout::type_kind::int32: return "int32";
            case layout::type_kind::int64: return "int64";
            case layout::type_kind::uint8: return "uint8";
            case layout::type_kind::uint16: return "uint16";
            case layout::type_kind::uint32: return "uint32";
            case layout::type_kind::uint64: return "uint64";
            case layout::type_kind::float32: return "float32";
            case layout::type_kind::float64: return "float64";
            case layout::type_kind::string: return "string";
            case layout::type_kind::datetime: return "datetime";
            case layout::type_kind::duration: return "duration";
            default: return "";
        }
    }

    image_view const* m_image;
    std::uint32_t m_type;
};

[[nodiscard]] inline status check_column(image_view const& image, layout::table_entry const& table,
                                         column_schema const& wanted) noexcept {
    for (layout::column_entry const& column : table.columns.view()) {
        if (column.name.view() != wanted.name) continue;
        type_spelling const type(image, column.type);
        if (!type.equals(wanted.type)) {
            status failure = status::failure(status_code::incompatible_schema, "Table ", table.name.view(),
                                             ", column ", wanted.name, ": the program was generated for ",
                                             wanted.type, ", the image has ");
            type.add_to(failure);
            failure.add(".");
            return failure;
        }
        if (column.offset != wanted.offset) {
            return status::failure(status_code::incompatible_schema, "Table ", table.name.view(), ", column ",
                                   wanted.name, ": the program was generated for offset ",
                                   std::uint64_t{wanted.offset}, ", the image has it at ",
                                   std::uint64_t{column.offset}, ".");
        }
        return {};
    }
    return status::failure(status_code::incompatible_schema, "Table ", table.name.view(), " of the image has no column ",
                           wanted.name, ".");
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
        if (index.name.view() == key.name && has_columns(table, index, wanted, key)) return &index;
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

/// Finds the table that a program was generated for and checks that it may be read with that program's structs:
/// each known column has the same name, type and offset, each known key the same columns. More columns and
/// keys are fine. Precondition: image.check_shape() has succeeded.
[[nodiscard]] inline status find_table(image_view const& image, table_schema const& wanted,
                                       table_source& result) noexcept {
    layout::table_entry const* const table = image.find_table(wanted.name);
    if (table == nullptr) {
        return status::failure(status_code::incompatible_schema, "The image has no table ", wanted.name, ".");
    }
    for (column_schema const& column : wanted.columns) {
        if (status s = detail::check_column(image, *table, column); !s) return s;
    }
    for (key_schema const& key : wanted.keys) {
        if (detail::find_index(*table, wanted, key) != nullptr) continue;
        return status::failure(status_code::incompatible_schema, "Table ", wanted.name, ": key ", key.name,
                               " of the image is missing or has other columns.");
    }
    result = table_source(*table, image.block_of(*table), wanted);
    return {};
}

}  // namespace v1
}  // namespace tablegen

#endif
