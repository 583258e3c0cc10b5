/** A type as a Luban project writes it, with its attributes; names are not looked up yet. */
export interface LubanTypeText {
  /** `int`, `list`, `test.DemoType1`. */
  readonly name: string;
  /** `T?` */
  readonly isNullable: boolean;
  /** What follows `#`: `sep`, `ref`, `range`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The element of `array`, `list` and `set`; key and value of `map`. */
  readonly parts: readonly LubanTypeText[];
}

/** Says why a text is no type. */
export class LubanTypeError extends Error {}

const partCounts: Readonly<Record<string, number>> = { array: 1, list: 1, set: 1, map: 2 };

/**
 * Parses `int`, `list,int`, `(list#sep=,),int#range=[1,10]`, `map,int,string`, `test.DemoType1?`. Throws
 * `LubanTypeError`.
 *
 * Brackets keep what is inside together; `#` begins an attribute, `,` or `;` the type of an element. A `\` takes the
 * character behind it as it is.
 */
export function parseLubanType(given: string): LubanTypeText {
  const text = trimBrackets(given.trim());
  const end = endOfContainer(text);
  return end === undefined
    ? parsePlain(text)
    : parseContainer(text.slice(0, end), text.slice(end + 1).trim());
}

/** Returns the position of the sign behind `list` and the like; `undefined` for a type without parts. */
function endOfContainer(text: string): number | undefined {
  const end = findSeparator(text);
  if (end === undefined) return undefined;
  const [name = ""] = text.slice(0, end).split("#");
  return Object.hasOwn(partCounts, name.replace(/[()[\]]/g, "").trim()) ? end : undefined;
}

function parseContainer(head: string, rest: string): LubanTypeText {
  const { name, attributes } = splitAttributes(trimBrackets(head));
  const parts = partCounts[name] === 2 ? splitMap(rest) : [rest];
  return { name, isNullable: false, attributes, parts: parts.map(parsePart) };
}

function splitMap(text: string): readonly string[] {
  const end = findSeparator(text);
  if (end === undefined || end === 0 || end === text.length - 1) {
    throw new LubanTypeError("a map has a type of keys and one of values");
  }
  return [text.slice(0, end), text.slice(end + 1)];
}

function parsePart(text: string): LubanTypeText {
  const part = parseLubanType(text);
  if (part.isNullable) throw new LubanTypeError(`${part.name} in a container cannot be empty`);
  return part;
}

function parsePlain(text: string): LubanTypeText {
  const { name, attributes } = splitAttributes(text);
  const marks = /[?!]*$/.exec(name)?.[0] ?? "";
  const own = name.slice(0, name.length - marks.length).trim();
  if (own === "") throw new LubanTypeError("it has no name");
  if (Object.hasOwn(partCounts, own)) throw new LubanTypeError(`${own} lacks the type of what it holds`);
  const all = marks.includes("!") ? new Map([...attributes, ["not-default", "1"]]) : attributes;
  return { name: own, isNullable: marks.includes("?"), attributes: all, parts: [] };
}

function splitAttributes(text: string): { readonly name: string; readonly attributes: Map<string, string> } {
  const [name = "", ...pairs] = splitOutside(text, "#");
  const attributes = new Map<string, string>();
  for (const pair of pairs) {
    const [, key = "", value = key] = /^([^=:]*)(?:[=:](.*))?$/s.exec(trimBrackets(pair.trim())) ?? [];
    attributes.set(key.trim(), value.trim());
  }
  return { name: trimBrackets(name.trim()), attributes };
}

/** Splits at a sign that no bracket is around; a `\` before it, or before any other character, is taken away. */
function splitOutside(text: string, sign: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    let character = text.charAt(index);
    if (character === "\\") character = text.charAt(++index);
    else if (character === sign && depth === 0) {
      parts.push("");
      continue;
    } else depth += depthOf(character);
    parts.push(`${parts.pop() ?? ""}${character}`);
  }
  if (depth !== 0) throw new LubanTypeError("a bracket is not closed");
  return parts;
}

function findSeparator(text: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    depth += depthOf(character);
    if (depth === 0 && (character === "," || character === ";")) return index;
  }
  return undefined;
}

function depthOf(character: string): number {
  if ("([{".includes(character)) return 1;
  return ")]}".includes(character) ? -1 : 0;
}

/** Takes off brackets that are around the whole. */
function trimBrackets(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    depth += depthOf(text.charAt(index));
    if (depth === 0) return index === text.length - 1 ? trimBrackets(text.slice(1, -1)) : text;
  }
  return text;
}
