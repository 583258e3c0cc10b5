import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test, vi } from "vitest";
import { openWorkbook } from "../../../src/sources/office-open-xml.js";
import { ReaderPool } from "../../../src/sources/workers/reader-pool.js";
import { createPlainWorkbook, readPlainWorkbook } from "../../../src/sources/xlsx/read-plain-workbook.js";
import { openZip } from "../../../src/sources/zip-archive.js";
import { gridOf, makeSheetXlsx } from "../make-files.js";
import { workbooksAtHand } from "../workbooks-at-hand.js";

let pool = new ReaderPool(0);
afterEach(() => pool.close());

test("the workbooks at hand come from another thread as they are read in this one", async () => {
  pool = new ReaderPool(2, 0);
  for (const file of workbooksAtHand) {
    const bytes = readFileSync(file);
    const here = readPlainWorkbook(openWorkbook(openZip(bytes)), file);
    const sheets = await pool.read(bytes);
    const there = sheets && createPlainWorkbook(sheets, file);
    expect(describeWorkbook(there), file).toEqual(describeWorkbook(here));
  }
  expect(workbooksAtHand.length).toBeGreaterThan(5);
});

function describeWorkbook(workbook: ReturnType<typeof readPlainWorkbook>) {
  return workbook?.sheets.map((sheet) => {
    const { name, rowCount, columnCount, merges, plain } = sheet;
    const grid = gridOf(sheet);
    const ask = (row: number, column: number) => [
      ...[plain?.isFilled(row, column), plain?.text(row, column)],
      ...[plain?.integer(row, column), plain?.number(row, column)],
    ];
    const answers = grid.map((cells, row) => cells.map((_, column) => ask(row, column)));
    return { name, rowCount, columnCount, merges, grid, answers };
  });
}

const bytes = makeSheetXlsx('<row r="1"><c r="A1"><v>7</v></c></row>');

test("what is damaged or no workbook is left to this thread, and the worker goes on", async () => {
  pool = new ReaderPool(1, 0);
  expect(await pool.read(bytes.subarray(0, bytes.length - 9))).toBeUndefined();
  expect(await pool.read(Buffer.from("no zip at all"))).toBeUndefined();
  expect((await pool.read(bytes))?.[0]?.cells.cell(0, 0)).toBe(7);
});

test("no thread is started for little, nor where there may be none; and each has a job to go on with, not more", async () => {
  pool = new ReaderPool(1);
  expect(await pool.read(bytes)).toBeUndefined();
  expect(await new ReaderPool(0, 0).read(bytes)).toBeUndefined();
  pool = new ReaderPool(2, 0);
  const answers = await Promise.all(Array.from({ length: 5 }, () => pool.read(bytes)));
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(4);
});

test("a worker that ends leaves its files to this thread", async () => {
  const post = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker) {
    void this.terminate();
  });
  pool = new ReaderPool(1, 0);
  expect(await pool.read(bytes)).toBeUndefined();
  expect(await pool.read(bytes)).toBeUndefined();
  expect(post).toHaveBeenCalledTimes(1);
  post.mockRestore();
});
