import type { CellObject, ParsingOptions, Range, WorkBook, WorkSheet } from "xlsx";
import { classifyNumberFormat, type NumberFormatKind } from "./number-format.js";

export type SheetJs = typeof import("xlsx");

/** Loads SheetJS, which takes as long as the whole rest of the program to start. */
export function loadSheetJs(): Promise<SheetJs> {
  return import("xlsx");
}

/**
 * What costs least: rows of cells by position, number formats to tell dates, nothing made for display. Dates stay
 * serial numbers, as SheetJS rounds them differently from format to format.
 */
export const leanOptions: ParsingOptions = {
  dense: true,
  cellDates: false,
  cellFormula: false,
  cellHTML: false,
  cellNF: true,
  cellText: false,
};

/** Parses the parts of a zip archive that is already unpacked. */
export function parseParts(
  sheetJs: SheetJs,
  parts: ReadonlyMap<string, Buffer>,
  options: ParsingOptions,
): WorkBook {
  const container: unknown = sheetJs.CFB.utils.cfb_new();
  for (const [name, content] of parts) sheetJs.CFB.utils.cfb_add(container, name, content, { unsafe: true });
  return withoutConsole(() => untyped(sheetJs).parse_zip(container, { ...options }));
}

/** Parses a compound file that is already opened. */
export function parseContainer(sheetJs: SheetJs, container: unknown, options: ParsingOptions): WorkBook {
  return withoutConsole(() => untyped(sheetJs).parse_xlscfb(container, { ...options }));
}

interface UntypedExports {
  parse_zip(zip: unknown, options: ParsingOptions): WorkBook;
  parse_xlscfb(container: unknown, options: ParsingOptions): WorkBook;
}

/** The pinned version exports these two and does not say so in its types. */
function untyped(sheetJs: SheetJs): UntypedExports {
  return sheetJs as unknown as UntypedExports;
}

/** Runs SheetJS without its remarks on the console, which belongs to the command line. */
function withoutConsole<Result>(run: () => Result): Result {
  const { error } = console;
  console.error = () => {};
  try {
    return run();
  } finally {
    console.error = error;
  }
}

export function rowsOf(sheet: WorkSheet): (CellObject[] | undefined)[] {
  return sheet["!data"] ?? [];
}

export function mergesOf(sheet: WorkSheet): readonly Range[] {
  return sheet["!merges"] ?? [];
}

/** Returns a function that tells what a number format shows and remembers it. */
export function createFormatKinds(sheetJs: SheetJs): (format: string) => NumberFormatKind {
  const kinds = new Map<string, NumberFormatKind>();
  return (format) => {
    let kind = kinds.get(format);
    if (kind === undefined) {
      kind = classifyNumberFormat(format, (text) => sheetJs.SSF.is_date(text) === true);
      kinds.set(format, kind);
    }
    return kind;
  };
}
