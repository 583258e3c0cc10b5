import { catalog } from "../../src/base/catalog/index.js";
import type { DiagnosticSpec } from "../../src/base/diagnostic-spec.js";
import type { EnumSchema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import type { DateCell } from "../../src/model/workbook.js";
import { type CellContent, isProblem } from "../../src/rows/cell-parser.js";
import { type ParseOptions, ParserFactory } from "../../src/rows/create-parser.js";
import { defaultOptions, type NamedTypes, quality, structs, variants } from "./tables.js";

/** Parses one content; a problem comes back as `TG4004: "yes" is not a bool.` */
export function parseOne(
  type: ValueType,
  content: CellContent,
  options: Partial<ParseOptions> = {},
  enums: readonly EnumSchema[] = [quality],
  named: NamedTypes = { structs, variants },
): Value {
  const schema = { enums, structs: [], variants: [], ...named };
  const parsers = new ParserFactory({ schema, options: { ...defaultOptions, ...options } });
  const parsed = parsers.create(type)(content);
  if (!isProblem(parsed)) return parsed;
  const spec: DiagnosticSpec = catalog[parsed.code];
  // `problem` has tied the parameters to the code.
  return `${spec.id}: ${spec.message(parsed.parameters as never)}`;
}

/** The cell that a spreadsheet makes of a date and time of the clock, written as ISO without zone. */
export function dateCell(text: string): DateCell {
  const wallClockMs = Date.parse(`${text}Z`);
  // The 1900 system counts from 1899-12-30 for all dates from March 1900 on.
  return { kind: "date", wallClockMs, serial: wallClockMs / 86_400_000 + 25_569 };
}

/** The cell of a time or an elapsed time, given in days. */
export function timeCell(serial: number): DateCell {
  return { kind: "date", wallClockMs: (serial - 25_569) * 86_400_000, serial };
}
