import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import XLSX from "xlsx";
import type { ExampleFiles } from "../../../src/base/catalog/examples/explanation.js";
import type { Diagnostic } from "../../../src/base/diagnostics.js";
import { buildTables } from "../../../src/pipeline/build-tables.js";

/** Builds an example in a new folder by the stages of every build, and returns what they report. */
export async function buildExample(folder: string, files: ExampleFiles): Promise<readonly Diagnostic[]> {
  const isConfigured = Object.keys(files).some((name) => name.startsWith("table-gen.config."));
  const all = isConfigured ? files : { ...files, "table-gen.config.jsonc": "{}\n" };
  for (const [name, content] of Object.entries(all)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : makeSheet(name, content));
  }
  const { diagnostics } = await buildTables({ cwd: folder, write: false });
  return diagnostics;
}

function makeSheet(name: string, rows: readonly string[]): Uint8Array | string {
  const cells = rows.map((row) => row.split("|"));
  if (!name.endsWith(".xlsx")) return cells.map((row) => `${row.map(quote).join(",")}\n`).join("");
  const sheet: XLSX.WorkSheet = {};
  for (const [row, texts] of cells.entries()) {
    for (const [column, text] of texts.entries()) {
      if (text !== "") sheet[XLSX.utils.encode_cell({ r: row, c: column })] = makeCell(text);
    }
  }
  const [first = []] = cells;
  sheet["!ref"] = XLSX.utils.encode_range({
    s: { r: 0, c: 0 },
    e: { r: cells.length - 1, c: first.length - 1 },
  });
  const book = { SheetNames: [basename(name, ".xlsx")], Sheets: { [basename(name, ".xlsx")]: sheet } };
  return new Uint8Array(XLSX.write(book, { type: "array", bookType: "xlsx" }));
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function makeCell(text: string): XLSX.CellObject {
  if (text.startsWith("=")) return { t: "z", f: text.slice(1) };
  if (text === "#N/A") return { t: "e", v: 42 };
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return { t: "n", v: (Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000, z: "yyyy-mm-dd" };
  }
  return /^\d+(\.\d+)?$/.test(text) ? { t: "n", v: Number(text) } : { t: "s", v: text };
}
