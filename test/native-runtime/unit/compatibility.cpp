#include <game.hpp>
#include <tablegen/schema.hpp>

#include <cstddef>
#include <string>

#include "doctest.hpp"

namespace {

using tablegen::column_schema;
using tablegen::key_schema;

/// What a program hears that was generated for one column of Hero, and perhaps a key over it.
std::string bind_hero(column_schema column, std::string_view key = "") {
    column_schema const columns[] = {column};
    std::uint32_t const first[] = {0};
    key_schema const keys[] = {{key, first}};
    tablegen::table_schema wanted{"Hero", columns, {}};
    if (!key.empty()) wanted.keys = keys;
    tablegen::table_source source;
    auto const status = tablegen::find_table(game::data::tables::embedded().image(), wanted, source);
    return std::string(status.message());
}

}  // namespace

TEST_CASE("a program that knows fewer columns and keys reads the image") {
    CHECK(bind_hero({"id", "int32", 0}) == "");
    CHECK(bind_hero({"quality", "enum(Quality:int32)", 12}) == "");
    CHECK(bind_hero({"element", "enum(Element:uint8)?", 48}) == "");
    CHECK(bind_hero({"position", "float32[3]", 52}) == "");
    CHECK(bind_hero({"id", "int32", 0}, "primary") == "");
    CHECK(bind_hero({"name", "string", 4}, "name") == "");
}

TEST_CASE("a column of another type, offset or name is refused by its name") {
    CHECK(bind_hero({"id", "int64", 0}) ==
          "Table Hero, column id: the program was generated for int64, the image has int32.");
    CHECK(bind_hero({"id", "int32", 8}) ==
          "Table Hero, column id: the program was generated for offset 8, the image has it at 0.");
    CHECK(bind_hero({"rank", "int32", 0}) == "Table Hero of the image has no column rank.");
    CHECK(bind_hero({"position", "float32[33]", 52}) ==
          "Table Hero, column position: the program was generated for float32[33], the image has float32[3].");
    CHECK(bind_hero({"position", "float32[]", 52}) ==
          "Table Hero, column position: the program was generated for float32[], the image has float32[3].");
    CHECK(bind_hero({"tags", "string", 16}) ==
          "Table Hero, column tags: the program was generated for string, the image has string[].");
    CHECK(bind_hero({"quality", "enum(Qualit:int32)", 12}) ==
          "Table Hero, column quality: the program was generated for enum(Qualit:int32), the image has "
          "enum(Quality:int32).");
    CHECK(bind_hero({"element", "enum(Element:uint16)?", 48}) ==
          "Table Hero, column element: the program was generated for enum(Element:uint16)?, the image has "
          "enum(Element:uint8)?.");
    CHECK(bind_hero({"title", "string", 24}) ==
          "Table Hero, column title: the program was generated for string, the image has string?.");
}

TEST_CASE("a key that is missing or has other columns is refused by its name") {
    CHECK(bind_hero({"name", "string", 4}, "primary") ==
          "Table Hero: key primary of the image is missing or has other columns.");
    CHECK(bind_hero({"name", "string", 4}, "title") ==
          "Table Hero: key title of the image is missing or has other columns.");
}

TEST_CASE("a missing table is refused by its name") {
    tablegen::table_source source;
    auto const status = tablegen::find_table(game::data::tables::embedded().image(), {"Monster", {}, {}}, source);
    CHECK(status.code() == tablegen::status_code::incompatible_schema);
    CHECK(status.message() == "The image has no table Monster.");
}
