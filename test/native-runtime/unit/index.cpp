#include <tablegen/index.hpp>
#include <tablegen/table.hpp>

#include <cstring>
#include <memory>

#include "doctest.hpp"
#include "vectors.hpp"

using tablegen::layout::index_entry;
using tablegen::layout::index_kind;
using tablegen::layout::key_form;
using tablegen::layout::key_part;
using vectors::decimal;
using vectors::hex;

namespace {

/// An index entry with its parts and data behind it, as in a block: what the encoder would write.
struct index_builder {
    struct alignas(64) storage {
        index_entry entry;
        key_part parts[3];
        alignas(16) unsigned char data[256];
        std::uint32_t slots[16];
    };
    std::unique_ptr<storage> held;

    index_builder(index_kind kind, key_form form, std::uint32_t keys) : held(new storage{}) {
        entry().kind = kind;
        entry().form = form;
        entry().key_count = keys;
        entry().bucket_bits = 1;
        entry().multiplier = 1;
        entry().data_offset = offsetof(storage, data);
    }
    index_entry& entry() { return held->entry; }
    index_builder& part(std::uint64_t minimum, std::uint64_t range, std::uint64_t multiplier) {
        std::uint32_t const count = entry().parts.count() + 1;
        held->parts[count - 1] = {0, 0, minimum, range, multiplier};
        auto const offset = static_cast<std::int32_t>(offsetof(storage, parts) - offsetof(index_entry, parts));
        new (&entry().parts) tablegen::list_ref<key_part>(offset, count);
        return *this;
    }
    template <class Number, std::size_t Size>
    index_builder& data(Number const (&numbers)[Size]) {
        std::memcpy(held->data, numbers, sizeof numbers);
        entry().data_size = sizeof numbers;
        return *this;
    }
    template <std::size_t Size>
    index_builder& slots(std::uint32_t const (&numbers)[Size]) {
        std::memcpy(held->slots, numbers, sizeof numbers);
        entry().slots_offset = offsetof(storage, slots);
        return *this;
    }
    template <std::size_t Parts>
    tablegen::key_lookup<Parts> lookup() {
        return {entry(), reinterpret_cast<unsigned char const*>(held.get())};
    }
};

constexpr std::uint32_t none = tablegen::layout::no_row;

/// Rows without a table: the address of a row says its number, and every row has the key, or none has.
struct numbered_rows {
    std::uint32_t count = none;
    bool have_key = true;

    char const* at(std::uint32_t row) const noexcept {
        return row < count ? reinterpret_cast<char const*>(std::uintptr_t{row} + 1) : nullptr;
    }
    char const* in_slot(std::uint32_t row) const noexcept { return at(row); }
    char const* in_plain_slot(std::uint32_t row) const noexcept { return at(row); }
    bool is_one(std::uint32_t row) const noexcept { return row < count; }
    template <class... Values>
    bool has(char const*, Values...) const noexcept {
        return have_key;
    }
};

template <std::size_t Parts, class... Values>
std::uint32_t find(tablegen::key_lookup<Parts> const& lookup, Values... values) {
    char const* const row = lookup.find(numbered_rows{}, values...);
    return row == nullptr ? none : static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(row) - 1);
}

/// Whether the row is asked for its key.
template <std::size_t Parts, class... Values>
bool is_compared(tablegen::key_lookup<Parts> const& lookup, Values... values) {
    numbered_rows rows;
    rows.have_key = false;
    return find(lookup, values...) != none && lookup.find(rows, values...) == nullptr;
}

}  // namespace

TEST_CASE("slots are those of the vectors") {
    auto const all = vectors::read("slot");
    REQUIRE(all.size() > 10);
    for (auto const& v : all) {
        std::uint32_t const bits = decimal(v.at("bucket_bits"));
        std::vector<std::uint8_t> pilots(std::size_t{1} << bits);
        pilots[decimal(v.at("bucket"))] = static_cast<std::uint8_t>(decimal(v.at("pilot")));
        auto const mph = tablegen::mph_view::of_pilots(pilots.data(), bits, decimal(v.at("key_count")));
        CHECK((hex(v.at("h")) >> (64 - bits)) == decimal(v.at("bucket")));
        CHECK(mph.piloted(hex(v.at("h"))) == decimal(v.at("slot")));
    }
}

TEST_CASE("displaced slots are those of the vectors") {
    auto const all = vectors::read("displaced-slot");
    REQUIRE(all.size() > 10);
    for (auto const& v : all) {
        std::uint32_t const bits = decimal(v.at("bucket_bits"));
        std::vector<unsigned char> displacements(sizeof(std::uint32_t) << bits);
        std::uint32_t const displacement = decimal(v.at("displacement"));
        std::memcpy(displacements.data() + sizeof displacement * decimal(v.at("bucket")), &displacement, sizeof displacement);
        auto const mph = tablegen::mph_view::of_displacements(displacements.data(), bits, decimal(v.at("window")));
        CHECK((hex(v.at("h")) >> (64 - bits)) == decimal(v.at("bucket")));
        CHECK(mph.displaced(hex(v.at("h"))) == decimal(v.at("slot")));
    }
}

TEST_CASE("a packed key reaches the number of the vectors") {
    // A dense index without data gives the packed key itself, as far as row numbers go.
    auto const all = vectors::read("pack-key");
    REQUIRE(all.size() > 5);
    int compared = 0;
    for (auto const& v : all) {
        auto const values = vectors::split(v.at("values"));
        bool const is_absent = v.at("k") == "absent";
        std::uint64_t const k = is_absent ? 0 : hex(v.at("k"));
        if (values.size() > 3 || k >= none) continue;
        index_builder built(index_kind::dense, key_form::packed, none);
        for (std::size_t i = 0; i < values.size(); ++i) {
            auto const number = [&](char const* name) { return hex(vectors::split(v.at(name)).at(i)); };
            built.part(number("minimums"), number("ranges"), number("multipliers"));
        }
        built.entry().shift = decimal(v.at("shift"));
        built.entry().slot_count = none;
        auto const at = [&](std::size_t i) { return hex(values.at(i)); };
        auto const found = values.size() == 1   ? find(built.lookup<1>(), at(0))
                           : values.size() == 2 ? find(built.lookup<2>(), at(0), at(1))
                                                : find(built.lookup<3>(), at(0), at(1), at(2));
        CHECK(found == (is_absent ? none : static_cast<std::uint32_t>(k)));
        ++compared;
    }
    CHECK(compared > 5);
}

TEST_CASE("a packed key hashes to the slot of the vectors' h") {
    auto const all = vectors::read("hash-packed");
    REQUIRE(all.size() > 5);
    for (auto const& v : all) {
        index_builder built(index_kind::hash, key_form::packed, 1000);
        built.part(0, ~std::uint64_t{0}, 1).data<std::uint8_t>({3, 4});
        built.entry().hash_level = decimal(v.at("level"));
        built.entry().multiplier = hex(v.at("multiplier"));
        built.entry().salt = hex(v.at("salt"));
        std::uint8_t const pilots[] = {3, 4};
        CHECK(find(built.lookup<1>(), hex(v.at("k"))) ==
              tablegen::mph_view::of_pilots(pilots, 1, 1000).piloted(hex(v.at("h"))));
        CHECK(is_compared(built.lookup<1>(), hex(v.at("k"))));
    }
}

TEST_CASE("a dense index without holes is a subtraction and a bound") {
    index_builder built(index_kind::dense, key_form::packed, 3);
    built.part(static_cast<std::uint64_t>(-1), 2, 1);
    built.entry().slot_count = 3;
    auto const lookup = built.lookup<1>();
    CHECK(find(lookup, -1) == 0);
    CHECK(find(lookup, 1) == 2);
    CHECK(find(lookup, 2) == none);
    CHECK(find(lookup, -2) == none);
    CHECK(find(lookup, std::numeric_limits<std::int64_t>::min()) == none);
}

TEST_CASE("a dense index with holes finds its rows and no others") {
    index_builder built(index_kind::dense, key_form::packed, 3);
    built.part(100, 4, 1).data<std::uint32_t>({2, none, 0, none, 1});
    built.entry().slot_count = 5;
    auto const lookup = built.lookup<1>();
    CHECK(find(lookup, 100) == 2);
    CHECK(find(lookup, 101) == none);
    CHECK(find(lookup, 104) == 1);
    CHECK(find(lookup, 105) == none);
}

TEST_CASE("keys that share trailing zeros are rotated, others wrap out of range") {
    index_builder built(index_kind::dense, key_form::packed, 3);
    built.part(0, 2000, 1);
    built.entry().shift = 3;
    built.entry().slot_count = 3;
    auto const lookup = built.lookup<1>();
    CHECK(find(lookup, 16) == 2);
    CHECK(find(lookup, 17) == none);
    CHECK(find(lookup, 24) == none);
}

TEST_CASE("bitmap-rank counts the bits below, and goes through its slots") {
    index_builder built(index_kind::bitmap_rank, key_form::packed, 4);
    built.part(0, 63, 1).data<tablegen::layout::rank_block>({{0, 0x80000001}, {2, 0x00000180}});
    built.entry().slot_count = 64;
    auto const plain = built.lookup<1>();
    CHECK(find(plain, 0) == 0);
    CHECK(find(plain, 31) == 1);
    CHECK(find(plain, 39) == 2);
    CHECK(find(plain, 40) == 3);
    CHECK(find(plain, 1) == none);
    CHECK(find(plain, 64) == none);
    built.slots({3, 2, 1, 0});
    CHECK(find(built.lookup<1>(), 31) == 2);
}

TEST_CASE("a rank beyond the rows, as in an altered image, is absent") {
    index_builder built(index_kind::bitmap_rank, key_form::packed, 4);
    built.part(0, 31, 1).data<tablegen::layout::rank_block>({{1'000'000, 1}}).slots({0, 1, 2, 3});
    built.entry().slot_count = 32;
    CHECK(find(built.lookup<1>(), 0) == none);
}

TEST_CASE("an index over no rows finds nothing and reads nothing") {
    index_builder numbers(index_kind::dense, key_form::packed, 0);
    numbers.part(0, 0, 1);
    CHECK(find(numbers.lookup<1>(), 0) == none);
    index_builder texts(index_kind::hash, key_form::hashed, 0);
    texts.part(0, 0, 0);
    CHECK(find(texts.lookup<1>(), std::string_view("a")) == none);
    CHECK(find(tablegen::key_lookup<1>(), 7) == none);
    CHECK(find(tablegen::key_lookup<1>(), std::string_view("a")) == none);
}

TEST_CASE("of few keys a byte says the row") {
    index_builder built(index_kind::bytes, key_form::packed, 3);
    built.part(100, ~std::uint64_t{0}, 1).data<std::uint8_t>({2, 0, 1, 0});
    built.entry().bucket_bits = 2;
    built.entry().multiplier = std::uint64_t{1} << 62;
    CHECK(find(built.lookup<1>(), 100) == 2);
    CHECK(find(built.lookup<1>(), 102) == 1);
    CHECK(find(built.lookup<1>(), 104) == 2);  // another key, which the row does not have
    CHECK(is_compared(built.lookup<1>(), 104));

    index_builder texts(index_kind::bytes, key_form::hashed, 1);
    texts.part(0, 0, 0).data<std::uint8_t>({7, 7});
    CHECK(find(texts.lookup<1>(), std::string_view("a")) == 7);
    CHECK(is_compared(texts.lookup<1>(), std::string_view("a")));
}

TEST_CASE("a key of parts is hashed in one sum, whatever their ranges") {
    // With the salt that gives back what the minima take, and with another: all ways find the same.
    std::uint64_t const c = 0x9E3779B97F4A7C15;
    for (auto const& [shift, salt] : {std::pair(0U, (std::uint64_t{7} * static_cast<std::uint64_t>(-5) + 3) * c),
                                      std::pair(0U, std::uint64_t{12345}), std::pair(1U, std::uint64_t{0})}) {
        index_builder built(index_kind::hash, key_form::packed, 1000);
        built.part(static_cast<std::uint64_t>(-5), 9, std::uint64_t{7} << shift).part(3, 6, 1).data<std::uint8_t>({3, 4});
        built.entry().shift = shift;
        built.entry().multiplier = c;
        built.entry().salt = salt;
        std::uint8_t const pilots[] = {3, 4};
        // 2 is 7 more than -5, and 5 is 2 more than 3.
        std::uint64_t const packed = 7 * (std::uint64_t{7} << shift) + 2;
        std::uint64_t const k = packed >> shift | packed << ((64 - shift) & 63);
        std::uint64_t const w = k * c + salt;
        CHECK(find(built.lookup<2>(), 2, 5) == tablegen::mph_view::of_pilots(pilots, 1, 1000).piloted(w ^ (w >> 32)));
        CHECK(is_compared(built.lookup<2>(), 2, 5));
    }
}

TEST_CASE("a displaced key has a place in a window, and no row outside of the rows") {
    for (std::uint64_t const salt : {std::uint64_t{0}, std::uint64_t{3} << 33}) {
        index_builder built(index_kind::displacement, key_form::packed, 3);
        built.part(0, ~std::uint64_t{0}, 1).data<std::uint32_t>({1, 2});
        built.entry().multiplier = std::uint64_t{1} << 32;
        built.entry().salt = salt;
        built.entry().slot_count = 2;
        numbered_rows three;
        three.count = 3;
        auto const row_of = [&](std::uint64_t key) {
            char const* const row = built.lookup<1>().find(three, key - (salt >> 32));
            return row == nullptr ? none : static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(row) - 1);
        };
        CHECK(row_of(0) == 1);  // in the first bucket
        CHECK(row_of(1) == 0);
        CHECK(row_of(0x80000000) == 2);  // in the second
        CHECK(row_of(0x80000001) == none);
        built.slots({2, 0, 1});
        CHECK(row_of(0) == 0);
        CHECK(is_compared(built.lookup<1>(), 0));
    }
}

TEST_CASE("the row is asked for its key where the index can not tell, and only there") {
    index_builder hashed(index_kind::hash, key_form::packed, 1);
    hashed.part(0, ~std::uint64_t{0}, 1).data<std::uint8_t>({0, 0});
    CHECK(is_compared(hashed.lookup<1>(), 7));
    index_builder dense(index_kind::dense, key_form::packed, 8);
    dense.part(0, 7, 1).entry().slot_count = 8;
    CHECK(find(dense.lookup<1>(), 7) == 7);
    CHECK_FALSE(is_compared(dense.lookup<1>(), 7));
}

namespace {

enum class color : std::uint8_t { red = 200 };

}  // namespace

TEST_CASE("key parts become 64 bits of two's complement") {
    using tablegen::detail::key_bits;
    CHECK(key_bits(std::int8_t{-1}) == ~std::uint64_t{0});
    CHECK(key_bits(std::uint8_t{255}) == 255);
    CHECK(key_bits(std::uint32_t{0xFFFFFFFF}) == 0xFFFFFFFF);
    CHECK(key_bits(true) == 1);
    CHECK(key_bits(color::red) == 200);
    CHECK(key_bits(tablegen::utc_seconds(std::chrono::seconds(-5))) == static_cast<std::uint64_t>(-5));
    CHECK(key_bits(std::chrono::milliseconds(5)) == 5);
}
