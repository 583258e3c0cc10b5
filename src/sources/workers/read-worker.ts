import { parentPort } from "node:worker_threads";
import { openWorkbook } from "../office-open-xml.js";
import { identifyZip } from "../spreadsheet-kind.js";
import { type PlainSheet, readPlainSheets } from "../xlsx/read-plain-workbook.js";
import type { PackedCells } from "../xlsx/worksheet-cells.js";

/** A sheet as one thread gives it to another. */
export interface PackedSheet extends Omit<PlainSheet, "cells"> {
  readonly cells: PackedCells;
}

// A worker of `ReaderPool`: takes the bytes of workbooks and answers in their order, with `undefined` for what is not plain.
parentPort?.on("message", (bytes: Uint8Array) => {
  const sheets = read(bytes)?.map(({ cells, ...sheet }): PackedSheet => ({ ...sheet, cells: cells.pack() }));
  parentPort?.postMessage(sheets, sheets?.flatMap(({ cells }) => buffersOf(cells)) ?? []);
});

function read(bytes: Uint8Array): readonly PlainSheet[] | undefined {
  try {
    const content = identifyZip(bytes);
    return content.kind === "xlsx" ? readPlainSheets(openWorkbook(content.archive)) : undefined;
  } catch {
    return undefined; // who asked reads it again, and reports what is wrong with it
  }
}

function buffersOf({ tags, columns, values, starts }: PackedCells): readonly ArrayBuffer[] {
  return [tags, columns, values, starts].map(({ buffer }) => buffer);
}
