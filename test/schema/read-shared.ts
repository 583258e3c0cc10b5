import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Report } from "../../src/base/diagnostics.js";
import type { Workbook } from "../../src/model/workbook.js";
import { isSourceFile } from "../../src/sources/is-source-file.js";
import { readWorkbook } from "../../src/sources/read-workbook.js";

const shared = resolve(import.meta.dirname, "../../../shared/data");

/** True when the third-party tables are there. */
export function hasShared(folder: string): boolean {
  return existsSync(join(shared, folder));
}

/** Reads all tables below a folder of the shared data in order of name. */
export async function readShared(folder: string, report: Report = () => {}): Promise<readonly Workbook[]> {
  const files = readdirSync(join(shared, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter(isSourceFile)
    .sort();
  const workbooks: Workbook[] = [];
  for (const file of files) {
    const bytes = readFileSync(join(shared, folder, file));
    const workbook = await readWorkbook(bytes, file, { encoding: "auto", separator: "auto" }, report);
    if (workbook !== undefined) workbooks.push(workbook);
  }
  return workbooks;
}
