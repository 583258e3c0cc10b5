import { reservedWords } from "./reserved-words.js";

/** Returns a column's name as that of a parameter: with `_` where the language keeps the word for itself. */
export function toParameterName(column: string): string {
  return reservedWords.has(column) ? `${column}_` : column;
}
