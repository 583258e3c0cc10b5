import { array, assert, boolean, constant, constantFrom, double, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/base/catalog/index.js";
import { schemaDiagnostics } from "../../src/base/catalog/schema.js";
import { columnsOfSource } from "../../src/model/table-source.js";
import { configOf, describeTable, resolve } from "./resolve.js";
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
              const columns = region.columns.flatMap((one) => [...columnsOfSource(one)]);
              expect(columns.every((column) => column >= 0 && column < region.sheet.columnCount)).toBe(true);
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

  test("make the columns references to a unique key", () => {
    const { schema, reported } = resolve(
      [workbookOf({ Item: grid, Hero: grid })],
      configOf({ tables: { Item: { columns: { owner: { references: "Hero.id", ignore: false } } } } }),
    );
    expect(schema.tables.map(describeTable)).toEqual([
      "Hero(id: int32, owner: int32) key id",
      "Item(id: int32, owner: ref<Hero>) key id",
    ]);
    expect(reported).toEqual([]);
  });

  test("may name the table alone, whose primary key is meant", () => {
    expect(refer("Hero")).toEqual([]);
  });

  test.each([
    ["Hero.id.x", '"Hero.id.x" refers to nothing: a table may be followed by . and one of its unique keys.'],
    ["Heroo.id", '"Heroo.id" refers to nothing: there is no table Heroo. Did you mean Hero?'],
    ["Hero.idd", '"Hero.idd" refers to nothing: idd is no unique key of Hero. Did you mean Hero.id?'],
    ["Hero.weapon", '"Hero.weapon" refers to nothing: weapon is no unique key of Hero.'],
  ])("%s is reported", (references, message) => {
    expect(refer(references)).toEqual([
      `TG2037 table-gen.config.jsonc:tables.Item.columns.id.references ${message}`,
      `TG2037 table-gen.config.jsonc:tables.Item.columns.owner.references ${message}`,
    ]);
  });

  test("to a table with mistakes of its own are not reported", () => {
    const faulty: Grid = [
      ["##name", "id", "x"],
      ["##type", "int", "itn"],
      ["##rule", "key"],
    ];
    const reported = refer("Hero.x", [workbookOf({ Item: grid, Hero: faulty })]);
    expect(reported).toEqual(["TG2014 items.xlsx:Hero!C2 There is no type itn. Did you mean int?"]);
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
    expect(ids.filter((id) => !/^TG2\d{3}$/.test(id))).toEqual([]);
    const all = Object.values(catalog).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });
});
