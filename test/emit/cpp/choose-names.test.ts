import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import { formatCellRef } from "../../../src/base/place.js";
import { chooseNames } from "../../../src/emit/cpp/choose-names.js";
import type { Schema } from "../../../src/model/schema.js";
import {
  createEnum,
  createImage,
  createStruct,
  createVariant,
  enumType,
  int32,
  type LibrarySpec,
  list,
  reference,
  string,
  structType,
  variantType,
} from "./images.js";

function choose(spec: LibrarySpec) {
  const { report, diagnostics } = createDiagnosticSink();
  const names = chooseNames(createImage({ name: "game", ...spec }).schema, report);
  const warnings = diagnostics.map(
    ({ id, severity, message, at }) =>
      `${severity} ${id} ${at === undefined ? "" : `${formatCellRef(at)} `}${message}`,
  );
  return { names, warnings };
}

const table = (name: string, ...columns: readonly string[]) => ({
  name,
  columns: columns.map((column) => [column, int32] as const),
  rows: [],
});

test("names that C++ allows are the author's own", () => {
  const { names, warnings } = choose({
    tables: [{ ...table("HeroLevel", "hero", "level", "经验"), keys: [["hero", "level"], ["经验"]] }],
  });
  expect(names.tables[0]).toEqual({
    row: "HeroLevel",
    table: "hero_level_table",
    accessor: "hero_level",
    member: "m_hero_level",
    rowMember: "m_hero_level_row",
    block: "hero_level_block",
    file: "hero_level",
    columns: [
      { accessor: "hero", member: "hero_" },
      { accessor: "level", member: "level_" },
      { accessor: "经验", member: "经验_" },
    ],
    keys: [
      { finder: "find", manyFinder: "find_many", member: "m_primary", parameters: ["hero", "level"] },
      {
        finder: "find_by_经验",
        manyFinder: "find_many_by_经验",
        member: "m_key1",
        parameters: ["经验"],
      },
    ],
  });
  expect(warnings).toEqual([]);
});

describe("a name that C++ takes gets an underscore and a warning", () => {
  test.each([
    ["class", "class_", "class is a word of the language"],
    ["major", "major_", "major is a macro of the standard headers"],
    ["EOF", "EOF_", "EOF is a macro of the standard headers"],
    ["std", "std_", "std is a namespace that the generated code uses"],
    ["a__b", "a_b", "a__b belongs to the compiler"],
    ["_Upper", "Upper", "_Upper belongs to the compiler"],
    ["Hero", "Hero_", "Hero is taken there"],
  ])("column %s becomes %s", (column, accessor, reason) => {
    const { names, warnings } = choose({ tables: [table("Hero", "id", column)] });
    expect(names.tables[0]?.columns[1]?.accessor).toBe(accessor);
    expect(warnings).toEqual([
      `warning TG5201 Hero.xlsx:Hero!B1 Column Hero.${column} is called ${accessor} in C++, because ${reason}.`,
    ]);
  });

  test("a column may not be called as the enum that it holds", () => {
    const enums = [createEnum("Quality", { common: 0 })];
    const columns = [["Quality", enumType(enums, "Quality")]] as const;
    const { names, warnings } = choose({ enums, tables: [{ name: "Item", columns, rows: [] }] });
    expect(names.tables[0]?.columns[0]?.accessor).toBe("Quality_");
    expect(warnings).toEqual([
      "warning TG5201 Item.xlsx:Item!A1 Column Item.Quality is called Quality_ in C++, because Quality is taken there.",
    ]);
  });

  test("tables, enums and their values, at the place where they are declared", () => {
    const { names, warnings } = choose({
      namespace: "game::new",
      enums: [createEnum("Item", { none: 0, NULL: 1 })],
      tables: [table("Item", "id"), table("tables", "id"), table("image", "id")],
    });
    expect(names.namespace).toBe("game::new_");
    expect(names.enums[0]?.values).toEqual(["none", "NULL_"]);
    expect(names.tables.map(({ row, accessor }) => [row, accessor])).toEqual([
      ["Item_", "item"],
      ["image", "image_"],
      ["tables_", "tables_"],
    ]);
    expect(warnings).toEqual([
      "warning TG5201 Namespace game::new is called new_ in C++, because new is a word of the language.",
      "warning TG5201 enums.csv Value Item.NULL is called NULL_ in C++, because NULL is a macro of the standard headers.",
      "warning TG5201 Item.xlsx:Item Table Item is called Item_ in C++, because Item is taken there.",
      "warning TG5201 tables.xlsx:tables Table tables is called tables_ in C++, because tables is taken there.",
      "warning TG5201 image.xlsx:image The accessor of table image is called image_ in C++, because image is taken there.",
      "warning TG5201 tables.xlsx:tables The accessor of table tables is called tables_ in C++, because tables is taken there.",
    ]);
  });
});

test("a value of an enum is warned about at its own place, where that is known", () => {
  const item = createEnum("Item", { NULL: 1 });
  const at = { file: "enums.csv", row: 4, column: 1 };
  const { warnings } = choose({
    enums: [{ ...item, values: item.values.map((value) => ({ ...value, at })) }],
    tables: [],
  });
  expect(warnings).toEqual([
    "warning TG5201 enums.csv:B5 Value Item.NULL is called NULL_ in C++, because NULL is a macro of the standard headers.",
  ]);
});

test("names that differ in case alone get files of their own, and none is a device of Windows", () => {
  const { names } = choose({
    tables: [table("HERO", "id"), table("Hero", "id"), table("con", "id"), table("enums", "id")],
  });
  expect(names.tables.map(({ file }) => file)).toEqual(["hero", "hero_", "con_", "enums_"]);
});

test("a table is not called as what its class has inside", () => {
  const keyed = { ...table("Hero", "id", "level"), keys: [["id"], ["level"]] };
  const tables = [keyed, table("m_key1", "id"), table("m_primary", "id"), table("m_rows", "id")];
  const { names } = choose({ tables });
  expect(names.tables.map(({ row }) => row)).toEqual(["Hero", "m_key1_", "m_primary_", "m_rows_"]);
});

test("a table is not called as a member of its block in the image", () => {
  const tables = [table("index_0", "id"), table("lists_12", "id"), table("strings", "id")];
  const { names } = choose({ tables });
  expect(names.tables.map(({ row }) => row)).toEqual(["index_0_", "lists_12_", "strings_"]);
});

test("names do not begin with a digit where a table's name has its first _ taken off", () => {
  const { names, warnings } = choose({ tables: [table("_1", "id")] });
  const derived = names.tables.map((one) => [one.row, one.table, one.accessor, one.block, one.file]);
  expect(derived).toEqual([["_1", "_1_table", "_1", "_1_block", "_1"]]);
  expect(warnings).toEqual([]);
});

test("parameters do not hide what find uses, nor data members", () => {
  const columns = ["rows", "m_rows", "m_primary"];
  const { names } = choose({ tables: [{ ...table("T", ...columns), keys: [columns] }] });
  expect(names.tables[0]?.keys[0]?.parameters).toEqual(["rows_", "m_rows_", "m_primary_"]);
});

test("members do not meet the accessors of other columns", () => {
  const { names } = choose({ tables: [table("T", "id", "id_", "id_m_", "x_", "x")] });
  const all = names.tables[0]?.columns.flatMap(({ accessor, member }) => [accessor, member]) ?? [];
  expect(new Set(all).size).toBe(10);
  expect(all.filter((name) => name.includes("__"))).toEqual([]);
});

test("keys over strings and several columns are found by the columns' names", () => {
  const { names } = choose({
    tables: [
      {
        name: "T",
        columns: [
          ["class", string],
          ["b", int32],
        ],
        keys: [["b"], ["class", "b"]],
        rows: [],
      },
    ],
  });
  expect(names.tables[0]?.keys[1]).toEqual({
    finder: "find_by_class_b",
    manyFinder: "find_many_by_class_b",
    member: "m_key1",
    parameters: ["class_", "b"],
  });
});

describe("structs and variants", () => {
  const structs = [
    createStruct("Item", [["Item", int32]]),
    createStruct("Shop", [
      ["Item", structType(0, createStruct("Item", [["Item", int32]]))],
      ["Any", list(variantType(0, "Any"))],
      ["Hero", reference(["Hero"], ["Hero"], int32)],
      ["class", int32],
    ]),
  ];
  const variants = [createVariant("Any", structs, ["Item", "Shop"])];
  const hero = { ...table("Hero", "id"), keys: [["id"]] };

  test("have the authors' names, and fields are not called as what their struct uses", () => {
    const { names, warnings } = choose({ structs, variants, tables: [hero] });
    expect(names.structs.map(({ type }) => type)).toEqual(["Item", "Shop"]);
    expect(names.variants).toEqual([{ type: "Any" }]);
    expect(names.structs[1]?.fields.map(({ accessor }) => accessor)).toEqual([
      "Item_",
      "Any_",
      "Hero_",
      "class_",
    ]);
    expect(warnings.map((warning) => warning.replace(/^warning TG5201 structs.csv /, ""))).toEqual([
      "Field Item.Item is called Item_ in C++, because Item is taken there.",
      "Field Shop.Item is called Item_ in C++, because Item is taken there.",
      "Field Shop.Any is called Any_ in C++, because Any is taken there.",
      "Field Shop.Hero is called Hero_ in C++, because Hero is taken there.",
      "Field Shop.class is called class_ in C++, because class is a word of the language.",
    ]);
  });

  test("give way to tables and enums, and to each other", () => {
    const enums = [createEnum("Shop", { a: 0 })];
    const { names, warnings } = choose({ enums, structs, variants, tables: [hero, table("Any", "id")] });
    expect(names.tables.map(({ row }) => row)).toEqual(["Any", "Hero"]);
    expect(names.structs.map(({ type }) => type)).toEqual(["Item", "Shop_"]);
    expect(names.variants).toEqual([{ type: "Any_" }]);
    expect(warnings).toContain(
      "warning TG5201 structs.csv Struct Shop is called Shop_ in C++, because Shop is taken there.",
    );
    expect(warnings).toContain(
      "warning TG5201 structs.csv Variant Any is called Any_ in C++, because Any is taken there.",
    );
  });

  test("are not called as what their header has inside", () => {
    const taken = ["check_types", "has", "structs_3", "index_rows_0"].map((name) => createStruct(name, []));
    const { names } = choose({ structs: taken, tables: [table("structs", "id")] });
    expect(names.structs.map(({ type }) => type)).toEqual([
      "check_types_",
      "has_",
      "structs_3_",
      "index_rows_0_",
    ]);
    expect(names.tables.map(({ file }) => file)).toEqual(["structs_"]);
  });
});

test("a column of texts is not called as what its row finds a text of a language by", () => {
  const enums = [createEnum("Language", { en: 0 })];
  const columns = ["in_language", "language", "Language"].map((name) => [name, string] as const);
  const { schema } = createImage({ name: "game", enums, tables: [{ name: "Text", columns, rows: [] }] });
  const tables = schema.tables.map((one) => ({ ...one, texts: { enum: 0, columns: [1] } }));
  const accessorsOf = (given: Schema) =>
    chooseNames(given, () => {}).tables[0]?.columns.map(({ accessor }) => accessor);
  expect(accessorsOf({ ...schema, tables })).toEqual(["in_language_", "language_", "Language_"]);
  expect(accessorsOf(schema)).toEqual(["in_language", "language", "Language"]);
});

test("a column is not called as the table that it refers to", () => {
  const { names } = choose({
    tables: [
      { ...table("Hero", "id"), keys: [["id"]] },
      { name: "Team", columns: [["Hero", reference(["Hero", "Team"], ["Hero"], int32)]], rows: [] },
    ],
  });
  expect(names.tables[1]?.columns.map(({ accessor }) => accessor)).toEqual(["Hero_"]);
});

test("indexes are found by their names, which may be no identifiers", () => {
  const { names } = choose({
    tables: [
      {
        ...table("T", "a", "b", "c"),
        keys: [["a"], ["a", "b"]],
        multi: { b: ["b"], "by zone": ["b", "c"] },
        ordered: { class: ["c"] },
      },
    ],
  });
  expect(names.tables[0]?.keys.map(({ finder, member }) => [finder, member])).toEqual([
    ["find", "m_primary"],
    ["find_by_a_b", "m_key1"],
    ["by_b", "m_key2"],
    ["by_by_zone", "m_key3"],
    ["by_class", "m_key4"],
  ]);
});

test("a table without a primary key may have indexes", () => {
  const { names } = choose({ tables: [{ ...table("T", "a"), multi: { a: ["a"] } }] });
  expect(names.tables[0]?.keys).toMatchObject([{ finder: "by_a", member: "m_key0", parameters: ["a"] }]);
});
