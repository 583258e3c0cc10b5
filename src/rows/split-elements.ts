import { type CellProblem, problem } from "./cell-parser.js";
import { isBlank, trim } from "./content-text.js";

/** The text of one element of a list. */
export interface ElementText {
  /** Without the blanks around it; of a quoted element exactly what stands between the quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * Splits a cell's text into elements. Where `takesQuotes`, an element that begins with `"` ends at the next
 * single `"`; in between the separator is text and `""` is a quote, as in csv.
 */
export function splitElements(
  text: string,
  separator: string,
  takesQuotes: boolean,
): readonly ElementText[] | CellProblem {
  if (!takesQuotes || !text.includes('"')) {
    return text.split(separator).map((element) => ({ text: trim(element), isQuoted: false }));
  }
  const elements: ElementText[] = [];
  for (let start = 0; start <= text.length; ) {
    const quoted = readQuoted(text, start);
    const end = endOfElement(text, separator, quoted?.end ?? start);
    if (quoted === undefined) elements.push({ text: trim(text.slice(start, end)), isQuoted: false });
    else if (isBlank(text.slice(quoted.end, end))) elements.push({ text: quoted.text, isQuoted: true });
    else return problem("bad-quotes", { value: trim(text.slice(start, end)) }).inElement(elements.length + 1);
    start = end + separator.length;
  }
  return elements;
}

/** Returns the quoted text that begins at `start`, after blanks, and the position behind its last quote. */
function readQuoted(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const rest = text.slice(start);
  const found = /^\s*"((?:[^"]|"")*)("?)/.exec(rest);
  if (found === null) return undefined;
  const [whole, inside = "", closing] = found;
  // Without its closing quote the element ends before its last character, and so is not blank behind.
  const end = start + whole.length - (closing === "" ? 1 : 0);
  return { text: inside.replaceAll('""', '"'), end };
}

function endOfElement(text: string, separator: string, from: number): number {
  const found = text.indexOf(separator, from);
  return found === -1 ? text.length : found;
}
