// Multi and ordered indexes of test/emit/cpp/world-library.ts against a walk over the rows.
#include <world.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "doctest.hpp"

namespace {

using world::Score;

world::score_table const& scores() { return world::tables::embedded().score(); }

/// The rows that a condition holds for, in sheet order.
template <class Condition>
std::vector<Score const*> select(Condition const& condition) {
    std::vector<Score const*> all;
    for (Score const& row : scores()) {
        if (condition(row)) all.push_back(&row);
    }
    return all;
}

template <class Range>
auto pointers(Range const& range) {
    std::vector<typename Range::value_type const*> all;
    for (auto const& row : range) all.push_back(&row);
    return all;
}

/// All rows in the order of a key, those of one key in sheet order.
template <class KeyOf>
std::vector<Score const*> sorted(KeyOf const& key_of) {
    auto all = select([](Score const&) { return true; });
    std::stable_sort(all.begin(), all.end(), [&](auto const* a, auto const* b) { return key_of(*a) < key_of(*b); });
    return all;
}

/// Asks an index for a key or the first parts of one, and compares with what the rows say.
template <class Index, class KeyOf, class... Prefix>
void check_prefix(Index const& index, KeyOf const& prefix_of, Prefix... prefix) {
    auto const all = pointers(index);
    auto const wanted = std::tuple<Prefix...>(prefix...);
    auto const less = std::count_if(all.begin(), all.end(), [&](auto* row) { return prefix_of(*row) < wanted; });
    auto const not_greater = std::count_if(all.begin(), all.end(), [&](auto* row) { return prefix_of(*row) <= wanted; });
    CHECK(index.lower_bound(prefix...) - index.begin() == less);
    CHECK(index.upper_bound(prefix...) - index.begin() == not_greater);
    auto const range = index.equal_range(prefix...);
    CHECK(pointers(range) == std::vector<Score const*>(all.begin() + less, all.begin() + not_greater));
    CHECK(range.empty() == (less == not_greater));
}

template <class Index, class KeyOf, class... Parts>
void check_key(Index const& index, KeyOf const& key_of, Parts... parts) {
    check_prefix(index, key_of, parts...);
    auto const all = pointers(index);
    auto const wanted = std::tuple<Parts...>(parts...);
    Score const* floor = nullptr;
    Score const* ceil = nullptr;
    for (auto const* row : all) {
        if (key_of(*row) <= wanted) floor = row;
        if (ceil == nullptr && key_of(*row) >= wanted) ceil = row;
    }
    CHECK(index.floor(parts...) == floor);
    CHECK(index.ceil(parts...) == ceil);
}

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t largest = std::numeric_limits<std::int32_t>::max();
std::int32_t const points[] = {least, -1000, -51, -50, -49, -1, 0, 1, 49, 50, 51, 1000, largest};
std::int8_t const zones[] = {-128, -4, -3, 0, 3, 4, 127};
tablegen::utc_seconds const times[] = {
    tablegen::utc_seconds(std::chrono::seconds(std::numeric_limits<std::int64_t>::min())),
    tablegen::utc_seconds(std::chrono::seconds(-8001)),
    tablegen::utc_seconds(std::chrono::seconds(-8000)),
    tablegen::utc_seconds(std::chrono::seconds(-7999)),
    tablegen::utc_seconds(std::chrono::seconds(0)),
    tablegen::utc_seconds(std::chrono::seconds(8000)),
    tablegen::utc_seconds(std::chrono::seconds(std::numeric_limits<std::int64_t>::max())),
};

}  // namespace

TEST_CASE("a multi index gives all rows of a key in sheet order") {
    for (int i = 0; i < 15; ++i) {
        std::string const who = "p" + std::to_string(i);
        auto const wanted = select([&](Score const& row) { return row.who() == who; });
        CHECK(pointers(scores().by_who().equal_range(who)) == wanted);
        CHECK(scores().by_who().count(who) == wanted.size());
        CHECK(scores().by_who().contains(who) == (i < 13));
    }
    for (std::int32_t const value : points) {
        auto const wanted = select([&](Score const& row) { return row.points() == value; });
        CHECK(pointers(scores().by_points().equal_range(value)) == wanted);
    }
    for (std::int8_t const zone : zones) {
        for (std::int32_t const value : points) {
            auto const wanted = select([&](Score const& row) { return row.zone() == zone && row.points() == value; });
            CHECK(pointers(scores().by_zone_points().equal_range(zone, value)) == wanted);
        }
    }
    for (Score const& row : scores()) {
        CHECK(&scores().by_bits().equal_range(row.bits()).front() == &row);
        CHECK_FALSE(scores().by_bits().contains(row.bits() ^ 0x5555));
    }
    auto const some = scores().by_who().equal_range("p1");
    CHECK(&some[1] == &*(some.begin() + 1));
    CHECK(&some.back() == &some[some.size() - 1]);
}

TEST_CASE("multi indexes over references and enums take keys and enumerators") {
    auto const& tables = world::tables::embedded();
    CHECK(tables.level().by_item().count(7) == 3);
    CHECK(tables.level().by_item().equal_range(7)[0].level() == 3);
    CHECK(tables.level().by_item().count(8) == 0);
    CHECK(tables.item().by_element().count(world::Element::wind) == 2);
    CHECK_FALSE(tables.item().by_element().contains(world::Element::water));
    CHECK(tables.hero().by_weapon().equal_range(9).front().name() == "Bob");
}

TEST_CASE("an ordered index has the rows in the order of their keys") {
    CHECK(pointers(scores().by_points_ordered()) == sorted([](Score const& row) { return row.points(); }));
    CHECK(pointers(scores().by_at()) == sorted([](Score const& row) { return row.at(); }));
    CHECK(pointers(scores().by_one_bits()) == sorted([](Score const& row) { return row.bits(); }));
    CHECK(pointers(scores().by_who_points()) ==
          sorted([](Score const& row) { return std::tuple(row.who(), row.points()); }));
    CHECK(pointers(scores().by_zone_points_at()) ==
          sorted([](Score const& row) { return std::tuple(row.zone(), row.points(), row.at()); }));
    CHECK(scores().by_points_ordered().size() == scores().size());
    CHECK(scores().by_points_ordered()[0].points() == -50);
}

TEST_CASE("bounds of a key of one number, also where no row has it") {
    for (std::int32_t value = -60; value <= 60; ++value) {
        check_key(scores().by_points_ordered(), [](Score const& row) { return std::tuple(row.points()); }, value);
    }
    for (std::int32_t const value : points) {
        check_key(scores().by_points_ordered(), [](Score const& row) { return std::tuple(row.points()); }, value);
    }
    for (auto const value : times) {
        check_key(scores().by_at(), [](Score const& row) { return std::tuple(row.at()); }, value);
    }
}

TEST_CASE("bounds of several parts in lexicographic order, also of the first ones alone and out of range") {
    for (std::int8_t const zone : zones) {
        check_prefix(scores().by_zone_points_at(), [](Score const& row) { return std::tuple(row.zone()); }, zone);
        for (std::int32_t const value : points) {
            check_prefix(scores().by_zone_points_at(),
                         [](Score const& row) { return std::tuple(row.zone(), row.points()); }, zone, value);
            for (auto const time : times) {
                check_key(scores().by_zone_points_at(),
                          [](Score const& row) { return std::tuple(row.zone(), row.points(), row.at()); }, zone, value,
                          time);
            }
        }
    }
}

TEST_CASE("bounds where the packed keys take all of 64 bits") {
    auto const* const table = world::tables::embedded().image().find_table("Score");
    auto const* const index = tablegen::detail::find_named(table->indexes.view(), "one_bits");
    REQUIRE(index->form == tablegen::layout::key_form::packed);
    // Of 2^64 what fits.
    REQUIRE(index->parts.view()[0].multiplier == 0);
    std::uint64_t const all = ~std::uint64_t{0};
    for (std::uint8_t const one : {std::uint8_t{0}, std::uint8_t{6}, std::uint8_t{7}, std::uint8_t{8}, std::uint8_t{255}}) {
        check_prefix(scores().by_one_bits(), [](Score const& row) { return std::tuple(row.one()); }, one);
        for (std::uint64_t const bits : {std::uint64_t{0}, std::uint64_t{1}, all >> 1, all - 1, all}) {
            check_key(scores().by_one_bits(), [](Score const& row) { return std::tuple(row.one(), row.bits()); }, one,
                      bits);
        }
    }
}

TEST_CASE("bounds of texts and of references") {
    for (std::string_view const who : {"", "p", "p0", "p1", "p10", "p2", "p99", "q", "\xFF"}) {
        check_prefix(scores().by_who_points(), [](Score const& row) { return std::tuple(row.who()); }, who);
        for (std::int32_t const value : points) {
            check_key(scores().by_who_points(), [](Score const& row) { return std::tuple(row.who(), row.points()); }, who,
                      value);
        }
    }
    auto const& levels = world::tables::embedded().level().by_item_level();
    REQUIRE(levels.equal_range(7).size() == 3);
    CHECK(levels.equal_range(7)[2].level() == 3);
    CHECK(levels.lower_bound(8)->item().key() == 9);
    CHECK(levels.equal_range(7, 2).size() == 1);
    CHECK(levels.ceil(7, 4)->item().key() == 9);
    CHECK(levels.floor(7, 0)->item().key() == 3);
    CHECK(world::tables::embedded().hero().by_since().floor({1, 2, 3})->name() == "Bob");
}

TEST_CASE("the nearest row, the lower one of two") {
    auto const& levels = world::tables::embedded().level().by_exp();  // -1000, 0, 1000
    CHECK(levels.nearest(-5000)->exp() == -1000);
    CHECK(levels.nearest(-501)->exp() == -1000);
    CHECK(levels.nearest(-500)->exp() == -1000);
    CHECK(levels.nearest(-499)->exp() == 0);
    CHECK(levels.nearest(500)->exp() == 0);
    CHECK(levels.nearest(501)->exp() == 1000);
    CHECK(levels.nearest(largest)->exp() == 1000);
    CHECK(levels.nearest(least)->exp() == -1000);
    CHECK(scores().by_at().nearest(times[6])->at() == tablegen::utc_seconds(std::chrono::seconds(8000)));
    CHECK(scores().by_at().nearest(times[3])->at() == times[2]);
}

TEST_CASE("the rows between two keys, both with them") {
    auto const between = scores().by_points_ordered().between(-3, 4);
    CHECK(between.size() == select([](Score const& row) { return row.points() >= -3 && row.points() <= 4; }).size());
    CHECK(between.front().points() == -3);
    CHECK(between.back().points() == 4);
    CHECK(scores().by_points_ordered().between(4, -3).empty());
    CHECK(scores().by_points_ordered().between(least, largest).size() == scores().size());
    auto const pairs = scores().by_who_points().between({"p1", 10}, {"p2", -10});
    using pair = std::tuple<std::string_view, std::int32_t>;
    auto const wanted = select([](Score const& row) {
        return pair(row.who(), row.points()) >= pair("p1", 10) && pair(row.who(), row.points()) <= pair("p2", -10);
    });
    CHECK(pairs.size() == wanted.size());
    CHECK_FALSE(pairs.empty());
}

TEST_CASE("indexes of tables that are not bound have no rows") {
    world::tables const unbound;
    CHECK_FALSE(unbound.score().by_who().contains("p1"));
    CHECK(unbound.score().by_points().equal_range(0).empty());
    auto const& ordered = unbound.score().by_who_points();
    CHECK(ordered.empty());
    CHECK(ordered.begin() == ordered.end());
    CHECK(ordered.lower_bound("p") == ordered.end());
    CHECK(ordered.floor("p1", 0) == nullptr);
    CHECK(unbound.score().by_points_ordered().nearest(0) == nullptr);
    CHECK(unbound.score().by_points_ordered().between(0, 1).empty());
}
