/** What a type cell says; the names in it are not looked up yet. */
export type TypeCell = TypeCellForm & {
  /** The text in `|{…}`; absent where there is none. */
  readonly properties?: string;
};

type TypeCellForm =
  | { readonly kind: "map"; readonly key: string; readonly value: string }
  /** `[element]column`; keyed: `[element]<column>`. */
  | { readonly kind: "list"; readonly element: string; readonly column: string; readonly isKeyed: boolean }
  /** `{type(variable)}column` */
  | { readonly kind: "struct"; readonly type: string; readonly variable?: string; readonly column: string }
  | { readonly kind: "enum"; readonly type: string }
  | { readonly kind: "scalar"; readonly type: string };

/** Says why a text is no type. */
export class TypeCellError extends Error {}

/**
 * Parses the type of a column. Throws `TypeCellError`.
 *
 *     map    = "map<" key "," value ">"
 *     list   = "[" [element] "]" [column] | "[" [element] "]<" column ">"
 *     struct = "{" type ["(" variable ")"] "}" [column]
 *     enum   = "enum<" type ">"
 *
 * The type behind `]` and `}` is that of the first field, and may be any of these again. Properties may follow all of them.
 */
export function parseTypeCell(text: string): TypeCell {
  const { type, properties } = splitProperties(text.trim());
  return { ...parseForm(type), ...(properties === undefined ? {} : { properties }) };
}

/** Splits `int32|{range:"1,10"}`: no type has a `|` in it. */
function splitProperties(text: string): { readonly type: string; readonly properties: string | undefined } {
  const bar = text.indexOf("|");
  if (bar < 0) return { type: text, properties: undefined };
  const rest = text.slice(bar + 1).trim();
  if (!rest.startsWith("{") || !rest.endsWith("}")) throw new TypeCellError("properties are written as |{…}");
  return { type: text.slice(0, bar).trim(), properties: rest.slice(1, -1).trim() };
}

function parseForm(text: string): TypeCellForm {
  if (text === "") throw new TypeCellError("there is no type before the properties");
  if (/^map\s*</.test(text)) return parseMap(text);
  if (text.startsWith("[")) return parseList(text);
  if (text.startsWith("{")) return parseStruct(text);
  const [, type] = /^enum\s*<(.*)>$/s.exec(text) ?? [];
  if (type !== undefined) return { kind: "enum", type: type.trim() };
  if (/^[\w.]+$/.test(text)) return { kind: "scalar", type: text };
  throw new TypeCellError(`${text} is no name of a type`);
}

function parseMap(text: string): TypeCellForm {
  const start = text.indexOf("<");
  const end = findClosing(text, start);
  if (end !== text.length - 1) throw new TypeCellError("nothing may follow the > of a map");
  const inner = text.slice(start + 1, end);
  const comma = inner.indexOf(",");
  const [key, value] = [inner.slice(0, comma).trim(), inner.slice(comma + 1).trim()];
  if (comma < 0 || key === "" || value === "") {
    throw new TypeCellError("a map has a type of keys and one of values: map<int32, Item>");
  }
  return { kind: "map", key, value };
}

function parseList(text: string): TypeCellForm {
  const end = findClosing(text, 0);
  const element = text.slice(1, end).trim();
  const column = text.slice(end + 1).trim();
  const [, keyed] = /^<(.*)>$/s.exec(column) ?? [];
  const type = keyed === undefined ? column : keyed.trim();
  if (type === "") throw new TypeCellError("the type of the first field is missing behind the ]");
  return { kind: "list", element, column: type, isKeyed: keyed !== undefined };
}

function parseStruct(text: string): TypeCellForm {
  const end = findClosing(text, 0);
  const [, type = "", variable] = /^(.*?)(?:\(([^()]*)\))?$/s.exec(text.slice(1, end).trim()) ?? [];
  if (type.trim() === "") throw new TypeCellError("the struct has no name");
  return {
    ...{ kind: "struct", type: type.trim(), column: text.slice(end + 1).trim() },
    ...(variable === undefined ? {} : { variable: variable.trim() }),
  };
}

const closings: Readonly<Record<string, string>> = { "<": ">", "[": "]", "{": "}" };

/** Returns the position of the bracket that closes the one at `start`. */
function findClosing(text: string, start: number): number {
  const open: string[] = [];
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    const closing = closings[character];
    if (closing !== undefined) open.push(closing);
    else if (character === open.at(-1)) open.pop();
    if (open.length === 0) return index;
  }
  throw new TypeCellError(`${open.at(0)} is missing`);
}

/** A field of a struct that stands in one cell. */
export interface InCellField {
  readonly type: string;
  readonly name: string;
}

/**
 * Parses `int32 ID, string Name`. Returns `undefined` for what is the name of a struct. Throws `TypeCellError`.
 */
export function parseInCellFields(text: string): readonly InCellField[] | undefined {
  const parts = splitAtCommas(text);
  if (parts.length === 1 && !/\s/.test(parts[0] ?? "")) return undefined;
  return parts.map((part) => {
    const [, type, name] = /^(\S+(?:<[^<>]*>)?)\s+(\w+)$/.exec(part) ?? [];
    if (type === undefined || name === undefined) {
      throw new TypeCellError(`${part} is no type with a name: int32 ID, string Name`);
    }
    return { type, name };
  });
}

function splitAtCommas(text: string): readonly string[] {
  return text.split(",").map((part) => part.trim());
}
