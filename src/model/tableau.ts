import type { Place } from "../base/place.js";
import type { LimitText } from "./rule.js";

/** The type of a field of a tableau message. Messages and enums are known by their full names. */
export type TableauType = TableauSingle | TableauList | TableauMap;

/** What an element of a list, or a value of a map, may be. */
export type TableauSingle = TableauScalar | TableauEnumUse | TableauMessageUse;

export interface TableauScalar {
  readonly kind: "scalar";
  readonly scalar: TableauScalarKind;
  /** The largest number of each part of a version. */
  readonly pattern?: readonly number[];
}

export type TableauScalarKind =
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float"
  | "double"
  | "bool"
  | "string"
  | "datetime"
  | "duration"
  | "fraction"
  | "comparator"
  | "version";

export interface TableauEnumUse {
  readonly kind: "enum";
  readonly name: string;
}

export interface TableauMessageUse {
  readonly kind: "message";
  readonly name: string;
  /** One cell holds all of it. */
  readonly isInCell: boolean;
  /** How that cell is written, where it is not by separators. */
  readonly form?: "text" | "json";
}

/** vertical: elements in rows below each other; horizontal: in numbered columns; incell: in one cell. */
export type TableauLayout = "vertical" | "horizontal" | "incell";

interface TableauContainer {
  readonly layout: TableauLayout;
  /** Number of elements in columns, whether they are filled or not; `all` of those in the header. */
  readonly size?: number | "all";
  /** Rows of one record add elements, where they else have to say the same. */
  readonly isAggregate: boolean;
}

export interface TableauList extends TableauContainer {
  readonly kind: "list";
  readonly element: TableauSingle;
  /** Column of the field that tells elements apart; empty where the elements themselves do. */
  readonly key?: string;
}

export interface TableauMap extends TableauContainer {
  readonly kind: "map";
  readonly key: TableauScalar | TableauEnumUse;
  readonly value: TableauSingle;
  /** Column of the value's field that has the key; absent for values that are no messages. */
  readonly keyColumn?: string;
}

/** A field of a message, and what its cells must keep. */
export interface TableauField {
  readonly name: string;
  /** What its columns are called behind the prefix of the message; empty where its own fields say all of it. */
  readonly column: string;
  readonly type: TableauType;
  readonly note: string;
  readonly at: Place;
  /** Its columns may be missing. */
  readonly isOptional: boolean;
  /** A cell must be filled, a container must have an element. */
  readonly isPresent: boolean;
  /** The value may be told from one that is absent. */
  readonly isNullable: boolean;
  /** Text of an empty cell. */
  readonly default?: string;
  /** Those of the sheet unless given. */
  readonly separators: Partial<TableauSeparators>;
  readonly range?: TableauRange;
  /** Of a key: whether it may stand in several rows of one record; absent: by what the record holds. */
  readonly isUnique?: boolean;
  /** The first number of a sequence that the values of the elements are. */
  readonly sequence?: string;
  readonly order?: TableauOrder;
}

export interface TableauRange {
  /** As the property has it. */
  readonly text: string;
  readonly minimum?: LimitText["text"];
  readonly maximum?: LimitText["text"];
}

export interface TableauOrder {
  readonly direction: "ascending" | "descending";
  readonly isStrict: boolean;
}

/** Where a header stands. Rows and lines count from 1; line 0 is all of a cell. */
export interface TableauHeader extends TableauSeparators {
  readonly nameRow: number;
  readonly typeRow: number;
  readonly noteRow: number;
  readonly dataRow: number;
  readonly nameLine: number;
  readonly typeLine: number;
  readonly noteLine: number;
}

export const defaultTableauHeader: TableauHeader = {
  ...{ nameRow: 1, typeRow: 2, noteRow: 3, dataRow: 4 },
  ...{ nameLine: 0, typeLine: 0, noteLine: 0 },
  ...{ sep: ",", subsep: ":" },
};

/** Between elements, and between the parts of an element. */
export interface TableauSeparators {
  readonly sep: string;
  readonly subsep: string;
}

export interface TableauEnum {
  readonly fullName: string;
  /** Numbers by the names and aliases that a cell may use. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly at: Place;
}

/** A message; a union has kinds instead of fields. */
export interface TableauMessage {
  readonly fullName: string;
  readonly fields: readonly TableauField[];
  readonly union?: TableauUnion;
  readonly at: Place;
}

export interface TableauUnion {
  /** Full name of the enum of its kinds. */
  readonly type: string;
  /** Columns of the kind, and of its fields, which are numbered. */
  readonly typeColumn: string;
  readonly fieldColumn: string;
  /** Text of an empty cell of the kind. */
  readonly default?: string;
  /** In the order of the variant's kinds. */
  readonly kinds: readonly TableauKind[];
}

export interface TableauKind {
  readonly name: string;
  readonly number: number;
  /** What the proto field is called, by which text and JSON have it. */
  readonly fieldName: string;
  /** The message of its fields. */
  readonly message: string;
  /** The value is no message: the only field of `message` stands for it. */
  readonly isScalar: boolean;
}

/** The types of a tableau project by full name. */
export interface TableauTypes {
  readonly messages: ReadonlyMap<string, TableauMessage>;
  readonly enums: ReadonlyMap<string, TableauEnum>;
}

/** How a value of a table stands in the rows of a record. */
export interface TableauSource {
  readonly kind: "tableau";
  readonly field: TableauField;
  /** What is before the names of its columns. */
  readonly prefix: string;
  readonly columns: TableauColumns;
  readonly types: TableauTypes;
  /** Those of the sheet. */
  readonly separators: TableauSeparators;
}

/** The columns of a sheet by their names, those with data alone. */
export type TableauColumns = ReadonlyMap<string, number>;

/**
 * Returns the greatest number that follows a prefix in the names of columns; 0 where there is none. One of more than four
 * digits is part of a name, a date say.
 */
export function countElements(columns: TableauColumns, prefix: string): number {
  let count = 0;
  for (const name of columns.keys()) {
    if (!name.startsWith(prefix)) continue;
    const [digits] = /^[0-9]{1,4}(?![0-9])/.exec(name.slice(prefix.length)) ?? [];
    count = Math.max(count, Number(digits ?? 0));
  }
  return count;
}

/** Returns the number of elements in columns that a container has room for. */
export function sizeOf({ size }: TableauList | TableauMap, detected: number): number {
  return typeof size === "number" ? Math.min(size, detected) : detected;
}

type Where = Pick<TableauSource, "columns" | "types">;

function hasPrefix(columns: TableauColumns, prefix: string): boolean {
  for (const name of columns.keys()) if (name.startsWith(prefix)) return true;
  return false;
}

/** Yields the columns of the sheet that hold a field, in the order of its parts. */
export function* columnsOfField(
  field: TableauField,
  prefix: string,
  where: Where,
  open: readonly string[] = [],
): Generator<number> {
  const { columns } = where;
  const own = prefix + field.column;
  const { type } = field;
  const one = type.kind === "list" ? type.element : type.kind === "map" ? type.value : type;
  const isInCell = type.kind === "list" || type.kind === "map" ? type.layout === "incell" : false;
  const prefixes =
    (type.kind === "list" || type.kind === "map") && type.layout === "horizontal"
      ? Array.from({ length: countElements(columns, own) }, (_, index) => `${own}${index + 1}`)
      : [own];
  for (const name of prefixes) {
    if (isInCell || one.kind !== "message" || one.isInCell) {
      const column = columns.get(name);
      if (column !== undefined) yield column;
    } else yield* columnsOfMessage(one.name, name, where, open);
  }
}

/** Yields the columns of the sheet that hold a message; `open` are those around it, as one may hold itself. */
export function* columnsOfMessage(
  name: string,
  prefix: string,
  where: Where,
  open: readonly string[] = [],
): Generator<number> {
  const id = `${prefix} ${name}`;
  if (open.includes(id) || !hasPrefix(where.columns, prefix)) return;
  const message = where.types.messages.get(name);
  if (message?.union === undefined) {
    for (const field of message?.fields ?? []) yield* columnsOfField(field, prefix, where, [...open, id]);
    return;
  }
  const { typeColumn, fieldColumn } = message.union;
  const type = where.columns.get(prefix + typeColumn);
  if (type !== undefined) yield type;
  for (let index = 1; index <= countElements(where.columns, prefix + fieldColumn); index++) {
    const column = where.columns.get(`${prefix}${fieldColumn}${index}`);
    if (column !== undefined) yield column;
  }
}

/** Parses a boolean as tableau's cells have it. */
export function parseTableauBool(text: string): boolean | undefined {
  const word = text.trim().replace(/^([-+]?\d+)\.0+$/, "$1");
  if (/^(1|t|T|TRUE|true|True)$/.test(word)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(word) ? false : undefined;
}
