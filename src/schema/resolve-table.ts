import { isIdentifier } from "../base/identifiers.js";
import type { SheetRegion, TableSource } from "../model/table-source.js";
import { placeOfCell, type Sheet } from "../model/workbook.js";
import { checkCellsBeyondHeader } from "./cells-beyond-header.js";
import { isTransposed } from "./dialects/marked.js";
import { joinSheets, listFilledRows, type TableSheet } from "./join-sheets.js";
import { placeOfSheet } from "./places.js";
import { readHeader } from "./read-header.js";
import { checkConfiguredColumns, readConfiguredColumns, resolveColumns } from "./resolve-columns.js";
import { resolveKeys } from "./resolve-keys.js";
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
  const { headers, isFaulty } = readHeaders(context);
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
  const sheets = headers.map(({ sheet, header }): TableSheet => {
    const own = { ...header, columns: selectRegion(header.columns, context.config, context.report) };
    const columns = resolveColumns(own, configured, context);
    const rows = listFilledRows(sheet, header.rows, columns);
    // A header that is wrong itself may be another row than the one that is meant.
    if (columns.every(({ type }) => type !== undefined)) {
      checkCellsBeyondHeader(sheet, header.width, rows, report);
    }
    return { sheet, header, columns, rows };
  });
  const joined = joinSheets(sheets, context);
  const isSingleton =
    table.config?.singleton === true || tableHeaders.some((one) => one.isSingleton === true);
  if (isSingleton) checkSingleRow(joined.regions, context);
  const at = table.isNamedByConfig ? table.at : first.header.at;
  if (joined.columns.length === 0) {
    if (joined.faulty.size === 0) report("no-columns", { table: table.name }, at);
    return undefined;
  }
  return {
    table: {
      name: table.name,
      note: table.config?.note ?? "",
      columns: withLanguageDefaults(table.name, joined.columns, context.config),
      keys: resolveKeys(joined, first.header.at, context),
      isSingleton,
      ...(table.config?.groups === undefined ? {} : { groups: table.config.groups }),
      at,
    },
    regions: joined.regions,
    isFaulty: joined.faulty.size > 0,
  };
}

/** A second row would never be read. */
function checkSingleRow(regions: readonly SheetRegion[], { table, report }: TableContext): void {
  const own = regions.filter(({ patch }) => patch === undefined);
  const rows = own.flatMap(({ sheet, rows: all }) => Array.from(all, (row) => ({ sheet, row })));
  const [, second] = rows;
  if (second === undefined) return;
  report(
    "singleton-rows",
    { table: table.name, count: rows.length },
    placeOfCell(second.sheet, second.row, 0),
  );
}

interface ReadHeaders {
  readonly headers: readonly { readonly sheet: Sheet; readonly header: TableHeader }[];
  /** A sheet has a header with a mistake that has been reported. */
  readonly isFaulty: boolean;
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
