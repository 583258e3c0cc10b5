import type { Place } from "../base/place.js";
import type { FieldRule, TableRule } from "./rule.js";

/** All tables and types of one library, checked and resolved: what the emitters read. */
export interface Schema {
  /** Library name: the file is `lib<name>.<hash>.so`. */
  readonly name: string;
  /** C++ namespace, parts joined by `::`. */
  readonly namespace: string;
  /** In name order, whatever order the files had. */
  readonly tables: readonly TableSchema[];
  /** In name order. */
  readonly enums: readonly EnumSchema[];
  /** A struct comes after those that it holds in place; else in name order. */
  readonly structs: readonly StructSchema[];
  /** In name order. */
  readonly variants: readonly VariantSchema[];
}

/** The columns of a text table that hold the languages. */
export interface TextColumns {
  /** Position in `Schema.enums` of the languages. */
  readonly enum: number;
  /** For each value of that enum, in its order, the position of the column. */
  readonly columns: readonly number[];
}

export interface TableSchema {
  /** As the author wrote it, NFC. */
  readonly name: string;
  /** The author's description, or an empty string. */
  readonly note: string;
  /** In declared order: the order of the struct's fields. */
  readonly columns: readonly ColumnSchema[];
  /** The primary key first, where there is one: see `primaryKeyOf`. */
  readonly keys: readonly KeySchema[];
  /** True for a table of one row that is read as that row: settings. */
  readonly isSingleton: boolean;
  /** The languages of the table of texts, which `text` columns refer to. */
  readonly texts?: TextColumns;
  /** The targets' groups that it is for; absent: for all. */
  readonly groups?: readonly string[];
  /** What the rows must keep together. */
  readonly rules?: readonly TableRule[];
  /** The header, or the config entry, that declares the table. */
  readonly at: Place;
}

/** A column of a table, or a field of a struct. */
export interface FieldSchema {
  readonly name: string;
  readonly note: string;
  readonly type: ValueType;
  /**
   * The cell text that an empty cell stands for, parsed as any cell of this type is; absent where an
   * empty cell is an error (or absence, for optional types).
   */
  readonly defaultText?: string;
  /** Where `defaultText` stands. */
  readonly defaultAt?: Place;
  /** How values are written in a cell, where it is not as the config has it. */
  readonly writing?: Writing;
  /** What the values must keep. */
  readonly rules?: readonly FieldRule[];
  /** The targets' groups that it is for; absent: for all. */
  readonly groups?: readonly string[];
  /** Filled in from the rows that refer to a row by a column of a table; both are positions. */
  readonly backReference?: { readonly table: number; readonly column: number };
  /** Where its type is written; absent: at its own place. */
  readonly typeAt?: Place;
  readonly at: Place;
}

export type ColumnSchema = FieldSchema;

/** How the parts of a value are told apart in one cell. */
export interface Writing {
  /** Separators from the outermost container inwards; each is one or more characters. */
  readonly separators: readonly string[];
}

/** Fields that belong together: the type of a column, of elements, or of one kind of a variant. */
export interface StructSchema {
  readonly name: string;
  readonly note: string;
  /** In declared order, those of its bases first. */
  readonly fields: readonly FieldSchema[];
  /** How values are written in a cell, where it is not as the config has it. */
  readonly writing?: Writing;
  readonly at: Place;
}

/** A polymorphic struct: each value is of one of its kinds, named by `$type` in the sheet. */
export interface VariantSchema {
  readonly name: string;
  readonly note: string;
  /** In declared order; a kind's number in the image is its position. */
  readonly kinds: readonly VariantKind[];
  /** How values are written in a cell, where it is not as the config has it. */
  readonly writing?: Writing;
  readonly at: Place;
}

export interface VariantKind {
  /** What `$type` says; unique in the variant, as the aliases are. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** Position in `Schema.structs`. */
  readonly struct: number;
}

/** A key or index over one or several columns of a table. */
export interface KeySchema {
  /** `primary` for the primary key, else the author's name or the column names joined by `_`. */
  readonly name: string;
  /** unique: one row a key. multi: all rows of a key. ordered: rows in the order of keys, several may have the same. */
  readonly purpose: "unique" | "multi" | "ordered";
  /** Positions in `TableSchema.columns`, in the order `find` takes the parts. */
  readonly columns: readonly number[];
  readonly at: Place;
}

export interface EnumSchema {
  readonly name: string;
  readonly note: string;
  readonly underlying: IntegerType;
  /** True when a value may be several of the declared ones together, bit by bit. */
  readonly isFlags: boolean;
  /** In declared order; names, aliases and numbers are unique within the enum. */
  readonly values: readonly EnumValue[];
  readonly at: Place;
}

export interface EnumValue {
  readonly name: string;
  readonly value: number;
  /** Other texts that a cell may use for it. */
  readonly aliases: readonly string[];
  readonly note: string;
  /** The targets' groups that it is for; absent: for all. */
  readonly groups?: readonly string[];
  /** Where it is declared, if not at the enum's place. */
  readonly at?: Place;
}

/** The type of a column, or of what a container holds. */
export type ValueType =
  | BoolType
  | IntegerType
  | FloatType
  | StringType
  | DatetimeType
  | DurationType
  | VersionType
  | EnumType
  | StructType
  | VariantType
  | ReferenceType
  | ListType
  | FixedArrayType
  | SetType
  | MapType
  | OptionalType;

export interface BoolType {
  readonly kind: "bool";
}
export interface IntegerType {
  readonly kind: "integer";
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}
export interface FloatType {
  readonly kind: "float";
  readonly bits: 32 | 64;
  /** Cells may say `10%`, `5‰` and `3/4`. The image does not know of it. */
  readonly isFraction?: boolean;
}
export interface StringType {
  readonly kind: "string";
}
/** Seconds since 1970-01-01T00:00:00Z, 64 bit signed. */
export interface DatetimeType {
  readonly kind: "datetime";
}
/** Milliseconds, 64 bit signed. */
export interface DurationType {
  readonly kind: "duration";
}
/** Up to four numbers of 16 bits, `1.2.3.4`, as one 64-bit number that orders as versions do: the first is the highest. */
export interface VersionType {
  readonly kind: "version";
}
export interface EnumType {
  readonly kind: "enum";
  /** Position in `Schema.enums`. */
  readonly index: number;
  readonly name: string;
  readonly underlying: IntegerType;
}
/** Held in place. */
export interface StructType {
  readonly kind: "struct";
  /** Position in `Schema.structs`. */
  readonly index: number;
  readonly name: string;
  /** How a value is stored: see `layoutStruct`. */
  readonly bytes: number;
  readonly alignment: number;
}
/** Held in a pool, so that a kind may have fields of the variant itself. */
export interface VariantType {
  readonly kind: "variant";
  /** Position in `Schema.variants`. */
  readonly index: number;
  readonly name: string;
}
/** `ref<Table>`, `ref<Table.key>`, `ref<A | B>`: a row of one of these tables, by its key. */
export interface ReferenceType {
  readonly kind: "reference";
  /** At least one; a row is looked for in this order. */
  readonly targets: readonly ReferenceTarget[];
  /** The parts of the key, which all targets have in common: scalar types. */
  readonly key: readonly ValueType[];
}
export interface ReferenceTarget {
  /** Position in `Schema.tables`, and the table's name. */
  readonly table: number;
  readonly name: string;
  /** Position in the table's keys. */
  readonly keyIndex: number;
}
/** `T[]` */
export interface ListType {
  readonly kind: "list";
  readonly element: ValueType;
}
/** `T[N]` */
export interface FixedArrayType {
  readonly kind: "array";
  readonly element: ValueType;
  readonly length: number;
}
/** `set<T>`: no element twice, in ascending order. The element can be a key. */
export interface SetType {
  readonly kind: "set";
  readonly element: ValueType;
}
/** `map<K, V>`: no key twice, in ascending order of keys. The key can be a key of a table. */
export interface MapType {
  readonly kind: "map";
  readonly key: ValueType;
  readonly value: ValueType;
}
/** `T?` */
export interface OptionalType {
  readonly kind: "optional";
  readonly value: ValueType;
}

/** Returns the primary key, whose index the rows are stored in the order of; a table may have none. */
export function primaryKeyOf({ keys }: Pick<TableSchema, "keys">): KeySchema | undefined {
  return keys[0]?.name === primaryKeyName ? keys[0] : undefined;
}

export const primaryKeyName = "primary";

/** How the types are spelled that a schema or an image gives a name. */
export interface TypeSpelling {
  readonly enum: (type: EnumType) => string;
  readonly float: (type: FloatType) => string;
  readonly reference: (type: ReferenceType) => string;
}

const headerSpelling: TypeSpelling = {
  enum: ({ name }) => name,
  float: ({ bits, isFraction }) => (isFraction ? "fraction" : `float${bits}`),
  reference: ({ targets }) => `ref<${targets.map(({ name }) => name).join(" | ")}>`,
};

/** Returns the type as a header spells it: `int32`, `string[]`, `Quality?`, `map<int32, Reward[]>`. */
export function formatType(type: ValueType, spelling: Partial<TypeSpelling> = {}): string {
  const names = { ...headerSpelling, ...spelling };
  const format = (one: ValueType): string => {
    switch (one.kind) {
      case "integer":
        return `${one.signed ? "int" : "uint"}${one.bits}`;
      case "float":
        return names.float(one);
      case "enum":
        return names.enum(one);
      case "struct":
      case "variant":
        return one.name;
      case "reference":
        return names.reference(one);
      case "list":
        return `${format(one.element)}[]`;
      case "array":
        return `${format(one.element)}[${one.length}]`;
      case "set":
        return `set<${format(one.element)}>`;
      case "map":
        return `map<${format(one.key)}, ${format(one.value)}>`;
      case "optional":
        return `${format(one.value)}?`;
      default:
        return one.kind;
    }
  };
  return format(type);
}

/** Returns the types that a type is made of and that are written with it: elements, the value of `T?`, key and value. */
export function partsOf(type: ValueType): readonly ValueType[] {
  switch (type.kind) {
    case "list":
    case "array":
    case "set":
      return [type.element];
    case "map":
      return [type.key, type.value];
    case "optional":
      return [type.value];
    default:
      return [];
  }
}

/** Yields a type and all that it is made of, itself first; what a struct holds is not part of its type. */
export function* walkType(type: ValueType): Generator<ValueType> {
  yield type;
  for (const part of partsOf(type)) yield* walkType(part);
}

/** Returns a type with each type in it, innermost first, replaced by what `change` makes of it. */
export function mapType(type: ValueType, change: (type: ValueType) => ValueType): ValueType {
  switch (type.kind) {
    case "list":
    case "array":
    case "set":
      return change({ ...type, element: mapType(type.element, change) });
    case "map":
      return change({ ...type, key: mapType(type.key, change), value: mapType(type.value, change) });
    case "optional":
      return change({ ...type, value: mapType(type.value, change) });
    default:
      return change(type);
  }
}

/** Returns the positions of the enums that a type names. */
export function enumsOf(type: ValueType): readonly number[] {
  return [...walkType(type)].flatMap((one) => (one.kind === "enum" ? [one.index] : []));
}

/**
 * Returns the scalar type that stands for a type in a key, in a set or as the key of a map: the type itself, or the
 * key of what it refers to; `undefined` for types that can be none.
 */
export function keyTypeOf(type: ValueType): ValueType | undefined {
  if (type.kind === "reference") return type.key.length === 1 ? type.key[0] : undefined;
  return keyKinds.includes(type.kind) ? type : undefined;
}

const keyKinds: readonly ValueType["kind"][] = [
  ...(["bool", "integer", "string", "enum", "datetime", "duration", "version"] as const),
];
