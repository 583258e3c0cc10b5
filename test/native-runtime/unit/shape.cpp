#include <game.hpp>
#include <world.hpp>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "doctest.hpp"

namespace {

using tablegen::image_view;
using tablegen::status_code;
namespace layout = tablegen::layout;

image_view game_image() { return game::data::tables::embedded().image(); }
image_view world_image() { return world::tables::embedded().image(); }

/// A copy of an image, in memory of exactly its size, so that a sanitizer sees each byte read beyond.
class image_copy {
public:
    explicit image_copy(image_view source = game_image()) : image_copy(source, source.header().image_size) {}
    image_copy(image_view source, std::size_t size) : m_source(source), m_size(size), m_bytes(allocate(size)) {
        std::memcpy(m_bytes, source.data(), size);
    }
    image_copy(image_copy const&) = delete;
    image_copy& operator=(image_copy const&) = delete;
    ~image_copy() { std::free(m_bytes); }

    image_view view() const { return {m_bytes, m_size}; }
    std::size_t size() const { return m_size; }
    unsigned char& operator[](std::size_t at) { return m_bytes[at]; }
    void restore(std::size_t at, std::size_t bytes) {
        std::memcpy(m_bytes + at, static_cast<unsigned char const*>(m_source.data()) + at, bytes);
    }
    template <class Number>
    void set(std::size_t at, Number number) {
        std::memcpy(m_bytes + at, &number, sizeof number);
    }

private:
    static unsigned char* allocate(std::size_t size) {
        return static_cast<unsigned char*>(std::aligned_alloc(64, (size + 63) / 64 * 64));
    }
    image_view m_source;
    std::size_t m_size;
    unsigned char* m_bytes;
};

/// Goes where a reader of a checked image goes: every lookup and every row number, but not what rows refer to,
/// which a content hash guards.
std::size_t use_game(image_view image) {
    game::data::tables tables;
    if (!tables.bind(image)) return 0;
    std::size_t found = 0;
    for (std::int32_t i = -3; i < 1100; ++i) {
        found += tables.hero().find(i) != nullptr;
        found += tables.drop().find_by_sparse(i) != nullptr;
        found += tables.level().find(i, static_cast<std::uint8_t>(i)) != nullptr;
        found += tables.drop().find_by_bit(static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15) != nullptr;
    }
    return found;
}

std::size_t sum_of(tablegen::row_range<world::Score> const& rows) {
    std::size_t sum = 0;
    for (world::Score const& row : rows) sum += static_cast<std::size_t>(row.one());
    return sum;
}

std::size_t use_world(image_view image) {
    world::tables tables;
    if (!tables.bind(image)) return 0;
    auto const& scores = tables.score();
    std::size_t found = 0;
    for (std::int32_t i = -60; i < 60; ++i) {
        auto const zone = static_cast<std::int8_t>(i);
        found += sum_of(scores.by_points().equal_range(i)) + sum_of(scores.by_zone_points().equal_range(zone, i));
        found += sum_of(scores.by_bits().equal_range(static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15));
        found += sum_of(scores.by_points_ordered().between(i, i + 7)) + sum_of(scores.by_zone_points_at().equal_range(zone));
        for (auto const* row : {scores.by_points_ordered().nearest(i), scores.by_one_bits().floor(7, ~std::uint64_t{0})}) {
            found += row != nullptr && row->one() != 0;
        }
        found += tables.item().by_element().count(static_cast<world::Element>(i));
        found += tables.level().by_item_level().equal_range(i).size();
    }
    return found + static_cast<std::size_t>(tables.settings().id());
}

struct reader {
    image_view image;
    std::size_t (*use)(image_view);
};
reader const readers[] = {{game_image(), use_game}, {world_image(), use_world}};

/// The first 48 bytes and the directory.
std::size_t meta_size(image_view image) { return image.header().meta_size; }

std::uint32_t random(std::uint32_t& state) { return (state = state * 1664525 + 1013904223) >> 8; }

}  // namespace

TEST_CASE("the image that was built is accepted, and its content is as its hashes say") {
    image_copy const copy;
    CHECK(copy.view().check_shape().message() == "");
    CHECK(copy.view().verify_content().message() == "");
    CHECK(copy.view().name() == "game");
    CHECK(copy.view().tables().size() == 6);
}

TEST_CASE("each flipped byte of the image is found") {
    for (reader const& one : readers) {
        image_copy copy(one.image);
        for (std::size_t at = 0; at < copy.size(); at += at < meta_size(one.image) ? 1 : 61) {
            copy[at] = static_cast<unsigned char>(copy[at] ^ 0x41);
            bool const is_accepted = copy.view().check_shape() && copy.view().verify_content();
            INFO(at);
            CHECK_FALSE(is_accepted);
            copy.restore(at, 1);
        }
    }
}

TEST_CASE("a truncated image is refused at every length") {
    for (std::size_t size = 0; size < 5000; size += size < 200 ? 1 : 97) {
        image_copy const copy(game_image(), size);
        INFO(size);
        CHECK(copy.view().check_shape().code() == status_code::truncated);
    }
    CHECK(image_view().check_shape().code() == status_code::truncated);
    game::data::tables tables;
    CHECK(tables.bind(image_view()).code() == status_code::truncated);
}

TEST_CASE("what is wrong with a header is said") {
    image_copy copy;
    auto const message = [&] {
        auto const text = std::string(copy.view().check_shape().message());
        copy.restore(0, 128);
        return text;
    };
    copy[0] = 'T';
    CHECK(message() == "This is not an image of table-gen.");
    copy.set(8, std::uint32_t{3});
    CHECK(message() == "The image has layout version 3, this program reads version 2.");
    copy.set(12, std::uint32_t{0x04030201});
    CHECK(message() == "The image has another byte order.");
    copy.set(16, copy.size() + 64);
    CHECK(message() == "The image is cut off: it says " + std::to_string(copy.size() + 64) + " bytes, there are " +
                           std::to_string(copy.size()) + ".");
    copy.set(24, copy.size() + 64);
    CHECK(message() == "The image's directory is malformed: its sizes do not fit together.");
    copy.set(72, std::int32_t{2'000'000'000});
    CHECK(message() == "The image's directory is malformed: a list of the header lies outside.");
}

TEST_CASE("an image that does not start at a multiple of 64 is refused") {
    image_copy copy;
    std::memmove(&copy[8], &copy[0], copy.size() - 8);
    CHECK(image_view(&copy[8], copy.size() - 8).check_shape().code() == status_code::malformed);
}

TEST_CASE("lists that overlap to keep a reader busy are refused") {
    image_copy copy;
    std::size_t const tables = 128;
    for (std::size_t i = 0; i < 6; ++i) {
        std::size_t const columns = tables + i * sizeof(layout::table_entry) + offsetof(layout::table_entry, columns);
        copy.set(columns, static_cast<std::int32_t>(128) - static_cast<std::int32_t>(columns));
        copy.set(columns + 4, static_cast<std::uint32_t>(100));
    }
    CHECK(copy.view().check_shape().code() == status_code::malformed);
}

namespace {

/// Changes up to three words of the directory, over and over; returns how often the image was accepted still.
std::size_t change_directory(reader const& one) {
    image_copy copy(one.image);
    std::uint32_t state = 7;
    std::size_t accepted = 0;
    std::uint32_t const interesting[] = {0, 1, 2, 63, 64, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFC0};
    for (std::size_t round = 0; round < SHAPE_ROUNDS; ++round) {
        std::size_t positions[3] = {};
        std::size_t const changes = 1 + round % 3;
        for (std::size_t i = 0; i < changes; ++i) {
            std::size_t const at = positions[i] = 8 + random(state) % (meta_size(one.image) / 4 - 4) * 4;
            if (random(state) % 2 == 0) {
                copy.set(at, interesting[random(state) % std::size(interesting)]);
            } else {
                copy[at + random(state) % 4] = static_cast<unsigned char>(random(state));
            }
        }
        if (copy.view().check_shape()) {
            ++accepted;
            one.use(copy.view());
            static_cast<void>(copy.view().verify_content().code());
        }
        for (std::size_t i = 0; i < changes; ++i) copy.restore(positions[i], 4);
    }
    return accepted;
}

bool is_of_index(layout::part_kind kind) {
    return kind == layout::part_kind::index_data || kind == layout::part_kind::index_slots ||
           kind == layout::part_kind::index_rows;
}

/// True for the data of an index of bytes, of which those that lead outside of the rows are refused.
bool is_of_bytes(layout::table_entry const& table, layout::part_entry const& part) {
    return part.kind == layout::part_kind::index_data &&
           table.indexes.view()[part.index].kind == layout::index_kind::bytes;
}

/// Fills one part of a block with anything, over and over.
void change_part(reader const& one, std::size_t offset, std::size_t size, bool may_be_refused) {
    image_copy copy(one.image);
    std::uint32_t state = 11;
    for (int round = 0; round < 40; ++round) {
        // Small numbers are as likely as large ones: they lead to places that exist.
        unsigned char const mask = round % 2 == 0 ? 0xFF : 0x01;
        for (std::size_t i = 0; i < size; ++i) copy[offset + i] = static_cast<unsigned char>(random(state) & mask);
        bool const is_accepted = static_cast<bool>(copy.view().check_shape());
        REQUIRE((is_accepted || may_be_refused));
        if (is_accepted) one.use(copy.view());
        // Few bytes of the small numbers may happen to be as they were.
        if (mask == 0xFF) CHECK(copy.view().verify_content().code() == status_code::content_mismatch);
    }
}

}  // namespace

TEST_CASE("no change of the directory makes a reader leave the image") {
    for (reader const& one : readers) {
        // Notes, reserved words and seeds may change without harm; if nothing were accepted, nothing was tried.
        CHECK(change_directory(one) > SHAPE_ROUNDS / 100);
    }
}

TEST_CASE("no change of an index makes a lookup leave the rows") {
    for (reader const& one : readers) {
        for (auto const& table : one.image.tables()) {
            for (auto const& part : table.parts.view()) {
                if (!is_of_index(part.kind)) continue;
                change_part(one, table.block_offset + part.offset, part.size, is_of_bytes(table, part));
            }
        }
    }
}

namespace {

/// Where an entry of the directory stands.
template <class Entry>
std::size_t position_of(image_view image, Entry const& entry) {
    return static_cast<std::size_t>(reinterpret_cast<char const*>(&entry) - static_cast<char const*>(image.data()));
}

/// What is said of the world's image once a number of an entry is another one.
template <class Entry, class Number>
std::string message_with(Entry const& entry, std::size_t offset, Number number) {
    image_copy copy(world_image());
    copy.set(position_of(world_image(), entry) + offset, number);
    return std::string(copy.view().check_shape().message());
}

layout::type_entry const& type_of(layout::type_kind kind) {
    for (auto const& type : world_image().types()) {
        if (type.kind == kind) return type;
    }
    std::abort();
}

layout::index_entry const& index_of(std::string_view table, std::string_view name) {
    return *tablegen::detail::find_named(world_image().find_table(table)->indexes.view(), name);
}

std::string const bad_type = "The image's directory is malformed: a type is unknown or has a wrong size.";

}  // namespace

TEST_CASE("types of the directory that contradict themselves are refused") {
    using layout::type_entry;
    using layout::type_kind;
    CHECK(message_with(type_of(type_kind::map), offsetof(type_entry, size), 8U) == bad_type);
    CHECK(message_with(type_of(type_kind::map), offsetof(type_entry, detail), 5000U) == bad_type);
    CHECK(message_with(type_of(type_kind::set), offsetof(type_entry, element), 5000U) == bad_type);
    CHECK(message_with(type_of(type_kind::structure), offsetof(type_entry, detail), 5000U) == bad_type);
    CHECK(message_with(type_of(type_kind::structure), offsetof(type_entry, size), 4U) == bad_type);
    CHECK(message_with(type_of(type_kind::variant), offsetof(type_entry, detail), 2U) == bad_type);
    CHECK(message_with(type_of(type_kind::version), offsetof(type_entry, size), 4U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference), offsetof(type_entry, detail), 0U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference), offsetof(type_entry, size), 12U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference), offsetof(type_entry, key) + 4, 0U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference), offsetof(type_entry, tables) + 4, 0U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference).tables.view()[0], 0, 5U) == bad_type);
    CHECK(message_with(type_of(type_kind::reference).key.view()[0], 0, 5000U) == bad_type);
    // The last type of them all is no text, so a list can not be a key.
    auto const& list = type_of(type_kind::list);
    auto const index = static_cast<std::uint32_t>(&list - world_image().types().data());
    CHECK(message_with(type_of(type_kind::reference).key.view()[0], 0, index) == bad_type);
}

TEST_CASE("structs and variants that contradict themselves are refused") {
    auto const malformed = [](char const* what) { return std::string("The image's directory is malformed: ") + what; };
    auto const& cost = *tablegen::detail::find_named(world_image().structs(), "Cost");
    auto const& pack = *tablegen::detail::find_named(world_image().structs(), "Pack");
    CHECK(message_with(cost.fields.view()[1], offsetof(layout::column_entry, offset), 24U) ==
          malformed("struct Cost: a field does not fit."));
    CHECK(message_with(cost.fields.view()[1], offsetof(layout::column_entry, offset), 5U) ==
          malformed("struct Cost: a field does not fit."));
    CHECK(message_with(cost.fields.view()[1], offsetof(layout::column_entry, type), 5000U) ==
          malformed("struct Cost: a field does not fit."));
    CHECK(message_with(cost, offsetof(layout::struct_entry, alignment), 3U) == bad_type);
    CHECK(message_with(cost, offsetof(layout::struct_entry, fields) + 4, 500U) ==
          malformed("struct Cost: a list lies outside."));
    // Pack has Empty in place: were it a Pack, it would hold itself.
    auto const& nothing = pack.fields.view()[5];
    auto const& type = world_image().types()[nothing.type];
    image_copy copy(world_image());
    copy.set(position_of(world_image(), type) + offsetof(layout::type_entry, detail), 5U);
    copy.set(position_of(world_image(), type) + offsetof(layout::type_entry, size), 8U);
    copy.set(position_of(world_image(), type) + offsetof(layout::type_entry, alignment), std::uint16_t{8});
    copy.set(position_of(world_image(), nothing) + offsetof(layout::column_entry, offset), 0U);
    copy.set(position_of(world_image(), pack) + offsetof(layout::struct_entry, size), 72U);
    CHECK(std::string(copy.view().check_shape().message()) ==
          malformed("struct Pack: a field is of a struct that comes later."));
    auto const& variant = world_image().variants()[0];
    CHECK(message_with(variant.kinds.view()[0], offsetof(layout::variant_kind, structure), 6U) ==
          malformed("a kind of a variant lies outside or has no struct."));
    CHECK(message_with(variant, offsetof(layout::variant_entry, kinds) + 4, 5000U) ==
          malformed("a variant lies outside."));
}

TEST_CASE("indexes whose arrays lie outside are refused") {
    using layout::index_entry;
    std::string const about = "The image's directory is malformed: table Score: an index";
    auto const& multi = index_of("Score", "who");
    auto const& ordered = index_of("Score", "points_ordered");
    auto const outside = about + " has another number of keys, or its rows lie outside.";
    auto const numbers = about + "'s numbers do not fit together.";
    CHECK(message_with(multi, offsetof(index_entry, rows_offset), 0x7FFFFFF0U) == outside);
    CHECK(message_with(multi, offsetof(index_entry, slots_offset), 0x7FFFFFF0U) == outside);
    CHECK(message_with(multi, offsetof(index_entry, slots_offset), 2U) == outside);
    CHECK(message_with(multi, offsetof(index_entry, key_count), 301U) == outside);
    CHECK(message_with(multi, offsetof(index_entry, purpose), 3U) == outside);
    CHECK(message_with(ordered, offsetof(index_entry, rows_offset), 0x7FFFFFF0U) == outside);
    CHECK(message_with(ordered, offsetof(index_entry, key_count), 299U) == outside);
    CHECK(message_with(ordered, offsetof(index_entry, data_size), 8U) == numbers);
    CHECK(message_with(ordered, offsetof(index_entry, kind), 1U) == numbers);
    CHECK(message_with(ordered, offsetof(index_entry, purpose), 0U) == numbers);
}

TEST_CASE("a byte that leads outside of the rows is refused, so that no lookup needs to look") {
    int changed = 0;
    for (reader const& one : readers) {
        for (layout::table_entry const& table : one.image.tables()) {
            for (layout::index_entry const& index : table.indexes.view()) {
                if (index.kind != layout::index_kind::bytes || index.key_count > 255) continue;
                image_copy copy(one.image);
                copy[table.block_offset + index.data_offset] = static_cast<unsigned char>(index.key_count);
                std::string const message(copy.view().check_shape().message());
                CHECK(message.find("an index's numbers do not fit together") != std::string::npos);
                ++changed;
            }
        }
    }
    CHECK(changed > 0);
}
