import { expect, test } from "vitest";
import type { Config, TableConfig } from "../../../src/model/config.js";
import type { Workbook } from "../../../src/model/workbook.js";
import { configOf } from "../resolve.js";
import { type Grid, workbookOf } from "../sheet-of.js";
import { understand } from "../understand.js";

/*
 * Sheets as clumsy and hostile designers make them, through schema, rows and checks. Each gives all that comes
 * of it, line by line: the tables, their rows, and what is reported with its place.
 */

/** An empty cell. */
export const N = null;
export const date = { kind: "date", wallClockMs: Date.UTC(2024, 4, 1), serial: 45413 } as const;
export const time = { kind: "date", wallClockMs: Date.UTC(1899, 11, 30, 1, 30), serial: 0.0625 } as const;
export const error = { kind: "error", text: "#NAME?" } as const;
export const formula = { kind: "formula", formula: "B1+1" } as const;
/** The column of a key. */
export const id: Column = ["id", "int", "key"];

/** Name, type and rule. */
type Column = readonly [string, string, string?];

/** The header rows of a marked sheet. */
export function header(...columns: readonly Column[]): Grid {
  return [
    ["##name", ...columns.map(([name]) => name)],
    ["##type", ...columns.map(([, type]) => type)],
    ["##rule", ...columns.map(([, , rule]) => rule ?? N)],
  ];
}

/** Tests what comes of a sheet `Item` of `items.xlsx`, or of workbooks. */
export function odd(
  name: string,
  given: Grid | readonly Workbook[],
  expected: readonly string[],
  config: Config = configOf(),
): void {
  test(name, () => {
    const { tables, rows, reported } = understand(
      isGrid(given) ? [workbookOf({ Item: given })] : given,
      config,
    );
    expect([...tables, ...rows.map(formatRow), ...reported]).toEqual(expected);
  });
}

function isGrid(given: Grid | readonly Workbook[]): given is Grid {
  return given.every((row) => Array.isArray(row));
}

function formatRow(row: readonly unknown[]): string {
  return JSON.stringify(row, (_, value) => (value === undefined ? null : value));
}

/** A config for a plain sheet `Item`. */
export function plain(table: Partial<TableConfig> = {}): Config {
  return configOf({ dialect: { kind: "plain" }, tables: { Item: table } });
}
