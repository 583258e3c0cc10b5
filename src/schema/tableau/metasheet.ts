import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { Place } from "../../base/place.js";
import { parseTableauBool, type TableauHeader, type TableauSeparators } from "../../model/tableau.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { textAt } from "./read-header.js";

/** What the metasheet says of a sheet. */
export interface SheetOptions {
  readonly sheet: string;
  /** Empty: the sheet's name. */
  readonly alias: string;
  readonly header: Omit<TableauHeader, keyof TableauSeparators>;
  readonly separators: TableauSeparators;
  readonly isTransposed: boolean;
  readonly isNested: boolean;
  readonly hasAdjacentKeys: boolean;
  readonly hasPresence: boolean;
  readonly isOptional: boolean;
  readonly mode: SheetMode;
  readonly mergers: readonly string[];
  readonly scatters: readonly string[];
  readonly hasParentFolder: boolean;
  readonly isWithoutBookName: boolean;
  readonly index: string;
  readonly orderedIndex: string;
  readonly hasOrderedMap: boolean;
  readonly at: Place;
}

export interface SheetMode {
  readonly kind: "data" | "enum" | "struct" | "union";
  /** Several types in one sheet. */
  readonly isMulti: boolean;
}

const modes: Readonly<Record<string, SheetMode>> = {
  MODE_DEFAULT: { kind: "data", isMulti: false },
  MODE_ENUM_TYPE: { kind: "enum", isMulti: false },
  MODE_STRUCT_TYPE: { kind: "struct", isMulti: false },
  MODE_UNION_TYPE: { kind: "union", isMulti: false },
  MODE_ENUM_TYPE_MULTI: { kind: "enum", isMulti: true },
  MODE_STRUCT_TYPE_MULTI: { kind: "struct", isMulti: true },
  MODE_UNION_TYPE_MULTI: { kind: "union", isMulti: true },
};

/** Reads a metasheet: one line a sheet, none where it has but its names. */
export function readMetasheet(
  sheet: Sheet,
  defaults: TableauHeader,
  report: Report,
): readonly SheetOptions[] {
  return new MetasheetReader(sheet, report).read(defaults);
}

/** Returns the options of a sheet that no metasheet has a line of. */
export function defaultOptions(sheet: string, defaults: TableauHeader, at: Place): SheetOptions {
  const { sep, subsep, ...header } = defaults;
  return {
    ...{ sheet, alias: "", header, separators: { sep, subsep }, at },
    ...{
      isTransposed: false,
      isNested: false,
      hasAdjacentKeys: false,
      hasPresence: false,
      isOptional: false,
    },
    ...{ mode: { kind: "data", isMulti: false }, mergers: [], scatters: [] },
    ...{
      hasParentFolder: false,
      isWithoutBookName: false,
      index: "",
      orderedIndex: "",
      hasOrderedMap: false,
    },
  };
}

/** The line of this name is about the workbook. */
const bookLine = "#";

class MetasheetReader {
  readonly #sheet: Sheet;
  readonly #report: Report;
  readonly #columns = new Map<string, number>();

  constructor(sheet: Sheet, report: Report) {
    this.#sheet = sheet;
    this.#report = report;
    for (let column = 0; column < sheet.columnCount; column++) {
      const name = textAt(sheet, 0, column).trim();
      if (name !== "") this.#addColumn(name, column);
    }
  }

  #addColumn(name: string, column: number): void {
    this.#columns.set(name, column);
    if (optionNames.includes(name)) return;
    // Columns of a team's own are passed over; one that differs in a letter was meant to say something.
    const suggestion = findNearest(name, optionNames);
    if (suggestion !== undefined) this.#fail(`there is no option ${name}`, 0, name, suggestion);
  }

  read(defaults: TableauHeader): readonly SheetOptions[] {
    const lines = this.#listLines();
    const book = lines.find(({ name }) => name === bookLine);
    const own = book === undefined ? defaults : this.#readHeader(book.row, defaults);
    return lines
      .filter(({ name }) => name !== bookLine)
      .map(({ name, row }) => this.#readLine(name, row, own));
  }

  #listLines(): readonly { readonly name: string; readonly row: number }[] {
    const lines: { name: string; row: number }[] = [];
    for (let row = 1; row < this.#sheet.rowCount; row++) {
      const name = this.#text(row, "Sheet");
      if (name === "") continue;
      if (lines.some((line) => line.name === name)) this.#fail(`there are two lines ${name}`, row, "Sheet");
      else lines.push({ name, row });
    }
    return lines;
  }

  #readLine(name: string, row: number, defaults: TableauHeader): SheetOptions {
    const { sep, subsep, ...header } = this.#readHeader(row, defaults);
    for (const option of ["Patch", "Validate"]) this.#reportUnchecked(option, row);
    return {
      ...defaultOptions(name, defaults, placeOfCell(this.#sheet, row, this.#columns.get("Sheet") ?? 0)),
      ...{ alias: this.#text(row, "Alias"), header, separators: { sep, subsep } },
      isTransposed: this.#bool(row, "Transpose"),
      isNested: this.#bool(row, "Nested"),
      hasAdjacentKeys: this.#bool(row, "AdjacentKey"),
      hasPresence: this.#bool(row, "FieldPresence"),
      isOptional: this.#bool(row, "Optional"),
      mode: this.#mode(row),
      mergers: this.#list(row, "Merger"),
      scatters: this.#list(row, "Scatter"),
      hasParentFolder: this.#bool(row, "WithParentDir"),
      isWithoutBookName: this.#bool(row, "ScatterWithoutBookName"),
      index: this.#text(row, "Index"),
      orderedIndex: this.#text(row, "OrderedIndex"),
      hasOrderedMap: this.#bool(row, "OrderedMap"),
    };
  }

  #readHeader(row: number, defaults: TableauHeader): TableauHeader {
    return {
      nameRow: this.#number(row, "Namerow") ?? defaults.nameRow,
      typeRow: this.#number(row, "Typerow") ?? defaults.typeRow,
      noteRow: this.#number(row, "Noterow") ?? defaults.noteRow,
      dataRow: this.#number(row, "Datarow") ?? defaults.dataRow,
      nameLine: this.#number(row, "Nameline") ?? defaults.nameLine,
      typeLine: this.#number(row, "Typeline") ?? defaults.typeLine,
      noteLine: this.#number(row, "Noteline") ?? defaults.noteLine,
      sep: this.#raw(row, "Sep") || defaults.sep,
      subsep: this.#raw(row, "Subsep") || defaults.subsep,
    };
  }

  #reportUnchecked(option: string, row: number): void {
    const text = this.#text(row, option);
    if (text === "" || text === "PATCH_NONE") return;
    this.#report("tableau-not-checked", { what: `${option} ${text}` }, this.#placeOf(row, option));
  }

  #mode(row: number): SheetMode {
    const text = this.#text(row, "Mode");
    const mode = text === "" ? modes["MODE_DEFAULT"] : Object.hasOwn(modes, text) ? modes[text] : undefined;
    if (mode === undefined) {
      const names = Object.keys(modes);
      const nearest = findNearest(text, names) ?? names.find((name) => name.startsWith(text));
      this.#fail(`there is no mode ${text}`, row, "Mode", nearest);
    }
    return mode ?? { kind: "data", isMulti: false };
  }

  #bool(row: number, option: string): boolean {
    const text = this.#text(row, option);
    const value = text === "" ? false : parseTableauBool(text);
    if (value === undefined) this.#fail(`${option} is true or false`, row, option);
    return value ?? false;
  }

  /** 0 is as good as nothing. */
  #number(row: number, option: string): number | undefined {
    const text = this.#text(row, option);
    if (!/^\d*(\.0*)?$/.test(text)) this.#fail(`${option} is a whole number`, row, option);
    const value = Number(text);
    return Number.isNaN(value) || value === 0 ? undefined : value;
  }

  #list(row: number, option: string): readonly string[] {
    return this.#text(row, option)
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }

  #text(row: number, option: string): string {
    return this.#raw(row, option).trim();
  }

  /** A separator may be a blank. */
  #raw(row: number, option: string): string {
    const column = this.#columns.get(option);
    return column === undefined ? "" : textAt(this.#sheet, row, column);
  }

  #fail(reason: string, row: number, option: string, suggestion?: string): void {
    this.#report("tableau-metasheet", { reason, suggestion }, this.#placeOf(row, option));
  }

  #placeOf(row: number, option: string): Place {
    return placeOfCell(this.#sheet, row, this.#columns.get(option) ?? 0, option);
  }
}

const optionNames: readonly string[] = [
  ...["Sheet", "Alias", "Namerow", "Typerow", "Noterow", "Datarow", "Nameline", "Typeline", "Noteline"],
  ...[
    "Transpose",
    "Nested",
    "Sep",
    "Subsep",
    "Merger",
    "Scatter",
    "AdjacentKey",
    "FieldPresence",
    "Template",
  ],
  ...[
    "Mode",
    "Optional",
    "Patch",
    "WithParentDir",
    "ScatterWithoutBookName",
    "Labels",
    "Validate",
    "OrderedMap",
  ],
  ...["Index", "OrderedIndex", "LangOptions"],
];
