import { at } from "../../base/assert.js";
import { onceForEach } from "../../base/once-for-each.js";
import type { ColumnSchema, Schema, TableSchema } from "../../model/schema.js";
import type { ResolvedSchema, SheetRegion, TableSource } from "../../model/table-source.js";
import type { Sheet, Workbook } from "../../model/workbook.js";
import { originalOf, transposeSheet } from "../../schema/transpose-sheet.js";

/** A resolved schema in plain data: sheets are named by their positions. */
export interface KeptSchema extends Omit<ResolvedSchema, "schema" | "sources"> {
  /** The tables are those of the sources. */
  readonly schema: Omit<Schema, "tables">;
  readonly sources: readonly KeptSource[];
}

interface KeptSource {
  readonly table: KeptTableSchema;
  readonly regions: readonly KeptRegion[];
}

interface KeptTableSchema extends Omit<TableSchema, "columns"> {
  readonly columns: readonly KeptColumn[];
  /** The places of the columns as JSON: more than all else, and read only where there is something to report. */
  readonly places: string;
}

interface KeptColumn extends Omit<ColumnSchema, keyof Places> {
  readonly hasTypeAt: boolean;
}

/** Of one column. */
type Places = Pick<ColumnSchema, "at" | "typeAt">;

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
  { schema: { tables, ...schema }, sources, ...rest }: ResolvedSchema,
  workbooks: readonly Workbook[],
): KeptSchema | undefined {
  const positions = new Map<Sheet, Omit<SheetPosition, "isTransposed">>();
  for (const [workbook, { sheets }] of workbooks.entries()) {
    for (const [sheet, one] of sheets.entries()) positions.set(one, { workbook, sheet });
  }
  const kept: KeptSource[] = [];
  for (const [index, { table, regions, documents }] of sources.entries()) {
    if (documents !== undefined || table !== tables[index]) return undefined;
    const own: KeptRegion[] = [];
    for (const { sheet, rows, ...region } of regions) {
      const position = positions.get(originalOf(sheet));
      if (position === undefined) return undefined;
      const isTransposed = originalOf(sheet) !== sheet;
      own.push({ ...region, sheet: { ...position, isTransposed }, rows: packRows(rows) });
    }
    kept.push({ table: keepTableSchema(table), regions: own });
  }
  return { ...rest, schema, sources: kept };
}

function keepTableSchema({ columns, ...table }: TableSchema): KeptTableSchema {
  const places: Places[] = [];
  const kept = columns.map(({ at: place, typeAt, ...column }): KeptColumn => {
    places.push({ at: place, ...(typeAt === undefined ? {} : { typeAt }) });
    return { ...column, hasTypeAt: typeAt !== undefined };
  });
  return { ...table, columns: kept, places: JSON.stringify(places) };
}

/** Returns the schema over the sheets of workbooks that have the same outlines. */
export function restoreSchema(kept: KeptSchema, workbooks: readonly Workbook[]): ResolvedSchema {
  const { sources, ...rest } = kept;
  const schema = restoreTableSchemas(kept);
  const restored = sources.map(
    ({ regions }, index): TableSource => ({
      table: at(schema.tables, index),
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
    }),
  );
  return { ...rest, schema, sources: restored };
}

/** The same object for the same one, so that what is known of a schema is known in each build of a process. */
const restoreTableSchemas = onceForEach(
  ({ schema, sources }: KeptSchema): Schema => ({
    ...schema,
    tables: sources.map(({ table }) => restoreTableSchema(table)),
  }),
);

function restoreTableSchema({ columns, places: text, ...table }: KeptTableSchema): TableSchema {
  let places: readonly Places[] | undefined;
  const placesOf = (index: number): Places => {
    places ??= JSON.parse(text) as readonly Places[];
    return at(places, index);
  };
  return { ...table, columns: columns.map((column, index) => restoreColumn(column, () => placesOf(index))) };
}

function restoreColumn({ hasTypeAt, ...column }: KeptColumn, places: () => Places): ColumnSchema {
  if (!hasTypeAt) {
    return {
      ...column,
      get at() {
        return places().at;
      },
    };
  }
  return {
    ...column,
    get at() {
      return places().at;
    },
    get typeAt() {
      return places().typeAt ?? places().at;
    },
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
