import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { TableImage } from "../../../src/model/table-image.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  run,
  runGood,
  strictFlags,
  writeFiles,
} from "../../native-runtime/native.js";
import { hostileLibrary, hostileTexts } from "./hostile-library.js";
import { createImage, emit, type LibrarySpec } from "./images.js";
import { sampleLibrary } from "./sample-library.js";
import { worldLibrary } from "./world-library.js";

const folder = makeSharedFolder();
const libraries: Readonly<Record<string, LibrarySpec>> = {
  game: sampleLibrary,
  world: worldLibrary,
  tables: hostileLibrary,
  nothing: { name: "nothing", tables: [] },
};
const images = new Map<string, TableImage>();

beforeAll(async () => {
  for (const [name, library] of Object.entries(libraries)) {
    const image = createImage(library);
    images.set(name, image);
    for (const arrays of ["literal", "embed"] as const) {
      writeFiles(join(folder, name, arrays), (await emit(image, arrays)).files);
    }
  }
});

/** Compiles a source of a library to an object; everything that a compiler says is an error. */
function compile(argv: readonly string[], source: string, object: string): void {
  const output = runGood([...argv, ...strictFlags, `-I${includeFolder}`, "-c", source, "-o", object]);
  expect(output).toBe("");
}

const matrix = [
  ["g++", "c++17"],
  ["g++", "c++20"],
  ["g++", "c++23"],
  ["clang++", "c++17"],
  ["clang++", "c++20"],
  ["clang++", "c++2b"],
] as const;

describe("what is compiled is the image, byte for byte", () => {
  for (const [compiler, standard] of matrix) {
    const isThere = hasProgram(compiler) && hasProgram("objcopy");
    test.skipIf(!isThere)(`by ${compiler} -std=${standard}`, { timeout: 120_000 }, () => {
      for (const [name, image] of images) {
        for (const arrays of ["literal", "embed"]) {
          const object = join(folder, `${name}-${arrays}.o`);
          compile(
            [compiler, `-std=${standard}`, "-fPIC"],
            join(folder, name, arrays, `cpp/${name}_image.cpp`),
            object,
          );
          const bytes = join(folder, "rodata");
          runGood(["objcopy", "-O", "binary", "-j", ".rodata", object, bytes]);
          expect(readFileSync(bytes).equals(image.bytes), `${name} ${arrays}`).toBe(true);
          // Nothing but the object: no code, no other data, no relocation.
          expect(runGood(["nm", "--defined-only", object])).toMatch(/^0+ R tablegen_image\n$/);
          expect(runGood(["readelf", "-rW", object])).toContain("There are no relocations in this file.");
        }
      }
    });
  }

  test.skipIf(!hasProgram("aarch64-linux-gnu-g++"))("by a cross compiler", { timeout: 60_000 }, () => {
    const image = images.get("game");
    const object = join(folder, "game-aarch64.o");
    compile(["aarch64-linux-gnu-g++", "-std=c++17"], join(folder, "game/embed/cpp/game_image.cpp"), object);
    compile(["aarch64-linux-gnu-g++", "-std=c++17"], join(folder, "game/literal/cpp/game_image.cpp"), object);
    const bytes = join(folder, "rodata-aarch64");
    runGood(["aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".rodata", object, bytes]);
    expect(readFileSync(bytes).equals(image?.bytes ?? Buffer.of())).toBe(true);
  });
});

test.skipIf(!hasProgram("g++"))(
  "hostile names and cells compile, and read back as they are",
  { timeout: 120_000 },
  () => {
    const quoted = hostileTexts.map((text) =>
      JSON.stringify([...Buffer.from(text)])
        .replace("[", "{")
        .replace("]", "}"),
    );
    const source = `#include <cstdio>
#include <cstring>
#include <tables.hpp>
namespace ns = class_::std_::tablegen_::数据;
static unsigned char const texts[][100] = {${quoted.map((bytes) => bytes.replace("{}", "{0}")).join(",\n")}};
static std::size_t const sizes[] = {${hostileTexts.map((text) => Buffer.from(text).length).join(", ")}};
int main() {
    auto const& tables = ns::tables::embedded();
    for (std::size_t i = 0; i < ${hostileTexts.length}; ++i) {
        std::string_view const text(reinterpret_cast<char const*>(texts[i]), sizes[i]);
        auto const* const row = tables.text().find(text);
        if (row != &tables.text()[i] || row->key() != text || row->pair()[0] != text) return 1;
        if (row->other().has_value() != (i % 3 != 0)) return 2;
        if (i > 0 && row->all()[0].size() != sizes[0]) return 3;
    }
    auto const* const keyword = tables.keyword().find(1000);
    if (keyword == nullptr || keyword->class_() != 1001 || keyword->kind() != ns::Kind::class_) return 4;
    if (to_string(keyword->kind()) != "class") return 5;
    if (tables.keyword().find_by_class_int32_t(1001, 1011) != keyword) return 6;
    if (tables.one_long_text()[2].text().size() != 40001) return 7;
    if (tables.道具().find(2)->id() != "b") return 8;
    for (std::size_t i = 0; i < ${hostileTexts.length}; ++i) {
        std::string_view const text(reinterpret_cast<char const*>(texts[i]), sizes[i]);
        auto const& row = *tables.holder().find(text);
        auto const number = static_cast<std::int32_t>(i);
        if (row.Reward_().Reward_() != text || row.map().find(text)->class_() != 1 || !row.set().contains(text)) return 9;
        if (row.Variant_().get_if<ns::fields_0>()->Reward_()->view()[0] != text) return 10;
        if (&tables.holder().by_size().equal_range(number)[0] != &row) return 11;
        if (tables.holder().by_rows().floor(number, text) != &row) return 12;
        if (tables.holder().by_a_name().count(number % 3) < 5) return 13;
    }
    if (!has(ns::Flags::a | ns::Flags::has, ns::Flags::has)) return 14;
    std::puts("good");
}
`;
    const main = join(folder, "main.cpp");
    writeFileSync(main, source);
    const cpp = join(folder, "tables/literal/cpp");
    const program = join(folder, "hostile");
    const flags = ["-std=c++17", ...strictFlags, `-I${includeFolder}`, `-I${cpp}`];
    runGood(["g++", ...flags, main, join(cpp, "tables_embedded.cpp"), "-o", program]);
    expect(runGood([program])).toBe("good\n");
    if (hasProgram("clang++")) runGood(["clang++", ...flags, "-fsyntax-only", main]);
  },
);

test.skipIf(!hasProgram("g++"))(
  "a unit that knows the names of all tables reads those whose headers it includes",
  { timeout: 120_000 },
  () => {
    const source = `#include <game/hero.hpp>
#include <game_tables.hpp>
int main() {
    game::data::tables const& tables = game::data::tables::embedded();
    auto const* const hero = tables.hero().find(1001);
    auto const& same = tables.table_of(tablegen::row_tag<game::data::Hero>());
    return hero != nullptr && hero->id() == 1001 && &same == &tables.hero() ? 0 : 1;
}
`;
    const main = join(folder, "one-table.cpp");
    writeFileSync(main, source);
    const cpp = join(folder, "game/literal/cpp");
    const program = join(folder, "one-table");
    for (const compiler of ["g++", "clang++"].filter(hasProgram)) {
      const flags = ["-std=c++17", "-O2", ...strictFlags, `-I${includeFolder}`, `-I${cpp}`];
      runGood([compiler, ...flags, main, join(cpp, "game_embedded.cpp"), "-o", program]);
      runGood([program]);
    }
  },
);

describe.skipIf(!hasProgram("g++"))(
  "what would outlive its image does not compile",
  { timeout: 120_000 },
  () => {
    const deleted = "use of deleted function";
    const rejected: Readonly<Record<string, readonly [body: string, reason: string]>> = {
      "copying a row with references": ["Hero copy = *tables.hero().find(1001); return copy.id();", deleted],
      "moving a row with references": [
        "Hero copy = static_cast<Hero&&>(const_cast<Hero&>(tables.hero()[0])); return copy.id();",
        deleted,
      ],
      "assigning a row": ["const_cast<Hero&>(tables.hero()[0]) = tables.hero()[1]; return 0;", deleted],
      "taking a string reference out of its row": [
        "auto name = tables.hero()[0].name_; return int(name.size());",
        deleted,
      ],
      "taking a list reference out of its row": [
        "auto tags = tables.hero()[0].tags_; return int(tags.count());",
        deleted,
      ],
      "a vector of rows": [
        "std::vector<Hero> rows(tables.hero().begin(), tables.hero().end()); return int(rows.size());",
        "result type must be constructible",
      ],
      "writing to a row": ["tables.hero().find(1001)->id_ = 3; return 0;", "in read-only object"],
      "a key of another type": ['return tables.hero().find("Arthur") != nullptr;', "invalid conversion"],
      "half of a composite key": ["return tables.level().find(1001) != nullptr;", "no matching function"],
      "copying a struct with references": [
        "auto copy = world::Cost(hero.pack().first()); return copy.count();",
        deleted,
      ],
      "taking a reference out of its row": ["auto weapon = hero.weapon_; return weapon.key();", deleted],
      "taking a value of a variant out of its row": [
        "auto shape = hero.shape_; return shape.view().index() == 0;",
        deleted,
      ],
      "a visitor that forgets a kind": [
        "return hero.shape().visit([](world::Circle const&) { return 1; }, [](world::Square const&) { return 2; }, [](tablegen::unknown_kind) { return 0; });",
        "visit: the visitor must take every kind",
      ],
      "a visitor that forgets kinds to come": [
        "return hero.shape().visit([](world::Circle const&) { return 1; }, [](world::Square const&) { return 2; }, [](world::Group const&) { return 0; });",
        "visit: the visitor must take tablegen::unknown_kind too",
      ],
      "a visitor that returns this or that": [
        "return hero.solo().visit([](world::Empty const&) { return 1; }, [](tablegen::unknown_kind) { return 0.5; });",
        "visit: the visitor must return the same type",
      ],
      "a kind that a variant never is": ["return hero.shape().holds<world::Cost>();", "none of the kinds"],
      "a table that a reference never leads to": [
        "return hero.thing().get_if<world::Level>() != nullptr;",
        "none of the kinds",
      ],
      "a distance between texts": [
        'return worlds.hero().by_weapon_name().nearest(1, "a") != nullptr;',
        "nearest: only keys of one number",
      ],
      "an index asked for more than its parts": [
        'return int(worlds.score().by_who_points().equal_range("a", 1, 2).size());',
        "no matching function",
      ],
      "half of the key of a multi index": [
        "return int(worlds.score().by_zone_points().count(1));",
        "no matching function",
      ],
      "changing a struct": ["hero.pack().first().count_ = 1; return 0;", "in read-only object"],
      "ignoring a status": ["game::data::tables other; other.bind({}); return 0;", "nodiscard"],
    };
    const accepted: Readonly<Record<string, string>> = {
      "copying a row of numbers": "Level copy = *tables.level().find(1001, 1); return copy.level();",
      "keeping views while the image is there":
        "auto tags = tables.hero()[0].tags(); return int(tags.size());",
      "keeping links, sets and values of variants":
        "auto link = hero.weapon(); auto set = hero.bag(); auto shape = hero.shape(); return link.key() + int(set.size() + shape.index());",
    };
    const program = (body: string) => `#include <game.hpp>
#include <vector>
#include <world.hpp>
using game::data::Hero;
using game::data::Level;
int test(game::data::tables const& tables, world::tables const& worlds, world::Hero const& hero) { ${body} }
`;
    const flags = () => [
      "-std=c++17",
      "-Werror=unused-result",
      "-fsyntax-only",
      `-I${includeFolder}`,
      `-I${folder}/game/literal/cpp`,
      `-I${folder}/world/literal/cpp`,
    ];
    for (const [name, [body, reason]] of Object.entries(rejected)) {
      test(name, () => {
        const source = join(folder, "rejected.cpp");
        writeFileSync(source, program(body));
        const { status, output } = run(["g++", ...flags(), source]);
        expect(status, output).toBe(1);
        expect(output).toMatch(new RegExp(`error: .*${reason}`));
      });
    }
    for (const [name, body] of Object.entries(accepted)) {
      test(`but ${name} does`, () => {
        const source = join(folder, "accepted.cpp");
        writeFileSync(source, program(body));
        expect(run(["g++", ...flags(), source])).toEqual({ status: 0, output: "" });
      });
    }
  },
);
