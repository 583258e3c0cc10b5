import { trim } from "../base/blank.js";
import { compareValues } from "../base/compare-values.js";
import { formatType, type MapType, type SetType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { createListParser } from "./parse-list.js";
import { splitElements } from "./split-elements.js";

/** Creates the parser of a set: written as a list is, no element twice. */
export function createSetParser(
  type: SetType,
  parseElement: CellParser,
  separator: string,
): CellParser<readonly Value[]> {
  const parseList = createListParser({ kind: "list", element: type.element }, parseElement, separator);
  return (content) => {
    const values = parseList(content);
    return isProblem(values) ? values : sortSet(values, (index) => showElement(content, separator, index));
  };
}

/** Returns the elements in order, or the problem of one that is there twice; `textOf` gives its text for a message. */
export function sortSet(
  values: readonly Value[],
  textOf: (index: number) => string,
): readonly Value[] | CellProblem {
  const first = new Map<Value, number>();
  for (const [index, value] of values.entries()) {
    const other = first.get(value);
    if (other !== undefined) {
      return problem("repeated-element", { value: textOf(index), first: other + 1 }).inElement(index + 1);
    }
    first.set(value, index);
  }
  return [...values].sort(compareValues);
}

/** Creates the parser of a map: entries divided by `separator`, key and value of each by `inner`. */
export function createMapParser(
  type: MapType,
  { parseKey, parseValue }: { readonly parseKey: CellParser; readonly parseValue: CellParser },
  { separator, inner }: { readonly separator: string; readonly inner: string },
): CellParser<readonly Value[]> {
  const parseEntry: CellParser<readonly Value[]> = (content) => {
    const parts = splitElements(contentText(content), inner, true);
    if (isProblem(parts)) return parts;
    const [key, ...rest] = parts;
    // A value may hold the sign too, where it nests no deeper itself.
    const value = rest.map(({ text }) => text).join(inner);
    if (key === undefined || rest.length === 0) {
      return problem("entry-without-value", { value: trim(contentText(content)), separator: inner });
    }
    const parsedKey = parseKey(key.text);
    if (isProblem(parsedKey)) return parsedKey.inField("key");
    const parsedValue = parseValue(value);
    return isProblem(parsedValue) ? parsedValue.inField("value") : [parsedKey, parsedValue];
  };
  // An entry is read as a list of text is: its quotes are taken off where its parts are.
  const list = { kind: "list", element: { kind: "list", element: type.value } } as const;
  const parseList = createListParser(list, parseEntry, separator);
  return (content) => {
    const entries = parseList(content);
    return isProblem(entries) ? entries : sortMap(entries, (index) => showElement(content, separator, index));
  };
}

/** Returns the entries in the order of their keys, or the problem of a key that is there twice. */
export function sortMap(
  entries: readonly Value[],
  textOf: (index: number) => string,
): readonly Value[] | CellProblem {
  const pairs = entries.map((entry) => (Array.isArray(entry) ? entry : []));
  const first = new Map<Value, number>();
  for (const [index, [key]] of pairs.entries()) {
    const other = first.get(key);
    if (other !== undefined) {
      return problem("repeated-map-key", { value: textOf(index), first: other + 1 }).inElement(index + 1);
    }
    first.set(key, index);
  }
  return pairs.sort(([left], [right]) => compareValues(left, right));
}

function showElement(content: CellContent, separator: string, index: number): string {
  return trim(contentText(content).split(separator)[index] ?? "");
}

/** Returns the problem of a value that no separator is left for. */
export function tooDeep(type: Parameters<typeof formatType>[0]): CellParser<never> {
  return (content) =>
    problem("no-more-separators", { value: trim(contentText(content)), type: formatType(type) });
}
