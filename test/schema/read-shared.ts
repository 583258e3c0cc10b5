import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Sheet, Workbook } from "../../src/model/workbook.js";

const shared = resolve(import.meta.dirname, "../../../shared/data");

/** True when the third-party tables are there. */
export function hasShared(folder: string): boolean {
  return existsSync(join(shared, folder));
}

/** Reads all tables below a folder of the shared data in order of name, in a way of its own: values only. */
export async function readShared(folder: string, encoding = "utf-8"): Promise<readonly Workbook[]> {
  const files = readdirSync(join(shared, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.(xlsx|csv|tsv)$/.test(file))
    .sort();
  return Promise.all(
    files.map((file) => {
      const path = join(shared, folder, file);
      return file.endsWith(".xlsx") ? readXlsx(path, file) : readText(path, file, encoding);
    }),
  );
}

async function readXlsx(path: string, file: string): Promise<Workbook> {
  const xlsx = await import("xlsx");
  const workbook = xlsx.read(readFileSync(path), { cellText: false, cellHTML: false });
  const visible = workbook.SheetNames.filter((_, index) => !workbook.Workbook?.Sheets?.[index]?.Hidden);
  const sheets = visible.map((name) => {
    const cells = workbook.Sheets[name] ?? {};
    const positions = Object.keys(cells)
      .filter((key) => !key.startsWith("!") && cellValue(cells[key]) !== undefined)
      .map((key) => xlsx.utils.decode_cell(key));
    return {
      file,
      name,
      rowCount: Math.max(0, ...positions.map(({ r }) => r + 1)),
      columnCount: Math.max(0, ...positions.map(({ c }) => c + 1)),
      cell: (r: number, c: number) => cellValue(cells[xlsx.utils.encode_cell({ r, c })]),
    };
  });
  return { file, sheets };
}

function cellValue(cell: { v?: unknown } | undefined): string | number | undefined {
  const value = cell?.v;
  return typeof value === "number" || (typeof value === "string" && value !== "") ? value : undefined;
}

async function readText(path: string, file: string, encoding: string): Promise<Workbook> {
  const { default: papaparse } = await import("papaparse");
  const text = new TextDecoder(encoding).decode(readFileSync(path));
  const rows = papaparse.parse<string[]>(text, { delimiter: file.endsWith(".tsv") ? "\t" : "," }).data;
  const sheet: Sheet = {
    file,
    name: undefined,
    rowCount: rows.length,
    columnCount: Math.max(0, ...rows.map((row) => row.length)),
    cell: (row, column) => rows[row]?.[column] || undefined,
  };
  return { file, sheets: [sheet] };
}
