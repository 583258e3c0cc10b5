import { expect, test } from "vitest";
import { rowDiagnostics } from "../../src/base/catalog/rows.js";
import type { Cell } from "../../src/model/workbook.js";
import { dateCell } from "./parsing.js";
import {
  arrayOf,
  type ColumnSpec,
  createSheet,
  createTable,
  formatDiagnostic,
  listOf,
  optional,
  quality,
  type ReadOptions,
  readRegions,
  types,
} from "./tables.js";

type Code = keyof typeof rowDiagnostics;
interface Example {
  readonly column: Omit<ColumnSpec, "name">;
  /** The cell B2 below the header `price`. */
  readonly cell: Cell;
  readonly options?: ReadOptions;
  readonly expected: string;
}

const zone = { timeZone: "America/New_York" };

/** For each code a cell that causes it, and all that is said of it. */
const examples: Readonly<Record<Code, Example>> = {
  "empty-cell": {
    column: { type: types.int32 },
    cell: undefined,
    expected: "TG4001 items.xlsx:Item!B2 Item.price has no value here.",
  },
  "error-cell": {
    column: { type: types.int32 },
    cell: { kind: "error", text: "#N/A" },
    expected: "TG4002 items.xlsx:Item!B2 The cell's formula gives the error #N/A.",
  },
  "formula-without-value": {
    column: { type: types.int32 },
    cell: { kind: "formula", formula: "A1+1" },
    expected: 'TG4003 items.xlsx:Item!B2 The file holds no value for the formula "=A1+1".',
  },
  "not-a-bool": {
    column: { type: types.bool },
    cell: "yes",
    expected: 'TG4004 items.xlsx:Item!B2 "yes" is not a bool.',
  },
  "not-an-integer": {
    column: { type: types.int32 },
    cell: "ten",
    expected: 'TG4005 items.xlsx:Item!B2 "ten" is not an integer, which int32 takes.',
  },
  "fraction-in-integer": {
    column: { type: types.int32 },
    cell: 1.5,
    expected: "TG4006 items.xlsx:Item!B2 1.5 is written with a fraction; int32 takes whole numbers only.",
  },
  "integer-out-of-range": {
    column: { type: types.uint8 },
    cell: 256,
    expected: "TG4007 items.xlsx:Item!B2 256 does not fit uint8, which holds 0 to 255.",
  },
  "rounded-number": {
    column: { type: types.int64 },
    cell: 1234567890123456800,
    expected:
      "TG4008 items.xlsx:Item!B2 1234567890123456800 has more digits than a number cell keeps, so it may be rounded.",
  },
  "digit-separators": {
    column: { type: types.int32 },
    cell: "1,200",
    expected: 'TG4009 items.xlsx:Item!B2 "1,200" has separators between its digits; 1200 would be a number.',
  },
  "full-width-characters": {
    column: { type: types.int32 },
    cell: "１２",
    expected: 'TG4010 items.xlsx:Item!B2 "１２" is written in full-width characters; 12 would be right.',
  },
  "not-a-number": {
    column: { type: types.float32 },
    cell: "abc",
    expected: 'TG4011 items.xlsx:Item!B2 "abc" is not a number, which float32 takes.',
  },
  "float-out-of-range": {
    column: { type: types.float32 },
    cell: 1e39,
    expected: "TG4012 items.xlsx:Item!B2 1e+39 does not fit float32: it would become infinite.",
  },
  "date-cell": {
    column: { type: types.string },
    cell: dateCell("2026-01-02"),
    expected:
      "TG4013 items.xlsx:Item!B2 The cell holds the date and time 2026-01-02 00:00:00; string takes none.",
  },
  "not-a-datetime": {
    column: { type: types.datetime },
    cell: 45_413,
    expected: "TG4014 items.xlsx:Item!B2 45413 is not a date and time.",
  },
  "no-such-time": {
    column: { type: types.datetime },
    cell: "2024-02-30",
    expected: 'TG4015 items.xlsx:Item!B2 "2024-02-30" is a date or time that no calendar or clock has.',
  },
  "time-beyond-utc": {
    column: { type: types.datetime },
    cell: "9999-12-31 23:59:59",
    options: zone,
    expected:
      'TG4030 items.xlsx:Item!B2 "9999-12-31 23:59:59" is after the year 9999 in UTC, in which times are kept.',
  },
  "time-in-gap": {
    column: { type: types.datetime },
    cell: "2024-03-10 02:30",
    options: zone,
    expected:
      'TG4016 items.xlsx:Item!B2 "2024-03-10 02:30" does not exist in America/New_York: its clocks went from 2024-03-10 02:00:00 to 2024-03-10 03:00:00.',
  },
  "fraction-of-second": {
    column: { type: types.datetime },
    cell: "2024-05-01 12:00:00.5",
    expected:
      'TG4017 items.xlsx:Item!B2 "2024-05-01 12:00:00.5" has a fraction of a second; datetime counts whole seconds.',
  },
  "not-a-duration": {
    column: { type: types.duration },
    cell: 90,
    expected: "TG4018 items.xlsx:Item!B2 90 is not a duration.",
  },
  "fraction-of-millisecond": {
    column: { type: types.duration },
    cell: "0.1ms",
    expected:
      'TG4019 items.xlsx:Item!B2 "0.1ms" has a fraction of a millisecond; duration counts whole milliseconds.',
  },
  "duration-out-of-range": {
    column: { type: types.duration },
    cell: "104249992d",
    expected: 'TG4020 items.xlsx:Item!B2 "104249992d" is longer than a duration can be.',
  },
  "unknown-enum-value": {
    column: { type: types.quality },
    cell: "Whit",
    options: { enums: [quality] },
    expected:
      'TG4021 items.xlsx:Item!B2 "Whit" is not a value of Quality; did you mean White? | Quality has the values White, Green, Blue @ enums.xlsx:Quality',
  },
  "nul-character": {
    column: { type: types.string },
    cell: "a\0",
    expected: 'TG4022 items.xlsx:Item!B2 "a\\u{0}" holds the character U+0000, which ends a string.',
  },
  "lone-surrogate": {
    column: { type: types.string },
    cell: "a\ud83d",
    expected: 'TG4023 items.xlsx:Item!B2 "a\\u{d83d}" holds half of a character, which no UTF-8 text can.',
  },
  "empty-element": {
    column: { type: listOf(types.int32) },
    cell: "1,,2",
    expected: "TG4024 items.xlsx:Item!B2 Element 2 is empty.",
  },
  "wrong-separator": {
    column: { type: listOf(types.int32) },
    cell: "1;2",
    expected: 'TG4025 items.xlsx:Item!B2 "1;2" is separated by ";"; elements are separated by "," here.',
  },
  "wrong-element-count": {
    column: { type: arrayOf(types.int32, 3) },
    cell: "1,2",
    expected: 'TG4026 items.xlsx:Item!B2 "1,2" has 2 elements; int32[3] takes 3.',
  },
  "bad-quotes": {
    column: { type: listOf(types.string) },
    cell: '"a',
    expected: 'TG4027 items.xlsx:Item!B2 Element 1, ""a", begins with a quote but does not end with one.',
  },
  "bracketed-list": {
    column: { type: listOf(types.int32) },
    cell: "[1, 2]",
    expected: 'TG4029 items.xlsx:Item!B2 "[1, 2]" stands in brackets; "1, 2" would be the list.',
  },
  "unused-default": {
    column: { type: optional(types.int32), defaultText: "1" },
    cell: undefined,
    expected:
      "TG4028 items.xlsx:Item!B1 The default of Item.price is never used: in an optional column an empty cell means absent.",
  },
};

test.each(Object.entries(examples))(
  "%s is reported at its place",
  (code, { column, cell, options, expected }) => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "price", ...column },
    ]);
    const sheet = createSheet([
      ["id", "price"],
      [1, cell],
    ]);
    const { diagnostics } = readRegions(table, [{ sheet, rows: [1], columns: [0, 1] }], options);
    expect(diagnostics.map(formatDiagnostic)).toEqual([expected]);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  },
);

test("ids are in order and each is used once", () => {
  const ids = Object.values(rowDiagnostics).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => `TG${4001 + index}`));
});
