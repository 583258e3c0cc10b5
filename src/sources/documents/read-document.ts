import type { Report } from "../../base/diagnostics.js";
import type { Document, DocumentNode } from "../../model/document.js";
import { looksBinary, readSignature } from "../file-signature.js";
import { extensionOf } from "../source-format.js";
import { decodeText } from "../text-encoding.js";
import type { OnRepeated } from "./collect-fields.js";
import { DocumentError, maxDepth, TooDeepError } from "./document-error.js";
import { type DocumentFormat, documentFormatOf } from "./document-format.js";

/**
 * Reads a file of records. `file` is its path for messages; its extension says what it should be. The text is UTF-8,
 * UTF-16 or GB18030, found as for sheets, or what an XML declaration says.
 *
 * Never throws because of the bytes: what is wrong with them is reported, and the result is `undefined` where nothing
 * of the file can be used.
 */
export async function readDocument(
  bytes: Uint8Array,
  file: string,
  report: Report,
): Promise<Document | undefined> {
  const format = documentFormatOf(file);
  if (format === undefined) {
    report("unsupported-extension", { extension: extensionOf(file) }, { file });
    return undefined;
  }
  if (!checkContent(bytes, file, format, report)) return undefined;
  const text = decodeText(bytes, format === "xml" ? encodingOfXml(bytes) : "auto", file, report);
  if (text === undefined) return undefined;
  const onRepeated: OnRepeated = ({ name, line, firstLine }) => {
    const note = { message: "first here", at: { file, line: firstLine } };
    report("repeated-record-field", { field: name }, { file, line }, [note]);
  };
  try {
    return { file, root: await readText(text, format, onRepeated) };
  } catch (error) {
    explain(error, file, format, report);
    return undefined;
  }
}

/** True for bytes that may be a text; what else they are is reported. */
function checkContent(bytes: Uint8Array, file: string, format: DocumentFormat, report: Report): boolean {
  const signature = readSignature(bytes);
  const reportKind = (kind: string) =>
    report("wrong-file-kind", { extension: extensionOf(file), kind }, { file });
  switch (signature.kind) {
    case "empty":
      report("empty-file", undefined, { file });
      return false;
    case "git-lfs-pointer":
      report("git-lfs-pointer", { bytes: bytes.length }, { file });
      return false;
    case "zip":
      reportKind("a zip archive");
      return false;
    case "compound":
      reportKind("a compound file");
      return false;
    case "other":
      if (format === "xml" && signature.description === "an XML file") return true;
      reportKind(signature.description);
      return false;
    case "text":
      // UTF-16 looks binary only where it is hardly any text.
      if (!looksBinary(bytes) || bytes[0] === 0xff || bytes[0] === 0xfe || bytes.includes(0)) return true;
      reportKind(`binary data of ${bytes.length} bytes`);
      return false;
  }
}

/** Returns the encoding that the declaration names, where it is one. */
function encodingOfXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString("latin1");
  const label = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  return label ?? "auto";
}

async function readText(text: string, format: DocumentFormat, onRepeated: OnRepeated): Promise<DocumentNode> {
  switch (format) {
    case "json":
      return (await import("./read-json.js")).readJson(text, onRepeated);
    case "yaml":
      return (await import("./read-yaml.js")).readYaml(text, onRepeated);
    case "xml":
      return (await import("./read-xml.js")).readXml(text, onRepeated);
    case "lua":
      return (await import("./read-lua.js")).readLua(text, onRepeated);
  }
}

const formatNames: Readonly<Record<DocumentFormat, string>> = {
  ...{ json: "JSON", yaml: "YAML", xml: "XML", lua: "Lua" },
};

function explain(error: unknown, file: string, format: DocumentFormat, report: Report): void {
  if (error instanceof DocumentError) {
    const parameters = { format: formatNames[format], problem: error.problem };
    report("broken-document", parameters, { file, line: error.line });
    return;
  }
  // A parser of a package may call itself for each value within another.
  if (!(error instanceof TooDeepError) && !(error instanceof RangeError)) throw error;
  const line = error instanceof TooDeepError ? { line: error.line } : {};
  report("document-too-deep", { levels: maxDepth }, { file, ...line });
}
