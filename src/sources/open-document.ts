import type { CellObject, WorkSheet } from "xlsx";
import type { Cell, Sheet, Workbook } from "../model/workbook.js";
import { DamagedFile } from "./damaged-file.js";
import { escapeUnderscores, expandReferences } from "./repair-xml.js";
import { createFormatKinds, leanOptions, loadSheetJs, mergesOf, parseParts, rowsOf } from "./sheetjs.js";
import { cellIndex, createSpreadsheetSheet, isErrorText } from "./spreadsheet-sheet.js";
import { decodeXmlText, xmlAttribute } from "./xml-text.js";
import type { ZipArchive } from "./zip-archive.js";

/** Reads an ods file (OpenDocument 1.3). Throws `DamagedFile` where the file is of no use. */
export async function readOpenDocument(archive: ZipArchive, file: string): Promise<Workbook> {
  const content = archive.read("content.xml")?.toString("utf8") ?? "";
  if (!/<\/office:document-content>\s*$/.test(content)) {
    throw new DamagedFile("content.xml in its zip archive breaks off");
  }
  const sheetJs = await loadSheetJs();
  // Formulas are asked for because an error is a text here, told from others by the formula.
  const book = parseParts(sheetJs, prepareParts(archive, content), { ...leanOptions, cellFormula: true });
  const reading = {
    file,
    date1904: book.Workbook?.WBProps?.date1904 === true,
    formatKind: createFormatKinds(sheetJs),
  };
  const hidden = findHiddenSheets(content);
  const uncached = findUncachedFormulas(content);
  const sheets: Sheet[] = [];
  for (const [index, escapedName] of book.SheetNames.entries()) {
    const sheet = book.Sheets[escapedName];
    const name = decodeXmlText(escapedName);
    if (sheet === undefined || hidden.has(name)) continue;
    const corrections = new Map([...findErrors(sheet), ...(uncached[index] ?? [])]);
    sheets.push(
      createSpreadsheetSheet({ name, rows: rowsOf(sheet), merges: mergesOf(sheet), corrections }, reading),
    );
  }
  return { file, sheets };
}

/**
 * SheetJS wants styles, which a file may leave out, overlooks values of cells that hold no paragraph, and unescapes
 * `_x0041_` in text although OpenDocument has no such escapes.
 */
function prepareParts(archive: ZipArchive, content: string): ReadonlyMap<string, Buffer> {
  const withParagraphs = repairText(content).replace(
    /<table:table-cell(\s[^>]*office:value-type=[^>]*?)(?:\/>|><\/table:table-cell>)/g,
    "<table:table-cell$1><text:p></text:p></table:table-cell>",
  );
  return new Map([
    ["META-INF/manifest.xml", archive.read("META-INF/manifest.xml") ?? Buffer.alloc(0)],
    ["styles.xml", archive.read("styles.xml") ?? Buffer.alloc(0)],
    ["content.xml", Buffer.from(withParagraphs, "utf8")],
  ]);
}

function repairText(content: string): string {
  const expanded = content.includes("&#") ? expandReferences(content) : content;
  return /_x[\da-f]{4}_/i.test(expanded) ? expanded.replace(/>[^<]+</g, escapeUnderscores) : expanded;
}

/** Returns the names of the tables whose style says `table:display="false"`. */
function findHiddenSheets(content: string): ReadonlySet<string> {
  const hiddenStyles = new Set<string | undefined>();
  for (const [style] of content.matchAll(
    /<style:style\s[^>]*style:family="table"[^>]*>[\s\S]*?<\/style:style>/g,
  )) {
    if (/\stable:display="false"/.test(style)) hiddenStyles.add(xmlAttribute(style, "style:name"));
  }
  const hidden = new Set<string>();
  for (const [tag] of content.matchAll(/<table:table\s[^>]*>/g)) {
    const style = xmlAttribute(tag, "table:style-name");
    if (style !== undefined && hiddenStyles.has(style)) hidden.add(xmlAttribute(tag, "table:name") ?? "");
  }
  return hidden;
}

/**
 * Finds, table by table, the cells with a formula and no value: a program wrote the file and no spreadsheet has
 * calculated it since. SheetJS drops them.
 */
function findUncachedFormulas(content: string): readonly ReadonlyMap<number, Cell>[] {
  const tables: Map<number, Cell>[] = [];
  let row = 0;
  let rowsRepeated = 0;
  let column = 0;
  for (const [tag, name] of content.matchAll(
    /<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])[^>]*>/g,
  )) {
    if (name === "table") {
      tables.push(new Map());
      row = 0;
      rowsRepeated = 0;
    } else if (name === "table-row") {
      row += rowsRepeated;
      rowsRepeated = Number(xmlAttribute(tag, "table:number-rows-repeated") ?? 1);
      column = 0;
    } else {
      const formula = tag.includes("table:formula=") ? xmlAttribute(tag, "table:formula") : undefined;
      if (formula !== undefined && !valuePattern.test(tag)) {
        tables
          .at(-1)
          ?.set(cellIndex(row, column), { kind: "formula", formula: formula.replace(/^\w+:=/, "") });
      }
      column += Number(
        tag.includes("-repeated=") ? (xmlAttribute(tag, "table:number-columns-repeated") ?? 1) : 1,
      );
    }
  }
  return tables;
}

/** A text cell has its value in its paragraphs. */
const valuePattern =
  /\soffice:(value|date-value|time-value|boolean-value|string-value|value-type="string")\b/;

function findErrors(sheet: WorkSheet): ReadonlyMap<number, Cell> {
  const errors = new Map<number, Cell>();
  for (const [row, cells] of rowsOf(sheet).entries()) {
    cells?.forEach((cell: CellObject, column) => {
      if (cell.f === undefined || typeof cell.v !== "string" || !isErrorText(cell.v)) return;
      errors.set(cellIndex(row, column), { kind: "error", text: cell.v });
    });
  }
  return errors;
}
