import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as XLSX from "xlsx";
import { formatType, type StructSchema, type VariantSchema } from "../../src/model/schema.js";
import { joinBlocks, type SheetCell } from "./lay-out.js";
import type { RandomProject, RandomTable, TextForm } from "./random-project.js";
import type { RandomEnum, Writing } from "./random-values.js";

/** A cell that may be merged with those below it or to the right. */
interface GridCell extends SheetCell {
  readonly width?: number;
  readonly height?: number;
}
type Grid = readonly (readonly GridCell[])[];

/** A file of a project, before it is bytes. */
interface PlannedFile {
  readonly path: string;
  /** One in a text file, any number in a spreadsheet. */
  readonly sheets: readonly { readonly name: string; readonly grid: Grid }[];
}

/** Writes a project's config and sheets into a folder. */
export function writeProject(project: RandomProject, folder: string): void {
  const config = `${JSON.stringify(configOf(project), null, 2)}\n`;
  const files = planFiles(project).map(({ path, sheets }): readonly [string, string | Uint8Array] => [
    path,
    path.endsWith(".xlsx") ? toSpreadsheet(sheets) : toText(sheets[0]?.grid ?? [], project.form),
  ]);
  for (const [path, content] of [["table-gen.config.json", config] as const, ...files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** What the dump of the project's library is to be, from the values that its cells were made of. */
export function expectedDump({ tables }: RandomProject): readonly string[] {
  const sorted = [...tables].sort((left, right) => (left.name < right.name ? -1 : 1));
  return sorted.flatMap(({ name, columns, rows }) =>
    rows.map((row) => {
      const members = columns.map((column, index) => `${JSON.stringify(column.name)}:${row[index]?.json}`);
      return `{"table":${JSON.stringify(name)},"row":{${members.join(",")}}}`;
    }),
  );
}

/** For each key of each table its name in the dump program and how many rows it finds, sorted as the dump. */
export function expectedKeys({ tables }: RandomProject): readonly string[] {
  const sorted = [...tables].sort((left, right) => (left.name < right.name ? -1 : 1));
  return sorted.flatMap(({ name, columns, keys, rows }) =>
    keys.map((key, index) => {
      const keyName = index === 0 ? "primary" : key.map((position) => columns[position]?.name).join("_");
      return `${name}.${keyName}: found ${rows.length}`;
    }),
  );
}

/** Shows a project as its files, for a person who looks for the mistake. */
export function describeProject(project: RandomProject): string {
  const files = planFiles(project).map(({ path, sheets }) =>
    sheets.map(({ name, grid }) => {
      const rows = grid.map(
        (row) => `  ${row.map((cell) => JSON.stringify(cell.stored ?? cell.text)).join(" ")}`,
      );
      return `${path}${path.endsWith(".xlsx") ? `#${name}` : ""}\n${rows.join("\n")}`;
    }),
  );
  const parts = [JSON.stringify(configOf(project)), ...files.flat(), "expected", ...expectedDump(project)];
  return `\n${parts.join("\n")}\n`;
}

// --- config -------------------------------------------------------------------------------------------------

function configOf(project: RandomProject): object {
  const { name, namespace, setting, emptyCells, form, enums, tables, links } = project;
  const hours = setting.offsetSeconds / 3600;
  return {
    name,
    namespace,
    separator: form.separator,
    // Of such a zone the sign is that of the way to Greenwich.
    timeZone: hours === 0 ? "UTC" : `Etc/GMT${hours < 0 ? "+" : "-"}${Math.abs(hours)}`,
    separators: [setting.listSeparator, ...setting.outerSeparators],
    emptyCells: Object.fromEntries(Object.entries(emptyCells).map(([type, { text }]) => [type, text])),
    enums: Object.fromEntries(
      enums.filter((one) => !one.isInSheet).map((one) => [one.name, configOfEnum(one)]),
    ),
    structs: Object.fromEntries([...setting.structs, ...links].map((one) => [one.name, configOfStruct(one)])),
    variants: Object.fromEntries(
      setting.variants.map((one) => [one.name, configOfVariant(one, setting.structs)]),
    ),
    tables: Object.fromEntries(tables.map((table, index) => [table.name, configOfTable(table, index)])),
  };
}

function configOfEnum({ underlying, note, values, isFlags }: RandomEnum): object {
  const flags = isFlags ? { flags: true } : {};
  return { underlying: integerName(underlying), note, ...flags, values: values.map((one) => ({ ...one })) };
}

function configOfStruct({ note, fields }: StructSchema): object {
  const entries = fields.map(({ name, type, note: ofField, defaultText }) => {
    const given = defaultText === undefined ? {} : { default: defaultText };
    return [name, { type: formatType(type), note: ofField, ...given }] as const;
  });
  return { note, fields: Object.fromEntries(entries) };
}

function configOfVariant({ note, kinds }: VariantSchema, structs: readonly StructSchema[]): object {
  const entries = kinds.map(({ name, struct }) => [name, structs[struct]?.name] as const);
  return { note, kinds: Object.fromEntries(entries) };
}

function integerName({ bits, signed }: RandomEnum["underlying"]): string {
  return `${signed ? "int" : "uint"}${bits}`;
}

function configOfTable(table: RandomTable, index: number): object {
  const nameOf = (position: number) => table.columns[position]?.name;
  const from = {
    ...(table.parts === 1 ? {} : { from: [`split/${index}-*.{csv,xlsx}`] }),
    ...(table.isTransposed && table.dialect === "plain" ? { transposed: true } : {}),
    ...(table.isSingleton && table.dialect === "plain" ? { singleton: true } : {}),
  };
  if (table.dialect === "marked") {
    return {
      ...from,
      note: table.note,
      ...(table.keys.length === 0 && !table.isSingleton ? { key: false } : {}),
    };
  }
  const [primary, ...unique] = table.keys.map((key) => key.map(nameOf));
  const columns = table.columns.map(({ name, typeText, note, default: given }) => {
    const withDefault = given === undefined ? {} : { default: given.text };
    return [name, { type: typeText, note, ...withDefault }] as const;
  });
  return {
    ...from,
    note: table.note,
    dialect: "plain",
    ...(table.isSingleton ? {} : { key: primary ?? false }),
    unique,
    ...listIndexes(table),
    columns: Object.fromEntries(columns),
  };
}

function listIndexes({ indexes, columns }: RandomTable): object {
  const of = (wanted: string) =>
    indexes
      .filter(({ purpose }) => purpose === wanted)
      .map((one) => one.columns.map((position) => columns[position]?.name));
  return { multi: of("multi"), ordered: of("ordered") };
}

// --- sheets -------------------------------------------------------------------------------------------------

function planFiles(project: RandomProject): readonly PlannedFile[] {
  const { tables, enums } = project;
  const book: PlannedFile["sheets"][number][] = [];
  const files: PlannedFile[] = [];
  const inSheet = enums.filter((one) => one.isInSheet);
  if (inSheet.length > 0)
    files.push({ path: "enums.csv", sheets: [{ name: "enums", grid: enumGrid(inSheet) }] });
  for (const [index, table] of tables.entries()) {
    const canBeSheet = table.isSpreadsheet && gridsOf(table).flat(2).every(fitsSpreadsheet);
    const ending = canBeSheet ? "xlsx" : "csv";
    for (const [part, grid] of gridsOf(table).entries()) {
      if (table.parts > 1)
        files.push({ path: `split/${index}-${part}.${ending}`, sheets: [{ name: "part", grid }] });
      else if (canBeSheet && isSheetName(table.name)) book.push({ name: table.name, grid });
      else files.push({ path: `sheets/${table.name}.${ending}`, sheets: [{ name: "Sheet1", grid }] });
    }
  }
  return book.length === 0 ? files : [...files, { path: "book.xlsx", sheets: book }];
}

function isSheetName(name: string): boolean {
  return name.length <= 31 && !/^(sheet|table)\s*\d+$/i.test(name);
}

const text = (value: string): GridCell => ({ text: value });

function enumGrid(enums: readonly RandomEnum[]): Grid {
  const head = ["##enum", "note", "alias", "enum", "name", "type", "flags", "value"].map(text);
  const rows = enums.flatMap(({ name, underlying, values, isFlags }) =>
    values.map((one, index) => {
      const previous = values[index - 1]?.value ?? -1;
      const number = one.value === previous + 1 && !isFlags ? "" : String(one.value);
      const alias = one.aliases.join("|");
      const repeated =
        index === 0
          ? [name, one.name, integerName(underlying), isFlags ? "TRUE" : ""]
          : ["", one.name, "", ""];
      return ["", one.note, alias, ...repeated, number].map(text);
    }),
  );
  return [head, ...rows];
}

/** The grids of the table's parts: each with the whole header. */
function gridsOf(table: RandomTable): readonly Grid[] {
  const isMarked = table.dialect === "marked";
  const header = isMarked ? markedHeader(table) : [namesOf(table)];
  const size = Math.ceil(table.rows.length / table.parts);
  return Array.from({ length: table.parts }, (_, part) => {
    const rows = table.rows.slice(part * size, (part + 1) * size).flatMap((row) => gridOfRow(row));
    const grid = [...header, ...(isMarked ? rows.map((row) => [text(""), ...row]) : rows)];
    return table.isTransposed ? transpose(grid) : grid;
  });
}

function gridOfRow(row: readonly Writing[]): Grid {
  return joinBlocks(row.map(({ text: own, stored, block }) => block ?? [[{ text: own, stored }]]));
}

/** A name that is merged over several columns stands in the first of them. */
function namesOf({ columns }: RandomTable): readonly GridCell[] {
  return columns.flatMap(({ headings }) =>
    headings.flatMap(({ name, span }) =>
      Array.from({ length: span }, (_, index) => ({ text: name, width: index === 0 ? span : 0 })),
    ),
  );
}

function markedHeader(table: RandomTable): Grid {
  const { columns, keys, indexes, isSingleton } = table;
  const rules = columns.map(({ default: given }, position) => {
    const [primary, ...unique] = keys;
    const others = [...unique.map((key) => ({ purpose: "unique", columns: key })), ...indexes];
    const ofKeys = others.flatMap(({ purpose, columns: key }) => {
      if (!key.includes(position)) return [];
      // A key has the names of its columns, as one of the config has that is not given a name.
      const name = key.map((one) => columns[one]?.name).join("_");
      return key.length === 1 ? [purpose] : [`${purpose}(${name})`];
    });
    const key = primary?.includes(position) ? ["key"] : [];
    const value = given === undefined ? [] : [`default="${given.text.replaceAll('"', '""')}"`];
    return [...key, ...ofKeys, ...value].join(" ");
  });
  /** What is said of a column stands at the first of those of the sheet. */
  const spread = (mark: string, texts: readonly string[]): readonly GridCell[] => [
    text(mark),
    ...columns.flatMap(({ headings }, index) => {
      const width = headings.reduce((sum, { span }) => sum + span, 0);
      return Array.from({ length: width }, (_, at) => text(at === 0 ? (texts[index] ?? "") : ""));
    }),
  ];
  const names: readonly GridCell[] = [text("##name"), ...namesOf(table)];
  const comments = columns.map(() => "*/ a comment");
  return [
    spread(
      "##note",
      columns.map(({ note }) => note),
    ),
    names,
    spread("##", comments),
    ...(isSingleton ? [spread("##singleton", [])] : []),
    spread(
      "##type",
      columns.map(({ typeText }) => typeText),
    ),
    spread("##rule", rules),
  ];
}

function transpose(grid: Grid): Grid {
  const width = Math.max(...grid.map((row) => row.length));
  return Array.from({ length: width }, (_, column) =>
    grid.map((row) => {
      const { width: height, ...cell } = row[column] ?? text("");
      return height === undefined ? cell : { ...cell, height };
    }),
  );
}

function toText(grid: Grid, { separator, lineEnd, hasMark, quotesAll }: TextForm): string {
  const cell = ({ text: value }: SheetCell) => {
    const isQuoted = quotesAll || value.includes(separator) || /["\r\n]/.test(value);
    return isQuoted ? `"${value.replaceAll('"', '""')}"` : value;
  };
  return `${hasMark ? "\ufeff" : ""}${grid.map((row) => row.map(cell).join(separator)).join(lineEnd)}${lineEnd}`;
}

/** Texts that this writer of spreadsheets brings into a file unchanged: no controls but line feeds, no `_x0041_`. */
function fitsSpreadsheet({ text: value }: SheetCell): boolean {
  return !/(?!\n)\p{Cc}|[\ufffe\uffff]|_x/iu.test(value);
}

function toSpreadsheet(sheets: PlannedFile["sheets"]): Uint8Array {
  const book = XLSX.utils.book_new();
  for (const { name, grid } of sheets) {
    const sheet: XLSX.WorkSheet = {};
    const merges: XLSX.Range[] = [];
    for (const [row, cells] of grid.entries()) {
      for (const [column, cell] of cells.entries()) {
        const { width = 1, height = 1 } = cell;
        // A text file has the name of a merged cell in each of its columns.
        if (width === 0 || height === 0) continue;
        if (width > 1 || height > 1) {
          merges.push({ s: { r: row, c: column }, e: { r: row + height - 1, c: column + width - 1 } });
        }
        const written = toCell(cell);
        if (written !== undefined) sheet[XLSX.utils.encode_cell({ r: row, c: column })] = written;
      }
    }
    const width = Math.max(...grid.map((row) => row.length));
    sheet["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: grid.length - 1, c: width - 1 } });
    sheet["!merges"] = merges;
    XLSX.utils.book_append_sheet(book, sheet, name);
  }
  return new Uint8Array(XLSX.write(book, { bookType: "xlsx", type: "buffer", bookSST: true }));
}

function toCell({ text: value, stored }: SheetCell): XLSX.CellObject | undefined {
  if (stored === undefined) return value === "" ? undefined : { t: "s", v: value };
  if (typeof stored === "boolean") return { t: "b", v: stored };
  return typeof stored === "number" ? { t: "n", v: stored } : { t: "n", v: stored.serial, z: stored.format };
}
