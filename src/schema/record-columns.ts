import { findNearest } from "../base/find-nearest.js";
import { formatType } from "../model/schema.js";
import type { Sheet } from "../model/workbook.js";
import { placeInTableConfig, type TableContext } from "./table-context.js";
import type { HeaderColumn, TableHeader } from "./table-header.js";

/**
 * Returns a header of the columns that a table has beside those of its sheets, as if a sheet without rows had them: the
 * fields of its `record`, and where it has files of records those to which the config gives types. `undefined` for
 * none; `faulty` where a mistake has been reported.
 */
export function declareColumns(
  context: TableContext,
  headers: readonly TableHeader[],
): TableHeader | "faulty" | undefined {
  const { table, report } = context;
  const fields = listStructColumns(context);
  if (fields === "faulty") return "faulty";
  const hasRecords = table.inputs.length > 0;
  const known = new Set(
    [...headers.flatMap(({ columns, commentColumns }) => [...columns, ...commentColumns]), ...fields].map(
      ({ name }) => name,
    ),
  );
  const columns = [...fields, ...(hasRecords ? listConfigColumns(context, known) : [])].map(
    (column, index) => ({ ...column, column: index }),
  );
  const commentColumns = hasRecords ? listIgnored(context) : [];
  if (columns.length > 0 || (headers.length > 0 && commentColumns.length > 0)) {
    return { kind: "table", columns, commentColumns, rows: [], width: 0, at: columns[0]?.at ?? table.at };
  }
  if (!hasRecords || headers.length > 0) return undefined;
  report("records-without-types", { table: table.name }, table.at);
  return "faulty";
}

/** Stands for the sheet that such a header has not. */
export function createEmptySheet(file: string): Sheet {
  return { file, name: undefined, rowCount: 0, columnCount: 0, cell: () => undefined };
}

type Declared = Omit<HeaderColumn, "column">;

function listStructColumns(context: TableContext): readonly Declared[] | "faulty" {
  const name = context.table.config?.record;
  if (name === undefined) return [];
  const struct = context.structs.get(name.normalize("NFC"));
  if (struct === undefined) {
    const suggestion = findNearest(name, context.structs.keys());
    context.report("unknown-struct", { struct: name, suggestion }, placeInTableConfig(context, "record"));
    return "faulty";
  }
  return struct.fields.map(({ name, type, note, at, defaultText, defaultAt = at, groups }) => ({
    ...{ name, at, note, isFaulty: false },
    type: { text: formatType(type), at },
    rules: defaultText === undefined ? [] : [{ kind: "default", text: defaultText, at: defaultAt }],
    ...(groups === undefined ? {} : { groups }),
  }));
}

/** What records may have though it is no column. */
function listIgnored(context: TableContext): TableHeader["commentColumns"] {
  return Object.entries(context.table.config?.columns ?? {})
    .filter(([, { ignore }]) => ignore)
    .map(([name]) => ({ name, at: placeInTableConfig(context, "columns", name) }));
}

function listConfigColumns(context: TableContext, known: ReadonlySet<string>): readonly Declared[] {
  return Object.entries(context.table.config?.columns ?? {})
    .filter(([name, { type, ignore }]) => type !== undefined && !ignore && !known.has(name))
    .map(([name]) => ({
      name,
      at: placeInTableConfig(context, "columns", name),
      isFaulty: false,
      note: "",
      rules: [],
    }));
}
