import { at } from "../../src/base/assert.js";
import { type ColumnCppNames, type CppNames, chooseNames } from "../../src/emit/cpp/choose-names.js";
import type { FieldSchema, Schema, TableSchema } from "../../src/model/schema.js";

/**
 * Returns a C++ program that prints every row of a library as `dump` does, through the accessors of the generated
 * headers, and looks up every key and keys beside them. It takes the library's path; without one it reads the
 * tables that are compiled in, where `embedded` says so.
 */
export function emitDumpProgram(schema: Schema, embedded = false): string {
  const names = chooseNames(schema, () => {});
  const bodies = schema.tables.flatMap((table, index) => {
    const tableNames = at(names.tables, index);
    return [
      "{",
      `auto const& table = tables.table_of(tablegen::row_tag<::${names.namespace}::${tableNames.row}>());`,
      ...(table.isSingleton ? [`if (&tables.${tableNames.accessor}() != &table[0]) return 4;`] : []),
      ...printRows(table, tableNames),
      ...checkKeys(table, tableNames),
      "}",
    ];
  });
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
    ...describeTypes(schema, names),
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

/** Tells dump.hpp the names that C++ does not have at run time. */
function describeTypes(schema: Schema, names: CppNames): readonly string[] {
  const qualified = (name: string) => `::${names.namespace}::${name}`;
  const flags = schema.enums.flatMap(({ isFlags, values }, index) => {
    if (!isFlags) return [];
    const { type, values: enumerators } = at(names.enums, index);
    const all = values.map(
      ({ name }, value) => `{${qualified(type)}::${at(enumerators, value)}, ${cppText(name)}}`,
    );
    const pair = `std::pair<${qualified(type)}, char const*>`;
    return `template <> struct flags<${qualified(type)}> : are_flags { static constexpr ${pair} all[] = {${all.join(", ")}}; };`;
  });
  const structs = schema.structs.map(({ fields }, index) => {
    const { type, fields: fieldNames } = at(names.structs, index);
    const parameters = `([[maybe_unused]] std::string& out, [[maybe_unused]] ${qualified(type)} const& row)`;
    return {
      declaration: `template <> struct fields<${qualified(type)}> : are_fields { static void put${parameters}; };`,
      definition: `inline void fields<${qualified(type)}>::put${parameters} {\n${printFields(fields, fieldNames).join("\n")}\n}`,
    };
  });
  const variants = schema.variants.map(({ kinds }, index) => {
    const all = kinds.map(({ name }) => cppText(JSON.stringify(name)));
    return `template <> struct kinds<${qualified(at(names.variants, index).type)}> { static constexpr char const* names[] = {${[...all, "nullptr"].join(", ")}}; };`;
  });
  return [
    "namespace dump {",
    ...flags,
    // Each may hold any other.
    ...structs.map(({ declaration }) => declaration),
    ...variants,
    ...structs.map(({ definition }) => definition),
    "}",
  ];
}

/** Each field with a comma before it. */
function printFields(fields: readonly FieldSchema[], names: readonly ColumnCppNames[]): readonly string[] {
  return fields.map(({ name }, index) => {
    const label = cppText(`,${JSON.stringify(name)}:`);
    return `out += ${label}; dump::put(out, row.${at(names, index).accessor}());`;
  });
}

type TableNames = CppNames["tables"][number];

function printRows(table: TableSchema, names: TableNames): readonly string[] {
  const start = `{"table":${JSON.stringify(table.name)},"row":{`;
  return [
    "for (auto const& row : table) {",
    "out.clear();",
    ...printFields(table.columns, names.columns),
    `out = ${cppText(start)} + out.substr(1) + "}}\\n";`,
    "std::fwrite(out.data(), 1, out.size(), stdout);",
    "}",
  ];
}

function checkKeys(table: TableSchema, names: TableNames): readonly string[] {
  return table.keys.map((key, index) => {
    const accessors = key.columns.map(
      (column) => `dump::key_of(row.${at(names.columns, column).accessor}())`,
    );
    const types = accessors.map((call) => `typename dump::owned<std::decay_t<decltype(${call})>>::type`);
    const parts = accessors.map((call, part) => `${at(types, part)}(${call})`);
    const { finder } = at(names.keys, index);
    const find =
      key.purpose === "unique"
        ? `[&](auto const& key) { return std::apply([&](auto const&... parts) { return table.${finder}(parts...); }, key); }`
        : `table.${finder}()`;
    return [
      `dump::check_${key.purpose}(${cppText(`${table.name}.${key.name}`)}, table,`,
      `[](auto const& row) { return std::tuple<${types.join(", ")}>(${parts.join(", ")}); },`,
      `${find});`,
    ].join("\n");
  });
}

/** A C++ string literal of printable ASCII. */
function cppText(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return `"${bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}"`;
}
