import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCellRef } from "../../src/base/place.js";
import type { ValueType } from "../../src/model/schema.js";
import type { Cell, FormulaCell } from "../../src/model/workbook.js";
import { dateCell } from "./parsing.js";
import {
  arrayOf,
  type ColumnSpec,
  cellsAt,
  createSheet,
  createTable,
  formatDiagnostic,
  listOf,
  optional,
  quality,
  type ReadOptions,
  readRegions,
  readRows,
  types,
  valuesOf,
} from "./tables.js";

/** Reads one column of cells; the cell of row 0 is A2. */
function readColumn(
  column: Partial<ColumnSpec> & { type: ValueType },
  cells: readonly Cell[],
  options?: ReadOptions,
) {
  const table = createTable([{ name: "price", ...column }]);
  const { typed, diagnostics } = readRows(
    table,
    cells.map((cell) => [cell]),
    options,
  );
  return { typed, values: valuesOf(typed)[0], diagnostics, problems: diagnostics.map(formatDiagnostic) };
}

const defaultAt = { file: "items.xlsx", sheet: "Item", row: 2, column: 0 };
const withDefault = (type: ValueType, defaultText: string) => ({ type, defaultText, defaultAt });

describe("a table", () => {
  test("has its columns' values in the order of the rows", () => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "name", type: types.string },
      { name: "quality", type: types.quality },
      { name: "tags", type: listOf(types.string) },
      { name: "from", type: optional(types.datetime) },
      { name: "serial", type: types.uint64 },
    ]);
    const { typed, diagnostics } = readRows(
      table,
      [
        [1, "剑", "White", "a,b", dateCell("1970-01-02"), "18446744073709551615"],
        ["2", 7, 5, 3, undefined, 4],
      ],
      { enums: [quality] },
    );
    expect(diagnostics).toEqual([]);
    expect(typed.rowCount).toBe(2);
    expect(valuesOf(typed)).toEqual([
      [1, 2],
      ["剑", "7"],
      [0, 5],
      [["a", "b"], ["3"]],
      [86_400, undefined],
      [2n ** 64n - 1n, 4n],
    ]);
  });

  test("keeps the cell of each value, with the header and the text", () => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "name", type: types.string, at: { file: "items.xlsx", header: "Item name" } },
    ]);
    const { typed } = readRows(table, [
      [1, "sword"],
      [2, "shield"],
    ]);
    expect(typed.cellAt(1, 1)).toEqual({
      file: "items.xlsx",
      sheet: "Item",
      row: 2,
      column: 1,
      header: "Item name",
      value: "shield",
    });
    expect(typed.cellAt(0, 0)).toMatchObject({ header: "id", value: "1" });
  });

  test("reads regions of several sheets one after the other, each with its own columns", () => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "price", type: types.int32 },
    ]);
    const first = createSheet([
      ["id", "price"],
      [1, 10],
      ["##", "a comment"],
      [2, 20],
    ]);
    const second = createSheet(
      [
        ["price", "", "id"],
        [30, "", 3],
        ["x", "", 4],
      ],
      { file: "more.csv", name: "More" },
    );
    const { typed, diagnostics } = readRegions(table, [
      { sheet: first, rows: [1, 3], columns: cellsAt(0, 1) },
      { sheet: createSheet([]), rows: [], columns: cellsAt(0, 1) },
      { sheet: second, rows: Uint32Array.of(1, 2), columns: cellsAt(2, 0) },
    ]);
    expect(valuesOf(typed)).toEqual([
      [1, 2, 3, 4],
      [10, 20, 30, 0],
    ]);
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'TG4005 more.csv:More!A3 "x" is not an integer, which int32 takes.',
    ]);
    const cells = [0, 1, 2, 3].map((row) => formatCellRef(typed.cellAt(row, 0)));
    expect(cells).toEqual([
      "items.xlsx:Item!A2",
      "items.xlsx:Item!A4",
      "more.csv:More!C2",
      "more.csv:More!C3",
    ]);
  });

  test("may have no rows", () => {
    const { typed, diagnostics } = readRegions(createTable([{ name: "id", type: types.int32 }]), []);
    expect([typed.rowCount, valuesOf(typed), diagnostics]).toEqual([0, [[]], []]);
  });

  test("reports all problems in the order of reading", () => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "price", type: types.uint8 },
    ]);
    const { diagnostics } = readRows(table, [
      ["x", 300],
      [undefined, -1],
    ]);
    expect(diagnostics.map(({ at }) => at && formatCellRef(at))).toEqual([
      "items.xlsx:Item!A2",
      "items.xlsx:Item!B2",
      "items.xlsx:Item!A3",
      "items.xlsx:Item!B3",
    ]);
    expect(diagnostics[1]?.at).toEqual({
      file: "items.xlsx",
      sheet: "Item",
      row: 1,
      column: 1,
      header: "price",
      value: "300",
    });
  });

  test("reads a hundred thousand rows of twelve columns", () => {
    const kinds = [types.int32, types.int64, types.float32, types.string, types.bool, types.uint8];
    const table = createTable([...kinds, ...kinds].map((type, index) => ({ name: `c${index}`, type })));
    const texts = ["1", "0", "1", "text", "1", "255"];
    const sheet = {
      ...createSheet([]),
      cell: (row: number, column: number) => (row % 2 === 0 ? 1 : texts[column % texts.length]),
    };
    const rows = Uint32Array.from({ length: 100_000 }, (_, row) => row);
    const columns = cellsAt(...table.columns.keys());
    const { typed, diagnostics } = readRegions(table, [{ sheet, rows, columns }]);
    expect(diagnostics).toEqual([]);
    expect(typed.columns.map((column) => [column[99_998], column[99_999]]).slice(0, 6)).toEqual([
      [1, 1],
      [1n, 0n],
      [1, 1],
      ["1", "text"],
      [true, true],
      [1, 255],
    ]);
  });
});

describe("a bad cell", () => {
  test.each<[ValueType, unknown]>([
    [types.bool, false],
    [types.int32, 0],
    [types.uint64, 0n],
    [types.float32, 0],
    [types.string, ""],
    [types.datetime, 0],
    [types.duration, 0],
    [types.quality, 0],
    [listOf(types.int32), []],
    [arrayOf(types.int64, 2), [0n, 0n]],
    [optional(types.int32), undefined],
  ])("of type %o gets a placeholder and is invalid", (type, placeholder) => {
    const { typed, values, problems } = readColumn({ type }, [{ kind: "error", text: "#REF!" }], {
      enums: [quality],
    });
    expect(problems).toEqual(["TG4002 items.xlsx:Item!A2 The cell's formula gives the error #REF!."]);
    expect(values).toEqual([placeholder]);
    expect(typed.isInvalid?.(0, 0)).toBe(true);
  });

  test("does not make its neighbours invalid", () => {
    const { typed, values } = readColumn({ type: types.int32 }, [1, "x", 3]);
    expect(values).toEqual([1, 0, 3]);
    expect([0, 1, 2].map((row) => typed.isInvalid?.(row, 0))).toEqual([false, true, false]);
  });

  test("may hold a formula without a value", () => {
    const formula: FormulaCell = { kind: "formula", formula: "SUM(B1:B9)" };
    const { diagnostics, problems } = readColumn({ type: types.int32 }, [formula]);
    expect(problems).toEqual([
      'TG4003 items.xlsx:Item!A2 The file holds no value for the formula "=SUM(B1:B9)".',
    ]);
    expect(diagnostics[0]?.help).toContain("Open the file in a spreadsheet program and save it");
  });
});

describe("an empty cell", () => {
  const blanks = [undefined, "", "  ", "\u00a0\u3000\u200b\r\n"];

  test("is absent in an optional column", () => {
    for (const type of [types.int32, types.string, listOf(types.int32)]) {
      const { values, problems } = readColumn({ type: optional(type) }, blanks);
      expect([values, problems]).toEqual([[undefined, undefined, undefined, undefined], []]);
    }
  });

  test("is an error without a default, whatever the type", () => {
    for (const type of [types.int32, types.string, listOf(types.int32), types.quality]) {
      const { typed, diagnostics, problems } = readColumn({ type }, blanks, { enums: [quality] });
      expect(problems).toEqual(
        ["A2", "A3", "A4", "A5"].map(
          (cell) => `TG4001 items.xlsx:Item!${cell} Item.price has no value here.`,
        ),
      );
      expect(typed.isInvalid?.(3, 0)).toBe(true);
      expect(diagnostics[0]?.at).toMatchObject({ header: "price" });
    }
  });

  test.each<[ValueType, string, unknown]>([
    [types.int32, "7", 7],
    [types.uint64, " 7 ", 7n],
    [types.string, "", ""],
    [types.string, " x", " x"],
    [types.quality, "绿", 1],
    [listOf(types.int32), "", []],
    [listOf(types.int32), "1,2", [1, 2]],
    [types.duration, "1s", 1000],
  ])("of type %o with the default %j has that value", (type, text, value) => {
    const { values, problems } = readColumn(withDefault(type, text), [undefined, " "], { enums: [quality] });
    expect([values, problems]).toEqual([[value, value], []]);
  });

  test.each<[ValueType, string, string]>([
    [types.uint8, "300", "TG4007 items.xlsx:Item!A3 300 does not fit uint8, which holds 0 to 255."],
    [types.int32, "", 'TG4005 items.xlsx:Item!A3 "" is not an integer, which int32 takes.'],
  ])("a wrong default of %o, %j, is reported once, where it stands", (type, text, problem) => {
    const { typed, problems } = readColumn(withDefault(type, text), [undefined, 1, undefined]);
    expect(problems).toEqual([problem]);
    expect([0, 1, 2].map((row) => typed.isInvalid?.(row, 0))).toEqual([true, false, true]);
  });

  test("a default without a place of its own is reported at the column", () => {
    const { problems } = readColumn({ type: types.int32, defaultText: "x" }, [1]);
    expect(problems).toEqual(['TG4005 items.xlsx:Item!A1 "x" is not an integer, which int32 takes.']);
  });

  test("a default of an optional column is reported, because absence comes first", () => {
    const { values, problems, diagnostics } = readColumn(withDefault(optional(types.int32), "5"), [
      undefined,
    ]);
    expect(values).toEqual([undefined]);
    expect(problems).toEqual([
      "TG4028 items.xlsx:Item!A3 The default of Item.price is never used: in an optional column an empty cell means absent.",
    ]);
    expect(diagnostics[0]?.severity).toBe("warning");
  });

  test("means what the config says for its type", () => {
    const emptyCells = { int32: "0", string: "", list: "", Quality: "White" };
    const read = (type: ValueType) => readColumn({ type }, [undefined], { emptyCells, enums: [quality] });
    expect(read(types.int32).values).toEqual([0]);
    expect(read(types.string).values).toEqual([""]);
    expect(read(listOf(types.string)).values).toEqual([[]]);
    expect(read(types.quality).values).toEqual([0]);
    expect(read(types.int64).problems).toEqual(["TG4001 items.xlsx:Item!A2 Item.price has no value here."]);
    expect(read(arrayOf(types.int32, 2)).problems).toEqual([
      "TG4001 items.xlsx:Item!A2 Item.price has no value here.",
    ]);
  });

  test("of a key is an error, whatever the config says for its type", () => {
    const table = createTable([{ name: "id", type: types.int32 }], [[0]]);
    expect(
      readRows(table, [[undefined]], { emptyCells: { int32: "0" } }).diagnostics.map(formatDiagnostic),
    ).toEqual([
      "TG4001 items.xlsx:Item!A2 Item.id has no value here. | the config's `emptyCells` does not hold for the columns of a key",
    ]);
  });

  test("of a key is an error even when the whole sheet lacks the column", () => {
    const table = createTable([{ name: "id", type: types.int32 }], [[0]]);
    const regions = [
      { sheet: createSheet([["name"], ["a"], ["b"]]), rows: [1, 2], columns: cellsAt(undefined) },
    ];
    const { diagnostics } = readRegions(table, regions, { emptyCells: { int32: "0" } });
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      "TG4001 items.xlsx:Item Item.id has no value here. | the config's `emptyCells` does not hold for the columns of a key",
    ]);
  });

  test("means the column's default rather than what the config says", () => {
    expect(
      readColumn(withDefault(types.int32, "7"), [undefined], { emptyCells: { int32: "0" } }).values,
    ).toEqual([7]);
  });

  test("a wrong text in the config is reported at the cell that needs it", () => {
    const { problems } = readColumn({ type: types.uint8 }, [1, undefined], { emptyCells: { uint8: "-1" } });
    expect(problems).toEqual([
      "TG4007 items.xlsx:Item!A3 -1 does not fit uint8, which holds 0 to 255." +
        ' | the config\'s `emptyCells` gives "-1" for uint8',
    ]);
  });

  test("does not take a meaning from what every object has", () => {
    const enums = [{ ...quality, name: "constructor" }];
    const { problems } = readColumn({ type: { ...types.quality, name: "constructor" } }, [undefined], {
      enums,
    });
    expect(problems).toEqual(["TG4001 items.xlsx:Item!A2 Item.price has no value here."]);
  });
});

describe("a sheet without one of the columns", () => {
  const read = (column: Partial<ColumnSpec> & { type: ValueType }, rows = [1, 2], options?: ReadOptions) => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "price", ...column },
    ]);
    const sheet = createSheet([["id"], [1], [2]]);
    const { typed, diagnostics } = readRegions(
      table,
      [{ sheet, rows, columns: cellsAt(0, undefined) }],
      options,
    );
    return { typed, values: valuesOf(typed)[1], problems: diagnostics.map(formatDiagnostic) };
  };

  test("has placeholders, without a report of its own, where the schema has reported the missing column", () => {
    const { typed, values, problems } = read({ type: types.int32 });
    expect(problems).toEqual([]);
    expect(values).toEqual([0, 0]);
    expect(typed.isInvalid?.(1, 1)).toBe(true);
    expect(typed.cellAt(1, 1)).toEqual({ file: "items.xlsx", sheet: "Item", row: 2, header: "price" });
  });

  test("has the default, or absence, in each row", () => {
    expect(read({ type: types.int32, defaultText: "7" })).toMatchObject({ values: [7, 7], problems: [] });
    expect(read({ type: optional(types.int32) })).toMatchObject({
      values: [undefined, undefined],
      problems: [],
    });
  });

  test("says nothing more of a default that is wrong", () => {
    expect(read({ type: types.int32, defaultText: "x" }).problems).toHaveLength(1);
  });

  test("is reported once where the config's text for empty cells is wrong, unless it has no rows", () => {
    const emptyCells = { int32: "x" };
    expect(read({ type: types.int32 }, [1, 2], { emptyCells }).problems).toEqual([
      'TG4005 items.xlsx:Item "x" is not an integer, which int32 takes. | the config\'s `emptyCells` gives "x" for int32',
    ]);
    expect(read({ type: types.int32 }, [], { emptyCells }).problems).toEqual([]);
  });
});

test("values of any types read back from a sheet of their texts", () => {
  const columns: readonly (readonly [ColumnSpec, fc.Arbitrary<unknown>, (value: unknown) => Cell])[] = [
    [{ name: "a", type: types.int32 }, fc.integer(), String],
    [{ name: "b", type: types.uint64 }, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), String],
    [{ name: "c", type: types.bool }, fc.boolean(), String],
    [
      { name: "d", type: types.string },
      fc.string({ unit: "grapheme", minLength: 1 }).map((text) => `${text}.`),
      String,
    ],
    [
      { name: "e", type: optional(types.int8) },
      fc.option(fc.integer({ min: -128, max: 127 }), { nil: undefined }),
      (value) => (value === undefined ? undefined : String(value)),
    ],
    [{ name: "f", type: listOf(types.int32) }, fc.array(fc.integer(), { minLength: 1 }), String],
    [
      { name: "g", type: types.quality },
      fc.constantFrom(0, 1, 5),
      (value) => quality.values.find((one) => one.value === value)?.name,
    ],
    [
      { name: "h", type: types.float64 },
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      String,
    ],
  ];
  const table = createTable(columns.map(([column]) => column));
  const row = fc.tuple(...columns.map(([, values]) => values));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const cells = rows.map((values) => values.map((value, index) => columns[index]?.[2](value)));
      const { typed, diagnostics } = readRows(table, cells, { enums: [quality] });
      expect(diagnostics).toEqual([]);
      expect(valuesOf(typed)).toEqual(columns.map((_, index) => rows.map((values) => values[index])));
    }),
  );
});
