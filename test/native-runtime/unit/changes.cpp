// What has changed between two releases of test/emit/cpp/world-library.ts, of which the later one has another item, or
// another kind of shape.
#include <world.hpp>

#include <tablegen/library.hpp>
#include <tablegen/ref.hpp>
#include <tablegen/store.hpp>

#include <string>

#include "doctest.hpp"

namespace {

/// Tables of a library beside the tests.
struct world_release {
    tablegen::library library;
    world::tables tables;

    explicit world_release(char const* name) {
        REQUIRE(library.open((std::string(TEST_FOLDER) + "/" + name).c_str()).message() == "");
        REQUIRE(tables.bind(library.image()).message() == "");
    }
    tablegen::layout::table_entry const& entry(std::string_view table) const {
        return *library.image().find_table(table);
    }
};

}  // namespace

TEST_CASE("a table has not changed when only the rows have moved that it refers to") {
    world_release const before("world.so");
    world_release const after("world-moved.so");
    REQUIRE(after.tables.item().size() == before.tables.item().size() + 1);
    for (char const* const name : {"Hero", "Level"}) {
        CHECK(before.entry(name).content_hash != after.entry(name).content_hash);
        CHECK(before.entry(name).data_hash == after.entry(name).data_hash);
    }
    CHECK(before.entry("Score").data_hash == before.entry("Score").content_hash);
    std::string changed;
    tablegen::release_change<world::tables> const change{before.tables, after.tables};
    change.for_each_changed([&](std::string_view table) { changed += std::string(table) + ";"; });
    CHECK(changed == "Item;");
    CHECK(after.tables.hero().find("Ada")->weapon() == after.tables.item().find(7));
}

TEST_CASE("a row that is kept is found again in the next release, by keys that are references or texts") {
    world_release const before("world.so");
    world_release const after("world-moved.so");
    tablegen::ref<world::Level> level(*before.tables.level().find(7, 2));
    tablegen::ref<world::Hero> hero("Bob");
    CHECK(level.in(after.tables) == after.tables.level().find(7, 2));
    CHECK(hero.in(before.tables)->weapon()->id() == 9);
    CHECK(hero.in(after.tables)->weapon() == after.tables.item().find(9));
}

TEST_CASE("a program reads a later release with a kind of a variant that it does not know") {
    world_release const later("world-later.so");
    world::Shape const shape = later.tables.hero().find("Bob")->shape();
    CHECK(shape.index() == world::Shape::npos);
    CHECK(shape.visit([](auto const& kind) {
        return std::is_same_v<std::decay_t<decltype(kind)>, tablegen::unknown_kind>;
    }));
    CHECK(later.tables.hero().find("Ada")->shape().holds<world::Circle>());
}
