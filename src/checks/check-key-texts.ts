import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { quote } from "../base/quote.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/**
 * Warns of string keys that nobody can type from what the sheet shows: with invisible characters or blanks
 * around them, and of two that look the same.
 */
export function checkKeyTexts(table: TypedTable, report: Report): void {
  const columns = table.schema.keys.flatMap((key) => key.columns);
  for (const column of [...new Set(columns)].sort((left, right) => left - right)) {
    if (at(table.schema.columns, column).type.kind === "string") checkColumn(table, column, report);
  }
}

function checkColumn(table: TypedTable, column: number, report: Report): void {
  const firstRowOf = new Map<string, number>();
  const values = at(table.columns, column);
  for (let row = 0; row < table.rowCount; row++) {
    const text = at(values, row);
    if (typeof text !== "string" || table.isInvalid?.(row, column)) continue;
    const look = lookOf(text);
    if (look !== text.normalize("NFC")) reportInvisible(table, column, row, report);
    const first = firstRowOf.get(look);
    if (first === undefined) firstRowOf.set(look, row);
    else if (at(values, first) !== text) reportLookAlikes(table, column, [first, row], report);
  }
}

/** Returns what a reader sees: canonical form, without what has no shape, blanks around it left out. */
function lookOf(text: string): string {
  // Plain ASCII without blanks at its ends looks like what it is; most keys are.
  if (/^[!-~](?:[ -~]*[!-~])?$/.test(text)) return text;
  return text
    .normalize("NFC")
    .replace(/\s/g, " ")
    .replace(/[\p{Cf}\p{Cc}]/gu, (character) => (joiners.test(character) ? character : ""))
    .trim();
}

/** Without a shape of their own, but they shape their neighbours: emoji, and Indic and Persian letters. */
const joiners = /\u200C|\u200D|[\u{E0020}-\u{E007F}]/u;

function reportInvisible(table: TypedTable, column: number, row: number, report: Report): void {
  const { name } = at(table.schema.columns, column);
  const key = showKey(at(at(table.columns, column), row));
  report("invisible-in-key", { table: table.schema.name, column: name, key }, table.cellAt(row, column));
}

function reportLookAlikes(
  table: TypedTable,
  column: number,
  [first, row]: readonly [number, number],
  report: Report,
): void {
  const values = at(table.columns, column);
  const [other, key] = [showKey(at(values, first)), showKey(at(values, row))];
  const note = { message: "the other one", at: table.cellAt(first, column) };
  report("look-alike-keys", { table: table.schema.name, key, other }, table.cellAt(row, column), [note]);
}

function showKey(value: Value): string {
  return quote(String(value));
}
