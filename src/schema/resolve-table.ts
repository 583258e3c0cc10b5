import type { Report } from "../base/diagnostics.js";
import { isIdentifier } from "../base/identifiers.js";
import { patchOf } from "../base/patch-of.js";
import type { RecordRegion } from "../model/record-source.js";
import type { ColumnSchema } from "../model/schema.js";
import type { TableSource } from "../model/table-source.js";
import type { Sheet } from "../model/workbook.js";
import { checkCellsBeyondHeader } from "./cells-beyond-header.js";
import { checkSingleRow } from "./check-single-row.js";
import { isTransposed } from "./dialects/marked.js";
import { type JoinedSheets, joinSheets, listFilledRows, type TableSheet } from "./join-sheets.js";
import { listRecords } from "./list-records.js";
import { placeOfSheet } from "./places.js";
import { readHeader } from "./read-header.js";
import { createEmptySheet, declareColumns } from "./record-columns.js";
import { checkConfiguredColumns, readConfiguredColumns, resolveColumns } from "./resolve-columns.js";
import { resolveKeys } from "./resolve-keys.js";
import { resolveTableRules } from "./resolve-table-rules.js";
import { selectRegion } from "./select-region.js";
import type { TableContext } from "./table-context.js";
import type { TableHeader } from "./table-header.js";
import { suggestName } from "./table-name.js";
import { withLanguageDefaults } from "./texts.js";
import { transposeSheet } from "./transpose-sheet.js";

export interface ResolvedTable extends TableSource {
  /** A column is left out because of a mistake that has been reported. */
  readonly isFaulty: boolean;
}

/** Resolves one table from its sheets; `undefined` when nothing of it can be used, which has been reported. */
export function resolveTable(context: TableContext): ResolvedTable | undefined {
  const { table, report } = context;
  const { headers, isFaulty } = listHeaders(context);
  const [first] = headers;
  if (first === undefined) {
    if (table.config !== undefined && !isFaulty) {
      report("table-without-sheets", { table: table.name, suggestion: undefined }, table.at);
    }
    return undefined;
  }
  if (!checkName(context, first.sheet)) return undefined;
  const tableHeaders = headers.map(({ header }) => header);
  if (!isFaulty) checkConfiguredColumns(tableHeaders, context);
  const configured = readConfiguredColumns(context);
  const sheets = headers.map(({ sheet, header, isDeclared }): TableSheet => {
    const own = { ...header, columns: selectRegion(header.columns, context.config, context.report) };
    const columns = resolveColumns(own, configured, context);
    const rows = listFilledRows(sheet, header.rows, columns);
    // A header that is wrong itself may be another row than the one that is meant.
    if (columns.every(({ type }) => type !== undefined)) {
      checkCellsBeyondHeader(sheet, header.width, rows, report);
    }
    return { sheet, header, columns, rows, ...(isDeclared ? { isDeclared } : {}) };
  });
  const joined = joinSheets(sheets, context);
  const isSingleton =
    table.config?.singleton === true || tableHeaders.some((one) => one.isSingleton === true);
  const { documents, isBroken } = listRegions(joined, context);
  // What would have been in it is not known: that it is empty is no news.
  if (
    isBroken &&
    joined.regions.every(({ rows }) => rows.length === 0) &&
    documents.every(({ records }) => records.length === 0)
  ) {
    return undefined;
  }
  const at = table.isNamedByConfig ? table.at : first.header.at;
  if (isSingleton) checkSingleRow({ name: table.name, at }, joined.regions, documents, report);
  if (joined.columns.length === 0) {
    if (joined.faulty.size === 0) report("no-columns", { table: table.name }, at);
    return undefined;
  }
  return {
    table: {
      name: table.name,
      note: table.config?.note ?? "",
      columns: withLanguageDefaults(table.name, leaveOutChecks(joined), context.config),
      keys: resolveKeys(joined, first.header.at, context),
      isSingleton,
      ...(table.config?.groups === undefined ? {} : { groups: table.config.groups }),
      ...readRules(joined, context),
      at,
    },
    regions: joined.regions,
    ...(documents.length === 0 ? {} : { documents }),
    isFaulty: joined.faulty.size > 0,
  };
}

/** A column that is left out, which has been reported, may be named by an expression. */
function leaveOutChecks({ columns, faulty }: JoinedSheets): readonly ColumnSchema[] {
  if (faulty.size === 0) return columns;
  return columns.map(({ rules, ...column }) => {
    const others = rules?.filter(({ kind }) => kind !== "check");
    return others === undefined ? column : { ...column, rules: others };
  });
}

/** Of a table with a column that is left out nobody knows what its rules say: that has been reported. */
function readRules({ faulty }: JoinedSheets, context: TableContext): Pick<TableSource["table"], "rules"> {
  const rules = faulty.size > 0 ? [] : resolveTableRules(context);
  return rules.length === 0 ? {} : { rules };
}

/** Returns where the records of the table's documents are. */
function listRegions(
  { sheets, columns, faulty }: JoinedSheets,
  { table, config, report }: TableContext,
): { readonly documents: readonly RecordRegion[]; readonly isBroken: boolean } {
  const all = sheets.flatMap((sheet) => sheet.columns);
  const names = columns.map(({ name }) => [
    ...new Set([name, ...all.filter((column) => column.name === name).map(({ header }) => header)]),
  ]);
  const ignored = Object.entries(table.config?.columns ?? {}).flatMap(([name, { ignore }]) =>
    ignore ? [name] : [],
  );
  const known = new Set([...names.flat(), ...ignored, ...faulty]);
  let isBroken = table.inputs.some(
    ({ fileCount, documents }) => fileCount === 0 || fileCount > documents.length,
  );
  const listen: Report = (...given) => {
    isBroken = true;
    report(...given);
  };
  const regions = table.inputs.flatMap(({ source, documents }) =>
    documents.map((document) => {
      const { patch } = patchOf(document.file, config.patches);
      return {
        document,
        ...(patch === undefined ? {} : { patch }),
        records: listRecords(document, source, { table: table.name, names: known }, listen),
        names,
        ignored: [...ignored, ...faulty],
      };
    }),
  );
  return { documents: regions, isBroken };
}

interface ReadHeaders {
  readonly headers: readonly {
    readonly sheet: Sheet;
    readonly header: TableHeader;
    readonly isDeclared?: true;
  }[];
  /** A sheet has a header with a mistake that has been reported. */
  readonly isFaulty: boolean;
}

/** Puts behind the headers of sheets what the table has declared columns of. */
function listHeaders(context: TableContext): ReadHeaders {
  const read = readHeaders(context);
  const declared = declareColumns(
    context,
    read.headers.map(({ header }) => header),
  );
  if (declared === undefined) return read;
  if (declared === "faulty") return { ...read, isFaulty: true };
  const sheet = createEmptySheet(declared.at.file);
  return { ...read, headers: [...read.headers, { sheet, header: declared, isDeclared: true }] };
}

function readHeaders({ table, config, report }: TableContext): ReadHeaders {
  const headers: { sheet: Sheet; header: TableHeader }[] = [];
  let isFaulty = false;
  for (const given of table.sheets) {
    const sheet = orient(given, table);
    const header = readHeader(sheet, table.dialect, config.tags, report);
    if (header.kind === "table") headers.push({ sheet, header });
    if (header.kind === "faulty") isFaulty = true;
    if (header.kind !== "absent" || sheet.rowCount === 0) continue;
    isFaulty ||= table.isNamedByConfig;
    const { reason } = header;
    if (table.isNamedByConfig) report("no-header", { table: table.name, reason }, placeOfSheet(sheet));
    else report("not-a-table", { reason }, placeOfSheet(sheet));
  }
  return { headers, isFaulty };
}

/** Turns a sheet whose records are columns. */
function orient(sheet: Sheet, { config, dialect }: TableContext["table"]): Sheet {
  const isTurned = config?.transposed ?? (dialect.kind === "marked" && isTransposed(sheet));
  return isTurned ? transposeSheet(sheet) : sheet;
}

/** The config's names have been checked; here it is a name that a sheet or file gave. */
function checkName({ table, report }: TableContext, sheet: Sheet): boolean {
  if (isIdentifier(table.name)) return true;
  const from = sheet.name === undefined ? sheet.file : `${sheet.file}#${sheet.name}`;
  const message = `the config can name it: "${suggestName(table.name)}": { "from": ${JSON.stringify(from)} }`;
  report("invalid-name", { what: "a table", name: table.name }, placeOfSheet(sheet), [{ message }]);
  return false;
}
