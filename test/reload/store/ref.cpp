#include <tablegen/ref.hpp>

#include <string>

#include "../../native-runtime/unit/doctest.hpp"
#include "releases.hpp"

TEST_CASE("a ref finds its row in each release, and nothing where it is gone") {
    releases::directory const folder;
    folder.publish(0);
    tablegen::store<soak::tables>::options options;
    options.in_background = false;
    tablegen::store<soak::tables> store;
    REQUIRE(store.open(folder.path(), options).message() == "");

    tablegen::ref<soak::Item> item(2);
    // Release 4 has four rows more than release 0.
    tablegen::ref<soak::Text> text(std::string("key.") + std::to_string((*store.read()).text().size() + 3));
    tablegen::ref<soak::Text> first = [&] {
        auto const t = store.read();
        return tablegen::ref<soak::Text>(*t->text().find("key.0"));
    }();
    {
        auto const t = store.read();
        CHECK(item.in(*t)->release() == 0);
        CHECK(item.in(*t) == t->item().find(2));
        CHECK(text.in(*t) == nullptr);
    }
    folder.publish(4);
    REQUIRE(store.reload().message() == "");
    auto const t = store.read();
    CHECK(item.in(*t)->release() == 4);
    REQUIRE(text.in(*t) != nullptr);
    CHECK(text.in(*t)->release() == 4);
    CHECK(first.in(*t)->key() == "key.0");
    CHECK(std::get<0>(first.key()) == "key.0");
    CHECK(item == tablegen::ref<soak::Item>(*t->item().find(2)));
    CHECK(item != tablegen::ref<soak::Item>(3));
}
