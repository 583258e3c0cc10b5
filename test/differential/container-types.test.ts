import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildInto, dumpWithCpp, dumpWithTypeScript, withFolder } from "./read-both-ways.js";

type Json = string | number | boolean | null | readonly Json[];

/** A scalar type with two cell texts and what `dump` makes of them. */
const scalars: readonly (readonly [
  type: string,
  texts: readonly [string, string],
  values: readonly Json[],
])[] = [
  ["bool", ["TRUE", "0"], [true, false]],
  ["int8", ["-128", "127"], [-128, 127]],
  ["int16", ["3", "-4"], [3, -4]],
  ["int32", ["5", "-2147483648"], [5, -2147483648]],
  ["int64", ["-9223372036854775808", "8"], ["-9223372036854775808", "8"]],
  ["uint8", ["1", "255"], [1, 255]],
  ["uint16", ["1", "65535"], [1, 65535]],
  ["uint32", ["4294967295", "2"], [4294967295, 2]],
  ["uint64", ["1", "18446744073709551615"], ["1", "18446744073709551615"]],
  ["float32", ["1.5", "-0.1"], [1.5, -0.1]],
  ["float64", ["0.1", "3"], [0.1, 3]],
  ["string", ["绿", '"a, ""b"""'], ["绿", 'a, "b"']],
  ["datetime", ["2024-01-01", "2024-05-01 12:30"], ["2024-01-01T00:00:00Z", "2024-05-01T12:30:00Z"]],
  ["duration", ["90s", "1.5s"], ["PT90S", "PT1.5S"]],
  ["Quality", ["White", "7"], ["White", "Green"]],
  ["Tiny", ["B", "1"], ["B", "A"]],
];

/** What a column of each shape may hold: the cell of each row, and its value. */
interface Shape {
  readonly type: (scalar: string) => string;
  readonly cells: (texts: readonly [string, string], values: readonly Json[]) => readonly [string, Json][];
}

const filled = ([a, b]: readonly [string, string], values: readonly Json[]): [string, Json] => [
  `${a},${b}`,
  values,
];
const withHole = ([, b]: readonly [string, string], [, value = null]: readonly Json[]): [string, Json] => [
  `,${b}`,
  [null, value],
];
const absent: [string, Json] = ["", null];
const empty: [string, Json] = ["[]", []];
const holes: [string, Json] = [",", [null, null]];

const shapes: readonly Shape[] = [
  { type: (t) => `${t}[]`, cells: (t, v) => [filled(t, v), empty, empty, filled(t, v)] },
  { type: (t) => `${t}[2]`, cells: (t, v) => [filled(t, v), filled(t, v), filled(t, v), filled(t, v)] },
  { type: (t) => `${t}[]?`, cells: (t, v) => [filled(t, v), absent, empty, absent] },
  { type: (t) => `${t}[2]?`, cells: (t, v) => [filled(t, v), absent, filled(t, v), absent] },
  { type: (t) => `${t}?[]`, cells: (t, v) => [filled(t, v), withHole(t, v), empty, holes] },
  { type: (t) => `${t}?[2]`, cells: (t, v) => [filled(t, v), withHole(t, v), holes, filled(t, v)] },
  { type: (t) => `${t}?[]?`, cells: (t, v) => [withHole(t, v), absent, empty, holes] },
  { type: (t) => `${t}?[2]?`, cells: (t, v) => [withHole(t, v), absent, holes, filled(t, v)] },
];

const columns = scalars.flatMap(([scalar, texts, values]) =>
  shapes.map((shape, index) => ({
    name: `${scalar}_${index}`,
    type: shape.type(scalar),
    cells: shape.cells(texts, values),
  })),
);

test.each(["literal", "embed"] as const)(
  "lists, arrays and optionals of every scalar type read back from a sheet, with %s arrays",
  async (arrays) => {
    await withFolder(async (folder) => {
      writeSheets(folder);
      const library = await buildInto(join(folder, "out"), folder, { arrays, linker: "cc" });
      const lines = [0, 1, 2, 3].map((row) => {
        const values = columns.map(({ name, cells }) => [name, cells[row]?.[1]]);
        return JSON.stringify({ table: "Shapes", row: { id: row, ...Object.fromEntries(values) } });
      });
      expect(library.diagnostics).toEqual([]);
      expect(library.schema.tables[0]?.columns).toHaveLength(1 + scalars.length * shapes.length);
      expect(dumpWithTypeScript(library.image)).toEqual(lines);
      expect(dumpWithCpp(library).lines).toEqual(lines);
    });
  },
);

function writeSheets(folder: string): void {
  const rows = [
    ["##name", "id", ...columns.map(({ name }) => name)],
    ["##type", "int32", ...columns.map(({ type }) => type)],
    ["##rule", "key"],
    ...[0, 1, 2, 3].map((row) => ["", String(row), ...columns.map(({ cells }) => cells[row]?.[0] ?? "")]),
  ];
  writeFileSync(join(folder, "table-gen.config.json"), "{}");
  writeFileSync(join(folder, "Shapes.csv"), formatCsv(rows));
  writeFileSync(
    join(folder, "Enums.csv"),
    formatCsv([
      ["##enum", "enum", "name", "value"],
      ["", "Quality", "White", "0"],
      ["", "", "Green", "7"],
      ["", "Tiny", "A", "1"],
      ["", "", "B", "2"],
    ]),
  );
}

function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")}\n`).join("");
}
