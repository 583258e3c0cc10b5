import { array, assert, boolean, constant, constantFrom, double, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/base/catalog/index.js";
import { schemaDiagnostics } from "../../src/base/catalog/schema.js";
import { configOf, resolve } from "./resolve.js";
import { type Grid, textFileOf, workbookOf } from "./sheet-of.js";

const grid: Grid = [
  ["##name", "id", "owner"],
  ["##type", "int", "int"],
  ["##rule", "key"],
  [null, 1, 2],
];

describe("a schema", () => {
  test("has its tables in order of name, whatever the order of the files", () => {
    const files = ["b", "C", "a", "道"].map((name) => textFileOf(grid, `${name}.csv`));
    const { schema, sources } = resolve(files, configOf({ name: "game", namespace: "my::game" }));
    expect(schema.tables.map(({ name }) => name)).toEqual(["C", "a", "b", "道"]);
    expect(sources.map(({ table }) => table)).toEqual(schema.tables);
    expect([schema.name, schema.namespace]).toEqual(["game", "my::game"]);
  });

  test("of no workbooks is empty", () => {
    expect(resolve([])).toMatchObject({ schema: { tables: [], enums: [] }, sources: [], reported: [] });
  });
});

describe("hostile sheets", () => {
  test("may use names that every JavaScript object has", () => {
    const odd: Grid = [
      ["##name", "__proto__", "constructor"],
      ["##type", "int", "toString"],
      ["##rule", "key"],
    ];
    const { schema, reported } = resolve([workbookOf({ constructor: odd, hasOwnProperty: grid })]);
    expect(schema.tables.map(({ name, columns }) => [name, ...columns.map((column) => column.name)])).toEqual(
      [
        ["constructor", "__proto__"],
        ["hasOwnProperty", "id", "owner"],
      ],
    );
    expect(reported).toEqual([
      "TG2014 items.xlsx:constructor!C2 There is no type toString. Did you mean string?",
    ]);
  });

  test("never make a dialect fail, and every column of a result has its cell in the sheet", () => {
    const words = [
      "##name",
      "##type",
      "##rule",
      "##enum",
      "##",
      "#",
      "id",
      "int",
      "key",
      "a;b",
      "unique(x)",
      "int = 5",
    ];
    const cell = oneof(constantFrom(...words), string(), boolean(), double(), constant(null));
    const dialects = [
      { kind: "marked" },
      { kind: "stacked" },
      { kind: "plain" },
      { kind: "plain", noteRow: 1 },
    ] as const;
    assert(
      property(
        array(array(cell, { maxLength: 5 }), { maxLength: 8 }),
        constantFrom(...dialects),
        (rows, dialect) => {
          const { sources } = resolve([workbookOf({ Item: rows })], configOf({ dialect }));
          for (const { table, regions } of sources) {
            for (const region of regions) {
              expect(region.columns).toHaveLength(table.columns.length);
              expect(region.columns.every((column) => column >= 0 && column < region.sheet.columnCount)).toBe(
                true,
              );
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("references of the config", () => {
  const refer = (references: string, workbooks = [workbookOf({ Item: grid, Hero: grid })]) =>
    resolve(
      workbooks,
      configOf({
        tables: {
          Item: { columns: { owner: { references, ignore: false }, id: { references, ignore: false } } },
        },
      }),
    ).reported;

  test("have no effect yet, which is said once", () => {
    expect(refer("Hero.id")).toEqual([
      "TG2038 table-gen.config.jsonc:tables.Item.columns.owner.references The values of `references` columns are not compared with the other table yet.",
    ]);
  });

  test.each([
    ["Hero", '"Hero" refers to nothing: it is not of the form Table.column.'],
    ["Hero.id.x", '"Hero.id.x" refers to nothing: it is not of the form Table.column.'],
    ["Heroo.id", '"Heroo.id" refers to nothing: there is no table Heroo. Did you mean Hero.id?'],
    ["Hero.idd", '"Hero.idd" refers to nothing: Hero has no column idd. Did you mean Hero.id?'],
    ["Hero.weapon", '"Hero.weapon" refers to nothing: Hero has no column weapon.'],
  ])("%s is reported", (references, message) => {
    expect(refer(references)).toEqual([
      `TG2037 table-gen.config.jsonc:tables.Item.columns.owner.references ${message}`,
      `TG2037 table-gen.config.jsonc:tables.Item.columns.id.references ${message}`,
    ]);
  });

  test("to a table with mistakes of its own are not reported", () => {
    const faulty: Grid = [
      ["##name", "id", "x"],
      ["##type", "int", "itn"],
      ["##rule", "key"],
    ];
    const reported = refer("Hero.x", [workbookOf({ Item: grid, Hero: faulty })]);
    expect(reported).toEqual([
      "TG2014 items.xlsx:Hero!C2 There is no type itn. Did you mean int?",
      expect.stringContaining("TG2038"),
    ]);
  });
});

describe("emptyCells of the config", () => {
  test("name types by their full names, enums, or list", () => {
    const config = configOf({
      emptyCells: { int32: "0", list: "", Quality: "White", int: "0", strng: "", "int32[]": "" },
      enums: {
        Quality: {
          underlying: "int32",
          flags: false,
          note: "",
          values: [{ name: "White", value: 0, aliases: [], note: "" }],
        },
      },
    });
    expect(resolve([], config).reported).toEqual([
      "TG2039 table-gen.config.jsonc:emptyCells.int `emptyCells` names int, which is no type. Did you mean int32?",
      "TG2039 table-gen.config.jsonc:emptyCells.strng `emptyCells` names strng, which is no type. Did you mean string?",
      'TG2039 table-gen.config.jsonc:emptyCells["int32[]"] `emptyCells` names int32[], which is no type. Did you mean int32?',
    ]);
  });
});

describe("the catalog of this stage", () => {
  test("has an id of its own for each code, in the range TG2…", () => {
    const ids = Object.values(schemaDiagnostics).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^TG2\d{3}$/.test(id))).toEqual([]);
    expect(Object.values(catalog).filter(({ id }) => id.startsWith("TG2"))).toHaveLength(ids.length);
  });
});
