/** What a source file is by its name. */
export type SourceFormat = "xlsx" | "xlsm" | "xls" | "ods" | "csv" | "tsv";

const formats: readonly SourceFormat[] = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv"];

/** Returns the format that the name of a file promises. */
export function sourceFormatOf(path: string): SourceFormat | undefined {
  const extension = extensionOf(path).slice(1).toLowerCase();
  return formats.find((format) => format === extension);
}

/** Returns `.xlsx` for `a/b.xlsx`, and an empty string where there is none. */
export function extensionOf(path: string): string {
  const name = fileNameOf(path);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot);
}

/** Returns `b.xlsx` for `a/b.xlsx`. */
export function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
