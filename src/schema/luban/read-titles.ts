import type { Report } from "../../base/diagnostics.js";
import type { LubanTitle } from "../../model/luban.js";
import { type CellRange, cellText, placeOfCell, type Sheet } from "../../model/workbook.js";
import { transposeSheet } from "../transpose-sheet.js";

/** A sheet with Luban's titles. */
export interface TitledSheet {
  /** With rows for columns where the sheet is vertical. */
  readonly sheet: Sheet;
  readonly title: LubanTitle;
  /** Rows that hold data; comments and blank ones are left out. */
  readonly rows: readonly number[];
  /** Rows of `##type` and the like by their marks, without the `##`. */
  readonly markedRows: ReadonlyMap<string, number>;
}

/**
 * Reads the titles of a sheet. Returns `undefined` for one whose first cell does not begin with `##`, which is no
 * table to Luban, and for one with a mistake, which is reported.
 */
export function readTitles(sheet: Sheet, report: Report): TitledSheet | undefined {
  const mark = textAt(sheet, 0, 0);
  if (!mark.startsWith("##")) return undefined;
  const words = splitMark(mark);
  const wrong = words.find((word) => !knownWords.includes(word.toLowerCase()));
  if (wrong !== undefined) {
    report("luban-unknown-mark", { mark: wrong }, placeOfCell(sheet, 0, 0));
    return undefined;
  }
  const isVertical = words.some((word) => /^(column|vertical)$/i.test(word));
  const turned = isVertical ? transposeSheet(sheet) : sheet;
  return new TitleReader(turned, report).read();
}

const knownWords = ["", "+", "var", "field", "comment", "type", "desc", "group", "column", "vertical"];

/** The words of `##column#var`. */
function splitMark(mark: string): readonly string[] {
  return mark
    .slice(2)
    .split("#")
    .map((word) => word.trim());
}

class TitleReader {
  readonly #sheet: Sheet;
  readonly #report: Report;
  #isGood = true;

  constructor(sheet: Sheet, report: Report) {
    this.#sheet = sheet;
    this.#report = report;
  }

  read(): TitledSheet | undefined {
    const top = this.#findTop();
    if (top === undefined) {
      this.#fail("there is no row of names: `##var` begins it", 0, 0);
      return undefined;
    }
    const titles = this.#readLevel(top, { from: 1, to: this.#sheet.columnCount - 1 });
    if (this.#isGood && titles.length === 0) this.#fail("no column has a name", top, 0);
    if (!this.#isGood) return undefined;
    const title: LubanTitle = {
      ...{ name: "", from: 1, to: this.#sheet.columnCount - 1 },
      ...{ separators: "", isRequired: false, format: "stream", isInRows: false },
      holdsRows: titles.some(isAnyInRows),
      // An empty cell of the key would pass for a 0.
      titles: requireFirst(titles),
    };
    return { sheet: this.#sheet, title, rows: this.#listRows(), markedRows: this.#listMarks() };
  }

  /** The first `##` row counts without any word too. */
  #findTop(): number | undefined {
    for (let row = 0; row < this.#sheet.rowCount; row++) {
      const mark = textAt(this.#sheet, row, 0).toLowerCase();
      if (!mark.startsWith("##")) return undefined;
      const words = splitMark(mark).filter((word) => word !== "");
      if (words.some((word) => word === "field" || word === "var" || word === "+")) return row;
      if (row === 0 && words.every((word) => word === "column")) return row;
    }
    return undefined;
  }

  #findNext(row: number): number | undefined {
    for (let next = row + 1; next < this.#sheet.rowCount; next++) {
      const mark = textAt(this.#sheet, next, 0).toLowerCase();
      if (["##var", "##field", "##+"].includes(mark)) return next;
      if (!mark.startsWith("##")) return undefined;
    }
    return undefined;
  }

  #readLevel(
    row: number,
    { from, to }: { readonly from: number; readonly to: number },
  ): readonly LubanTitle[] {
    const merges = (this.#sheet.merges ?? []).filter(({ firstRow }) => firstRow === row);
    const titles: LubanTitle[] = [];
    for (let column = from; column <= to; column++) {
      const text = textAt(this.#sheet, row, column);
      if (text === "" || text.startsWith("#")) continue;
      const end = text.startsWith("[") ? this.#findClosing(row, column, to) : lastOf(merges, column);
      const title = this.#readTitle(text.replace(/^\[/, ""), row, { from: column, to: end });
      if (titles.some(({ name }) => name === title.name)) {
        this.#fail(`there are two columns ${title.name}`, row, column);
      }
      titles.push(title);
      column = end;
    }
    return titles;
  }

  /** `[name` … `name]` has the columns between, as merged cells have. */
  #findClosing(row: number, column: number, to: number): number {
    const name = textAt(this.#sheet, row, column).slice(1);
    for (let next = column + 1; next <= to; next++) {
      const text = textAt(this.#sheet, row, next);
      if (text === `${name}]`) return next;
      if (text !== "") break;
    }
    this.#fail(`\`${name}]\` does not follow \`[${name}\``, row, column);
    return column;
  }

  #readTitle(text: string, row: number, span: { readonly from: number; readonly to: number }): LubanTitle {
    const [own = "", ...pairs] = splitEscaped(text);
    const [, marks = "", name = ""] = /^([*!]*)(.*)$/s.exec(own) ?? [];
    const tags = this.#readTags(pairs, row, span.from);
    const next = this.#findNext(row);
    const titles = next === undefined ? [] : this.#readLevel(next, span);
    const isSet = (tag: string) => /^(1|true)$/.test(tags.get(tag) ?? "");
    const fallback = tags.get("default");
    return {
      name: name.trim(),
      ...span,
      separators: tags.get("sep") ?? "",
      ...(fallback === undefined || fallback === "" ? {} : { default: fallback }),
      isRequired: marks.includes("!") || isSet("non_empty"),
      format: readFormat(tags.get("format")) ?? this.#failFormat(tags.get("format") ?? "", row, span.from),
      isInRows: marks.includes("*") || isSet("multi_rows"),
      holdsRows: titles.some(isAnyInRows),
      titles,
    };
  }

  #readTags(pairs: readonly string[], row: number, column: number): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const pair of pairs) {
      const [, tag = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? [];
      const name = tag.trim();
      if (value === undefined) this.#fail(`\`#${pair}\` has no value`, row, column);
      else if (!knownTags.includes(name)) {
        this.#fail(`\`#${name}\` belongs into the row \`##type\``, row, column);
      } else tags.set(name, value.trim());
    }
    return tags;
  }

  #failFormat(format: string, row: number, column: number): LubanTitle["format"] {
    this.#fail(`there is no format ${format}; json, lua, lite and stream are`, row, column);
    return "stream";
  }

  #fail(reason: string, row: number, column: number): void {
    this.#isGood = false;
    this.#report("luban-invalid-title", { reason }, placeOfCell(this.#sheet, row, column));
  }

  #listRows(): readonly number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.#sheet.rowCount; row++) {
      if (textAt(this.#sheet, row, 0).startsWith("##") || this.#isEmpty(row)) continue;
      rows.push(row);
    }
    return rows;
  }

  #isEmpty(row: number): boolean {
    for (let column = 0; column < this.#sheet.columnCount; column++) {
      if (textAt(this.#sheet, row, column) !== "") return false;
    }
    return true;
  }

  #listMarks(): ReadonlyMap<string, number> {
    const rows = new Map<string, number>();
    for (let row = 0; row < this.#sheet.rowCount; row++) {
      const mark = textAt(this.#sheet, row, 0).toLowerCase();
      if (!mark.startsWith("##")) continue;
      const name = mark.slice(2).trim();
      if (row > 0 && !rows.has(name)) rows.set(name, row);
      else if (row === 0 && name !== "") rows.set(name, row);
    }
    return rows;
  }
}

const knownTags = ["sep", "non_empty", "multi_rows", "default", "format"];

function readFormat(text: string | undefined): LubanTitle["format"] | undefined {
  if (text === undefined) return "stream";
  return (["stream", "json", "lua", "lite"] as const).find((format) => format === text);
}

function requireFirst(titles: readonly LubanTitle[]): readonly LubanTitle[] {
  const first = titles.findIndex(({ name }) => isFieldName(name));
  return titles.map((title, index) => (index === first ? { ...title, isRequired: true } : title));
}

/** `__type__`, `$type` and `#note` are no fields. */
export function isFieldName(name: string): boolean {
  return !/^(__|#|\$)/.test(name);
}

function isAnyInRows({ isInRows, holdsRows }: LubanTitle): boolean {
  return isInRows || holdsRows;
}

function lastOf(merges: readonly CellRange[], column: number): number {
  return merges.find(({ firstColumn }) => firstColumn === column)?.lastColumn ?? column;
}

/** Splits at `#`; `\#` is the sign itself. */
function splitEscaped(text: string): readonly string[] {
  return text.split(/(?<!\\)#/).map((part) => part.replaceAll("\\#", "#"));
}

/** Returns a cell's text without the blanks around it. */
export function textAt(sheet: Sheet, row: number, column: number): string {
  return (cellText(sheet.cell(row, column)) ?? "").trim();
}
