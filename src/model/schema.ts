import type { Place } from "../base/place.js";

/** All tables and enums of one library, checked and resolved: what the emitters read. */
export interface Schema {
  /** Library name: the file is `lib<name>.<hash>.so`. */
  readonly name: string;
  /** C++ namespace, parts joined by `::`. */
  readonly namespace: string;
  /** In name order, whatever order the files had. */
  readonly tables: readonly TableSchema[];
  readonly enums: readonly EnumSchema[];
}

export interface TableSchema {
  /** As the author wrote it, NFC. */
  readonly name: string;
  /** The author's description, or an empty string. */
  readonly note: string;
  /** In declared order: the order of the struct's fields. */
  readonly columns: readonly ColumnSchema[];
  /** The first is the primary key; a table declared without a key has none. */
  readonly keys: readonly KeySchema[];
  /** The header, or the config entry, that declares the table. */
  readonly at: Place;
}

export interface ColumnSchema {
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
  readonly at: Place;
}

/** A primary or unique key over one or several columns of a table. */
export interface KeySchema {
  /** `primary` for the first key, else the column names joined by `_`. */
  readonly name: string;
  /** Positions in `TableSchema.columns`, in the order `find` takes the parts. */
  readonly columns: readonly number[];
  readonly at: Place;
}

export interface EnumSchema {
  readonly name: string;
  readonly note: string;
  readonly underlying: IntegerType;
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
  | EnumType
  | ListType
  | FixedArrayType
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
export interface EnumType {
  readonly kind: "enum";
  /** Position in `Schema.enums`. */
  readonly index: number;
  readonly name: string;
  readonly underlying: IntegerType;
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
/** `T?` */
export interface OptionalType {
  readonly kind: "optional";
  readonly value: ValueType;
}

/**
 * Returns the type as a header spells it: `int32`, `string[]`, `Quality?`, `float32[3]`. `spellEnum` spells the
 * enums in it: by their name unless given.
 */
export function formatType(
  type: ValueType,
  spellEnum: (type: EnumType) => string = (one) => one.name,
): string {
  switch (type.kind) {
    case "integer":
      return `${type.signed ? "int" : "uint"}${type.bits}`;
    case "float":
      return `float${type.bits}`;
    case "enum":
      return spellEnum(type);
    case "list":
      return `${formatType(type.element, spellEnum)}[]`;
    case "array":
      return `${formatType(type.element, spellEnum)}[${type.length}]`;
    case "optional":
      return `${formatType(type.value, spellEnum)}?`;
    default:
      return type.kind;
  }
}

/** Returns the positions of the enums that a type names. */
export function enumsOf(type: ValueType): readonly number[] {
  switch (type.kind) {
    case "enum":
      return [type.index];
    case "list":
    case "array":
      return enumsOf(type.element);
    case "optional":
      return enumsOf(type.value);
    default:
      return [];
  }
}
