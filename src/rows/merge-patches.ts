import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { u32At } from "../base/typed-array.js";
import { primaryKeyOf, type TableSchema } from "../model/schema.js";
import type { SheetRegion } from "../model/table-source.js";
import type { TypedTable } from "../model/typed-table.js";
import { createColumnStore } from "./column-store.js";

/** Rows of one place. */
export type PatchPart = Pick<SheetRegion, "patch" | "isOfTexts" | "columns"> & {
  readonly rows: { readonly length: number };
};

/**
 * Returns the table with the rows of patches in the place of those that have the same key, or behind them. A patch
 * that lacks columns leaves what they hold. `starts` are the rows that the regions begin with.
 */
export function mergePatches(
  table: TypedTable,
  regions: readonly PatchPart[],
  starts: readonly number[],
  report: Report,
): TypedTable {
  if (!regions.some(({ patch }) => patch !== undefined)) return table;
  const merged = placeRows(table, regions, starts, createTextGuard(table, report));
  const isOfPatch = (row: number) =>
    regions[starts.findLastIndex((start) => start <= row)]?.patch !== undefined;
  reportMissing(table, merged, isOfPatch, report);
  const rowCount = merged.length;
  const sources = table.schema.columns.map((_, column) =>
    Uint32Array.from(merged, ({ rows }) => u32At(rows, column)),
  );
  const { isInvalid } = table;
  return {
    schema: table.schema,
    rowCount,
    columns: table.schema.columns.map(({ type }, column) => {
      const store = createColumnStore(type, rowCount);
      const values = at(table.columns, column);
      for (let row = 0; row < rowCount; row++) store.set(row, values[u32At(at(sources, column), row)]);
      return store.values;
    }),
    cellAt: (row, column, elements) => table.cellAt(u32At(at(sources, column), row), column, elements),
    ...(isInvalid === undefined
      ? {}
      : {
          isInvalid: (row, column) => isInvalid.call(table, u32At(at(sources, column), row), column),
        }),
  };
}

/** Reports values that no sheet has: of a row that a patch adds without all columns. */
function reportMissing(
  { schema, isInvalid, cellAt }: TypedTable,
  merged: readonly MergedRow[],
  isOfPatch: (row: number) => boolean,
  report: Report,
): void {
  for (const { rows } of merged) {
    for (const [column, { name }] of schema.columns.entries()) {
      const row = u32At(rows, column);
      const place = isInvalid?.(row, column) ? cellAt(row, column) : undefined;
      // A value that is there has been reported with what is wrong with it; one that is not has but a header.
      if (place === undefined || place.column !== undefined || place.header === undefined) continue;
      if (!isOfPatch(row)) continue;
      report("empty-cell", { table: schema.name, column: name }, place);
    }
  }
}

/** A row of the merged table. */
interface MergedRow {
  /** For each column the row that its value comes from. */
  readonly rows: Uint32Array;
  /** The patch that spoke last; 0 for the table's own rows. */
  layer: number;
}

function placeRows(
  table: TypedTable,
  regions: readonly PatchPart[],
  starts: readonly number[],
  guard: TextGuard,
): readonly MergedRow[] {
  const merged: MergedRow[] = [];
  const byKey = new Map<string, MergedRow>();
  const keyOf = createKeyReader(table);
  const ordered = [...regions.entries()].sort(([, a], [, b]) => (a.patch ?? 0) - (b.patch ?? 0));
  for (const [index, { patch: layer = 0, isOfTexts, rows, columns }] of ordered) {
    for (let row = at(starts, index); row < at(starts, index) + rows.length; row++) {
      const key = keyOf(row);
      const known = key === undefined ? undefined : byKey.get(key);
      // Two rows of one layer with the same key are a mistake, which the checks report.
      if (known === undefined || known.layer === layer) {
        const fresh = { rows: new Uint32Array(table.schema.columns.length).fill(row), layer };
        merged.push(fresh);
        if (key !== undefined) byKey.set(key, fresh);
        continue;
      }
      known.layer = layer;
      for (const [column, { kind }] of columns.entries()) {
        if (kind === "missing") continue;
        if (isOfTexts && !guard(column, u32At(known.rows, column), row)) continue;
        known.rows[column] = row;
      }
    }
  }
  return merged;
}

/** Returns whether what `row` has in a column takes the place of what `before` has there. */
type TextGuard = (column: number, before: number, row: number) => boolean;

/**
 * Sheets of texts complete each other: an empty text of one does not hide that of another, and two texts are a mistake,
 * as nobody would see that only one of them counts.
 */
function createTextGuard(table: TypedTable, report: Report): TextGuard {
  const { schema, columns, cellAt } = table;
  const languages = new Set(schema.texts?.columns);
  const [key = 0] = primaryKeyOf(schema)?.columns ?? [];
  return (column, before, row) => {
    const values = at(columns, column);
    if (!languages.has(column) || values[before] === "") return true;
    if (values[row] === "") return false;
    const { name } = at(schema.columns, column);
    const parameters = { table: schema.name, key: String(at(columns, key)[row]), language: name };
    report("repeated-text", parameters, cellAt(row, column), [
      { message: "first here", at: cellAt(before, column) },
    ]);
    return true;
  };
}

/** Rows of a table without a key are all different; a singleton has but one. */
function createKeyReader({ schema, columns }: TypedTable): (row: number) => string | undefined {
  const key = keyColumnsOf(schema);
  if (key === undefined) return () => undefined;
  const values = key.map((column) => at(columns, column));
  return (row) => JSON.stringify(values.map((part) => String(part[row])));
}

function keyColumnsOf(schema: TableSchema): readonly number[] | undefined {
  return schema.isSingleton ? [] : primaryKeyOf(schema)?.columns;
}
