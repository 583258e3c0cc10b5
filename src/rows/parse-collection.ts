import { trim } from "../base/blank.js";
import { compareValues } from "../base/compare-values.js";
import { formatType, type MapType, type SetType, type ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { hasParts } from "./has-parts.js";
import { createListParser, type ListSeparators } from "./parse-list.js";
import { splitParts, takeQuotes } from "./split-elements.js";

/** Creates the parser of a set: written as a list is, no element twice. */
export function createSetParser(
  type: SetType,
  parseElement: CellParser,
  separators: ListSeparators,
): CellParser<readonly Value[]> {
  const parseList = createListParser({ kind: "list", element: type.element }, parseElement, separators);
  return (content) => {
    const values = parseList(content);
    if (isProblem(values)) return values;
    return inCell(sortSet(values, (index) => showElement(content, separators, index)));
  };
}

/** An element, or the key of an entry, that an earlier one has too. */
export interface Repetition {
  /** Position of the second one. */
  readonly index: number;
  /** As the element itself has it. */
  readonly problem: CellProblem;
}

/** True for what `sortSet` and `sortMap` return instead of values in order. */
export function isRepetition(sorted: readonly Value[] | Repetition): sorted is Repetition {
  return "problem" in sorted;
}

function inCell(sorted: readonly Value[] | Repetition): readonly Value[] | CellProblem {
  return isRepetition(sorted) ? sorted.problem.inElement(sorted.index + 1) : sorted;
}

/** Returns the elements in order, or the one that is there twice; `textOf` gives its text for a message. */
export function sortSet(
  values: readonly Value[],
  textOf: (index: number) => string,
): readonly Value[] | Repetition {
  const repeated = findRepeated(values);
  if (repeated !== undefined) {
    const { index, first } = repeated;
    return { index, problem: problem("repeated-element", { value: textOf(index), first: first + 1 }) };
  }
  return [...values].sort(compareValues);
}

function findRepeated(
  values: readonly Value[],
): { readonly index: number; readonly first: number } | undefined {
  const known = new Map<Value, number>();
  for (const [index, value] of values.entries()) {
    const first = known.get(value);
    if (first !== undefined) return { index, first };
    known.set(value, index);
  }
  return undefined;
}

/** What divides a map's entries, the key and the value of each, and the parts inside of these. */
export interface MapSeparators extends ListSeparators {
  readonly ofEntry: string;
}

/** Creates the parser of a map: entries with a separator between key and value. */
export function createMapParser(
  type: MapType,
  { parseKey, parseValue }: { readonly parseKey: CellParser; readonly parseValue: CellParser },
  separators: MapSeparators,
): CellParser<readonly Value[]> {
  const { ofEntry, inner } = separators;
  const parseEntry: CellParser<readonly Value[]> = (content) => {
    const text = contentText(content);
    const [key = "", ...rest] = splitParts(text, ofEntry, inner);
    if (rest.length === 0) return problem("entry-without-value", { value: trim(text), separator: ofEntry });
    // A value may hold the sign too: the first one ends the key.
    const value = rest.join(ofEntry);
    const parsedKey = parseText(key, type.key, parseKey);
    if (isProblem(parsedKey)) return parsedKey.inField("key");
    const parsedValue = parseText(value, type.value, parseValue);
    return isProblem(parsedValue) ? parsedValue.inField("value") : [parsedKey, parsedValue];
  };
  // An entry has parts, so its quotes are taken off where these are read.
  const list = { kind: "list", element: { kind: "list", element: type.value } } as const;
  const ofList = { separator: separators.separator, inner: [ofEntry, ...inner] };
  const parseList = createListParser(list, parseEntry, ofList);
  return (content) => {
    const entries = parseList(content);
    if (isProblem(entries)) return entries;
    const sorted = sortMap(entries, (index) => {
      const entry = showElement(content, ofList, index);
      return splitParts(entry, ofEntry, inner)[0] ?? "";
    });
    return inCell(sorted);
  };
}

/** Reads one part of an entry; an empty one that is not in quotes is absent, or it is no value. */
function parseText(part: string, type: ValueType, parse: CellParser): Value | CellProblem {
  if (part === "") return type.kind === "optional" ? undefined : problem("empty-element", { value: "" });
  if (hasParts(type)) return parse(part);
  const element = takeQuotes(part);
  return isProblem(element) ? element : parse(element.text);
}

/** Returns the entries in the order of their keys, or the one whose key is there twice. */
export function sortMap(
  entries: readonly Value[],
  textOf: (index: number) => string,
): readonly Value[] | Repetition {
  const pairs = entries.map((entry) => (Array.isArray(entry) ? entry : []));
  const repeated = findRepeated(pairs.map(([key]) => key));
  if (repeated !== undefined) {
    const { index, first } = repeated;
    return { index, problem: problem("repeated-map-key", { value: textOf(index), first: first + 1 }) };
  }
  return pairs.sort(([left], [right]) => compareValues(left, right));
}

function showElement(content: CellContent, { separator, inner }: ListSeparators, index: number): string {
  return splitParts(contentText(content), separator, inner)[index] ?? "";
}

/** Returns the problem of a value that no separator is left for. */
export function tooDeep(type: Parameters<typeof formatType>[0]): CellParser<never> {
  return (content) =>
    problem("no-more-separators", { value: trim(contentText(content)), type: formatType(type) });
}
