import type { Place } from "../../base/place.js";
import type { DeclaredText } from "../struct-declaration.js";

/** What the definition files of a Luban project say, not yet looked at as a whole. */
export interface LubanDefinitions {
  readonly enums: readonly EnumDefinition[];
  readonly beans: readonly BeanDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly referenceGroups: readonly ReferenceGroupDefinition[];
  readonly constants: readonly ConstantDefinition[];
}

interface Definition {
  readonly name: string;
  /** `test`, `test.login`; empty outside of all modules. */
  readonly module: string;
  readonly note: string;
  /** Empty: in all of them. */
  readonly groups: readonly string[];
  readonly at: Place;
}

export interface EnumDefinition extends Definition {
  readonly isFlags: boolean;
  /** Two of its items may have the same number where this is false. */
  readonly isUnique: boolean;
  readonly items: readonly EnumItemDefinition[];
}

export interface EnumItemDefinition {
  readonly name: string;
  readonly alias: string;
  /** Empty: one more than the item before. */
  readonly value: string;
  readonly note: string;
  readonly at: Place;
}

export interface BeanDefinition extends Definition {
  /** Absent for one without a parent. */
  readonly parent?: DeclaredText;
  readonly alias: string;
  readonly separators: string;
  readonly fields: readonly FieldDefinition[];
}

export interface FieldDefinition {
  readonly name: string;
  readonly alias: string;
  readonly type: DeclaredText;
  readonly note: string;
  readonly groups: readonly string[];
  readonly variants: readonly string[];
  readonly at: Place;
}

export interface TableDefinition extends Definition {
  /** The bean of its records. */
  readonly value: DeclaredText;
  /** `id`, `a+b`, `a,b`; empty: the first field. */
  readonly index: string;
  /** `map`, `list`, `one`; empty: by the index. */
  readonly mode: string;
  /** Files and folders in the data folder: `sheet@file`. */
  readonly inputs: readonly string[];
  /** The titles of its first file define the bean. */
  readonly isDefinedByTitles: boolean;
}

export interface ReferenceGroupDefinition {
  readonly name: string;
  readonly references: readonly string[];
  readonly at: Place;
}

export interface ConstantDefinition {
  readonly name: string;
  readonly text: string;
  readonly at: Place;
}

export const noDefinitions: LubanDefinitions = {
  ...{ enums: [], beans: [], tables: [] },
  ...{ referenceGroups: [], constants: [] },
};

export function joinDefinitions(all: readonly LubanDefinitions[]): LubanDefinitions {
  return {
    enums: all.flatMap(({ enums }) => enums),
    beans: all.flatMap(({ beans }) => beans),
    tables: all.flatMap(({ tables }) => tables),
    referenceGroups: all.flatMap(({ referenceGroups }) => referenceGroups),
    constants: all.flatMap(({ constants }) => constants),
  };
}

/** Returns `test.Item` for the name `Item` in the module `test`. */
export function fullNameOf({ module, name }: { readonly module: string; readonly name: string }): string {
  return module === "" ? name : `${module}.${name}`;
}

/** Splits `test.login.Role` into its module and its name. */
export function splitFullName(fullName: string): { readonly module: string; readonly name: string } {
  const dot = fullName.lastIndexOf(".");
  return { module: fullName.slice(0, Math.max(0, dot)), name: fullName.slice(dot + 1) };
}

/** Splits `c,s` and `c;s`. */
export function splitWords(text: string): readonly string[] {
  return text
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** What Luban takes for true in its definitions. */
export function isTrue(text: string): boolean {
  return /^(true|1|y|yes)$/i.test(text.trim());
}
