#ifndef TABLEGEN_LAYOUT_HPP
#define TABLEGEN_LAYOUT_HPP

#include <cstddef>
#include <cstdint>

#include "config.hpp"
#include "hash.hpp"
#include "list.hpp"
#include "string_ref.hpp"

/// The structs of docs/image-format.md, layout version 2, in its words and its order.
namespace tablegen {
inline namespace v2 {
namespace layout {

inline constexpr std::uint32_t known_version = TABLEGEN_LAYOUT_VERSION;
inline constexpr std::uint32_t byte_order = 0x01020304;
inline constexpr std::size_t image_alignment = 64;
inline constexpr std::uint64_t least_meta_size = 320;
inline constexpr std::uint64_t largest_image_size = 0x7FFFFFFF;
/// In a dense index's data: no row has this key.
inline constexpr std::uint32_t no_row = 0xFFFFFFFF;
/// A type holds others in place no deeper than this.
inline constexpr std::uint32_t deepest_type = 64;

enum class type_kind : std::uint16_t {
    boolean = 1,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float32,
    float64,
    string,
    datetime,
    duration,
    enumeration,
    list,
    array,
    optional,
    set,
    map,
    structure,
    variant,
    reference,
    version,
};

enum class index_kind : std::uint32_t { dense = 1, bitmap_rank, hash, sorted, bytes, displacement };
enum class index_purpose : std::uint32_t { unique, multi, ordered };
enum class key_form : std::uint32_t { packed = 1, hashed };
enum class part_kind : std::uint32_t { rows = 1, order, index_data, index_slots, lists, strings, structs, index_rows };

struct type_entry {
    type_kind kind;
    std::uint16_t alignment;
    std::uint32_t size;
    /// list, array, optional, set: the element's type; map: the key's; enum: the underlying integer's type.
    std::uint32_t element;
    /// array: its length; enum, struct, variant: its position among those; map: the value's type; reference: where in
    /// a value its offset to the row is.
    std::uint32_t detail;
    /// reference: the types of the key's parts.
    list_ref<std::uint32_t> key;
    /// reference: positions of the tables that the row may be in.
    list_ref<std::uint32_t> tables;
};
static_assert(sizeof(type_entry) == 32 && offsetof(type_entry, element) == 8 && offsetof(type_entry, key) == 16);

struct enum_value {
    std::int64_t value;
    string_ref name;
    string_ref note;
};
static_assert(sizeof(enum_value) == 24);

struct enum_entry {
    string_ref name;
    string_ref note;
    std::uint32_t underlying_type;
    /// 1: values are sets of bits.
    std::uint32_t flags;
    list_ref<enum_value> values;
};
static_assert(sizeof(enum_entry) == 32);

struct column_entry {
    string_ref name;
    string_ref note;
    std::uint32_t type;
    std::uint32_t offset;
};
static_assert(sizeof(column_entry) == 24);

struct struct_entry {
    string_ref name;
    string_ref note;
    std::uint32_t size;
    std::uint32_t alignment;
    list_ref<column_entry> fields;
};
static_assert(sizeof(struct_entry) == 32);

struct variant_kind {
    string_ref name;
    std::uint32_t structure;
    std::uint32_t reserved;
};
static_assert(sizeof(variant_kind) == 16);

struct variant_entry {
    string_ref name;
    string_ref note;
    list_ref<variant_kind> kinds;
};
static_assert(sizeof(variant_entry) == 24);

struct key_part {
    std::uint32_t column;
    std::uint32_t column_offset;
    std::uint64_t minimum;
    std::uint64_t range;
    std::uint64_t multiplier;
};
static_assert(sizeof(key_part) == 32);

struct index_entry {
    string_ref name;
    index_kind kind;
    key_form form;
    list_ref<key_part> parts;
    std::uint32_t key_count;
    std::uint32_t slot_count;
    std::uint32_t shift;
    std::uint32_t bucket_bits;
    std::uint32_t hash_level;
    index_purpose purpose;
    std::uint64_t multiplier;
    std::uint64_t salt;
    std::uint32_t data_offset;
    std::uint32_t data_size;
    /// In the block. unique: 0 when an index slot is a row; multi: of the group array.
    std::uint32_t slots_offset;
    /// In the block. multi, ordered: of the row array.
    std::uint32_t rows_offset;
};
static_assert(sizeof(index_entry) == 80 && offsetof(index_entry, purpose) == 44);
static_assert(offsetof(index_entry, multiplier) == 48);
static_assert(offsetof(index_entry, data_offset) == 64);

/// A block of a bitmap-rank index: 32 keys.
struct rank_block {
    std::uint32_t rank;
    std::uint32_t bits;
};
static_assert(sizeof(rank_block) == 8);

struct part_entry {
    part_kind kind;
    std::uint32_t index;
    std::uint32_t offset;
    std::uint32_t size;
};
static_assert(sizeof(part_entry) == 16);

struct table_entry {
    string_ref name;
    string_ref note;
    digest content_hash;
    digest schema_hash;
    /// Of the block without the offsets to the rows that it refers to.
    digest data_hash;
    std::uint32_t block_offset;
    std::uint32_t block_size;
    std::uint32_t row_count;
    std::uint32_t stride;
    list_ref<column_entry> columns;
    list_ref<index_entry> indexes;
    list_ref<part_entry> parts;
    /// In the block; 0 when sheet order is slot order.
    std::uint32_t order_offset;
    /// 1: a table of one row that is read as that row.
    std::uint32_t flags;
};
static_assert(sizeof(table_entry) == 112 && offsetof(table_entry, block_offset) == 64);
static_assert(offsetof(table_entry, order_offset) == 104);

struct image_header {
    char magic[8];
    std::uint32_t layout_version;
    std::uint32_t byte_order;
    std::uint64_t image_size;
    std::uint64_t meta_size;
    digest content_hash;
    digest schema_hash;
    string_ref name;
    list_ref<table_entry> tables;
    list_ref<type_entry> types;
    list_ref<enum_entry> enums;
    list_ref<struct_entry> structs;
    list_ref<variant_entry> variants;
    std::uint8_t reserved[16];
};
static_assert(sizeof(image_header) == 128 && offsetof(image_header, schema_hash) == 48);
static_assert(offsetof(image_header, tables) == 72 && offsetof(image_header, reserved) == 112);

}  // namespace layout
}  // namespace v2
}  // namespace tablegen

#endif
