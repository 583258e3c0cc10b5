import { isBlank } from "../../base/blank.js";
import type { Report } from "../../base/diagnostics.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { transposeSheet } from "../transpose-sheet.js";
import { defineEnum } from "./enum-types.js";
import type { SheetOptions } from "./metasheet.js";
import { textAt } from "./read-header.js";
import { announceStruct, defineStruct } from "./struct-types.js";
import type { TypeBlock, TypeContext } from "./type-block.js";
import { announceUnion, defineUnion } from "./union-types.js";

/**
 * Defines the types of sheets with a mode. They may name each other: first all are made known, then their fields are
 * read.
 */
export function defineSheetTypes(
  sheets: readonly { readonly sheet: Sheet; readonly options: SheetOptions }[],
  context: TypeContext,
): void {
  const blocks = sheets.flatMap(({ sheet, options }) => listBlocks(sheet, options, context.report));
  const isNew = new Set<TypeBlock>();
  const first = new Map<string, TypeBlock>();
  for (const block of blocks) {
    const other = first.get(block.name);
    if (other !== undefined) {
      const note = { message: "first here", at: other.at };
      context.report("tableau-definition", { reason: `there are two types ${block.name}` }, block.at, [note]);
      continue;
    }
    first.set(block.name, block);
    isNew.add(block);
  }
  for (const block of isNew) {
    if (block.options.mode.kind === "enum") defineEnum(block, context);
    if (block.options.mode.kind === "struct") announceStruct(block, context);
    if (block.options.mode.kind === "union") announceUnion(block, context);
  }
  for (const block of isNew) if (block.options.mode.kind === "struct") defineStruct(block, context);
  for (const block of isNew) if (block.options.mode.kind === "union") defineUnion(block, context);
}

/** Returns the types of a sheet: one below a row of names, or several, each below its name, with blank rows between. */
function listBlocks(given: Sheet, options: SheetOptions, report: Report): readonly TypeBlock[] {
  const sheet = options.isTransposed ? transposeSheet(given) : given;
  const filled = Array.from({ length: sheet.rowCount }, (_, row) => row);
  if (!options.mode.isMulti) {
    const name = options.alias === "" ? options.sheet : options.alias;
    return [makeBlock({ name, note: "", at: placeOfCell(sheet, 0, 0) }, sheet, filled, options)];
  }
  return splitAtBlanks(sheet, filled).flatMap(([nameRow = 0, ...rows]) => {
    const at = placeOfCell(sheet, nameRow, 0);
    const name = textAt(sheet, nameRow, 0).trim();
    if (name !== "") {
      return [makeBlock({ name, note: textAt(sheet, nameRow, 1).trim(), at }, sheet, rows, options)];
    }
    report(
      "tableau-definition",
      { reason: "the name of the type is missing in the first cell of its first row" },
      at,
    );
    return [];
  });
}

function splitAtBlanks(sheet: Sheet, rows: readonly number[]): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  let isOpen = false;
  for (const row of rows) {
    if (isBlankRow(sheet, row)) isOpen = false;
    else if (isOpen) blocks.at(-1)?.push(row);
    else {
      blocks.push([row]);
      isOpen = true;
    }
  }
  return blocks;
}

function isBlankRow(sheet: Sheet, row: number): boolean {
  for (let column = 0; column < sheet.columnCount; column++) {
    if (!isBlank(textAt(sheet, row, column))) return false;
  }
  return true;
}

function makeBlock(
  named: Pick<TypeBlock, "name" | "note" | "at">,
  sheet: Sheet,
  [header = 0, ...rows]: readonly number[],
  options: SheetOptions,
): TypeBlock {
  const columns = new Map<string, number>();
  for (let column = 0; column < sheet.columnCount; column++) {
    const name = textAt(sheet, header, column).trim();
    if (name !== "" && !columns.has(name)) columns.set(name, column);
  }
  return { ...named, sheet, columns, options, rows: rows.filter((row) => !isBlankRow(sheet, row)) };
}
