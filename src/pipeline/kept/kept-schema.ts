import { at } from "../../base/assert.js";
import type { ResolvedSchema, SheetRegion, TableSource } from "../../model/table-source.js";
import type { Sheet, Workbook } from "../../model/workbook.js";
import { originalOf, transposeSheet } from "../../schema/transpose-sheet.js";

/** A resolved schema in plain data: sheets are named by their positions. */
export interface KeptSchema extends Omit<ResolvedSchema, "sources"> {
  readonly sources: readonly KeptSource[];
}

interface KeptSource extends Omit<TableSource, "regions" | "documents"> {
  readonly regions: readonly KeptRegion[];
}

interface KeptRegion extends Omit<SheetRegion, "sheet" | "rows"> {
  readonly sheet: SheetPosition;
  /** Most are one row after the other: then the first and how many. */
  readonly rows: Uint32Array | readonly [first: number, count: number];
}

interface SheetPosition {
  readonly workbook: number;
  readonly sheet: number;
  readonly isTransposed: boolean;
}

/** Returns what can be kept of a schema; `undefined` where it has what is not of these workbooks. */
export function keepSchema(
  { sources, ...rest }: ResolvedSchema,
  workbooks: readonly Workbook[],
): KeptSchema | undefined {
  const positions = new Map<Sheet, Omit<SheetPosition, "isTransposed">>();
  for (const [workbook, { sheets }] of workbooks.entries()) {
    for (const [sheet, one] of sheets.entries()) positions.set(one, { workbook, sheet });
  }
  const kept: KeptSource[] = [];
  for (const { regions, documents, ...source } of sources) {
    if (documents !== undefined) return undefined;
    const own: KeptRegion[] = [];
    for (const { sheet, rows, ...region } of regions) {
      const position = positions.get(originalOf(sheet));
      if (position === undefined) return undefined;
      const isTransposed = originalOf(sheet) !== sheet;
      own.push({ ...region, sheet: { ...position, isTransposed }, rows: packRows(rows) });
    }
    kept.push({ ...source, regions: own });
  }
  return { ...rest, sources: kept };
}

/** Returns the schema over the sheets of workbooks that have the same outlines. */
export function restoreSchema(
  { sources, ...rest }: KeptSchema,
  workbooks: readonly Workbook[],
): ResolvedSchema {
  return {
    ...rest,
    sources: sources.map(({ regions, ...source }) => ({
      ...source,
      regions: regions.map(({ sheet, rows, ...region }) => {
        let unpacked: Uint32Array | undefined;
        return {
          ...region,
          sheet: findSheet(sheet, workbooks),
          // Most tables are not read.
          get rows() {
            unpacked ??= unpackRows(rows);
            return unpacked;
          },
        };
      }),
    })),
  };
}

function findSheet({ workbook, sheet, isTransposed }: SheetPosition, workbooks: readonly Workbook[]): Sheet {
  const found = at(at(workbooks, workbook).sheets, sheet);
  return isTransposed ? transposeSheet(found) : found;
}

function packRows(rows: ArrayLike<number>): KeptRegion["rows"] {
  const all = Uint32Array.from(rows);
  const first = all[0] ?? 0;
  return all.every((row, index) => row === first + index) ? [first, all.length] : all;
}

function unpackRows(rows: KeptRegion["rows"]): Uint32Array {
  if (rows instanceof Uint32Array) return rows;
  const [first, count] = rows;
  return Uint32Array.from({ length: count }, (_, index) => first + index);
}
