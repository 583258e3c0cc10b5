import { expect, test } from "vitest";
import { rowDiagnostics } from "../../src/base/catalog/rows.js";
import type { ValueSource } from "../../src/model/table-source.js";
import type { Cell } from "../../src/model/workbook.js";
import { dateCell } from "./parsing.js";
import {
  arrayOf,
  type ColumnSpec,
  cellsAt,
  createSheet,
  createTable,
  formatDiagnostic,
  listOf,
  mapOf,
  optional,
  quality,
  type ReadOptions,
  readRegions,
  reward,
  setOf,
  shape,
  structs,
  types,
  variants,
} from "./tables.js";

type Code = keyof typeof rowDiagnostics;
interface Example {
  readonly column: Omit<ColumnSpec, "name">;
  /** The cell B2 below the header `price`. */
  readonly cell: Cell;
  readonly options?: ReadOptions;
  /** Where the value stands, if it is not that cell alone, and the cells to the right of it. */
  readonly source?: ValueSource;
  readonly beside?: readonly Cell[];
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
    cell: "[1; 2]",
    expected: 'TG4029 items.xlsx:Item!B2 "[1; 2]" stands in brackets; "1; 2" would be the list.',
  },
  "unused-default": {
    column: { type: optional(types.int32), defaultText: "1" },
    cell: undefined,
    expected:
      "TG4028 items.xlsx:Item!B1 The default of Item.price is never used: in an optional column an empty cell means absent.",
  },
  "not-a-fraction": {
    column: { type: types.fraction },
    cell: "10%%",
    expected: 'TG4032 items.xlsx:Item!B2 "10%%" is not a fraction.',
  },
  "not-a-version": {
    column: { type: types.version },
    cell: "1.2.x",
    expected: 'TG4033 items.xlsx:Item!B2 "1.2.x" is not a version.',
  },
  "number-for-version": {
    column: { type: types.version },
    cell: 1.1,
    expected:
      "TG4034 items.xlsx:Item!B2 1.1 is stored as a number, so a zero at the end of the version may be lost.",
  },
  "repeated-element": {
    column: { type: setOf(types.int32) },
    cell: "1,2,01",
    expected: "TG4035 items.xlsx:Item!B2 Element 3, 01, stands in the set already, as element 1.",
  },
  "repeated-map-key": {
    column: { type: mapOf(types.string, types.int32) },
    cell: "hp:1,mp:2,hp:3",
    expected: 'TG4036 items.xlsx:Item!B2 Element 3, "hp", is the key of entry 1 already.',
  },
  "entry-without-value": {
    column: { type: mapOf(types.string, types.int32) },
    cell: "hp:1,mp",
    expected:
      'TG4037 items.xlsx:Item!B2 Element 2, "mp", is no entry of a map: there is no ":" between key and value.',
  },
  "unknown-kind": {
    column: { type: shape },
    cell: "Circel,2",
    options: { structs, variants },
    expected:
      'TG4038 items.xlsx:Item!B2 "Circel" is not a kind of Shape; did you mean Circle? | Shape has the kinds Circle, Square, Nothing @ types.xlsx:Structs',
  },
  "too-many-parts": {
    column: { type: reward },
    cell: "7,2,1",
    options: { structs },
    expected: 'TG4039 items.xlsx:Item!B2 "7,2,1" has 3 parts; Reward has 2 fields.',
  },
  "missing-part": {
    column: { type: reward },
    cell: ",2",
    options: { structs },
    expected: 'TG4040 items.xlsx:Item!B2 ",2" has no value for Reward.item.',
  },
  "no-more-separators": {
    column: { type: listOf(listOf(types.int32)) },
    cell: "1,2",
    options: { separators: [","] },
    expected:
      "TG4041 items.xlsx:Item!B2 Element 1, 1, cannot be taken apart: int32[] nests deeper than there are separators.",
  },
  "not-json": {
    column: { type: reward },
    cell: "{item:7}",
    options: { structs },
    expected:
      "TG4042 items.xlsx:Item!B2 The cell begins as JSON but is none: Expected property name or '}' in JSON at position 1.",
  },
  "wrong-json": {
    column: { type: reward },
    cell: "[7, 2]",
    options: { structs },
    expected: 'TG4043 items.xlsx:Item!B2 "[7,2]" is an array, which is no Reward.',
  },
  "unknown-json-field": {
    column: { type: reward },
    cell: '{"item": 7, "cuont": 2}',
    options: { structs },
    expected: 'TG4044 items.xlsx:Item!B2 Reward has no field "cuont"; did you mean count?',
  },
  "field-of-another-kind": {
    column: { type: shape },
    cell: "Circle",
    options: { structs, variants },
    source: {
      kind: "kinds",
      type: { kind: "cell", column: 1 },
      kinds: [[{ kind: "cell", column: 2 }], [{ kind: "cell", column: 3 }, { kind: "missing" }], []],
    },
    beside: [2.5, 7],
    expected: "TG4045 items.xlsx:Item!D2 7 belongs to a field that Circle does not have.",
  },
};

test.each(Object.entries(examples))(
  "%s is reported at its place",
  (code, { column, cell, options, source, beside = [], expected }) => {
    const table = createTable([
      { name: "id", type: types.int32 },
      { name: "price", ...column },
    ]);
    const sheet = createSheet([
      ["id", "price"],
      [1, cell, ...beside],
    ]);
    const [first, second] = cellsAt(0, 1) as [ValueSource, ValueSource]; // one for each that was asked for
    const columns = [first, source ?? second];
    const { diagnostics } = readRegions(table, [{ sheet, rows: [1], columns }], options);
    expect(diagnostics.map(formatDiagnostic)).toEqual([expected]);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  },
);

test("ids are in order and each is used once", () => {
  // That of rows that continue none comes with the schema.
  const ids = [...Object.values(rowDiagnostics).map(({ id }) => id), "TG4031"].sort();
  expect(ids).toEqual(ids.map((_, index) => `TG${4001 + index}`));
});
