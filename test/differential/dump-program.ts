import { at } from "../../src/base/assert.js";
import { chooseNames } from "../../src/emit/cpp/choose-names.js";
import type { Schema, TableSchema } from "../../src/model/schema.js";

/**
 * Returns a C++ program that prints every row of a library as `dump` does, through the accessors of the generated
 * headers, and looks up every key and keys beside them. It takes the library's path; without one it reads the
 * tables that are compiled in, where `embedded` says so.
 */
export function emitDumpProgram(schema: Schema, embedded = false): string {
  const names = chooseNames(schema, () => {});
  const bodies = schema.tables.flatMap((table, index) => [
    ...printRows(table, at(names.tables, index)),
    ...checkKeys(table, at(names.tables, index)),
  ]);
  const open = [
    "tablegen::library library;",
    `${names.namespace}::tables bound;`,
    `if (${embedded ? "argc > 1" : "true"}) {`,
    'if (auto const done = library.open(argc > 1 ? argv[1] : ""); !done) return fail(done);',
    "if (auto const done = library.image().verify_content(); !done) return fail(done);",
    "if (auto const done = bound.bind(library.image()); !done) return fail(done);",
    "}",
    embedded
      ? `auto const& tables = argc > 1 ? bound : ${names.namespace}::tables::embedded();`
      : "auto const& tables = bound;",
  ];
  return [
    `#include "${names.folder}.hpp"`,
    "#include <tablegen/library.hpp>",
    '#include "dump.hpp"',
    "namespace {",
    'int fail(tablegen::status const& s) { std::fprintf(stderr, "%s\\n", s.text()); return 3; }',
    "}",
    "int main(int argc, char** argv) {",
    ...open,
    "[[maybe_unused]] std::string out;",
    ...(bodies.length === 0 ? ["static_cast<void>(tables);"] : bodies),
    "return 0;",
    "}",
    "",
  ].join("\n");
}

type TableNames = ReturnType<typeof chooseNames>["tables"][number];

function printRows(table: TableSchema, names: TableNames): readonly string[] {
  const columns = table.columns.map(({ name }, index) => {
    const label = `${index === 0 ? "" : ","}${JSON.stringify(name)}:`;
    return `out += ${cppText(label)}; dump::put(out, row.${at(names.columns, index).accessor}());`;
  });
  const start = `{"table":${JSON.stringify(table.name)},"row":{`;
  return [
    `for (auto const& row : tables.${names.accessor}()) {`,
    `out = ${cppText(start)};`,
    ...columns,
    'out += "}}\\n";',
    "std::fwrite(out.data(), 1, out.size(), stdout);",
    "}",
  ];
}

function checkKeys(table: TableSchema, names: TableNames): readonly string[] {
  return table.keys.map((key, index) => {
    const accessors = key.columns.map((column) => `row.${at(names.columns, column).accessor}()`);
    const types = accessors.map((call) => `typename dump::owned<std::decay_t<decltype(${call})>>::type`);
    const parts = accessors.map((call, part) => `${at(types, part)}(${call})`);
    const finder = `tables.${names.accessor}().${at(names.keys, index).finder}`;
    return [
      `dump::check_key(${cppText(`${table.name}.${key.name}`)}, tables.${names.accessor}(),`,
      `[](auto const& row) { return std::tuple<${types.join(", ")}>(${parts.join(", ")}); },`,
      `[&](auto const& key) { return std::apply([&](auto const&... parts) { return ${finder}(parts...); }, key); });`,
    ].join("\n");
  });
}

/** A C++ string literal of printable ASCII. */
function cppText(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return `"${bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}"`;
}
