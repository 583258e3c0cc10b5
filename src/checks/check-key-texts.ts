import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { quote } from "../base/quote.js";
import type { TypedTable } from "../model/typed-table.js";

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
  // Only a key that is not what it looks like can look like another; in most tables there is none.
  const oddLooks = new Set<string>();
  for (const { text } of listTexts(table, column)) {
    const look = lookOf(text);
    if (look !== text) oddLooks.add(look);
  }
  if (oddLooks.size === 0) return;
  const firstOf = new Map<string, KeyText>();
  for (const key of listTexts(table, column)) {
    const look = lookOf(key.text);
    if (look !== key.text.normalize("NFC")) reportInvisible(table, column, key, report);
    if (!oddLooks.has(look)) continue;
    const first = firstOf.get(look);
    if (first === undefined) firstOf.set(look, key);
    else if (first.text !== key.text) reportLookAlikes(table, column, [first, key], report);
  }
}

interface KeyText {
  readonly row: number;
  readonly text: string;
}

function* listTexts(table: TypedTable, column: number): Generator<KeyText> {
  const values = at(table.columns, column);
  for (let row = 0; row < table.rowCount; row++) {
    const text = at(values, row);
    if (typeof text === "string" && !table.isInvalid?.(row, column)) yield { row, text };
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

function reportInvisible(table: TypedTable, column: number, { row, text }: KeyText, report: Report): void {
  const { name } = at(table.schema.columns, column);
  const parameters = { table: table.schema.name, column: name, key: quote(text) };
  report("invisible-in-key", parameters, table.cellAt(row, column));
}

function reportLookAlikes(
  table: TypedTable,
  column: number,
  [first, second]: readonly [KeyText, KeyText],
  report: Report,
): void {
  const parameters = { table: table.schema.name, key: quote(second.text), other: quote(first.text) };
  const note = { message: "the other one", at: table.cellAt(first.row, column) };
  report("look-alike-keys", parameters, table.cellAt(second.row, column), [note]);
}
