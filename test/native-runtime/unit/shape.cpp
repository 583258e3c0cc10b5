#include <game.hpp>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "doctest.hpp"

namespace {

using tablegen::image_view;
using tablegen::status_code;
namespace layout = tablegen::layout;

/// A copy of the sample's image, in memory of exactly its size, so that a sanitizer sees each byte read beyond.
class image_copy {
public:
    explicit image_copy(std::size_t size = source().header().image_size) : m_size(size), m_bytes(allocate(size)) {
        std::memcpy(m_bytes, source().data(), size);
    }
    image_copy(image_copy const&) = delete;
    image_copy& operator=(image_copy const&) = delete;
    ~image_copy() { std::free(m_bytes); }

    static image_view source() { return game::data::tables::embedded().image(); }
    image_view view() const { return {m_bytes, m_size}; }
    std::size_t size() const { return m_size; }
    unsigned char& operator[](std::size_t at) { return m_bytes[at]; }
    void restore(std::size_t at, std::size_t bytes) {
        std::memcpy(m_bytes + at, static_cast<unsigned char const*>(source().data()) + at, bytes);
    }
    template <class Number>
    void set(std::size_t at, Number number) {
        std::memcpy(m_bytes + at, &number, sizeof number);
    }

private:
    static unsigned char* allocate(std::size_t size) {
        return static_cast<unsigned char*>(std::aligned_alloc(64, (size + 63) / 64 * 64));
    }
    std::size_t m_size;
    unsigned char* m_bytes;
};

/// Goes where a reader of a checked image goes: every lookup and every row number, but not what rows refer to,
/// which a content hash guards.
std::size_t use(image_view image) {
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

/// The first 48 bytes and the directory.
std::size_t meta_size() { return image_copy::source().header().meta_size; }

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
    image_copy copy;
    for (std::size_t at = 0; at < copy.size(); at += at < meta_size() ? 1 : 61) {
        copy[at] = static_cast<unsigned char>(copy[at] ^ 0x41);
        bool const is_accepted = copy.view().check_shape() && copy.view().verify_content();
        INFO(at);
        CHECK_FALSE(is_accepted);
        copy.restore(at, 1);
    }
}

TEST_CASE("a truncated image is refused at every length") {
    for (std::size_t size = 0; size < 5000; size += size < 200 ? 1 : 97) {
        image_copy const copy(size);
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

TEST_CASE("no change of the directory makes a reader leave the image") {
    image_copy copy;
    std::uint32_t state = 7;
    std::size_t accepted = 0;
    std::uint32_t const interesting[] = {0, 1, 2, 63, 64, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFC0};
    for (std::size_t round = 0; round < SHAPE_ROUNDS; ++round) {
        std::size_t positions[3] = {};
        std::size_t const changes = 1 + round % 3;
        for (std::size_t i = 0; i < changes; ++i) {
            std::size_t const at = positions[i] = 8 + random(state) % (meta_size() / 4 - 4) * 4;
            if (random(state) % 2 == 0) {
                copy.set(at, interesting[random(state) % std::size(interesting)]);
            } else {
                copy[at + random(state) % 4] = static_cast<unsigned char>(random(state));
            }
        }
        if (copy.view().check_shape()) {
            ++accepted;
            use(copy.view());
            static_cast<void>(copy.view().verify_content().code());
        }
        for (std::size_t i = 0; i < changes; ++i) copy.restore(positions[i], 4);
    }
    // Notes, reserved words and seeds may change without harm; if nothing were accepted, nothing was tried.
    CHECK(accepted > SHAPE_ROUNDS / 100);
}

TEST_CASE("no change of an index's data makes a lookup leave the rows") {
    image_copy copy;
    std::uint32_t state = 11;
    for (auto const& table : copy.view().tables()) {
        for (auto const& index : table.indexes.view()) {
            for (int round = 0; round < 40 && index.data_size > 0; ++round) {
                for (std::uint32_t i = 0; i < index.data_size; ++i) {
                    copy[table.block_offset + index.data_offset + i] = static_cast<unsigned char>(random(state));
                }
                REQUIRE(copy.view().check_shape());
                use(copy.view());
                CHECK(copy.view().verify_content().code() == status_code::content_mismatch);
            }
            copy.restore(table.block_offset + index.data_offset, index.data_size);
        }
    }
}
