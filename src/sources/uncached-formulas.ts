import type { FormulaCell } from "../model/workbook.js";
import { cellIndex } from "./spreadsheet-sheet.js";
import { decodeXmlText, xmlAttribute } from "./xml-text.js";

/**
 * Finds the cells of a worksheet part that have a formula and no computed value: a program wrote the file and no
 * spreadsheet has calculated it since. SheetJS drops them, or takes them for FALSE or an empty text.
 * Returns them by `cellIndex`.
 */
export function findUncachedFormulas(xml: Buffer): ReadonlyMap<number, FormulaCell> {
  const prefix = /<(\w+:)?worksheet[\s>]/.exec(xml.toString("latin1", 0, 4096))?.[1] ?? "";
  return hasUncachedFormula(xml, prefix) ? collect(xml.toString("utf8"), prefix) : new Map();
}

/** Looks at the cells with formulas alone, as most sheets have none, or values for all. */
function hasUncachedFormula(xml: Buffer, prefix: string): boolean {
  const open = `<${prefix}f`;
  for (let at = xml.indexOf(open); at >= 0; at = xml.indexOf(open, at + open.length)) {
    if (!/[\s/>]/.test(String.fromCharCode(xml[at + open.length] ?? 0))) continue;
    const start = xml.lastIndexOf(`<${prefix}c `, at);
    const end = xml.indexOf(`</${prefix}c>`, at);
    if (start < 0 || end < 0) return true;
    const cell = xml.toString("latin1", start, end);
    if (!hasValue(cell.slice(0, cell.indexOf(">")), cell, prefix)) return true;
  }
  return false;
}

/** An empty value is a computed one where the type is text, `str`. */
function hasValue(tag: string, content: string, prefix: string): boolean {
  const value = new RegExp(`<${prefix}v(?:\\s[^>]*?)?(?:/>|>([^<]*)<)`).exec(content);
  if (value === null) return content.includes(`<${prefix}is>`);
  return (value[1] ?? "") !== "" || xmlAttribute(tag, "t") === "str";
}

/** Walks over all rows and cells, as either may leave its address to be counted. */
function collect(xml: string, prefix: string): ReadonlyMap<number, FormulaCell> {
  const found = new Map<number, FormulaCell>();
  const sharedFormulas = new Map<string, string>();
  const pattern = new RegExp(`<${prefix}(row|c)((?:\\s[^>]*?)?)(/?)>`, "g");
  const formulaPattern = new RegExp(`<${prefix}f((?:\\s[^>]*?)?)(?:/>|>([^<]*)<)`);
  let row = -1;
  let column = -1;
  for (let match = pattern.exec(xml); match !== null; match = pattern.exec(xml)) {
    const [, element, attributes = "", selfClosing] = match;
    if (element === "row") {
      row = rowOf(attributes) ?? row + 1;
      column = -1;
      continue;
    }
    column = columnOf(attributes) ?? column + 1;
    if (selfClosing === "/") continue;
    const content = xml.slice(pattern.lastIndex, xml.indexOf(`</${prefix}c>`, pattern.lastIndex));
    const formula = formulaPattern.exec(content);
    if (formula === null) continue;
    const text = formulaText(formula, sharedFormulas);
    if (!hasValue(attributes, content, prefix))
      found.set(cellIndex(row, column), { kind: "formula", formula: text });
  }
  return found;
}

/** A shared formula is written once; the cells that share it are shown with the text of the first. */
function formulaText([, attributes = "", text = ""]: RegExpExecArray, shared: Map<string, string>): string {
  const formula = decodeXmlText(text);
  const group = xmlAttribute(attributes, "si");
  if (group === undefined) return formula;
  if (formula !== "") shared.set(group, formula);
  return formula === "" ? (shared.get(group) ?? "") : formula;
}

function rowOf(attributes: string): number | undefined {
  const text = xmlAttribute(attributes, "r");
  return text === undefined ? undefined : Number(text) - 1;
}

function columnOf(attributes: string): number | undefined {
  const letters = /^[A-Z]+/.exec(xmlAttribute(attributes, "r") ?? "")?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
