// Generated from test/emit/cpp/sample-library.ts, where each number in a row follows from its position.
#include <game.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "doctest.hpp"

namespace {

game::data::tables const& tables() { return game::data::tables::embedded(); }

std::string drop_key(int i) {
    return (i % 2 == 0 ? "drop/" : "a much longer name of a drop, number ") + std::to_string(i);
}
std::uint64_t drop_bit(int i) { return static_cast<std::uint64_t>(i + 1) * 0x9E3779B97F4A7C15; }
std::int64_t drop_serial(int i) { return i * 123'456'789'123 - 4'000'000'000'000; }
constexpr int drop_count = 700;

}  // namespace

namespace {

using game::data::Drop;

/// Looks the keys up all at once, as in a table that is larger than the caches, and one after the other.
template <auto... Members, class Keys>
void check_many(std::size_t index, Keys const& keys) {
    tablegen::image_view const& image = tables().image();
    for (tablegen::layout::table_entry const& entry : image.tables()) {
        if (entry.name.view() != "Drop") continue;
        tablegen::row_span const rows(entry, static_cast<unsigned char const*>(image.data()) + entry.block_offset);
        tablegen::unique_key<Drop, Members...> const key(entry.indexes.view()[index], rows);
        std::vector<Drop const*> waited;
        std::vector<Drop const*> found;
        auto const wait = [&](Drop const* row) { waited.push_back(row); };
        auto const find = [&](Drop const* row) { found.push_back(row); };
        key.template find_many<0>(rows, keys, wait);
        key.find_many(rows, keys, find);
        CHECK(waited == found);
        auto const misses = static_cast<std::size_t>(std::count(found.begin(), found.end(), nullptr));
        CHECK(misses == keys.size() / 3);
    }
}

/// Two keys that rows have, then one that none has.
template <class Make>
auto some_keys(std::size_t count, Make const& make) {
    std::vector<decltype(make(0))> keys;
    for (std::size_t i = 0; i < count; ++i) {
        int const row = static_cast<int>(i * 37 % drop_count);
        keys.push_back(make(i % 3 == 2 ? row + 100'000 : row));
    }
    return keys;
}

}  // namespace

TEST_CASE("many keys are found in their order, whatever their number") {
    for (std::size_t count : {0U, 1U, 3U, 24U, 48U, 300U}) {
        check_many<&Drop::key_>(0, some_keys(count, [](int i) { return drop_key(i); }));
        check_many<&Drop::serial_>(1, some_keys(count, [](int i) { return drop_serial(i) + i / 100'000; }));
        check_many<&Drop::bit_>(2, some_keys(count, [](int i) { return drop_bit(i); }));
        check_many<&Drop::sparse_>(3, some_keys(count, [](int i) { return 7 * i; }));
        check_many<&Drop::serial_, &Drop::bit_>(
            5, some_keys(count, [](int i) { return std::make_tuple(drop_serial(i), drop_bit(i)); }));
    }
    std::vector<std::int32_t> const ids{1002, 7, 1001};
    std::vector<std::int32_t> found;
    tables().hero().find_many(ids, [&](auto const* row) { found.push_back(row == nullptr ? 0 : row->id()); });
    CHECK(found == std::vector<std::int32_t>{1002, 0, 1001});
}

TEST_CASE("a row is found by its integer key, and no other key is") {
    auto const* const hero = tables().hero().find(1001);
    REQUIRE(hero != nullptr);
    CHECK(hero->name() == "Arthur");
    CHECK(hero->quality() == game::data::Quality::rare);
    CHECK(to_string(hero->quality()) == "rare");
    for (std::int32_t id : {1000, 1004, 0, -1, 2147483647, -2147483647 - 1}) CHECK(tables().hero().find(id) == nullptr);
}

TEST_CASE("a row is found by a second key") {
    CHECK(tables().hero().find_by_name("吕布") == tables().hero().find(1002));
    CHECK(tables().hero().find_by_name("") == nullptr);
    CHECK(tables().hero().find_by_name("arthur") == nullptr);
}

TEST_CASE("every accessor gives what the sheet says") {
    auto const& merlin = tables().hero()[0];
    CHECK(merlin.id() == 1003);
    CHECK(merlin.tags().size() == 2);
    CHECK(merlin.tags()[1] == "old");
    CHECK(merlin.title() == std::optional<std::string_view>("the Wise"));
    CHECK(merlin.born().time_since_epoch() == std::chrono::seconds(1'700'000'000));
    CHECK(merlin.cooldown() == std::chrono::milliseconds(1500));
    CHECK(merlin.element() == std::optional(game::data::Element::光));
    CHECK(merlin.position()[0] == 1.5F);
    CHECK(merlin.position().size() == 3);
    auto const& arthur = tables().hero()[1];
    CHECK(arthur.title() == std::nullopt);
    CHECK(arthur.element() == std::nullopt);
    CHECK(tables().hero()[2].title() == std::optional<std::string_view>(""));
    CHECK(tables().hero()[2].tags().empty());
}

TEST_CASE("rows iterate in the order of the sheet, and in that of the slots") {
    std::int32_t const sheet[] = {1003, 1001, 1002};
    std::size_t position = 0;
    for (auto const& hero : tables().hero()) {
        CHECK(hero.id() == sheet[position]);
        CHECK(&tables().hero()[position] == &hero);
        ++position;
    }
    CHECK(position == tables().hero().size());
    std::set<std::int32_t> slots;
    for (auto const& hero : tables().hero().in_slot_order()) slots.insert(hero.id());
    CHECK(slots == std::set<std::int32_t>{1001, 1002, 1003});
    auto const begin = tables().hero().begin();
    CHECK((begin + 2)->id() == 1002);
    CHECK(tables().hero().end() - begin == 3);
    CHECK(std::prev(tables().hero().end())->id() == 1002);
    CHECK(begin[1].id() == 1001);
}

TEST_CASE("a composite key takes its parts in one call") {
    int found = 0;
    for (std::int32_t hero = 999; hero < 1006; ++hero) {
        for (int level = 0; level < 256; ++level) {
            auto const* const row = tables().level().find(hero, static_cast<std::uint8_t>(level));
            if (row == nullptr) continue;
            CHECK(row->hero() == hero);
            CHECK(row->level() == level);
            ++found;
        }
    }
    CHECK(found == 60);
    CHECK(tables().level().size() == 60);
}

TEST_CASE("every key of every kind of index finds its own row") {
    auto const& drop = tables().drop();
    REQUIRE(drop.size() == drop_count);
    for (int i = 0; i < drop_count; ++i) {
        auto const* const row = &drop[static_cast<std::size_t>(i)];
        auto const key = drop_key(i);
        std::uint32_t const weight = 0xFFFFFFFF - static_cast<std::uint32_t>(i);
        CHECK(row->key() == key);
        CHECK(drop.find(key) == row);
        CHECK(drop.find_by_serial(drop_serial(i)) == row);
        CHECK(drop.find_by_bit(drop_bit(i)) == row);
        CHECK(drop.find_by_sparse(7 * i) == row);
        CHECK(drop.find_by_key_weight(key, weight) == row);
        CHECK(drop.find_by_serial_bit(drop_serial(i), drop_bit(i)) == row);
    }
}

TEST_CASE("absent keys of every kind of index are absent") {
    auto const& drop = tables().drop();
    for (int i = 0; i < 5000; ++i) {
        int const j = i % drop_count;
        CHECK(drop.find(drop_key(i) + "x") == nullptr);
        CHECK(drop.find_by_serial(drop_serial(j) + 1 + i) == nullptr);
        CHECK(drop.find_by_bit(drop_bit(j) ^ (std::uint64_t{1} << (i % 64))) == nullptr);
        if (i % 7 != 0 || i >= 7 * drop_count) CHECK(drop.find_by_sparse(i) == nullptr);
        CHECK(drop.find_by_key_weight(drop_key(j), static_cast<std::uint32_t>(i)) == nullptr);
        CHECK(drop.find_by_serial_bit(drop_serial(j), drop_bit((j + 1) % drop_count)) == nullptr);
    }
    CHECK(drop.find_by_sparse(-7) == nullptr);
}

TEST_CASE("the least and the largest of each type come back") {
    auto const* const low = tables().limits().find(true);
    REQUIRE(low != nullptr);
    CHECK(low->i8() == std::numeric_limits<std::int8_t>::min());
    CHECK(low->i32() == std::numeric_limits<std::int32_t>::min());
    CHECK(low->i64() == std::numeric_limits<std::int64_t>::min());
    CHECK(low->u64() == std::numeric_limits<std::uint64_t>::max());
    CHECK(low->f64() == std::numeric_limits<double>::denorm_min());
    CHECK(low->maybe() == std::optional<std::int16_t>(std::numeric_limits<std::int16_t>::min()));
    CHECK(low->maybe_list().value().size() == 3);
    CHECK(low->maybe_pair().value()[1] == 8);
    CHECK(low->nested()[0][2] == 3);
    CHECK(low->nested()[1].empty());
    CHECK(low->longs()[1] == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(low->flags()[1]);
    CHECK(low->options()[1] == std::nullopt);
    CHECK(low->options()[2] == std::optional<std::int8_t>(static_cast<std::int8_t>(-1)));
    CHECK(low->names()[0] == "a");
    auto const* const high = tables().limits().find(false);
    REQUIRE(high != nullptr);
    CHECK(high->f64() == std::numeric_limits<double>::lowest());
    CHECK_FALSE(high->maybe_list().has_value());
    CHECK_FALSE(high->maybe_pair().has_value());
}

TEST_CASE("tables without rows, without a key, and not bound find nothing") {
    CHECK(tables().empty().empty());
    CHECK(tables().empty().find(0) == nullptr);
    CHECK(tables().empty().find_by_name("") == nullptr);
    CHECK(tables().empty().begin() == tables().empty().end());
    CHECK(tables().plain()[1].text() == "a");
    game::data::tables const unbound;
    CHECK(unbound.hero().find(1001) == nullptr);
    CHECK(unbound.hero().find(0) == nullptr);
    CHECK(unbound.level().find(0, 0) == nullptr);
    CHECK(unbound.table_of(tablegen::row_tag<game::data::Hero>()).empty());
    CHECK(unbound.hero().find_by_name("Arthur") == nullptr);
    CHECK(unbound.drop().begin() == unbound.drop().end());
}
