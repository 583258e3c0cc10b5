import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import { formatCellRef } from "../../../src/base/place.js";
import { emitTs } from "../../../src/emit/ts/emit-ts.js";
import type { OutputFile } from "../../../src/model/output-file.js";
import type { Schema, ValueType } from "../../../src/model/schema.js";
import { compileBindings } from "./compile-bindings.js";
import { int32, int64, schemaOf, text } from "./schema-of.js";

const quality: ValueType = { kind: "enum", index: 0, name: "Quality", underlying: int32 };

const game = schemaOf(
  {
    Item: {
      note: "道具",
      columns: [
        ["id", int32, "编号"],
        ["name", text],
        ["quality", quality],
        ["price", { kind: "optional", value: int64 }, "in copper coins\nnone when it is not for sale"],
        ["tags", { kind: "list", element: text }],
        ["sockets", { kind: "array", element: { kind: "list", element: quality }, length: 2 }],
      ],
      keys: [["id"], ["quality", "name"]],
    },
    hero_level: {
      columns: [
        ["heroId", int32],
        ["level", int32],
      ],
      keys: [["heroId", "level"]],
    },
    log: { columns: [["at", { kind: "datetime" }]] },
  },
  {
    Quality: {
      note: "品质",
      values: [
        ["Common", 0, "白"],
        ["Rare", 1],
      ],
    },
  },
);

describe("the generated files", () => {
  test("are one for Node, one for browsers, one for the enums and one for each table", async () => {
    const files = await emit(game);
    expect(files.map(({ path }) => path)).toEqual([
      "ts/tables.ts",
      "ts/tables-browser.ts",
      "ts/tables-enums.ts",
      "ts/tables/item.ts",
      "ts/tables/hero-level.ts",
      "ts/tables/log.ts",
    ]);
  });

  test("read as a person would have written them", async () => {
    for (const { path, content } of await emit(game)) {
      await expect(content).toMatchFileSnapshot(`expected/${path}.txt`);
    }
  });

  test("are the same at every run", async () => {
    expect(await emit(game)).toEqual(await emit(game));
  });

  test("compile under the strictest options, and so does a program that uses them", async () => {
    const program = `
      import { openTables, type Item, Quality, type Tables } from "./ts/tables.js";
      import { enumName, type ListView } from "table-gen/runtime";
      export function use(tables: Tables): unknown[] {
        const item: Item | undefined = tables.item.get(1);
        const price: bigint | undefined = item?.price;
        const tags: ListView<string> | undefined = item?.tags;
        const byName: Item | undefined = tables.item.getByQualityName(Quality.Rare, "x");
        const keys: (readonly [heroId: number, level: number])[] = [...tables.heroLevel.keys()];
        const at: Date | undefined = tables.log.at(0)?.at;
        const name: "Common" | "Rare" | undefined = enumName(Quality, item?.quality ?? Quality.Common);
        return [price, tags, byName, keys, at, name, tables.heroLevel.has(1, 2)];
      }
      export const result = use(openTables("tables"));
    `;
    expect(compileBindings(await emit(game), program)).toEqual([]);
  });

  test("do not let a key of the wrong type compile", async () => {
    const program = `
      import type { Tables } from "./ts/tables.js";
      export const use = (tables: Tables) => [tables.item.get("1"), tables.heroLevel.get(1), tables.log.get(1)];
    `;
    expect(compileBindings(await emit(game), program)).toEqual([
      "program.ts: Argument of type 'string' is not assignable to parameter of type 'number'.",
      "program.ts: Expected 2 arguments, but got 1.",
      "program.ts: Property 'get' does not exist on type 'LogTable'.",
    ]);
  });

  test("compile for every type, alone, optional, in a list and in a fixed array", async () => {
    const scalars: readonly ValueType[] = [
      { kind: "bool" },
      ...([8, 16, 32, 64] as const).flatMap((bits): ValueType[] => [
        { kind: "integer", bits, signed: true },
        { kind: "integer", bits, signed: false },
      ]),
      { kind: "float", bits: 32 },
      { kind: "float", bits: 64 },
      text,
      { kind: "datetime" },
      { kind: "duration" },
      quality,
      { kind: "enum", index: 1, name: "Wide", underlying: int64 },
    ];
    const forms = scalars.flatMap((type): readonly ValueType[] => {
      const optional: ValueType = { kind: "optional", value: type };
      const list: ValueType = { kind: "list", element: type };
      const array: ValueType = { kind: "array", element: type, length: 3 };
      const nested: ValueType = {
        kind: "optional",
        value: { kind: "list", element: { ...list, element: optional } },
      };
      return [type, optional, list, array, { kind: "optional", value: array }, nested];
    });
    const schema = schemaOf(
      { All: { columns: forms.map((type, index) => [`c${index}`, type] as const) } },
      { Quality: { values: [["A", 1]] }, Wide: { underlying: int64, values: [["B", -(2 ** 40)]] } },
    );
    expect(compileBindings(await emit(schema))).toEqual([]);
  });

  test("compile without enums, tables or values", async () => {
    expect(compileBindings(await emit(schemaOf({})))).toEqual([]);
    const none = schemaOf(
      { A: { columns: [["q", { ...quality, name: "None" }]] } },
      { None: { values: [] } },
    );
    expect(compileBindings(await emit(none))).toEqual([]);
  });
});

describe("names", () => {
  test("that TypeScript keeps for itself are good columns", async () => {
    const words = ["class", "default", "new", "await", "arguments", "undefined", "get", "static", "any"];
    const schema = schemaOf({
      Words: {
        columns: words.map((word) => [word, int32] as const),
        keys: [words, ...words.map((word) => [word])],
      },
    });
    expect(compileBindings(await emit(schema))).toEqual([]);
  });

  test("in Chinese and other scripts are kept", async () => {
    const schema = schemaOf(
      {
        道具: {
          columns: [
            ["编号", int32],
            ["品质", { ...quality, name: "品质" }],
          ],
          keys: [["编号"]],
        },
      },
      { 品质: { values: [["白", 1]] } },
    );
    const program = `
      import { type Tables, 品质 } from "./ts/tables.js";
      export const use = (tables: Tables) => tables.道具.get(1)?.品质 === 品质.白;
    `;
    expect(compileBindings(await emit(schema), program)).toEqual([]);
  });

  test("that every object has get an underscore and a warning at the column", async () => {
    const { diagnostics, report } = createDiagnosticSink();
    const columns = ["id", "constructor", "__proto__", "toString", "toString_"];
    const schema = schemaOf({
      Odd: { columns: columns.map((name) => [name, int32] as const), keys: [["constructor"]] },
    });
    const files = await emitTs(schema, { toolVersion: "0.1.0" }, report);
    expect(
      diagnostics.map((d) => [d.id, d.severity, d.message, d.at === undefined ? "" : formatCellRef(d.at)]),
    ).toEqual([
      [
        "TG5301",
        "warning",
        "Column Odd.constructor is called constructor_ in TypeScript, because constructor is taken there.",
        "Odd.xlsx:Odd!B1",
      ],
      [
        "TG5301",
        "warning",
        "Column Odd.__proto__ is called __proto___ in TypeScript, because __proto__ is taken there.",
        "Odd.xlsx:Odd!C1",
      ],
      [
        "TG5301",
        "warning",
        "Column Odd.toString is called toString_ in TypeScript, because toString is taken there.",
        "Odd.xlsx:Odd!D1",
      ],
      [
        "TG5301",
        "warning",
        "Column Odd.toString_ is called toString__ in TypeScript, because toString_ is taken there.",
        "Odd.xlsx:Odd!E1",
      ],
    ]);
    expect(compileBindings(files)).toEqual([]);
  });

  test("of columns give way to the method that finds a text of a language", async () => {
    const outline = { columns: ["key", "inLanguage"].map((name) => [name, text] as const), keys: [["key"]] };
    const schema = schemaOf({ Text: outline }, { Language: { values: [["en", 0]] } });
    const tables = schema.tables.map((one) => ({ ...one, texts: { enum: 0, columns: [1] } }));
    const { diagnostics, report } = createDiagnosticSink();
    const files = await emitTs({ ...schema, tables }, { toolVersion: "0.1.0" }, report);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Column Text.inLanguage is called inLanguage_ in TypeScript, because inLanguage is taken there.",
    ]);
    expect(compileBindings(files)).toEqual([]);
  });

  test("of an enum's values are warned about at their own places", async () => {
    const { diagnostics, report } = createDiagnosticSink();
    const schema = schemaOf({}, { Kind: { values: [["__proto__", 1]] } });
    const at = { file: "enums.csv", row: 4, column: 1 };
    const enums = schema.enums.map((one) => ({
      ...one,
      values: one.values.map((value) => ({ ...value, at })),
    }));
    await emitTs({ ...schema, enums }, { toolVersion: "0.1.0" }, report);
    expect(diagnostics.map((d) => [d.id, d.at])).toEqual([["TG5301", at]]);
  });

  test("of enums that mean something before a type do not stand for one", async () => {
    const { diagnostics, report } = createDiagnosticSink();
    const words = ["as", "asserts", "infer", "is", "keyof", "readonly", "type", "unique"];
    const columns = words.map(
      (name, index) => [`a_${name}`, { kind: "enum", index, name, underlying: int32 }] as const,
    );
    const schema = schemaOf(
      { T: { columns: [["id", int32], ...columns], keys: [["id"], ...columns.map(([name]) => [name])] } },
      Object.fromEntries(words.map((name) => [name, { values: [["A", 1]] }])),
    );
    expect(compileBindings(await emitTs(schema, { toolVersion: "0.1.0" }, report))).toEqual([]);
    const changed = ["as", "infer", "keyof", "readonly", "unique"];
    expect(diagnostics.map(({ message }) => message)).toEqual(
      changed.map((name) => `Enum ${name} is called ${name}_ in TypeScript, because ${name} is taken there.`),
    );
  });

  test("of tables and enums that meet in one class name are told apart", async () => {
    const { diagnostics, report } = createDiagnosticSink();
    const schema = schemaOf(
      {
        hero: { columns: [["id", int32]], keys: [["id"]] },
        Hero: { columns: [["id", int32]], keys: [["id"]] },
        HeroTable: { columns: [["id", int32]] },
        Row: { columns: [["at", { kind: "datetime" }]] },
        Date: { columns: [["at", { kind: "datetime" }]] },
        close: { columns: [["id", int32]] },
        con: { columns: [["id", int32]] },
        _1: { columns: [["id", int32]] },
      },
      { Hero: { values: [["A", 1]] }, any: { values: [["A", 1]] } },
    );
    const files = await emitTs(schema, { toolVersion: "0.1.0" }, report);
    expect(diagnostics.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "Enum any is called any_ in TypeScript, because any is taken there.",
        "The row class of table Date is called Date_ in TypeScript, because Date is taken there.",
        "The row class of table Hero is called Hero_ in TypeScript, because Hero is taken there.",
        "The row class of table Row is called Row_ in TypeScript, because Row is taken there.",
        "Table close is called close_ in TypeScript, because close is taken there.",
        "The row class of table hero is called Hero__ in TypeScript, because Hero is taken there.",
        "Table hero is called hero_ in TypeScript, because hero is taken there.",
      ]
    `);
    expect(files.map(({ path }) => path)).toMatchInlineSnapshot(`
      [
        "ts/tables.ts",
        "ts/tables-browser.ts",
        "ts/tables-enums.ts",
        "ts/tables/date.ts",
        "ts/tables/hero.ts",
        "ts/tables/hero-table.ts",
        "ts/tables/row.ts",
        "ts/tables/_1.ts",
        "ts/tables/close.ts",
        "ts/tables/con_.ts",
        "ts/tables/hero_.ts",
      ]
    `);
    expect(compileBindings(files)).toEqual([]);
  });
});

describe("text of the sheets", () => {
  const hostile = [
    "*/ process.exit(1); /*",
    "*\\/ */ */",
    "@deprecated {@link x} a@b.c",
    "`$\u007bprocess.exit(1)}`",
    "line\rline\u2028line\r\n\0\u202ehidden",
    '"; process.exit(1); //',
    "??/",
    "\\",
    " ",
  ];

  test("cannot become code or a tag in the comments of the files", async () => {
    const [first = ""] = hostile;
    const schema = schemaOf(
      {
        T: {
          note: hostile.join("\n"),
          columns: hostile.map((note, index) => [`c${index}`, quality, note] as const),
          keys: [["c0"]],
        },
      },
      { Quality: { note: first, values: hostile.map((note, index) => [`v${index}`, index, note] as const) } },
    );
    const files = await emit(schema);
    expect(compileBindings(files)).toEqual([]);
    for (const { path, content } of files)
      await expect(content).toMatchFileSnapshot(`expected/hostile/${path}.txt`);
  });
});

async function emit(schema: Schema): Promise<OutputFile[]> {
  const { diagnostics, report } = createDiagnosticSink();
  const files = await emitTs(schema, { toolVersion: "0.1.0" }, report);
  expect(diagnostics).toEqual([]);
  return files;
}
