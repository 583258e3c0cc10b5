import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import XLSX from "xlsx";
import { formatCellRef } from "../../src/base/place.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { formatRowJson } from "../../src/runtime/format-row.js";
import { openImage } from "../../src/runtime/open-image.js";

export type CellText = string | number | boolean | null;
/** Rows of cells, and the cells that are merged. */
export interface SheetContent {
  readonly rows: readonly (readonly CellText[])[];
  readonly merges?: readonly string[];
}

/** By path: the text of a file, the rows of a .csv file, or the sheets of an .xlsx file. */
export type ProjectFiles = Readonly<
  Record<string, string | readonly string[] | Readonly<Record<string, SheetContent>>>
>;

/** Builds a project in a folder, its config among the files, and returns its rows and what is reported. */
export async function buildProject(folder: string, files: ProjectFiles, targets: readonly string[] = []) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, toBytes(content));
  }
  const result = await buildTables({ cwd: folder, write: false, targets });
  const [output] = result.outputs;
  const image = output === undefined ? undefined : openImage(output.image.bytes);
  return {
    result,
    schema: output?.image.schema,
    /** As `id place message`. */
    problems: result.diagnostics.map(
      ({ id, at, message }) => `${id} ${at === undefined ? "" : formatCellRef(at)} ${message}`,
    ),
    rows: (table: string): readonly unknown[] => {
      const reader = image?.table(table);
      return reader === undefined
        ? []
        : [...reader.rows()].map((row) => JSON.parse(formatRowJson(reader, row)));
    },
  };
}

function toBytes(content: ProjectFiles[string]): string | Uint8Array {
  if (typeof content === "string") return content;
  if (isLines(content)) return content.map((line) => `${line}\n`).join("");
  const book = XLSX.utils.book_new();
  for (const [name, { rows, merges = [] }] of Object.entries(content)) {
    const sheet = XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet["!merges"] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, sheet, name);
  }
  return new Uint8Array(XLSX.write(book, { type: "array", bookType: "xlsx" }));
}

function isLines(content: Exclude<ProjectFiles[string], string>): content is readonly string[] {
  return Array.isArray(content);
}
