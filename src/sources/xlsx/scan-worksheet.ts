import { u8At } from "../../base/typed-array.js";
import type { CellRange } from "../../model/workbook.js";
import type { NumberFormatKind } from "../number-format.js";
import { xmlAttribute } from "../xml-text.js";
import { decodeEscapes, readStringItem } from "./string-items.js";
import { WorksheetCells } from "./worksheet-cells.js";
import { endOfTag, greaterThan, lessThan, NotPlain, readText, slash, startsWith } from "./xml-bytes.js";

export interface WorksheetContext {
  readonly sharedStrings: readonly string[];
  /** By cell style. */
  readonly kinds: readonly NumberFormatKind[];
}

export interface Worksheet {
  readonly cells: WorksheetCells;
  readonly merges: readonly CellRange[];
}

const errorTexts: ReadonlySet<string> = new Set([
  "#NULL!",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#N/A",
  "#GETTING_DATA",
]);

/**
 * Reads the cells of a worksheet part in one pass over its bytes, as spreadsheet programs write them. Throws `NotPlain`
 * for what needs another reader: parts with prefixes, comments or dates as text, formulas without a value, cells out of
 * order.
 */
export function scanWorksheet(xml: Buffer, context: WorksheetContext): Worksheet {
  const data = xml.indexOf("<sheetData");
  if (data < 0 || xml.includes("<!")) throw new NotPlain();
  const cells = new WorksheetCells(context.sharedStrings);
  const open = endOfTag(xml, data);
  const end = xml[open - 1] === slash ? open : new Scan(xml, cells, context.kinds).run(open + 1);
  return { cells, merges: readMerges(xml.toString("latin1", end)) };
}

function readMerges(tail: string): readonly CellRange[] {
  return (tail.match(/<mergeCell\s[^>]*>/g) ?? []).map((tag) => {
    const [, left = "", top, right = "", bottom] =
      /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(xmlAttribute(tag, "ref") ?? "") ?? [];
    if (top === undefined) throw new NotPlain();
    const rows = { firstRow: Number(top) - 1, lastRow: Number(bottom) - 1 };
    return { ...rows, firstColumn: columnNumber(left), lastColumn: columnNumber(right) };
  });
}

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

class Scan {
  readonly #xml: Buffer;
  readonly #cells: WorksheetCells;
  readonly #kinds: readonly NumberFormatKind[];
  #at = 0;
  #row = -1;
  #column = -1;
  // Of the cell that is being read.
  #style = 0;
  #type = "n";
  #valueStart = -1;
  #valueEnd = -1;
  #hasFormula = false;
  #inline: string | undefined;

  constructor(xml: Buffer, cells: WorksheetCells, kinds: readonly NumberFormatKind[]) {
    this.#xml = xml;
    this.#cells = cells;
    this.#kinds = kinds;
  }

  /** Reads from a position up to the end of the data, which it returns. */
  run(from: number): number {
    const xml = this.#xml;
    this.#at = from;
    for (;;) {
      const at = xml.indexOf(lessThan, this.#at);
      if (at < 0) throw new NotPlain();
      const next = u8At(xml, at + 1);
      if (next === 99 && isNameEnd(u8At(xml, at + 2))) {
        this.#at = at + 2;
        this.#readCell();
      } else if (next === slash) {
        if (startsWith(xml, at, "</sheetData>")) return at + 12;
        if (!startsWith(xml, at, "</row>")) throw new NotPlain();
        this.#at = at + 6;
      } else if (startsWith(xml, at, "<row") && isNameEnd(u8At(xml, at + 4))) {
        this.#readRow(at + 4);
      } else throw new NotPlain();
    }
  }

  #readRow(from: number): void {
    const end = endOfTag(this.#xml, from);
    const tag = this.#xml.toString("latin1", from, end);
    const [, number] = /\sr="(\d+)"/.exec(tag) ?? [];
    const row = number === undefined ? this.#row + 1 : Number(number) - 1;
    if (row <= this.#row || row >= 1048576) throw new NotPlain();
    this.#cells.startRow(row);
    this.#row = row;
    this.#column = -1;
    this.#at = end + 1;
  }

  #readCell(): void {
    if (this.#row < 0) throw new NotPlain();
    this.#style = -1;
    this.#type = "n";
    const column = this.#column;
    const isEmpty = this.#readAttributes();
    if (this.#column === column) this.#column++;
    if (this.#column <= column || this.#column >= 16384) throw new NotPlain();
    if (isEmpty) return;
    this.#valueStart = -1;
    this.#hasFormula = false;
    this.#inline = undefined;
    this.#readChildren();
    this.#addCell();
  }

  /** Reads the attributes of `<c`; true when the tag closes itself. */
  #readAttributes(): boolean {
    const xml = this.#xml;
    let at = this.#at;
    for (;;) {
      const byte = u8At(xml, at);
      if (byte === greaterThan || byte === slash) {
        this.#at = byte === slash ? at + 2 : at + 1;
        return byte === slash;
      }
      if (byte <= 32) {
        at++;
        continue;
      }
      const name = byte;
      const isShort = xml[at + 1] === 61;
      const equals = isShort ? at + 1 : xml.indexOf(61, at);
      if (equals < 0 || xml[equals + 1] !== 34) throw new NotPlain();
      const start = equals + 2;
      const end = xml.indexOf(34, start);
      if (end < 0) throw new NotPlain();
      if (isShort && name === 114) this.#readAddress(start, end);
      else if (isShort && name === 115) this.#style = readDigits(xml, start, end);
      else if (isShort && name === 116) this.#type = readType(xml, start, end);
      at = end + 1;
    }
  }

  #readAddress(start: number, end: number): void {
    const xml = this.#xml;
    let column = 0;
    let at = start;
    for (; at < end && u8At(xml, at) >= 65 && u8At(xml, at) <= 90; at++)
      column = column * 26 + u8At(xml, at) - 64;
    if (column === 0 || readDigits(xml, at, end) !== this.#row + 1) throw new NotPlain();
    if (column - 1 <= this.#column) throw new NotPlain();
    this.#column = column - 1;
  }

  #readChildren(): void {
    const xml = this.#xml;
    let at = this.#at;
    for (;;) {
      if (xml[at] !== lessThan) throw new NotPlain();
      const next = u8At(xml, at + 1);
      if (next === 118 && xml[at + 2] === greaterThan) {
        this.#valueStart = at + 3;
        this.#valueEnd = xml.indexOf(lessThan, at + 3);
        if (!startsWith(xml, this.#valueEnd, "</v>")) throw new NotPlain();
        at = this.#valueEnd + 4;
      } else if (next === slash && startsWith(xml, at, "</c>")) {
        this.#at = at + 4;
        return;
      } else if (next === 102 && isNameEnd(u8At(xml, at + 2))) {
        this.#hasFormula = true;
        at = endOfTag(xml, at + 2) + 1;
        if (xml[at - 2] === slash) continue;
        at = xml.indexOf(lessThan, at);
        if (!startsWith(xml, at, "</f>")) throw new NotPlain();
        at += 4;
      } else if (startsWith(xml, at, "<is>")) {
        const end = xml.indexOf("</is>", at);
        if (end < 0) throw new NotPlain();
        this.#inline = readStringItem(xml, at + 4, end);
        at = end + 5;
      } else throw new NotPlain();
    }
  }

  #addCell(): void {
    const [xml, start, end] = [this.#xml, this.#valueStart, this.#valueEnd];
    if (this.#type === "inlineStr") {
      if (this.#inline === undefined || this.#hasFormula) throw new NotPlain();
      this.#cells.addText(this.#column, this.#inline);
      return;
    }
    // A cell with nothing in it has a style at most; a formula without a value is for another reader.
    if (start < 0 && !this.#hasFormula && this.#inline === undefined) return;
    if (start < 0 || this.#inline !== undefined) throw new NotPlain();
    switch (this.#type) {
      case "n":
        this.#cells.addNumber(
          this.#column,
          readNumber(xml, start, end),
          this.#kinds[this.#style] ?? "number",
        );
        return;
      case "s":
        this.#cells.addShared(this.#column, readDigits(xml, start, end));
        return;
      case "str":
        this.#cells.addText(this.#column, decodeEscapes(readText(xml, start, end)));
        return;
      case "b":
        if (end - start !== 1 || (xml[start] !== 48 && xml[start] !== 49)) throw new NotPlain();
        this.#cells.addBool(this.#column, xml[start] === 49);
        return;
      case "e": {
        const text = xml.toString("latin1", start, end);
        if (!errorTexts.has(text)) throw new NotPlain();
        this.#cells.addError(this.#column, text);
        return;
      }
      default:
        throw new NotPlain();
    }
  }
}

function isNameEnd(byte: number): boolean {
  return byte <= 32 || byte === greaterThan || byte === slash;
}

function readType(xml: Buffer, start: number, end: number): string {
  if (end - start === 1) {
    if (xml[start] === 115) return "s";
    if (xml[start] === 110) return "n";
  }
  return xml.toString("latin1", start, end);
}

function readDigits(xml: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 9) throw new NotPlain();
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = u8At(xml, at) - 48;
    if (digit < 0 || digit > 9) throw new NotPlain();
    value = value * 10 + digit;
  }
  return value;
}

/** Powers of ten that a double holds exactly. */
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Up to 15 digits and a power of ten are exact, so their quotient is the nearest double; others take the long way. */
function readNumber(xml: Buffer, start: number, end: number): number {
  let at = start;
  const isNegative = xml[at] === 45;
  if (isNegative) at++;
  let value = 0;
  let decimals = -1;
  const isShort = at < end && end - at <= 15;
  for (; isShort && at < end; at++) {
    const digit = u8At(xml, at) - 48;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (digit === -2 && decimals < 0) decimals = 0;
    else break;
  }
  if (isShort && at === end && decimals !== 0) {
    if (decimals > 0) value /= powersOfTen[decimals] ?? Number.NaN;
    return isNegative ? -value : value;
  }
  const text = xml.toString("latin1", start, end);
  if (!/^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)) throw new NotPlain();
  return Number(text);
}
