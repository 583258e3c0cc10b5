import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cellText, type Sheet } from "../../src/model/workbook.js";
import { isSourceFile } from "../../src/sources/is-source-file.js";
import { read } from "./make-files.js";

const data = "../shared/data";

function filesIn(folder: string): readonly string[] {
  if (!existsSync(join(data, folder))) return [];
  return readdirSync(join(data, folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter(isSourceFile)
    .sort();
}

function readShared(path: string) {
  return read(readFileSync(join(data, path)), path);
}

function textsOf(sheet: Sheet): readonly (readonly (string | undefined)[])[] {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_, column) => cellText(sheet.cell(row, column))),
  );
}

describe.skipIf(!existsSync(data))("third-party data", () => {
  test("the 17 forms of one table hold the same cells", async () => {
    const files = filesIn("formats");
    expect(files).toHaveLength(17);
    const grids: (readonly (readonly (string | undefined)[])[])[] = [];
    for (const file of files) {
      const { workbook, problems } = await readShared(file);
      expect(problems).toEqual([]);
      expect(workbook?.sheets, file).toHaveLength(1);
      grids.push(...(workbook?.sheets.map(textsOf) ?? []));
    }
    const [first] = grids;
    expect([first?.length, first?.[0]?.length]).toEqual([1321, 14]);
    for (const [i, grid] of grids.entries()) expect(grid, files[i]).toEqual(first);
  });

  test.each(filesIn("."))("%s is read without a report", async (file) => {
    const { workbook, problems } = await readShared(file);
    expect(problems).toEqual([]);
    expect(workbook?.sheets.length).toBeGreaterThan(0);
    for (const sheet of workbook?.sheets ?? []) {
      const texts = textsOf(sheet);
      // The last row and column are those of a cell.
      if (sheet.rowCount > 0) {
        expect(texts.at(-1)?.some((text) => text !== undefined)).toBe(true);
        expect(texts.some((row) => row.at(-1) !== undefined)).toBe(true);
      }
    }
  });

  test("the sheets of legend2 that claim 16,384 columns are no wider than their cells", async () => {
    const files = filesIn("legend2");
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const { workbook } = await readShared(file);
      for (const sheet of workbook?.sheets ?? [])
        expect(sheet.columnCount, `${file} ${sheet.name}`).toBeLessThan(40);
    }
  });

  test("GBK, UTF-16 BE and UTF-8 texts give the same Chinese", async () => {
    const folder = "luban/DataTables/Datas/test/detect_csv_encoding_";
    for (const name of ["gb2312", "big5", "utf8", "ansi"]) {
      const { workbook } = await readShared(`${folder}${name}.csv`);
      expect(cellText(workbook?.sheets[0]?.cell(2, 2)), name).toBe("测试编码");
    }
  });
});
