#include <game.hpp>
#include <tablegen/schema.hpp>
#include <world.hpp>

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

namespace {

/// What a program hears that was generated for one column of the world's Hero.
std::string bind_world(column_schema column) {
    column_schema const columns[] = {column};
    tablegen::table_schema const wanted{"Hero", columns, {}};
    tablegen::table_source source;
    return std::string(tablegen::find_table(world::tables::embedded().image(), wanted, source).message());
}

std::string bind_struct(tablegen::struct_schema const& wanted) {
    tablegen::struct_schema const structs[] = {wanted};
    return std::string(tablegen::check_types(world::tables::embedded().image(), structs, {}).message());
}

std::string bind_variant(std::string_view name, tablegen::list_view<std::string_view> kinds) {
    tablegen::variant_schema const variants[] = {{name, kinds}};
    return std::string(tablegen::check_types(world::tables::embedded().image(), {}, variants).message());
}

std::string bind_index(std::string_view name, char const* column, tablegen::layout::index_purpose purpose) {
    bool const is_who = std::string_view(column) == "who";
    column_schema const columns[] = {{column, is_who ? "string" : "int32", is_who ? 0U : 8U}};
    std::uint32_t const first[] = {0};
    key_schema const keys[] = {{name, first, purpose}};
    tablegen::table_schema const wanted{"Score", columns, keys};
    tablegen::table_source source;
    return std::string(tablegen::find_table(world::tables::embedded().image(), wanted, source).message());
}

}  // namespace

TEST_CASE("types are compared by how they are spelled, whatever they are made of") {
    CHECK(bind_world({"bag", "set<ref(Item:int32)>", 24}) == "");
    CHECK(bind_world({"gear", "map<enum(Element:uint8), ref(Item:int32)>", 204}) == "");
    CHECK(bind_world({"goal", "ref(Level|Item:int32,uint8)?", 240}) == "");
    std::string const about = "Table Hero, column gear: the program was generated for ";
    std::string const found = ", the image has map<enum(Element:uint8), ref(Item:int32)>.";
    for (std::string const wanted :
         {"map<enum(Element:uint8), ref(Item:int64)>", "map<enum(Element:uint8), ref(Items:int32)>",
          "map<enum(Element:uint8), ref(Item:int32)>?", "map<enum(Element:uint8), ref(Item:int32)", "map<", "",
          "map<enum(Element:uint8), ref(Item|Level:int32)>", "map<enum(Element:int8), ref(Item:int32)>"}) {
        CHECK(bind_world({"gear", wanted.c_str(), 204}) == about + wanted + found);
    }
    CHECK(bind_world({"shape", "Shap", 48}) ==
          "Table Hero, column shape: the program was generated for Shap, the image has Shape.");
    CHECK(bind_world({"packs", "Cost[]", 144}) ==
          "Table Hero, column packs: the program was generated for Cost[], the image has Pack[].");
    CHECK(bind_world({"since", "uint64", 272}) ==
          "Table Hero, column since: the program was generated for uint64, the image has version.");
    CHECK(bind_world({"goal", "ref(Level:int32,uint8)?", 240}) ==
          "Table Hero, column goal: the program was generated for ref(Level:int32,uint8)?, the image has "
          "ref(Level|Item:int32,uint8)?.");
}

TEST_CASE("a struct must be as it was, to the last field") {
    column_schema const fields[] = {{"radius", "float32", 0}, {"name", "string", 4}};
    CHECK(bind_struct({"Circle", 12, fields}) == "");
    CHECK(bind_struct({"Circl", 12, fields}) == "The image has no struct Circl.");
    CHECK(bind_struct({"Circle", 16, fields}) ==
          "Struct Circle: the program was generated for 16 bytes, the image has 12.");
    CHECK(bind_struct({"Circle", 12, {fields, 1}}) ==
          "Struct Circle: the program was generated for 1 fields, the image has 2.");
    column_schema const other_type[] = {{"radius", "int32", 0}, {"name", "string", 4}};
    CHECK(bind_struct({"Circle", 12, other_type}) ==
          "Struct Circle, field radius: the program was generated for int32, the image has float32.");
    column_schema const other_place[] = {{"radius", "float32", 8}, {"name", "string", 4}};
    CHECK(bind_struct({"Circle", 12, other_place}) ==
          "Struct Circle, field radius: the program was generated for offset 8, the image has it at 0.");
    column_schema const other_name[] = {{"diameter", "float32", 0}, {"name", "string", 4}};
    CHECK(bind_struct({"Circle", 12, other_name}) == "Struct Circle of the image has no field diameter.");
}

TEST_CASE("a variant may have more kinds behind the known ones") {
    std::string_view const kinds[] = {"Circle", "Square", "Group", "Cone"};
    CHECK(bind_variant("Shape", {kinds, 3}) == "");
    CHECK(bind_variant("Shape", {kinds, 1}) == "");
    CHECK(bind_variant("Shape", kinds) == "Variant Shape: the program was generated for 4 kinds, the image has 3.");
    CHECK(bind_variant("Form", kinds) == "The image has no variant Form.");
    std::string_view const others[] = {"Circle", "Group"};
    CHECK(bind_variant("Shape", others) ==
          "Variant Shape, kind 1: the program was generated for Group, the image has Square.");
}

TEST_CASE("an index must have the purpose that the program knows") {
    using tablegen::layout::index_purpose;
    CHECK(bind_index("who", "who", index_purpose::multi) == "");
    CHECK(bind_index("points_ordered", "points", index_purpose::ordered) == "");
    std::string const refused = "Table Score: key who of the image is missing or has other columns.";
    CHECK(bind_index("who", "who", index_purpose::unique) == refused);
    CHECK(bind_index("who", "who", index_purpose::ordered) == refused);
}

TEST_CASE("a table that is read as its one row must have one") {
    tablegen::table_schema wanted{"Empty", {}, {}, true};
    tablegen::table_source source;
    auto const image = game::data::tables::embedded().image();
    CHECK(tablegen::find_table(image, wanted, source).message() == "Table Empty of the image has no row.");
    wanted.name = "Hero";
    CHECK(tablegen::find_table(image, wanted, source).message() == "");
}
