import { fileNameOf, sourceFormatOf } from "./source-format.js";

/** True for a file that sheets are read from: a known extension, and not the lock file of an open workbook. */
export function isSourceFile(path: string): boolean {
  return sourceFormatOf(path) !== undefined && !fileNameOf(path).startsWith("~$");
}
