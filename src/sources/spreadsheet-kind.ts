import { openZip, type ZipArchive } from "./zip-archive.js";

/** A file that spreadsheets are read from, told by its content. */
export type Spreadsheet =
  | { readonly kind: "xlsx" | "ods"; readonly archive: ZipArchive }
  | { readonly kind: "xls"; readonly bytes: Uint8Array };

/** A file of the same container format that no sheets are read from. */
export type NoSpreadsheet =
  | { readonly kind: "protected" }
  /** `description` completes "the file is …". */
  | { readonly kind: "other"; readonly description: string };

/** Tells what a zip archive is. Throws `DamagedFile`. */
export function identifyZip(bytes: Uint8Array): Spreadsheet | NoSpreadsheet {
  const archive = openZip(bytes);
  const types = archive.read("[Content_Types].xml")?.toString("utf8");
  if (types !== undefined) {
    const description = officeDescription(types);
    return description === undefined ? { kind: "xlsx", archive } : { kind: "other", description };
  }
  const manifest = archive.read("META-INF/manifest.xml")?.toString("utf8");
  if (manifest !== undefined) return identifyOpenDocument(archive, manifest);
  if (archive.names.some((name) => /^(Index\/|Index\.zip)/.test(name)))
    return other("an Apple Numbers document");
  return other("a zip archive without a workbook");
}

/** The content type of the part that lists the sheets. */
export const workbookType =
  /(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml/;

/** Looks for the main part first: a workbook may have documents of the other kinds embedded. */
function officeDescription(types: string): string | undefined {
  if (workbookType.test(types)) return undefined;
  if (types.includes("sheet.binary.macroEnabled.main")) return "a binary workbook (.xlsb)";
  if (types.includes("wordprocessingml")) return "a Word document";
  if (types.includes("presentationml")) return "a PowerPoint presentation";
  return "a zip archive without a workbook";
}

function identifyOpenDocument(archive: ZipArchive, manifest: string): Spreadsheet | NoSpreadsheet {
  if (manifest.includes("encryption-data")) return { kind: "protected" };
  const type = archive.read("mimetype")?.toString("utf8").trim() ?? manifest;
  return type.includes("opendocument.spreadsheet")
    ? { kind: "ods", archive }
    : other("an OpenDocument file without sheets");
}

function other(description: string): NoSpreadsheet {
  return { kind: "other", description };
}

/** Tells what a compound file is, by the names of its streams, which stand in it as UTF-16. */
export function identifyCompound(bytes: Uint8Array): Spreadsheet | NoSpreadsheet {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (stream: string) => file.includes(Buffer.from(`${stream}\0`, "utf16le"));
  if (holds("EncryptedPackage")) return { kind: "protected" };
  if (holds("Workbook") || holds("Book")) return { kind: "xls", bytes };
  if (holds("WordDocument")) return other("a Word document");
  if (holds("PowerPoint Document")) return other("a PowerPoint presentation");
  return other("a compound file without a workbook");
}
