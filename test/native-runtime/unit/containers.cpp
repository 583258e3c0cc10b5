// Structs, variants, sets, maps, references and versions of test/emit/cpp/world-library.ts.
#include <world.hpp>

#include <tablegen/ref.hpp>

#include <string>
#include <vector>
#if defined(__cpp_lib_ranges)
#include <ranges>
#endif

#include "doctest.hpp"

namespace {

world::Hero const& ada() { return *world::tables::embedded().hero().find("Ada"); }
world::Hero const& bob() { return *world::tables::embedded().hero().find("Bob"); }
world::Item const* item(std::int32_t id) { return world::tables::embedded().item().find(id); }

/// What a shape is, and those inside it.
std::string describe(world::Shape const& shape) {
    return shape.visit([](world::Circle const& circle) { return "circle " + std::string(circle.name()); },
                       [](world::Square const& square) { return "square " + std::to_string(int(square.side())); },
                       [](world::Group const& group) {
                           std::string all = "group";
                           for (world::Shape const inner : group.shapes()) all += " (" + describe(inner) + ")";
                           if (auto const next = group.next()) all += " then " + describe(*next);
                           return all;
                       },
                       [](tablegen::unknown_kind) { return std::string("unknown"); });
}

}  // namespace

TEST_CASE("a struct is read in place, whatever holds it") {
    world::Pack const& pack = ada().pack();
    CHECK(pack.first().count() == 5);
    CHECK(pack.first().item().key() == 9);
    CHECK(pack.first().payer() == &bob());
    REQUIRE(pack.second() != nullptr);
    CHECK(pack.second()->count() == -1);
    CHECK_FALSE(pack.second()->payer());
    CHECK(bob().pack().second() == nullptr);
    CHECK(pack.more().size() == 1);
    CHECK(pack.more()[0].item() == item(3));
    REQUIRE(pack.maybe().size() == 2);
    CHECK(pack.maybe()[0]->payer()->name() == "Ada");
    CHECK(pack.maybe()[1] == nullptr);
    int counted = 0;
    for (world::Pack const& one : ada().packs()) counted += one.first().count();
    CHECK(counted == 9);
    CHECK(&ada().packs()[1] == ada().packs().data() + 1);
    REQUIRE(ada().reward() != nullptr);
    CHECK(ada().reward()->count() == 4);
    CHECK(bob().reward() == nullptr);
    CHECK(ada().pairs()[1].payer() == &bob());
    static_assert(sizeof(world::Empty) == 1);
}

TEST_CASE("a variant is one of its kinds") {
    world::Shape const shape = ada().shape();
    CHECK(shape.index() == 0);
    CHECK(shape.holds<world::Circle>());
    CHECK_FALSE(shape.holds<world::Group>());
    REQUIRE(shape.get_if<world::Circle>() != nullptr);
    CHECK(shape.get_if<world::Circle>()->radius() == 1.5F);
    CHECK(shape.get_if<world::Square>() == nullptr);
    CHECK(describe(bob().shape()) == "square 4");
    CHECK(ada().solo().holds<world::Empty>());
}

TEST_CASE("variants nest, and may be absent") {
    REQUIRE(ada().shadow().has_value());
    CHECK(describe(*ada().shadow()) == "group (square 2) (group then circle )");
    CHECK_FALSE(bob().shadow().has_value());
    std::string all;
    for (world::Shape const shape : ada().shapes()) all += describe(shape) + ";";
    CHECK(all == "square 1;circle round;square 1;");
    // The same value is there once.
    CHECK(ada().shapes()[0].get_if<world::Square>() == ada().shapes()[2].get_if<world::Square>());
    CHECK(ada().shapes()[1].get_if<world::Circle>() == ada().shape().get_if<world::Circle>());
}

TEST_CASE("a kind that the program does not know is none of its kinds") {
    struct {
        tablegen::variant_ref<world::Circle, world::Square> stored{4, 2};
        double value = 1;
    } const image;
    auto const view = image.stored.view();
    CHECK(view.index() == view.npos);
    CHECK_FALSE(view.holds<world::Square>());
    CHECK(view.get_if<world::Square>() == nullptr);
    auto const is_unknown = [](auto const& kind) {
        return std::is_same_v<std::decay_t<decltype(kind)>, tablegen::unknown_kind>;
    };
    CHECK(view.visit(is_unknown));
    CHECK(world::Shape().visit(is_unknown));
    CHECK_FALSE(ada().shape().visit(is_unknown));
    CHECK(world::Shape().index() == world::Shape::npos);
}

TEST_CASE("a visitor may be one object with a state, and return nothing") {
    struct counter {
        int circles = 0;
        int others = 0;
        void operator()(world::Circle const&) { ++circles; }
        void operator()(world::Square const&) { ++others; }
        void operator()(world::Group const&) { ++others; }
        void operator()(tablegen::unknown_kind) {}
    } count;
    for (world::Shape const shape : ada().shapes()) shape.visit(count);
    CHECK(count.circles == 1);
    CHECK(count.others == 2);
}

TEST_CASE("a set has its elements in order, and says what it has") {
    auto const numbers = ada().numbers();
    CHECK(std::vector<std::int32_t>(numbers.begin(), numbers.end()) == std::vector<std::int32_t>{-5, 0, 1'000'000});
    for (std::int32_t const number : numbers) CHECK(numbers.contains(number));
    for (std::int32_t const number : {-6, -4, 1, 999'999, 1'000'001}) CHECK_FALSE(numbers.contains(number));
    CHECK(numbers[1] == 0);
    CHECK(bob().numbers().empty());
    CHECK_FALSE(bob().numbers().contains(0));
    CHECK(ada().maybe_set().value().contains(2));
    CHECK_FALSE(bob().maybe_set().has_value());
}

TEST_CASE("texts in a set are compared by their bytes") {
    auto const tags = ada().tags();
    CHECK(tags.size() == 3);
    CHECK(tags[2] == "ä");
    CHECK(tags.contains("ä"));
    CHECK(tags.contains("a"));
    CHECK_FALSE(tags.contains(""));
    CHECK_FALSE(tags.contains("ab"));
    CHECK_FALSE(tags.contains("\xFF"));
}

TEST_CASE("references in a set are compared by their keys") {
    auto const bag = ada().bag();
    REQUIRE(bag.size() == 3);
    CHECK(bag.contains(7));
    CHECK_FALSE(bag.contains(8));
    std::string keys;
    for (auto const link : bag) keys += std::to_string(link->id()) + (link.key() == link->id() ? "," : "!");
    CHECK(keys == "3,7,9,");
}

TEST_CASE("a map finds values by key and iterates in the order of keys") {
    auto const titles = ada().titles();
    CHECK(titles.find("fr") == std::optional<std::string_view>("Comtesse"));
    CHECK(titles.find("de") == std::nullopt);
    CHECK(titles.contains("en"));
    std::string all;
    for (auto const& [language, title] : titles) all += std::string(language) + "=" + std::string(title) + ";";
    CHECK(all == "en=Countess;fr=Comtesse;");
    CHECK(titles.begin()->value == "Countess");
    CHECK(titles.keys()[1] == "fr");
    CHECK(titles.values()[1] == "Comtesse");
    CHECK(bob().titles().empty());
    CHECK(bob().titles().find("en") == std::nullopt);
    CHECK(ada().maybe_map().value().find(5) == std::optional(6));
    CHECK_FALSE(bob().maybe_map().has_value());
}

TEST_CASE("what a map finds is as an optional of its values: a pointer, a link, a list") {
    auto const rewards = ada().rewards();
    REQUIRE(rewards.find(20) != nullptr);
    CHECK(rewards.find(20)->payer()->name() == "Ada");
    CHECK(rewards.find(-1)->count() == 10);
    CHECK(rewards.find(0) == nullptr);
    int counted = 0;
    for (auto const& [key, cost] : rewards) counted += key + cost.count();
    CHECK(counted == 40);
    auto const gear = ada().gear();
    CHECK(gear.find(world::Element::wind)->id() == 9);
    CHECK_FALSE(gear.find(world::Element::water));
    CHECK(gear.find(world::Element::water).get() == nullptr);
    CHECK(ada().nested().find(1).value()[1] == 2);
    CHECK(ada().nested().find(2).value().empty());
    CHECK_FALSE(ada().nested().find(3).has_value());
}

TEST_CASE("a reference leads to its row, in a circle too") {
    auto const weapon = ada().weapon();
    CHECK(weapon.key() == 7);
    REQUIRE(weapon);
    CHECK(weapon.get() == item(7));
    CHECK((*weapon).since() == tablegen::version(1, 10));
    CHECK(weapon->owner() == &bob());
    CHECK(weapon->owner()->weapon()->owner() == &ada());
    world::Item const* const row = weapon;
    CHECK(row == item(7));
    CHECK(ada().step()->exp() == 0);
    CHECK(ada().step().key() == std::tuple<std::int32_t, std::uint8_t>(7, 2));
}

TEST_CASE("an optional reference is false where it is absent") {
    CHECK_FALSE(ada().spare());
    CHECK(ada().spare().get() == nullptr);
    CHECK(ada().spare() == nullptr);
    CHECK(bob().spare() == item(3));
    CHECK_FALSE(tablegen::row_link<world::Item, std::int32_t>());
    CHECK_FALSE(item(3)->owner());
}

TEST_CASE("a reference to one of several tables says which") {
    auto const goal = ada().goal();
    REQUIRE(goal);
    CHECK(goal.holds<world::Level>());
    CHECK(goal.get_if<world::Item>() == nullptr);
    CHECK(goal.get_if<world::Level>() == world::tables::embedded().level().find(9, 1));
    CHECK(goal.key() == std::tuple<std::int32_t, std::uint8_t>(9, 1));
    auto const id_of = [](auto const& thing) {
        return thing.visit([](world::Item const& found) { return found.id(); },
                           [](world::Settings const&) { return -1; },
                           [](tablegen::unknown_kind) { return -2; });
    };
    CHECK(id_of(ada().thing()) == 9);
    CHECK(ada().thing().key() == 9);
    CHECK(id_of(bob().thing()) == -2);
    CHECK_FALSE(bob().thing());
    CHECK_FALSE(bob().goal().holds<world::Level>());
}

TEST_CASE("versions are compared number by number, and are keys") {
    tablegen::version const since = ada().since();
    CHECK(since == tablegen::version(1, 2, 3, 4));
    CHECK(since.part(0) == 1);
    CHECK(since.part(3) == 4);
    CHECK(since.value() == 0x0001'0002'0003'0004);
    CHECK(tablegen::version::from_value(since.value()) == since);
    CHECK(tablegen::version(1, 9, 9) < tablegen::version(1, 10));
    CHECK(tablegen::version(65535, 0) > tablegen::version(2, 65535));
    CHECK(world::tables::embedded().item().find_by_since({1, 10}) == item(7));
    CHECK(world::tables::embedded().item().find_by_since({1, 10, 0, 1}) == nullptr);
    static_assert(tablegen::version(1, 2) >= tablegen::version(1, 2, 0, 0));
}

TEST_CASE("flags are put together and taken apart") {
    using world::Right;
    static_assert(has(Right::read | Right::write, Right::both));
    static_assert(!has(Right::read, Right::both));
    CHECK(ada().rights() == (Right::read | Right::admin));
    CHECK(has(ada().rights(), Right::admin));
    CHECK((ada().rights() & ~Right::admin) == Right::read);
    CHECK(to_string(ada().rights()) == "");
    CHECK(to_string(ada().pack().rights()) == "both");
    CHECK(static_cast<int>(~Right::read) == 254);
}

TEST_CASE("a key column that is a reference is found by the key that it holds") {
    auto const& levels = world::tables::embedded().level();
    REQUIRE(levels.find(7, 3) != nullptr);
    CHECK(levels.find(7, 3)->item() == item(7));
    CHECK(levels.find(8, 3) == nullptr);
    CHECK(world::level_table::key_of(*levels.find(7, 3)) == world::level_table::key_type(7, 3));
    tablegen::ref<world::Level> kept(*levels.find(9, 1));
    CHECK(kept.in(world::tables::embedded()) == levels.find(9, 1));
    CHECK(tablegen::ref<world::Level>(9, 1) == kept);
}

TEST_CASE("a table of one row is read as that row") {
    CHECK(world::tables::embedded().settings().greeting() == "hello");
    CHECK(world::tables::embedded().settings().least() == tablegen::version(0, 9));
    CHECK(world::tables::embedded().table_of(tablegen::row_tag<world::Settings>()).size() == 1);
}

#if defined(__cpp_lib_ranges)
static_assert(std::ranges::random_access_range<tablegen::set_view<tablegen::string_ref>>);
static_assert(std::ranges::random_access_range<tablegen::map_view<std::int32_t, world::Cost>>);
static_assert(std::ranges::borrowed_range<tablegen::map_view<std::int32_t, world::Cost>>);
static_assert(std::ranges::random_access_range<tablegen::row_range<world::Score>>);
static_assert(std::ranges::random_access_range<world::score_table>);
#endif
