import { isBlank, trim } from "../base/blank.js";
import { type CellProblem, problem } from "./cell-parser.js";

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
    const quoted = readQuoted(text, start, separator);
    const end = endOfElement(text, separator, quoted?.end ?? start);
    if (quoted === undefined) {
      elements.push({ text: trim(text.slice(start, end)), isQuoted: false });
    } else if (quoted.isClosed && isBlank(text.slice(quoted.end, end))) {
      elements.push({ text: quoted.text, isQuoted: true });
    } else {
      return problem("bad-quotes", { value: trim(text.slice(start, end)) }).inElement(elements.length + 1);
    }
    start = end + separator.length;
  }
  return elements;
}

interface Quoted {
  readonly text: string;
  /** The position behind its last quote, or behind the whole text where that is missing. */
  readonly end: number;
  readonly isClosed: boolean;
}

/** Returns the quoted text that begins at `start`, or after blanks there; a separator may be a blank too. */
function readQuoted(text: string, start: number, separator: string): Quoted | undefined {
  const pattern = /(\s*)"((?:[^"]|"")*)("?)/y;
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [whole, blanks = "", inside = "", closing] = found;
  if (blanks.includes(separator)) return undefined;
  return { text: inside.replaceAll('""', '"'), end: start + whole.length, isClosed: closing === '"' };
}

function endOfElement(text: string, separator: string, from: number): number {
  const found = text.indexOf(separator, from);
  return found === -1 ? text.length : found;
}
