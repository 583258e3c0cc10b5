import { crc32, deflateRawSync } from "node:zlib";
import * as XLSX from "xlsx";
import type { Diagnostic } from "../../src/base/diagnostics.js";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type { Cell, Sheet, Workbook } from "../../src/model/workbook.js";
import { readWorkbook } from "../../src/sources/read-workbook.js";

export interface ReadResult {
  readonly workbook: Workbook | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** `code place message`, for each diagnostic. */
  readonly problems: readonly string[];
}

/** Reads bytes, or text as UTF-8, under a file name. */
export async function read(
  content: Uint8Array | string,
  file: string,
  options: { readonly encoding?: string; readonly separator?: string } = {},
): Promise<ReadResult> {
  const { diagnostics, report } = createDiagnosticSink();
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const workbook = await readWorkbook(
    bytes,
    file,
    { encoding: "auto", separator: "auto", ...options },
    report,
  );
  const problems = diagnostics.map(
    (d) => `${d.id} ${d.code} ${d.at === undefined ? "" : formatCellRef(d.at)} | ${d.message}`,
  );
  return { workbook, diagnostics, problems };
}

/** Reads a file that has nothing to report, and returns its only sheet. */
export async function readSheet(content: Uint8Array | string, file: string, options = {}): Promise<Sheet> {
  const { workbook, problems } = await read(content, file, options);
  const [sheet] = workbook?.sheets ?? [];
  if (problems.length > 0 || sheet === undefined) throw new Error(`not read: ${problems.join("\n")}`);
  return sheet;
}

export function gridOf(sheet: Sheet): readonly (readonly Cell[])[] {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_, column) => sheet.cell(row, column)),
  );
}

/** Makes a zip archive of deflated parts. */
export function makeZip(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from("PK\x03\x04"), shared, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, tail, Buffer.from(name));
    local.push(header);
    offset += header.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(local.length, 8);
  end.writeUInt16LE(local.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, entries, end]);
}

export interface XlsxContent {
  /** The content of `<sheetData>` with its tag and what follows, by sheet name. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly states?: Readonly<Record<string, "hidden" | "veryHidden">>;
  readonly sharedStrings?: string;
  /** The content of `<styleSheet>`. */
  readonly styles?: string;
  /** Attributes of `<workbookPr>`. */
  readonly properties?: string;
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const xmlHeader = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Returns the parts of an xlsx file, written by hand so that a test sees each byte that matters. */
export function xlsxParts(content: XlsxContent): Record<string, string> {
  const names = Object.keys(content.sheets);
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${xmlHeader}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>${type("workbook.xml", "sheet.main")}${names.map((_, i) => type(`worksheets/sheet${i + 1}.xml`, "worksheet")).join("")}${type("sharedStrings.xml", "sharedStrings")}${type("styles.xml", "styles")}</Types>`,
    "xl/workbook.xml": `${xmlHeader}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr ${content.properties ?? ""}/><sheets>${names
      .map((name, i) => {
        const state = content.states?.[name];
        return `<sheet name="${name}" sheetId="${i + 1}" ${state === undefined ? "" : `state="${state}"`} r:id="rId${i + 1}"/>`;
      })
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${xmlHeader}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => relation(`rId${i + 1}`, "worksheet", `worksheets/sheet${i + 1}.xml`)).join("")}${relation("rId90", "sharedStrings", "sharedStrings.xml")}${relation("rId91", "styles", "styles.xml")}</Relationships>`,
    "xl/sharedStrings.xml": `${xmlHeader}<sst xmlns="${main}">${content.sharedStrings ?? ""}</sst>`,
    "xl/styles.xml": `${xmlHeader}<styleSheet xmlns="${main}">${content.styles ?? ""}</styleSheet>`,
  };
  for (const [i, name] of names.entries()) {
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `${xmlHeader}<worksheet xmlns="${main}"><dimension ref="A1:XFD1048576"/>${content.sheets[name]}</worksheet>`;
  }
  return parts;
}

export function makeXlsx(content: XlsxContent): Buffer {
  return makeZip(xlsxParts(content));
}

/** Makes an xlsx of one sheet from the content of its `<sheetData>`. */
export function makeSheetXlsx(rows: string, rest: Omit<XlsxContent, "sheets"> = {}): Buffer {
  return makeXlsx({ sheets: { Sheet1: `<sheetData>${rows}</sheetData>` }, ...rest });
}

/** Makes an ods file; `tables` is the content of `<office:spreadsheet>`, `styles` of `<office:automatic-styles>`. */
export function makeOds(tables: string, styles = ""): Buffer {
  const namespaces = ["office", "table", "text", "style", "number"]
    .map(
      (name) =>
        `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name === "number" ? "datastyle" : name}:1.0"`,
    )
    .join(" ");
  return makeZip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml":
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
    "content.xml": `${xmlHeader}<office:document-content ${namespaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  });
}

/** Writes rows with SheetJS, in any format that it knows. */
export function writeWithSheetJs(
  rows: readonly (readonly unknown[])[],
  bookType: XLSX.BookType,
  change: (book: XLSX.WorkBook, sheet: XLSX.WorkSheet) => void = () => {},
): Uint8Array {
  const book = XLSX.utils.book_new();
  const sheet = XLSX.utils.aoa_to_sheet(rows as unknown[][]);
  XLSX.utils.book_append_sheet(book, sheet, "Sheet1");
  change(book, sheet);
  return new Uint8Array(XLSX.write(book, { bookType, type: "buffer" }));
}
