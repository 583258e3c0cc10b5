import { buildProject, type ProjectFiles } from "../build-project.js";
import { describeTable } from "../resolve.js";

/** Rows of a sheet, their cells separated by `¦`, which no type and no property has. */
export type SheetLines = readonly string[];

/** Returns a workbook of an .xlsx file; without a sheet `@TABLEAU` it gets one that is about all sheets. */
export function book(sheets: Readonly<Record<string, SheetLines>>): ProjectFiles[string] {
  const all = { "@TABLEAU": ["Sheet"], ...sheets };
  return Object.fromEntries(
    Object.entries(all).map(([name, lines]) => [name, { rows: lines.map(splitLine) }]),
  );
}

function splitLine(line: string): readonly string[] {
  return line.split("¦").map((cell) => cell.trim().replaceAll("⏎", "\n"));
}

/** Builds a tableau project in a folder, and returns its tables, its rows and what is reported. */
export async function buildTableau(
  folder: string,
  files: ProjectFiles,
  dialect: object = {},
  more: object = {},
) {
  const config = { dialect: { kind: "tableau", ...dialect }, ...more };
  const all = { "table-gen.config.json": JSON.stringify(config), ...files };
  const built = await buildProject(folder, all);
  return {
    ...built,
    /** As `Item(id: int32) key id`. */
    tables: (built.schema?.tables ?? []).map(describeTable),
    /** As `Part(id: int32)`. */
    structs: (built.schema?.structs ?? []).map((struct) =>
      describeTable({ ...struct, columns: struct.fields, keys: [], isSingleton: false }),
    ),
  };
}

/** Builds one sheet with default options. */
export function buildSheet(
  folder: string,
  lines: SheetLines,
  more: Readonly<Record<string, SheetLines>> = {},
) {
  return buildTableau(folder, { "Shop.xlsx": book({ Item: lines, ...more }) });
}
