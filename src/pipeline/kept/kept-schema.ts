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
  readonly rows: Uint32Array;
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
      own.push({ ...region, sheet: { ...position, isTransposed }, rows: Uint32Array.from(rows) });
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
      regions: regions.map(({ sheet, ...region }) => ({ ...region, sheet: findSheet(sheet, workbooks) })),
    })),
  };
}

function findSheet({ workbook, sheet, isTransposed }: SheetPosition, workbooks: readonly Workbook[]): Sheet {
  const found = at(at(workbooks, workbook).sheets, sheet);
  return isTransposed ? transposeSheet(found) : found;
}
