import type { Report } from "../base/diagnostics.js";
import { looksBinary, readSignature } from "./file-signature.js";
import { reportFailure } from "./spreadsheet.js";
import { identifyCompound, identifyZip, type NoSpreadsheet, type Spreadsheet } from "./spreadsheet-kind.js";

/** What a file is by its bytes. `description` completes "the file is …". */
export type FileContent =
  | Spreadsheet
  | { readonly kind: "text"; readonly description: string }
  | { readonly kind: "other"; readonly description: string };

/** Tells what the bytes are; reports and returns `undefined` where they are of no use under any name. */
export function identifyContent(bytes: Uint8Array, file: string, report: Report): FileContent | undefined {
  const signature = readSignature(bytes);
  switch (signature.kind) {
    case "empty":
      report("empty-file", undefined, { file });
      return undefined;
    case "git-lfs-pointer":
      report("git-lfs-pointer", { bytes: bytes.length }, { file });
      return undefined;
    case "zip":
      return identifyContainer(() => identifyZip(bytes), file, report);
    case "compound":
      return identifyContainer(() => identifyCompound(bytes), file, report);
    case "other":
      return signature;
    case "text":
      return { kind: "text", description: describeText(bytes) };
  }
}

function describeText(bytes: Uint8Array): string {
  return `${looksBinary(bytes) ? "binary data" : "a text file"} of ${bytes.length} bytes`;
}

function identifyContainer(
  identifyBytes: () => Spreadsheet | NoSpreadsheet,
  file: string,
  report: Report,
): FileContent | undefined {
  try {
    const content = identifyBytes();
    if (content.kind !== "protected") return content;
    report("protected-workbook", undefined, { file });
  } catch (error) {
    reportFailure(error, file, report);
  }
  return undefined;
}
