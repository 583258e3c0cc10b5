import type { WorkBook } from "xlsx";
import type { Report } from "../base/diagnostics.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { DamagedFile } from "./damaged-file.js";
import { implicitDateFormats } from "./number-format.js";
import { repairXml } from "./repair-xml.js";
import { createFormatKinds, leanOptions, loadSheetJs, mergesOf, parseParts, rowsOf } from "./sheetjs.js";
import { workbookType } from "./spreadsheet-kind.js";
import { createSpreadsheetSheet } from "./spreadsheet-sheet.js";
import { findUncachedFormulas } from "./uncached-formulas.js";
import { readPlainWorkbook, type WorkbookParts } from "./xlsx/read-plain-workbook.js";
import { xmlAttribute } from "./xml-text.js";
import type { ZipArchive } from "./zip-archive.js";

/** Reads an xlsx or xlsm file (ECMA-376). Throws `DamagedFile` where the whole file is of no use. */
export async function readOfficeOpenXml(
  archive: ZipArchive,
  file: string,
  report: Report,
): Promise<Workbook> {
  const source = openWorkbook(archive);
  return readPlainWorkbook(source, file) ?? readBySheetJs(source, file, report);
}

/** Unpacks the parts and finds the one that lists the sheets. Throws `DamagedFile`. */
export function openWorkbook(archive: ZipArchive): WorkbookParts {
  const parts = unpackParts(archive);
  const workbookPart = findWorkbookPart(parts);
  return { parts, workbookPart, relations: readRelations(parts, workbookPart) };
}

/** Reads what is not plain, and reports what is wrong with it. */
export async function readBySheetJs(
  { parts, relations }: WorkbookParts,
  file: string,
  report: Report,
): Promise<Workbook> {
  const sheetJs = await loadSheetJs();
  const book = parseParts(sheetJs, prepareParts(parts), leanOptions);
  const reading = {
    file,
    date1904: book.Workbook?.WBProps?.date1904 === true,
    formatKind: createFormatKinds(sheetJs),
  };
  const sheets: Sheet[] = [];
  for (const { name, relation } of visibleSheets(book)) {
    const target = relations.get(relation);
    // Charts and dialogs may fill a whole sheet.
    if (target?.type.endsWith("/worksheet") === false) continue;
    const xml = target && parts.get(target.part);
    const sheet = book.Sheets[name];
    if (xml === undefined || sheet === undefined || !isWholeWorksheet(xml)) {
      report("unreadable-sheet", { sheet: name }, { file, sheet: name });
      continue;
    }
    const raw = {
      name,
      rows: rowsOf(sheet),
      merges: mergesOf(sheet),
      corrections: findUncachedFormulas(xml),
    };
    sheets.push(createSpreadsheetSheet(raw, reading));
  }
  return { file, sheets };
}

/** Unpacks the parts that hold cells or lead to them; not images, comments, macros and print settings. */
function unpackParts(archive: ZipArchive): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (const name of archive.names) {
    if (!/\.(xml|rels)$/i.test(name)) continue;
    if (
      /(^|\/)(docProps|drawings|charts|theme|threadedComments|worksheets\/_rels)\/|\/comments\d*\.xml$/i.test(
        name,
      )
    )
      continue;
    const content = archive.read(name);
    if (content !== undefined) parts.set(name, content);
  }
  return parts;
}

function findWorkbookPart(parts: ReadonlyMap<string, Buffer>): string {
  const types = parts.get("[Content_Types].xml")?.toString("utf8") ?? "";
  const tags = types.match(/<(?:\w+:)?Override\s[^>]*>/g) ?? [];
  const tag = tags.find((override) => workbookType.test(override)) ?? "";
  const part = (xmlAttribute(tag, "PartName") ?? "/xl/workbook.xml").slice(1);
  if (!parts.has(part)) throw new DamagedFile(`${part} is missing in its zip archive`);
  return part;
}

function readRelations(parts: ReadonlyMap<string, Buffer>, workbookPart: string): WorkbookParts["relations"] {
  const slash = workbookPart.lastIndexOf("/") + 1;
  const folder = workbookPart.slice(0, slash);
  const xml = parts.get(`${folder}_rels/${workbookPart.slice(slash)}.rels`)?.toString("utf8") ?? "";
  const relations = new Map<string, { readonly part: string; readonly type: string }>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    const target = xmlAttribute(tag, "Target") ?? "";
    relations.set(xmlAttribute(tag, "Id") ?? "", {
      part: target.startsWith("/") ? target.slice(1) : resolvePart(folder, target),
      type: xmlAttribute(tag, "Type") ?? "",
    });
  }
  return relations;
}

function resolvePart(folder: string, target: string): string {
  const path: string[] = [];
  for (const step of (folder + target).split("/")) {
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return path.join("/");
}

function visibleSheets(book: WorkBook): readonly { readonly name: string; readonly relation: string }[] {
  return book.SheetNames.flatMap((name, index) => {
    const properties = book.Workbook?.Sheets?.[index];
    if ((properties?.Hidden ?? 0) !== 0) return [];
    // SheetJS keeps the attributes of <sheet>, which its types do not say.
    const { id } = (properties ?? {}) as { readonly id?: string };
    return [{ name, relation: id ?? "" }];
  });
}

/** SheetJS takes a worksheet that breaks off for an empty one. */
function isWholeWorksheet(xml: Buffer): boolean {
  return /<\/(\w+:)?worksheet>\s*$/.test(xml.toString("latin1", Math.max(0, xml.length - 256)));
}

function prepareParts(parts: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  const prepared = new Map<string, Buffer>();
  for (const [name, content] of parts) {
    prepared.set(name, /styles\.xml$/i.test(name) ? addImplicitFormats(content) : repairXml(content));
  }
  return prepared;
}

/** SheetJS knows no format for the numbers that mean dates in East Asian and Thai files, and would give bare numbers. */
function addImplicitFormats(styles: Buffer): Buffer {
  const formats = [...implicitDateFormats]
    .map(([id, text]) => `<numFmt numFmtId="${id}" formatCode="${text}"/>`)
    .join("");
  const xml = styles.toString("utf8").replace(/<((?:\w+:)?)numFmts(\s[^>]*)?\/>/, "");
  const own = /<(?:\w+:)?numFmts(?:\s[^>]*)?>/.exec(xml);
  if (own !== null) return insert(xml, own.index + own[0].length, formats);
  const root = /<(?:\w+:)?styleSheet(?:\s[^>]*)?>/.exec(xml);
  return root === null ? styles : insert(xml, root.index + root[0].length, `<numFmts>${formats}</numFmts>`);
}

function insert(text: string, at: number, inserted: string): Buffer {
  return Buffer.from(text.slice(0, at) + inserted + text.slice(at), "utf8");
}
