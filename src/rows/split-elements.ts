import { trim } from "../base/blank.js";
import { type CellProblem, isProblem, problem } from "./cell-parser.js";

/** The text of one element of a list. */
export interface ElementText {
  /** Without the blanks around it; of a quoted element exactly what stands between the quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * Splits a cell's text into elements that are no containers. One that begins with `"` ends at the next single `"`; in
 * between the separator is text and `""` is a quote, as in csv.
 */
export function splitElements(text: string, separator: string): readonly ElementText[] | CellProblem {
  const elements: ElementText[] = [];
  for (const [index, part] of splitParts(text, separator, []).entries()) {
    const element = takeQuotes(part);
    if (isProblem(element)) return element.inElement(index + 1);
    elements.push(element);
  }
  return elements;
}

/**
 * Splits a text at the separators that do not stand in quotes, and leaves the quotes where they are. A `"` opens quotes
 * at the beginning of a part, or of a part inside it: `inner` are the separators of these.
 */
export function splitParts(text: string, separator: string, inner: readonly string[]): readonly string[] {
  if (!text.includes('"')) return text.split(separator).map(trim);
  const all = [separator, ...inner];
  const parts: string[] = [];
  let start = 0;
  let position = endOfQuotes(text, 0, all);
  while (position < text.length) {
    const found = all.find((one) => text.startsWith(one, position));
    if (found === undefined) {
      position++;
      continue;
    }
    if (found === separator) {
      parts.push(trim(text.slice(start, position)));
      start = position + found.length;
    }
    position = endOfQuotes(text, position + found.length, all);
  }
  return [...parts, trim(text.slice(start))];
}

/** Returns the position behind a quoted text that begins at `start`, or after blanks there; `start` where none does. */
function endOfQuotes(text: string, start: number, separators: readonly string[]): number {
  const pattern = /(\s*)"(?:[^"]|"")*"?/y;
  pattern.lastIndex = start;
  const [whole = "", blanks = ""] = pattern.exec(text) ?? [];
  // A separator may be a blank too.
  return separators.some((one) => blanks.includes(one)) ? start : start + whole.length;
}

/** Returns a part's text without the quotes that it stands in, or the problem of quotes that do not end with it. */
export function takeQuotes(part: string): ElementText | CellProblem {
  if (!part.startsWith('"')) return { text: part, isQuoted: false };
  const [, inside] = /^"((?:[^"]|"")*)"$/.exec(part) ?? [];
  if (inside === undefined) return problem("bad-quotes", { value: part });
  return { text: inside.replaceAll('""', '"'), isQuoted: true };
}
