#ifndef TABLEGEN_SHAPE_HPP
#define TABLEGEN_SHAPE_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "config.hpp"
#include "layout.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v1 {
namespace detail {

/// Checks that header and directory of an image agree with themselves and with its size, so that whoever
/// reads them afterwards needs no check of its own. Reads each byte of the directory about once; never reads
/// a byte that it has not found to be inside the image.
class shape_check {
public:
    shape_check(unsigned char const* data, std::size_t size) noexcept : m_data(data), m_size(size) {}

    [[nodiscard]] status run() noexcept {
        if (status s = check_header(); !s) return s;
        if (!reaches(header().name)) return malformed("the library's name lies outside");
        if (!reaches(header().tables) || !reaches(header().types) || !reaches(header().enums)) {
            return malformed("a list of the header lies outside");
        }
        if (status s = check_types(); !s) return s;
        if (status s = check_enums(); !s) return s;
        return check_tables();
    }

private:
    using type_kind = layout::type_kind;

    [[nodiscard]] layout::image_header const& header() const noexcept {
        return *static_cast<layout::image_header const*>(static_cast<void const*>(m_data));
    }

    [[nodiscard]] static status malformed(char const* what) noexcept {
        return status::failure(status_code::malformed, "The image's directory is malformed: ", what, ".");
    }
    [[nodiscard]] static status malformed(layout::table_entry const& table, char const* what) noexcept {
        return status::failure(status_code::malformed, "The image's directory is malformed: table ",
                               table.name.view(), ": ", what, ".");
    }

    [[nodiscard]] status check_header() noexcept {
        if (m_data == nullptr || m_size < sizeof(layout::image_header)) {
            return status::failure(status_code::truncated, "The image has ", std::uint64_t{m_size},
                                   " bytes, too few for a header.");
        }
        if (reinterpret_cast<std::uintptr_t>(m_data) % layout::image_alignment != 0) {
            return malformed("it does not start at a multiple of 64");
        }
        if (std::memcmp(header().magic, "tablegen", sizeof header().magic) != 0) {
            return status::failure(status_code::wrong_layout, "This is not an image of table-gen.");
        }
        if (header().byte_order != layout::byte_order) {
            return status::failure(status_code::wrong_layout, "The image has another byte order.");
        }
        if (header().layout_version != layout::version) {
            return status::failure(status_code::wrong_layout, "The image has layout version ",
                                   std::uint64_t{header().layout_version}, ", this program reads version ",
                                   std::uint64_t{layout::version}, ".");
        }
        if (header().image_size > m_size) {
            return status::failure(status_code::truncated, "The image is cut off: it says ", header().image_size,
                                   " bytes, there are ", std::uint64_t{m_size}, ".");
        }
        m_meta = header().meta_size;
        bool const fits = header().image_size <= layout::largest_image_size && m_meta <= header().image_size &&
                          m_meta >= layout::least_meta_size && m_meta % layout::image_alignment == 0 &&
                          header().image_size % layout::image_alignment == 0;
        return fits ? status() : malformed("its sizes do not fit together");
    }

    /// Distance of an address from the start of the image. Precondition: the address is inside.
    [[nodiscard]] std::int64_t position(void const* address) const noexcept {
        return static_cast<unsigned char const*>(address) - m_data;
    }

    /// True for `bytes` bytes between the header and the end of the meta.
    [[nodiscard]] bool in_meta(std::int64_t begin, std::uint64_t bytes) const noexcept {
        if (begin < static_cast<std::int64_t>(sizeof(layout::image_header))) return false;
        auto const from = static_cast<std::uint64_t>(begin);
        return from <= m_meta && bytes <= m_meta - from;
    }

    [[nodiscard]] bool reaches(string_ref const& text) const noexcept {
        if (text.offset() == 0) return text.size() == 0;
        std::int64_t const begin = position(&text) + text.offset();
        std::uint64_t const bytes = std::uint64_t{text.size()} + 1;
        return in_meta(begin, bytes) && m_data[static_cast<std::uint64_t>(begin) + text.size()] == 0;
    }

    template <class Element>
    [[nodiscard]] bool reaches(list_ref<Element> const& list) noexcept {
        if (list.count() == 0) return true;
        std::int64_t const begin = position(&list) + list.offset();
        std::uint64_t const bytes = std::uint64_t{list.count()} * sizeof(Element);
        // No two lists share bytes, so a directory whose lists are larger than the meta would only be there
        // to keep us busy.
        m_listed += bytes;
        return m_listed <= m_meta && in_meta(begin, bytes) && static_cast<std::uint64_t>(begin) % alignof(Element) == 0;
    }

    [[nodiscard]] status check_types() const noexcept {
        list_view<layout::type_entry> const types = header().types.view();
        for (std::size_t i = 0; i < types.size(); ++i) {
            if (!is_good_type(types, i)) return malformed("a type is unknown or has a wrong size");
        }
        return {};
    }

    /// Size and alignment of kinds that have but one; 0 for the others.
    [[nodiscard]] static constexpr std::uint32_t fixed_size(type_kind kind) noexcept {
        switch (kind) {
            case type_kind::boolean:
            case type_kind::int8:
            case type_kind::uint8: return 1;
            case type_kind::int16:
            case type_kind::uint16: return 2;
            case type_kind::int32:
            case type_kind::uint32:
            case type_kind::float32: return 4;
            case type_kind::int64:
            case type_kind::uint64:
            case type_kind::float64:
            case type_kind::datetime:
            case type_kind::duration: return 8;
            case type_kind::string:
            case type_kind::enumeration:
            case type_kind::list:
            case type_kind::array:
            case type_kind::optional: break;
        }
        return 0;
    }

    [[nodiscard]] static constexpr bool is_integer(type_kind kind) noexcept {
        return kind >= type_kind::int8 && kind <= type_kind::uint64;
    }

    [[nodiscard]] bool is_good_type(list_view<layout::type_entry> types, std::size_t index) const noexcept {
        layout::type_entry const& type = types[index];
        if (type.kind == type_kind::string) return type.size == 8 && type.alignment == 4;
        if (std::uint32_t const size = fixed_size(type.kind); size != 0) {
            return type.size == size && type.alignment == size;
        }
        // What is left names an element, which stands before it: so no type contains itself.
        if (type.kind < type_kind::enumeration || type.kind > type_kind::optional) return false;
        if (type.element >= index) return false;
        layout::type_entry const& element = types[type.element];
        if (type.kind == type_kind::list) return type.size == 8 && type.alignment == 4;
        if (type.alignment != element.alignment) return false;
        if (type.kind == type_kind::enumeration) {
            return is_integer(element.kind) && type.size == element.size && type.detail < header().enums.count();
        }
        std::uint64_t const element_size = element.size;
        if (type.kind == type_kind::array) return type.detail > 0 && type.size == element_size * type.detail;
        if (element.kind == type_kind::string || element.kind == type_kind::list) return type.size == 8;
        return type.size == (element_size + element.alignment) / element.alignment * element.alignment;
    }

    [[nodiscard]] status check_enums() noexcept {
        std::size_t const type_count = header().types.count();
        for (layout::enum_entry const& entry : header().enums.view()) {
            bool good = reaches(entry.name) && reaches(entry.note) && reaches(entry.values) &&
                        entry.underlying_type < type_count &&
                        is_integer(header().types.view()[entry.underlying_type].kind);
            if (!good) return malformed("an enum lies outside or has no integer type");
            for (layout::enum_value const& value : entry.values.view()) {
                if (!reaches(value.name) || !reaches(value.note)) return malformed("an enum's value lies outside");
            }
        }
        return {};
    }

    [[nodiscard]] status check_tables() noexcept {
        std::uint64_t next_block = m_meta;
        for (layout::table_entry const& table : header().tables.view()) {
            if (!reaches(table.name) || !reaches(table.note)) return malformed("a table's name lies outside");
            if (!reaches(table.columns) || !reaches(table.indexes) || !reaches(table.parts)) {
                return malformed(table, "a list lies outside");
            }
            // Blocks follow each other without a gap, so their hashes cover every byte behind the meta.
            if (table.block_offset != next_block || table.block_size % layout::image_alignment != 0) {
                return malformed(table, "its block is not where it should be");
            }
            next_block += table.block_size;
            if (next_block > header().image_size) return malformed(table, "its block lies outside");
            if (status s = check_columns(table); !s) return s;
            if (status s = check_rows(table); !s) return s;
            for (layout::index_entry const& index : table.indexes.view()) {
                if (status s = check_index(table, index); !s) return s;
            }
        }
        return next_block == header().image_size ? status() : malformed("bytes after the last block");
    }

    [[nodiscard]] status check_columns(layout::table_entry const& table) const noexcept {
        list_view<layout::type_entry> const types = header().types.view();
        for (layout::column_entry const& column : table.columns.view()) {
            if (!reaches(column.name) || !reaches(column.note)) return malformed(table, "a column lies outside");
            if (column.type >= types.size()) return malformed(table, "a column has an unknown type");
            layout::type_entry const& type = types[column.type];
            bool const fits = std::uint64_t{column.offset} + type.size <= table.stride &&
                              column.offset % type.alignment == 0 && table.stride % type.alignment == 0;
            if (!fits) return malformed(table, "a column does not fit into the row");
        }
        return {};
    }

    [[nodiscard]] status check_rows(layout::table_entry const& table) const noexcept {
        if (std::uint64_t{table.row_count} * table.stride > table.block_size) {
            return malformed(table, "the rows do not fit into the block");
        }
        if (table.row_count > 0 && table.stride == 0) return malformed(table, "rows without bytes");
        if (table.order_offset != 0 && !is_row_array(table, table.order_offset)) {
            return malformed(table, "the order lies outside");
        }
        for (layout::part_entry const& part : table.parts.view()) {
            if (!in_block(table, part.offset, part.size)) return malformed(table, "a part lies outside");
        }
        return {};
    }

    [[nodiscard]] static bool in_block(layout::table_entry const& table, std::uint64_t offset,
                                       std::uint64_t bytes) noexcept {
        return offset + bytes <= table.block_size;
    }

    /// True for an aligned u32[row count].
    [[nodiscard]] static bool is_row_array(layout::table_entry const& table, std::uint64_t offset) noexcept {
        return offset % sizeof(std::uint32_t) == 0 &&
               in_block(table, offset, std::uint64_t{table.row_count} * sizeof(std::uint32_t));
    }

    [[nodiscard]] status check_index(layout::table_entry const& table, layout::index_entry const& index) noexcept {
        if (!reaches(index.name) || !reaches(index.parts)) return malformed(table, "an index lies outside");
        if (index.key_count != table.row_count) return malformed(table, "an index has another number of keys");
        if (index.form != layout::key_form::packed && index.form != layout::key_form::hashed) {
            return malformed(table, "an index has an unknown form");
        }
        if (!has_good_parts(table, index)) return malformed(table, "an index has wrong key columns");
        if (index.slots_offset != 0 && !is_row_array(table, index.slots_offset)) {
            return malformed(table, "an index's slots lie outside");
        }
        if (!in_block(table, index.data_offset, index.data_size)) {
            return malformed(table, "an index's data lies outside");
        }
        return has_good_data(table, index) ? status() : malformed(table, "an index's numbers do not fit together");
    }

    [[nodiscard]] bool has_good_parts(layout::table_entry const& table,
                                      layout::index_entry const& index) const noexcept {
        list_view<layout::column_entry> const columns = table.columns.view();
        list_view<layout::key_part> const parts = index.parts.view();
        if (parts.empty()) return false;
        for (layout::key_part const& part : parts) {
            if (part.column >= columns.size() || part.column_offset != columns[part.column].offset) return false;
            if (!is_key(header().types.view()[columns[part.column].type].kind, index.form)) return false;
        }
        return index.form == layout::key_form::hashed || parts.back().multiplier == 1;
    }

    [[nodiscard]] static constexpr bool is_key(type_kind kind, layout::key_form form) noexcept {
        if (kind == type_kind::string) return form == layout::key_form::hashed;
        return is_integer(kind) || kind == type_kind::boolean || kind == type_kind::enumeration ||
               kind == type_kind::datetime || kind == type_kind::duration;
    }

    [[nodiscard]] static bool has_good_data(layout::table_entry const& table,
                                            layout::index_entry const& index) noexcept {
        std::uint64_t const slots = index.slot_count;
        if (index.shift >= 64) return false;
        switch (index.kind) {
            case layout::index_kind::dense:
                if (index.form != layout::key_form::packed) return false;
                if (index.data_size == 0) return slots <= table.row_count;
                return slots * sizeof(std::uint32_t) <= index.data_size;
            case layout::index_kind::bitmap_rank:
                return index.form == layout::key_form::packed &&
                       (slots + 31) / 32 * sizeof(layout::rank_block) <= index.data_size;
            case layout::index_kind::hash:
                return index.bucket_bits >= 1 && index.bucket_bits <= 31 && index.hash_level <= 1 &&
                       (table.row_count == 0 || (std::uint64_t{1} << index.bucket_bits) <= index.data_size);
        }
        return false;
    }

    unsigned char const* m_data;
    std::size_t m_size;
    std::uint64_t m_meta = 0;
    std::uint64_t m_listed = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace tablegen

#endif
