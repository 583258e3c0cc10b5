import { posix } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { Place } from "../../base/place.js";
import type { TableauColumns, TableauHeader, TableauList, TableauMap } from "../../model/tableau.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { transposeSheet } from "../transpose-sheet.js";
import { findSheets, type TableauBook } from "./books.js";
import { defaultOptions, readMetasheet, type SheetOptions } from "./metasheet.js";
import type { DraftField, DraftMessage, ProjectTypes } from "./project-types.js";
import { readHeader } from "./read-header.js";
import { readLayout } from "./read-layout.js";

/** A sheet that a metasheet has a line of, or that stands beside one without lines. */
export interface ListedSheet {
  readonly book: TableauBook;
  readonly sheet: Sheet;
  readonly options: SheetOptions;
}

/** Lists the sheets of all workbooks that have a metasheet; reports lines of sheets that there are not. */
export function listSheets(
  books: readonly TableauBook[],
  { metasheet, defaults, report }: { metasheet: string; defaults: TableauHeader; report: Report },
): readonly ListedSheet[] {
  return books.flatMap((book) => {
    const meta = book.sheets.get(metasheet);
    if (meta === undefined) return [];
    const names = [...book.sheets.keys()].filter((name) => !name.startsWith("@"));
    const lines = readMetasheet(meta, defaults, report);
    // A metasheet without lines is about all sheets.
    const all = hasLines(meta)
      ? lines
      : names.map((name) => defaultOptions(name, defaults, placeOfSheet(book, name)));
    return all.flatMap((options) => {
      const sheet = book.sheets.get(options.sheet);
      if (sheet !== undefined) return [{ book, sheet, options }];
      const suggestion = findNearest(options.sheet, names);
      report("tableau-metasheet", { reason: `there is no sheet ${options.sheet}`, suggestion }, options.at);
      return [];
    });
  });
}

function hasLines(meta: Sheet): boolean {
  return meta.rowCount > 1;
}

function placeOfSheet({ sheets, file }: TableauBook, name: string): Place {
  const sheet = sheets.get(name);
  return sheet === undefined ? { file } : placeOfCell(sheet, 0, 0);
}

/** A table with the sheets that its rows stand in. */
export interface PlannedTable {
  readonly name: string;
  /** Those of a record. */
  readonly fields: readonly DraftField[];
  /** What is before the names of their columns. */
  readonly prefix: string;
  /** The map or list whose elements are the records; absent for a table of one. */
  readonly container?: TableauList | TableauMap;
  /** Column of the field that is the primary key. */
  readonly keyColumn?: string;
  readonly sheets: readonly PlannedSheet[];
  readonly options: SheetOptions;
  readonly at: Place;
}

export interface PlannedSheet {
  readonly sheet: Sheet;
  readonly columns: TableauColumns;
  readonly rows: readonly number[];
}

/** Reads the header of a sheet, and plans the table, or the tables, that it and the sheets like it are. */
export function planTables(
  { book, sheet, options }: ListedSheet,
  { books, types, report }: { books: readonly TableauBook[]; types: ProjectTypes; report: Report },
): readonly PlannedTable[] {
  const message = options.alias === "" ? options.sheet : options.alias;
  const oriented = orient(sheet, options);
  const header = readHeader(oriented, options.header, report);
  const { isNested, hasPresence } = options;
  const fields = readLayout(header.columns, { path: message, isNested, hasPresence }, { types, report });
  const at = placeOfCell(oriented, options.header.nameRow - 1, 0);
  if (fields.length === 0) {
    if (header.columns.every(({ type }) => type === "")) {
      report("tableau-header", { reason: "no column has a name and a type" }, at);
    }
    return [];
  }
  const record = findRecord(fields, types);
  const own: PlannedSheet = { sheet: oriented, columns: header.byName, rows: header.rows };
  const more = (patterns: readonly string[]) => {
    const found = findOthers(patterns, { book, sheet, options }, books, report);
    return found.map((one) => ({ ...one, planned: planSheet(one.sheet, options, report) }));
  };
  const merged = more(options.mergers).map(({ planned }) => planned);
  const table = { ...record, options, at };
  if (options.scatters.length === 0) return [{ ...table, name: message, sheets: [own, ...merged] }];
  const scattered = more(options.scatters).map(({ book: other, name, planned }) => ({
    ...{ ...table, name: nameScattered(other, name, options), sheets: [planned] },
  }));
  return [
    { ...table, name: nameScattered(book, options.sheet, options), sheets: [own, ...merged] },
    ...scattered,
  ];
}

function orient(sheet: Sheet, { isTransposed }: SheetOptions): Sheet {
  return isTransposed ? transposeSheet(sheet) : sheet;
}

function planSheet(sheet: Sheet, options: SheetOptions, report: Report): PlannedSheet {
  const oriented = orient(sheet, options);
  const { byName, rows } = readHeader(oriented, options.header, report);
  return { sheet: oriented, columns: byName, rows };
}

function nameScattered(book: TableauBook, sheet: string, options: SheetOptions): string {
  const folder = options.hasParentFolder ? `${posix.basename(book.folder)}_` : "";
  return `${folder}${options.isWithoutBookName ? sheet : `${book.name}_${sheet}`}`;
}

function findOthers(
  patterns: readonly string[],
  { book, sheet, options }: ListedSheet,
  books: readonly TableauBook[],
  report: Report,
) {
  const found = new Map<Sheet, ReturnType<typeof findSheets>[number]>();
  for (const pattern of patterns) {
    const all = findSheets(pattern, { folder: book.folder, sheet: options.sheet }, books);
    if (all.length === 0)
      report("tableau-metasheet", { reason: `no sheet is meant by ${pattern}` }, options.at);
    for (const one of all) if (one.sheet !== sheet) found.set(one.sheet, one);
  }
  return [...found.values()];
}

/** A message that is nothing but a map or a list in rows is the table of its elements. */
function findRecord(
  fields: readonly DraftField[],
  types: ProjectTypes,
): Pick<PlannedTable, "fields" | "prefix" | "container" | "keyColumn"> {
  const [field, ...others] = fields;
  const single = { fields, prefix: "" };
  if (field === undefined || others.length > 0) return single;
  const { type } = field;
  if ((type.kind !== "list" && type.kind !== "map") || type.layout !== "vertical") return single;
  const element = type.kind === "list" ? type.element : type.value;
  const message = element.kind === "message" ? types.messages.get(element.name) : undefined;
  if (message === undefined) return single;
  const keyColumn = type.kind === "list" ? type.key : type.keyColumn;
  return {
    fields: inherit(listRecordFields(message, field), field),
    ...{ prefix: field.column, container: type },
    ...(keyColumn === undefined ? {} : { keyColumn }),
  };
}

/** The record of a union is the key that it is found by, and the union itself. */
function listRecordFields(message: DraftMessage, field: DraftField): readonly DraftField[] {
  if (message.union === undefined) return message.fields;
  const { type } = field;
  const common = { note: "", at: field.at, isPresent: false, isNullable: false, isOptional: false };
  const { separators } = field;
  const element = type.kind === "map" ? type.value : type.kind === "list" ? type.element : type;
  const value = { ...common, name: "Value", column: "", type: element, separators };
  if (type.kind !== "map") return [value];
  const keyColumn = type.keyColumn ?? "";
  return [{ ...common, name: keyColumn, column: keyColumn, type: type.key, separators }, value];
}

/** What is optional as a whole is so in its parts. */
function inherit(fields: readonly DraftField[], { isOptional }: DraftField): readonly DraftField[] {
  return isOptional ? fields.map((field) => ({ ...field, isOptional })) : fields;
}
