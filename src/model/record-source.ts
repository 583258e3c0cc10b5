import type { Document, DocumentNode, DocumentPath } from "./document.js";

/** An entry of a table's `from` that names files of records, or a folder of them, and where in them the records are. */
export interface RecordSource {
  /** A pattern of files relative to the config's folder; a folder ends with `/`. */
  readonly files: string;
  /** The way from the root of a file to its records; empty for the root itself. */
  readonly path: DocumentPath;
  /** True where each value at that place is a record; else one or all of its elements, as the value itself shows. */
  readonly isList: boolean;
}

/** The endings of files of records, without their dots. */
const documentExtensions = ["json", "jsonc", "yaml", "yml", "xml", "lua"] as const;

/**
 * Reads an entry of `from`: `items.json`, `items/*.yaml`, `items/`, `all.json#data.items`, `all.xml#*`. Returns `undefined`
 * for one that does not name files of records by their endings; what is a folder is said by `isFolder`.
 */
export function parseRecordSource(
  entry: string,
  isFolder: (path: string) => boolean = () => false,
): RecordSource | undefined {
  for (let end = entry.length; end >= 0; end = entry.lastIndexOf("#", end - 1)) {
    const files = entry.slice(0, end);
    if (namesDocuments(files)) return { files, ...parsePath(entry.slice(end + 1)) };
    if (files !== "" && !/[*?{}]/.test(files) && isFolder(files)) {
      return { files: `${files}/`, ...parsePath(entry.slice(end + 1)) };
    }
    if (end === 0) break;
  }
  return undefined;
}

/** Returns the entry of `from` for a source: the other way round as `parseRecordSource`. */
export function formatRecordSource({ files, path, isList }: RecordSource): string {
  const steps = [...path.map(String), ...(isList ? ["*"] : [])];
  return steps.length === 0 ? files : `${files}#${steps.join(".")}`;
}

/** Returns a glob of the files of a source. */
export function globOfSource({ files }: RecordSource): string {
  return files.endsWith("/") ? `${files}**/*.{${documentExtensions.join(",")}}` : files;
}

function namesDocuments(files: string): boolean {
  if (files.endsWith("/")) return true;
  const ending = /\.(?:\{([^{}]*)\}|(\w+))$/.exec(files.toLowerCase());
  const names = ending?.[1]?.split(",") ?? (ending?.[2] === undefined ? [] : [ending[2]]);
  return names.some((name) => (documentExtensions as readonly string[]).includes(name));
}

function parsePath(text: string): Pick<RecordSource, "path" | "isList"> {
  const steps = text.split(".").filter((step) => step !== "");
  const isList = steps.at(-1) === "*";
  const path = (isList ? steps.slice(0, -1) : steps).map((step) =>
    /^\d+$/.test(step) ? Number(step) : step,
  );
  return { path, isList };
}

/** The files that an entry of a table's `from` has found. */
export interface RecordInput {
  readonly source: RecordSource;
  readonly table: string;
  /** Position of the entry in the table's `from`. */
  readonly index: number;
  /** How many files there are, good ones and bad ones. */
  readonly fileCount: number;
  /** Those that can be read, in order of their paths, those of patches behind them. */
  readonly documents: readonly Document[];
}

/** Records of a table in one document. */
export interface RecordRegion {
  readonly document: Document;
  /** Number of the patch that it is part of, from 1; absent for the table itself. */
  readonly patch?: number;
  readonly records: readonly DocumentRecord[];
  /** For each schema column the names that a record may give it. */
  readonly names: readonly (readonly string[])[];
  /** Fields that are passed over. */
  readonly ignored: readonly string[];
  /** The column, by its position, that a record is the value of as a whole. */
  readonly whole?: number;
  /** Fields that no column or struct has are passed over too. */
  readonly isLenient?: boolean;
}

export interface DocumentRecord {
  /** Has fields. */
  readonly node: DocumentNode;
  /** The way to it from the root. */
  readonly path: DocumentPath;
}
