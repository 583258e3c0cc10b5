import type { Place } from "../base/place.js";

/** A type of a Luban project, with what says how its values are written. Beans and enums are known by their full names. */
export type LubanType = LubanScalar | LubanEnumUse | LubanBeanUse | LubanCollection | LubanMap;

interface LubanTypeBase {
  /** `T?` */
  readonly isNullable: boolean;
  /** Each of these characters divides the parts of a value in a cell; empty: one cell holds one part. */
  readonly separators: string;
}

export interface LubanScalar extends LubanTypeBase {
  readonly kind: LubanScalarKind;
  /** Texts have `\n` and the like for what they stand for. */
  readonly isEscaped: boolean;
  /** `ref=T?`: 0 and an empty text lead nowhere. */
  readonly isAbsentWhenDefault: boolean;
}

export type LubanScalarKind =
  | "bool"
  | "byte"
  | "short"
  | "int"
  | "long"
  | "float"
  | "double"
  | "string"
  | "datetime";

export interface LubanEnumUse extends LubanTypeBase {
  readonly kind: "enum";
  readonly name: string;
}

export interface LubanBeanUse extends LubanTypeBase {
  readonly kind: "bean";
  readonly name: string;
}

export interface LubanCollection extends LubanTypeBase {
  readonly kind: "list" | "set";
  readonly element: LubanType;
}

export interface LubanMap extends LubanTypeBase {
  readonly kind: "map";
  readonly key: LubanType;
  readonly value: LubanType;
}

export interface LubanEnum {
  /** With the modules: `test.DemoEnum`. */
  readonly fullName: string;
  readonly isFlags: boolean;
  /** Numbers by the names and aliases that a cell may use. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly at: Place;
}

/** A record type. One with kinds is abstract: each of its values is of one of them. */
export interface LubanBean {
  readonly name: string;
  /** With the modules: `test.DemoType1`. */
  readonly fullName: string;
  /** What a cell may call it instead; empty for nothing. */
  readonly alias: string;
  /** Each of these characters divides its fields in a cell. */
  readonly separators: string;
  /** In the order of its values, those of its parents first. */
  readonly fields: readonly LubanField[];
  /** Full names of the beans without kinds below it; absent where it is no parent. In the order of the variant's kinds. */
  readonly kinds?: readonly string[];
  readonly at: Place;
}

export interface LubanField {
  readonly name: string;
  /** Titles that may hold it, the first that is there: a variant's, its own name, its alias. */
  readonly titles: readonly string[];
  readonly type: LubanType;
  readonly at: Place;
}

/** The types of a Luban project by full name. */
export interface LubanTypes {
  readonly beans: ReadonlyMap<string, LubanBean>;
  readonly enums: ReadonlyMap<string, LubanEnum>;
}

/** A column title with those below it. Columns are those of the sheet, both ends included. */
export interface LubanTitle {
  /** Empty for the one that stands for the whole sheet. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** `#sep=`: each of these characters divides its cells. */
  readonly separators: string;
  /** Text of an empty cell. */
  readonly default?: string;
  /** An empty cell is a mistake. */
  readonly isRequired: boolean;
  /** `#format=`: how its cells are written. */
  readonly format: "stream" | "json" | "lua" | "lite";
  /** `*name`: its elements stand in rows below each other. */
  readonly isInRows: boolean;
  /** A title below it has its elements in rows. */
  readonly holdsRows: boolean;
  /** From left to right. */
  readonly titles: readonly LubanTitle[];
}

/** How a value of a Luban table stands in the cells of a record. */
export interface LubanSource {
  readonly kind: "luban";
  readonly title: LubanTitle;
  readonly type: LubanType;
  readonly types: LubanTypes;
}
