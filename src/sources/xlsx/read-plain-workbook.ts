import { isUtf8 } from "node:buffer";
import type { CellRange, Workbook } from "../../model/workbook.js";
import type { NumberFormatKind } from "../number-format.js";
import { xmlAttribute } from "../xml-text.js";
import { readCellKinds } from "./cell-kinds.js";
import { scanWorksheet } from "./scan-worksheet.js";
import { readSharedStrings } from "./string-items.js";
import type { WorksheetCells } from "./worksheet-cells.js";
import { NotPlain } from "./xml-bytes.js";

/** The parts of an xlsx file that the workbook's part leads to. */
export interface WorkbookParts {
  readonly parts: ReadonlyMap<string, Buffer>;
  readonly workbookPart: string;
  /** By id. */
  readonly relations: ReadonlyMap<string, { readonly part: string; readonly type: string }>;
}

/** A sheet of a workbook in which there is nothing unusual. */
export interface PlainSheet {
  readonly name: string;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly merges: readonly CellRange[];
  readonly cells: WorksheetCells;
}

/**
 * Reads a workbook as spreadsheet programs write it, four times as fast as SheetJS and with the same cells. Returns
 * `undefined` for a file that has anything unusual in it or wrong with it, which is then SheetJS's to read.
 */
export function readPlainWorkbook(source: WorkbookParts, file: string): Workbook | undefined {
  const sheets = readPlainSheets(source);
  return sheets && createPlainWorkbook(sheets, file);
}

/** As `readPlainWorkbook`. */
export function readPlainSheets(source: WorkbookParts): readonly PlainSheet[] | undefined {
  try {
    return readSheets(source);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

export function createPlainWorkbook(sheets: readonly PlainSheet[], file: string): Workbook {
  return {
    file,
    sheets: sheets.map(({ merges, cells, ...sheet }) => ({
      ...{ file, ...sheet },
      ...(merges.length === 0 ? {} : { merges }),
      ...{ cell: cells.cell.bind(cells), plain: cells },
    })),
  };
}

function readSheets({ parts, workbookPart, relations }: WorkbookParts): readonly PlainSheet[] {
  const book = readPart(parts, workbookPart).toString("utf8");
  if (!/<workbook\s/.test(book) || /<!|&#|<\w+:sheets?[\s/>]|<(?!x15:)\w+:workbookPr/.test(book))
    throw new NotPlain();
  const [properties = ""] = /<workbookPr[\s/>][^>]*>/.exec(book) ?? [];
  const date1904 = /^(?:1|true)$/.test(xmlAttribute(properties, "date1904") ?? "");
  const sharedStrings = readOptional(parts, relations, "sharedStrings", readSharedStrings) ?? [];
  const kinds = readOptional(parts, relations, "styles", readStyles) ?? [];
  const sheets: PlainSheet[] = [];
  for (const tag of book.match(/<sheet\s[^>]*>/g) ?? []) {
    const name = xmlAttribute(tag, "name");
    const relation = relations.get(xmlAttribute(tag, "r:id") ?? "");
    if (name === undefined || relation === undefined) throw new NotPlain();
    if (/^(?:veryH|h)idden$/.test(xmlAttribute(tag, "state") ?? "")) continue;
    if (!relation.type.endsWith("/worksheet")) continue;
    const xml = readPart(parts, relation.part);
    if (!/<\/worksheet>\s*$/.test(xml.toString("latin1", Math.max(0, xml.length - 256))))
      throw new NotPlain();
    const { cells, merges } = scanWorksheet(xml, { sharedStrings, kinds });
    sheets.push({ name, ...cells.finish(merges, { date1904 }), merges, cells });
  }
  return sheets;
}

function readStyles(xml: Buffer): readonly NumberFormatKind[] {
  const kinds = readCellKinds(xml.toString("utf8"));
  if (kinds === undefined) throw new NotPlain();
  return kinds;
}

/** SheetJS goes by the list of content types, and others by the relations: where these differ, they are not plain. */
function readOptional<Read>(
  parts: ReadonlyMap<string, Buffer>,
  relations: WorkbookParts["relations"],
  kind: string,
  read: (xml: Buffer) => Read,
): Read | undefined {
  const types = parts.get("[Content_Types].xml")?.toString("utf8") ?? "";
  const tags = (types.match(/<Override\s[^>]*>/g) ?? []).filter((tag) =>
    tag.includes(`spreadsheetml.${kind}+xml`),
  );
  const found = [...relations.values()].filter(({ type }) => type.endsWith(`/${kind}`));
  const [tag] = tags;
  const [relation] = found;
  if (tags.length !== found.length || tags.length > 1) throw new NotPlain();
  if (tag === undefined || relation === undefined) return undefined;
  if (xmlAttribute(tag, "PartName") !== `/${relation.part}`) throw new NotPlain();
  return read(readPart(parts, relation.part));
}

function readPart(parts: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const part = parts.get(name);
  if (part === undefined || !isUtf8(part)) throw new NotPlain();
  return part;
}
