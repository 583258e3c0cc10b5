import { extensionOf, fileNameOf } from "../source-format.js";

/** What a file of records is by its name. */
export type DocumentFormat = "json" | "yaml" | "xml" | "lua";

const formats: Readonly<Record<string, DocumentFormat>> = {
  json: "json",
  jsonc: "json",
  yaml: "yaml",
  yml: "yaml",
  xml: "xml",
  lua: "lua",
};

/** Returns the format that the name of a file promises; `undefined` for one that is no file of records. */
export function documentFormatOf(path: string): DocumentFormat | undefined {
  const extension = extensionOf(path).slice(1).toLowerCase();
  return Object.hasOwn(formats, extension) ? formats[extension] : undefined;
}

/** True for a file that records are read from. Hidden ones are left to the programs that hide them. */
export function isDocumentFile(path: string): boolean {
  return documentFormatOf(path) !== undefined && !fileNameOf(path).startsWith(".");
}
