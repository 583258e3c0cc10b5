import { isBlank, trim } from "../base/blank.js";
import { type FixedArrayType, formatType, type ListType, type ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { hasParts } from "./has-parts.js";
import { type ElementText, splitElements, splitParts } from "./split-elements.js";

/**
 * Creates the parser of `T[]`: elements divided by `separator`, or `[]` alone for a list that is there and
 * empty (an empty cell may mean that too, but in a column of `T[]?` it means absence). A number, boolean or
 * date cell is a list of one. Blanks around elements do not count. An element may stand in quotes where its type has
 * text of its own (strings, enums); in elements that have parts the parts may. An empty element is absent where the
 * type allows it, else a problem; but one separator at the end is fine unless something may be meant to follow it: a
 * string or an absence.
 */
export function createListParser(
  type: ListType | FixedArrayType,
  parseElement: CellParser,
  { separator, inner }: ListSeparators,
): CellParser<readonly Value[]> {
  const shape = { parseElement, inner, ...shapeOf(type.element) };
  return (content) => {
    if (typeof content !== "string") return parseOnly(content, parseElement);
    if (shape.isText) return findBrackets(content, separator) ?? parseElements(content, separator, shape);
    const parsed = parseElements(content, separator, shape);
    if (!isProblem(parsed)) return parsed;
    const brackets = findBrackets(content);
    if (brackets !== undefined || parsed.code === "bad-quotes") return brackets ?? parsed;
    return findOtherSeparator(content, separator, shape) ?? parsed;
  };
}

/** Creates the parser of `T[N]`: a list of exactly N elements. */
export function createArrayParser(
  type: FixedArrayType,
  parseElement: CellParser,
  separators: ListSeparators,
): CellParser<readonly Value[]> {
  const parseList = createListParser(type, parseElement, separators);
  return (content) => {
    const values = parseList(content);
    if (isProblem(values) || values.length === type.length) return values;
    return problem("wrong-element-count", {
      value: trim(contentText(content)),
      type: formatType(type),
      count: values.length,
      needed: type.length,
    });
  };
}

/** What divides the elements of a list. */
export interface ListSeparators {
  readonly separator: string;
  /** What divides the parts inside of elements. */
  readonly inner: readonly string[];
}

/** What of the element's type decides how a list of them is written. */
interface ListShape {
  readonly parseElement: CellParser;
  readonly inner: readonly string[];
  readonly isOptional: boolean;
  readonly isText: boolean;
  readonly takesQuotes: boolean;
  /** Elements split their texts themselves. */
  readonly isNested: boolean;
}

function shapeOf(element: ValueType): Omit<ListShape, "parseElement" | "inner"> {
  const isOptional = element.kind === "optional";
  const { kind } = isOptional ? element.value : element;
  return {
    isOptional,
    isText: kind === "string",
    takesQuotes: !["bool", "integer", "float", "datetime", "duration", "version"].includes(kind),
    isNested: hasParts(element),
  };
}

function parseOnly(content: CellContent, parseElement: CellParser): readonly Value[] | CellProblem {
  const value = parseElement(content);
  return isProblem(value) ? value : [value];
}

function parseElements(content: string, separator: string, shape: ListShape): readonly Value[] | CellProblem {
  if (isBlank(content) || trim(content) === emptyList) return [];
  const elements = splitFor(content, separator, shape);
  if (isProblem(elements)) return elements;
  const count = elements.length - (endsInSeparator(elements, shape) ? 1 : 0);
  const values: Value[] = [];
  for (const [index, element] of elements.slice(0, count).entries()) {
    const value = parseOne(element, shape);
    if (isProblem(value)) return value.inElement(index + 1);
    values.push(value);
  }
  return values;
}

function splitFor(
  content: string,
  separator: string,
  { isNested, takesQuotes, inner }: ListShape,
): readonly ElementText[] | CellProblem {
  if (takesQuotes && !isNested) return splitElements(content, separator);
  const parts = isNested ? splitParts(content, separator, inner) : content.split(separator);
  return parts.map((part) => ({ text: trim(part), isQuoted: false }));
}

/** How a list without elements is written; a list of this one text is `"[]"`, in quotes. */
const emptyList = "[]";

function endsInSeparator(elements: readonly ElementText[], shape: ListShape): boolean {
  const last = elements.at(-1);
  return elements.length > 1 && last?.text === "" && !last.isQuoted && !shape.isText && !shape.isOptional;
}

function parseOne({ text, isQuoted }: ElementText, shape: ListShape): Value | CellProblem {
  if (text !== "" || isQuoted) return shape.parseElement(text);
  return shape.isOptional ? undefined : problem("empty-element", { value: "" });
}

/**
 * Returns the problem of `[1, 2]`, as programs write lists. Among texts, which `separator` divides, brackets may
 * be meant: `[a, b]` is such a list, `[a]` and `[a], [b]` are texts.
 */
function findBrackets(content: string, separator?: string): CellProblem | undefined {
  const value = trim(content);
  if (value === emptyList || !value.startsWith("[") || !value.endsWith("]")) return undefined;
  const plain = trim(value.slice(1, -1));
  if (/[[\]]/.test(plain)) return undefined;
  const isList = separator === undefined || plain.includes(separator) || plain.startsWith('"');
  return isList ? problem("bracketed-list", { value, plain }) : undefined;
}

/** What people and input methods also put between elements. */
const separators = [",", "，", ";", "；", "、", "|", "｜", "\n", " "];

/** Returns the problem of a list that would be right with another separator. */
function findOtherSeparator(content: string, separator: string, shape: ListShape): CellProblem | undefined {
  const value = trim(content);
  for (const found of separators) {
    if (found === separator || !value.includes(found)) continue;
    if (isProblem(parseElements(value, found, shape))) continue;
    return problem("wrong-separator", { value, found, separator });
  }
  return undefined;
}
