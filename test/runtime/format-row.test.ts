import * as fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.js";
import type { ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import {
  formatCsvHeader,
  formatNamedRowJson,
  formatRowCsv,
  formatRowJson,
} from "../../src/runtime/format-row.js";
import { openImage } from "../../src/runtime/open-image.js";
import { parseKeyText } from "../../src/runtime/parse-key-text.js";
import type { TableReader } from "../../src/runtime/table-reader.js";
import { int32, int64, schemaOf, text } from "../emit/ts/schema-of.js";
import { world, worldRows } from "../emit/ts/world.js";
import { anyTables } from "./arbitrary-tables.js";
import { imageOf } from "./image-of.js";

const quality: ValueType = { kind: "enum", index: 0, name: "Quality", underlying: int32 };
const float32: ValueType = { kind: "float", bits: 32 };
const optional = (value: ValueType): ValueType => ({ kind: "optional", value });

/** One table with these columns and this row. */
function tableOf(columns: Readonly<Record<string, readonly [ValueType, Value]>>): TableReader {
  const outline = { columns: Object.entries(columns).map(([name, [type]]) => [name, type] as const) };
  const schema = schemaOf(
    { Item: outline },
    {
      Quality: {
        values: [
          ["Common", 0],
          ["Rare", 1],
        ],
      },
    },
  );
  return at(
    openImage(imageOf(schema, { Item: [Object.values(columns).map(([, value]) => value)] })).tables,
    0,
  );
}

describe("a row as JSON", () => {
  test("has its columns in order, each in the form of its type", () => {
    const table = tableOf({
      id: [int32, -7],
      big: [int64, 9007199254740993n],
      unsigned: [{ kind: "integer", bits: 64, signed: false }, 2n ** 64n - 1n],
      ok: [{ kind: "bool" }, true],
      rate: [float32, Math.fround(0.1)],
      exact: [{ kind: "float", bits: 64 }, 0.1],
      zero: [{ kind: "float", bits: 64 }, -0],
      quality: [quality, 1],
      newer: [quality, 9],
      at: [{ kind: "datetime" }, 1714536000],
      wait: [{ kind: "duration" }, -1250],
      none: [optional(int64), undefined],
      some: [optional(int64), 5n],
      tags: [{ kind: "list", element: text }, ['a"b', "\n\u0001锋利"]],
      grid: [{ kind: "array", element: { kind: "list", element: quality }, length: 2 }, [[0, 1], []]],
      gaps: [{ kind: "list", element: optional(int32) }, [1, undefined]],
    });
    expect(formatRowJson(table, table.row(0))).toBe(
      '{"id":-7,"big":"9007199254740993","unsigned":"18446744073709551615","ok":true,"rate":0.1,"exact":0.1,' +
        '"zero":0,"quality":"Rare","newer":9,"at":"2024-05-01T04:00:00Z","wait":"-PT1.25S","none":null,"some":"5",' +
        '"tags":["a\\"b","\\n\\u0001锋利"],"grid":[["Common","Rare"],[]],"gaps":[1,null]}',
    );
  });

  test("may carry the name of its table", () => {
    const table = tableOf({ id: [int32, 1] });
    expect(formatNamedRowJson(table, table.row(0))).toBe('{"table":"Item","row":{"id":1}}');
  });

  test("of a column called __proto__ is a member like any other", () => {
    const table = tableOf({ ["__proto__"]: [int32, 1], toJSON: [text, "x"] });
    expect(formatRowJson(table, table.row(0))).toBe('{"__proto__":1,"toJSON":"x"}');
  });

  test("of any table parses, and has every text and number back", () => {
    fc.assert(
      fc.property(anyTables, ({ schema, rows }) => {
        const image = openImage(imageOf(schema, rows));
        for (const [table, row] of image.tables.flatMap((one) =>
          [...one.rows()].map((row) => [one, row] as const),
        )) {
          const parsed: unknown = JSON.parse(formatRowJson(table, row));
          const plain = Object.entries(parsed as Record<string, unknown>);
          expect(plain.map(([name]) => name)).toEqual(table.columns.map(({ name }) => name));
          for (const [index, [, value]] of plain.entries()) {
            const { kind } = at(table.columns, index).type;
            if (kind === "string" || kind === "bool") expect(value).toBe(row[index]);
            if (kind === "integer") expect(String(value)).toBe(String(row[index]));
          }
        }
      }),
    );
  });
});

describe("a row as CSV", () => {
  test("quotes what RFC 4180 asks for, writes lists as JSON, and tells empty text from absent", () => {
    const table = tableOf({
      id: [int64, 9007199254740993n],
      plain: [text, "Sword"],
      comma: [text, 'a,"b"\n'],
      blank: [text, " a"],
      empty: [text, ""],
      none: [optional(text), undefined],
      rate: [float32, Math.fround(0.1)],
      quality: [quality, 1],
      newer: [quality, 9],
      at: [{ kind: "datetime" }, 0],
      tags: [{ kind: "list", element: text }, ["a", "b"]],
      numbers: [{ kind: "list", element: int32 }, [1]],
      ok: [{ kind: "bool" }, false],
    });
    expect(formatCsvHeader(table)).toBe(
      "id,plain,comma,blank,empty,none,rate,quality,newer,at,tags,numbers,ok",
    );
    expect(formatRowCsv(table, table.row(0))).toBe(
      '9007199254740993,Sword,"a,""b""\n"," a","",,0.1,Rare,9,1970-01-01T00:00:00Z,"[""a"",""b""]",[1],false',
    );
  });

  test("of any table reads back cell by cell", () => {
    fc.assert(
      fc.property(anyTables, ({ schema, rows: { T: rows = [], ...others } }) => {
        const table = at(openImage(imageOf(schema, { T: rows, ...others })).tables, 4);
        const lines = [formatCsvHeader(table), ...[...table.rows()].map((row) => formatRowCsv(table, row))];
        const { data } = Papa.parse<string[]>(lines.join("\r\n"), { newline: "\r\n", delimiter: "," });
        expect(data).toHaveLength(rows.length + 1);
        for (const [index, row] of rows.entries()) {
          for (const [column, { type }] of table.columns.entries()) {
            if (type.kind === "string") expect(data[index + 1]?.[column]).toBe(row[column]);
          }
        }
      }),
    );
  });
});

describe("a row of types with names, and of what leads elsewhere", () => {
  const image = openImage(imageOf(world, worldRows));
  const line = (name: string, position: number) => {
    const table = image.table(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return [formatRowJson(table, table.row(position)), formatRowCsv(table, table.row(position))];
  };

  test("has structs as objects, variants with $type, maps as pairs, references as keys, flags by names", () => {
    const [json] = line("Hero", 0);
    expect(json).toBe(
      '{"id":1001,"name":"Ann","weapon":7,"offhand":null,"step":[1001,2],"target":7,"maybe":null,"bag":[7,9,7],' +
        '"known":["bolt","heal"],"levels":[["bolt",3],["heal",1]],"prices":[["5",[{"item":9,"count":2}]]],' +
        '"chest":{"first":{"item":7,"count":1},"others":[{"item":9,"count":5}],"opener":null},"spare":null,' +
        '"rewards":[{"item":7,"count":10},{"item":9,"count":20}],"shape":{"$type":"Group","parts":' +
        '[{"$type":"Circle","radius":1.5},{"$type":"Group","parts":[],"tags":[]}],"tags":["a","b"]},"action":null,' +
        '"actions":[{"$type":"Wait"},{"$type":"Round","radius":2},{"$type":"Give","item":7,"count":3}],"since":"1.2",' +
        '"traits":"fast|flying","seen":["1969-12-31T23:59:55Z","2024-05-01T04:00:00Z"],"paths":[[1001,1],[1001,2]],' +
        '"weaponKey":"Rare"}',
    );
  });

  test("has all of them as JSON text in CSV, but what is one value as that", () => {
    expect(line("Step", 0)[1]).toBe("1001,2,-1");
    expect(line("Hero", 1)[1]).toBe(
      '1002,Bob,9,7,,1001,1002,[],[],[],[],"{""first"":{""item"":9,""count"":1},""others"":[],""opener"":1001}",' +
        '"{""item"":9,""count"":4}","[{""item"":7,""count"":1},{""item"":7,""count"":2}]",' +
        '"{""$type"":""Circle"",""radius"":0.5}","{""$type"":""Round"",""radius"":8}",[],1.0,fast|huge,[],[],Common',
    );
  });

  test.each<[string, number, string]>([
    ["no bit without a name for it", 0, "0"],
    ["one name", 2, '"flying"'],
    ["one name that others make too", 3, '"both"'],
    ["several names in declared order", 7, '"fast|flying|both|huge"'],
    ["bits that have no name", 8, "8"],
    ["bits of which some have no name", 9, "9"],
  ])("flags of %s are %s: %s", (_, value, expected) => {
    const type: ValueType = { kind: "enum", index: 0, name: "Traits", underlying: int32 };
    const schema = schemaOf(
      { T: { columns: [["t", type]] } },
      {
        Traits: {
          isFlags: true,
          values: [
            ["fast", 1],
            ["flying", 2],
            ["both", 3],
            ["huge", 4],
          ],
        },
      },
    );
    const table = at(openImage(imageOf(schema, { T: [[value]] })).tables, 0);
    expect(formatRowJson(table, table.row(0))).toBe(`{"t":${expected}}`);
  });

  test.each([
    [0n, "0.0"],
    [1n << 48n, "1.0"],
    [(1n << 48n) | (2n << 32n) | (3n << 16n), "1.2.3"],
    [(1n << 48n) | 4n, "1.0.0.4"],
    [2n ** 64n - 1n, "65535.65535.65535.65535"],
  ])("the version %s is %s", (value, expected) => {
    const table = tableOf({ v: [{ kind: "version" }, value] });
    expect(formatRowCsv(table, table.row(0))).toBe(expected);
  });
});

describe("the text of a key", () => {
  const table = tableOf({ id: [int32, 1] });
  const parse = (type: ValueType, texts: readonly string[]) =>
    texts.map((one) => parseKeyText(table, type, one));

  test("means a value of its column's type, or nothing", () => {
    expect(parse(int32, ["7", "-7", "7.5", "", "x", "1e3", "0x10", "9007199254740993"])).toEqual([
      7,
      -7,
      ...Array(6).fill(undefined),
    ]);
    expect(parse(int64, ["9007199254740993", "-1", "+1", "", "1.0"])).toEqual([
      9007199254740993n,
      -1n,
      ...Array(3).fill(undefined),
    ]);
    expect(parse(text, ["", "7"])).toEqual(["", "7"]);
    expect(parse({ kind: "bool" }, ["true", "false", "1"])).toEqual([true, false, undefined]);
    expect(parse(quality, ["Rare", "1", "9", "rare"])).toEqual([1, 1, 9, undefined]);
    expect(parse(float32, ["1"])).toEqual([undefined]);
  });

  test("of flags, a version or a reference is what dump prints", () => {
    const own = at(openImage(imageOf(world, worldRows)).tables, 0);
    const typeOf = (name: string) =>
      at(
        own.columns.filter((column) => column.name === name),
        0,
      ).type;
    const key = (name: string, one: string) => parseKeyText(own, typeOf(name), one);
    expect(
      ["fast", "fast|huge", "fast | huge", "3", "slow", "fast|", ""].map((one) => key("traits", one)),
    ).toEqual([1, 2 ** 31 + 1, 2 ** 31 + 1, 3, undefined, undefined, undefined]);
    expect(["1.2.3", "x"].map((one) => String(key("since", one)))).toEqual(["1.2.3", "undefined"]);
    expect([key("weapon", "7"), key("weapon", "x"), key("step", "7"), key("bag", "7")]).toEqual([
      7,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("of a time is what dump prints, or its number", () => {
    expect(
      parse({ kind: "datetime" }, ["2024-05-01T04:00:00Z", "2024-05-01T06:00:00+02:00", "2024-05-01"]),
    ).toEqual([1714536000, 1714536000, 1714521600]);
    expect(parse({ kind: "datetime" }, ["1714536000", "2024-05-01T04:00:00", "2024-13-01", "May 1"])).toEqual(
      [1714536000, undefined, undefined, undefined],
    );
    expect(parse({ kind: "duration" }, ["PT90S", "-PT1.25S", "90000", "PT0.001S", "P1D"])).toEqual([
      90_000,
      -1250,
      90_000,
      1,
      undefined,
    ]);
  });
});
