#ifndef TABLEGEN_SHAPE_HPP
#define TABLEGEN_SHAPE_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "config.hpp"
#include "layout.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {
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
        if (!reaches(header().tables) || !reaches(header().types) || !reaches(header().enums) ||
            !reaches(header().structs) || !reaches(header().variants)) {
            return malformed("a list of the header lies outside");
        }
        if (status s = check_types(); !s) return s;
        if (status s = check_enums(); !s) return s;
        if (status s = check_structs(); !s) return s;
        if (status s = check_variants(); !s) return s;
        return check_tables();
    }

private:
    using type_kind = layout::type_kind;
    /// Of a reference; so that its parts are read in bounded time.
    static constexpr std::uint32_t most_key_parts = 4;

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
        if (header().layout_version != layout::known_version) {
            return status::failure(status_code::wrong_layout, "The image has layout version ",
                                   std::uint64_t{header().layout_version}, ", this program reads version ",
                                   std::uint64_t{layout::known_version}, ".");
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

    [[nodiscard]] list_view<layout::type_entry> types() const noexcept { return header().types.view(); }

    [[nodiscard]] status check_types() noexcept {
        for (std::size_t i = 0; i < types().size(); ++i) {
            if (!is_good_type(i)) return malformed("a type is unknown or has a wrong size");
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
            case type_kind::duration:
            case type_kind::version: return 8;
            default: return 0;
        }
    }

    [[nodiscard]] static constexpr bool is_integer(type_kind kind) noexcept {
        return kind >= type_kind::int8 && kind <= type_kind::uint64;
    }

    /// True for what can be a part of a key.
    [[nodiscard]] static constexpr bool is_key(type_kind kind) noexcept {
        return is_integer(kind) || kind == type_kind::boolean || kind == type_kind::enumeration ||
               kind == type_kind::datetime || kind == type_kind::duration || kind == type_kind::version ||
               kind == type_kind::string;
    }

    /// The type that stands for another one in a key: a reference's own key. Precondition: the type is good.
    [[nodiscard]] layout::type_entry const& key_type(layout::type_entry const& type) const noexcept {
        bool const is_link = type.kind == type_kind::reference && type.key.count() == 1;
        return is_link ? types()[type.key.view()[0]] : type;
    }

    /// True for types whose values tell absence themselves.
    [[nodiscard]] static constexpr bool tells_absence(type_kind kind) noexcept {
        return kind == type_kind::string || kind == type_kind::list || kind == type_kind::set ||
               kind == type_kind::map || kind == type_kind::variant || kind == type_kind::reference;
    }

    [[nodiscard]] static bool has_shape(layout::type_entry const& type, std::uint64_t size,
                                        std::uint32_t alignment) noexcept {
        return type.size == size && type.alignment == alignment;
    }

    [[nodiscard]] bool is_good_type(std::size_t index) noexcept {
        layout::type_entry const& type = types()[index];
        if (std::uint32_t const size = fixed_size(type.kind); size != 0) return has_shape(type, size, size);
        switch (type.kind) {
            case type_kind::string: return has_shape(type, 8, 4);
            case type_kind::structure: return is_good_structure(type);
            case type_kind::variant: return has_shape(type, 8, 4) && type.detail < header().variants.count();
            case type_kind::reference: return is_good_reference(index);
            // What is left names an element, which stands before it: so no type contains itself.
            default: return type.element < index && is_good_container(index);
        }
    }

    [[nodiscard]] bool is_good_structure(layout::type_entry const& type) const noexcept {
        if (type.detail >= header().structs.count()) return false;
        layout::struct_entry const& entry = header().structs.view()[type.detail];
        bool const is_power = entry.alignment == 1 || entry.alignment == 2 || entry.alignment == 4 || entry.alignment == 8;
        return is_power && entry.size > 0 && entry.size % entry.alignment == 0 &&
               has_shape(type, entry.size, entry.alignment);
    }

    [[nodiscard]] bool is_good_container(std::size_t index) const noexcept {
        layout::type_entry const& type = types()[index];
        layout::type_entry const& element = types()[type.element];
        switch (type.kind) {
            case type_kind::enumeration:
                return is_integer(element.kind) && has_shape(type, element.size, element.alignment) &&
                       type.detail < header().enums.count();
            case type_kind::list: return has_shape(type, 8, 4);
            case type_kind::set: return has_shape(type, 8, 4) && is_key(key_type(element).kind);
            case type_kind::map: return has_shape(type, 12, 4) && is_key(key_type(element).kind) && type.detail < index;
            case type_kind::array:
                return type.detail > 0 && has_shape(type, std::uint64_t{element.size} * type.detail, element.alignment) &&
                       in_place(type).is_shallow;
            case type_kind::optional:
                return has_shape(type, optional_size(element), element.alignment) && in_place(type).is_shallow;
            default: return false;
        }
    }

    [[nodiscard]] static std::uint64_t optional_size(layout::type_entry const& value) noexcept {
        if (tells_absence(value.kind)) return value.size;
        return (std::uint64_t{value.size} + value.alignment) / value.alignment * value.alignment;
    }

    struct place {
        bool is_shallow;
        /// What is there once optionals and arrays are opened.
        layout::type_entry const* type;
    };

    /// What a type has in place. Precondition: the types before it are good.
    [[nodiscard]] place in_place(layout::type_entry const& type) const noexcept {
        layout::type_entry const* inner = &type;
        for (std::uint32_t depth = 0; depth < layout::deepest_type; ++depth) {
            if (inner->kind != type_kind::array && inner->kind != type_kind::optional) return {true, inner};
            inner = &types()[inner->element];
        }
        return {false, inner};
    }

    /// The parts of the key, the offset, and which of several tables, laid out as a row is.
    [[nodiscard]] bool is_good_reference(std::size_t index) noexcept {
        layout::type_entry const& type = types()[index];
        if (!reaches(type.key) || !reaches(type.tables)) return false;
        if (type.key.count() == 0 || type.key.count() > most_key_parts || type.tables.count() == 0) return false;
        std::uint64_t end = 0;
        std::uint32_t alignment = sizeof(std::int32_t);
        for (std::uint32_t const part : type.key.view()) {
            if (part >= index || !is_key(types()[part].kind)) return false;
            std::uint32_t const aligned = types()[part].alignment;
            end = round_up(end, aligned) + types()[part].size;
            alignment = alignment < aligned ? aligned : alignment;
        }
        for (std::uint32_t const table : type.tables.view()) {
            if (table >= header().tables.count()) return false;
        }
        std::uint64_t const offset = round_up(end, sizeof(std::int32_t));
        std::uint64_t const size = offset + sizeof(std::int32_t) * (type.tables.count() > 1 ? 2 : 1);
        return type.detail == offset && has_shape(type, round_up(size, alignment), alignment);
    }

    [[nodiscard]] static constexpr std::uint64_t round_up(std::uint64_t offset, std::uint32_t alignment) noexcept {
        return (offset + alignment - 1) / alignment * alignment;
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

    [[nodiscard]] static status malformed_struct(layout::struct_entry const& entry, char const* what) noexcept {
        return status::failure(status_code::malformed, "The image's directory is malformed: struct ",
                               entry.name.view(), ": ", what, ".");
    }

    [[nodiscard]] status check_structs() noexcept {
        list_view<layout::struct_entry> const structs = header().structs.view();
        for (std::size_t i = 0; i < structs.size(); ++i) {
            layout::struct_entry const& entry = structs[i];
            if (!reaches(entry.name) || !reaches(entry.note)) return malformed("a struct's name lies outside");
            if (!reaches(entry.fields)) return malformed_struct(entry, "a list lies outside");
            for (layout::column_entry const& field : entry.fields.view()) {
                if (!reaches(field.name) || !reaches(field.note)) return malformed_struct(entry, "a field lies outside");
                if (!fits(field, entry.size)) return malformed_struct(entry, "a field does not fit");
                // A struct stands behind those that it has in place: so none contains itself.
                layout::type_entry const& inner = *in_place(types()[field.type]).type;
                if (inner.kind == type_kind::structure && inner.detail >= i) {
                    return malformed_struct(entry, "a field is of a struct that comes later");
                }
            }
        }
        return {};
    }

    [[nodiscard]] status check_variants() noexcept {
        for (layout::variant_entry const& entry : header().variants.view()) {
            if (!reaches(entry.name) || !reaches(entry.note) || !reaches(entry.kinds)) {
                return malformed("a variant lies outside");
            }
            for (layout::variant_kind const& kind : entry.kinds.view()) {
                bool const good = reaches(kind.name) && kind.structure < header().structs.count();
                if (!good) return malformed("a kind of a variant lies outside or has no struct");
            }
        }
        return {};
    }

    /// True when a column, or a field, has a type and lies inside rows of `size` bytes at a multiple of its alignment.
    [[nodiscard]] bool fits(layout::column_entry const& column, std::uint32_t size) const noexcept {
        if (column.type >= types().size()) return false;
        layout::type_entry const& type = types()[column.type];
        return std::uint64_t{column.offset} + type.size <= size && column.offset % type.alignment == 0 &&
               size % type.alignment == 0;
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
        for (layout::column_entry const& column : table.columns.view()) {
            if (!reaches(column.name) || !reaches(column.note)) return malformed(table, "a column lies outside");
            if (column.type >= types().size()) return malformed(table, "a column has an unknown type");
            if (!fits(column, table.stride)) return malformed(table, "a column does not fit into the row");
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

    /// True for an aligned u32[count].
    [[nodiscard]] static bool is_array(layout::table_entry const& table, std::uint64_t offset,
                                       std::uint64_t count) noexcept {
        return offset % sizeof(std::uint32_t) == 0 && in_block(table, offset, count * sizeof(std::uint32_t));
    }
    [[nodiscard]] static bool is_row_array(layout::table_entry const& table, std::uint64_t offset) noexcept {
        return is_array(table, offset, table.row_count);
    }

    [[nodiscard]] status check_index(layout::table_entry const& table, layout::index_entry const& index) noexcept {
        if (!reaches(index.name) || !reaches(index.parts)) return malformed(table, "an index lies outside");
        if (index.form != layout::key_form::packed && index.form != layout::key_form::hashed) {
            return malformed(table, "an index has an unknown form");
        }
        if (!has_good_parts(table, index)) return malformed(table, "an index has wrong key columns");
        if (!has_good_purpose(table, index)) {
            return malformed(table, "an index has another number of keys, or its rows lie outside");
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
            type_kind const kind = key_type(types()[columns[part.column].type]).kind;
            if (!is_key(kind)) return false;
            if (kind == type_kind::string && index.form == layout::key_form::packed) return false;
        }
        return index.form == layout::key_form::hashed || parts.back().multiplier == 1;
    }

    /// Keys are as many as rows, or fewer where several rows may have one; the arrays lie in the block.
    [[nodiscard]] static bool has_good_purpose(layout::table_entry const& table,
                                               layout::index_entry const& index) noexcept {
        switch (index.purpose) {
            case layout::index_purpose::unique:
                return index.key_count == table.row_count &&
                       (index.slots_offset == 0 || is_row_array(table, index.slots_offset));
            case layout::index_purpose::multi:
                return index.key_count <= table.row_count && is_row_array(table, index.rows_offset) &&
                       is_array(table, index.slots_offset, std::uint64_t{index.key_count} + 1);
            case layout::index_purpose::ordered:
                return index.key_count == table.row_count && is_row_array(table, index.rows_offset);
        }
        return false;
    }

    [[nodiscard]] static bool has_good_buckets(layout::index_entry const& index, std::size_t bytes) noexcept {
        return index.bucket_bits >= 1 && index.bucket_bits <= 31 && index.hash_level <= 1 &&
               (index.key_count == 0 || (std::uint64_t{bytes} << index.bucket_bits) <= index.data_size);
    }

    /// True where all bytes are numbers of rows, of which a lookup then needs to ask nothing. There are few.
    [[nodiscard]] bool leads_to_rows(layout::table_entry const& table, layout::index_entry const& index) const noexcept {
        std::uint64_t const count = index.key_count == 0 ? 0 : std::uint64_t{1} << index.bucket_bits;
        unsigned char const* const bytes = m_data + table.block_offset + index.data_offset;
        unsigned char largest = 0;
        for (std::uint64_t i = 0; i < count; ++i) largest = bytes[i] > largest ? bytes[i] : largest;
        return count == 0 || largest < index.key_count;
    }

    [[nodiscard]] bool has_good_data(layout::table_entry const& table,
                                     layout::index_entry const& index) const noexcept {
        std::uint64_t const slots = index.slot_count;
        bool const is_packed = index.form == layout::key_form::packed;
        bool const is_sorted = index.kind == layout::index_kind::sorted;
        if (index.shift >= 64 || is_sorted != (index.purpose == layout::index_purpose::ordered)) return false;
        switch (index.kind) {
            case layout::index_kind::dense:
                if (!is_packed) return false;
                if (index.data_size == 0) return slots <= index.key_count;
                return slots * sizeof(std::uint32_t) <= index.data_size;
            case layout::index_kind::bitmap_rank:
                return is_packed && (slots + 31) / 32 * sizeof(layout::rank_block) <= index.data_size;
            case layout::index_kind::hash: return has_good_buckets(index, sizeof(std::uint8_t));
            case layout::index_kind::bytes:
                return has_good_buckets(index, sizeof(std::uint8_t)) && leads_to_rows(table, index);
            case layout::index_kind::displacement:
                return has_good_buckets(index, sizeof(std::uint32_t)) && index.data_offset % sizeof(std::uint32_t) == 0 &&
                       slots != 0 && (slots & (slots - 1)) == 0;
            case layout::index_kind::sorted:
                return !is_packed || std::uint64_t{table.row_count} * sizeof(std::uint64_t) <= index.data_size;
        }
        return false;
    }

    unsigned char const* m_data;
    std::size_t m_size;
    std::uint64_t m_meta = 0;
    std::uint64_t m_listed = 0;
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
