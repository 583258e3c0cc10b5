import { findNearest } from "../../base/find-nearest.js";
import type { Place } from "../../base/place.js";
import type { TableauField, TableauScalar, TableauScalarKind, TableauUnion } from "../../model/tableau.js";

/** A field whose reference is not looked up yet. */
export interface DraftField extends TableauField {
  /** `Item.ID,Equip.ID`: columns that its values stand in. */
  readonly refer?: string;
}

export interface DraftMessage {
  readonly fullName: string;
  /** Without what it stands in. */
  readonly name: string;
  readonly note: string;
  readonly fields: readonly DraftField[];
  readonly union?: TableauUnion;
  readonly at: Place;
}

export interface DraftEnum {
  readonly fullName: string;
  readonly name: string;
  readonly note: string;
  readonly values: readonly DraftEnumValue[];
  readonly at: Place;
  /** Declared by a sheet, and so in the library whether a table uses it or not. */
  readonly isOfSheet: boolean;
}

export interface DraftEnumValue {
  readonly name: string;
  readonly number: number;
  /** What cells may call it too. */
  readonly aliases: readonly string[];
  readonly note: string;
  readonly at: Place;
}

/** Our names of tableau's scalar and well-known types. */
const scalars: Readonly<Record<string, TableauScalarKind>> = {
  ...{ int32: "int32", sint32: "int32", sfixed32: "int32", uint32: "uint32", fixed32: "uint32" },
  ...{ int64: "int64", sint64: "int64", sfixed64: "int64", uint64: "uint64", fixed64: "uint64" },
  ...{ float: "float", double: "double", bool: "bool", string: "string", bytes: "string" },
  ...{ datetime: "datetime", date: "datetime", time: "duration", duration: "duration" },
  ...{ fraction: "fraction", comparator: "comparator", version: "version" },
  ...{ "google.protobuf.Timestamp": "datetime", "google.protobuf.Duration": "duration" },
  ...{ "tableau.Fraction": "fraction", "tableau.Comparator": "comparator", "tableau.Version": "version" },
};

/** Returns the scalar of that name. */
export function findScalar(name: string): TableauScalar | undefined {
  const scalar = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
  return scalar === undefined ? undefined : { kind: "scalar", scalar };
}

export const scalarNames: readonly string[] = Object.keys(scalars);

/** Types with a message of their own in tableau: they may be absent. */
export function isWellKnown(scalar: TableauScalarKind): boolean {
  return ["datetime", "duration", "fraction", "comparator", "version"].includes(scalar);
}

/** What tableau calls the package of its own files unless told otherwise. */
const usualPackage = "protoconf";

/** The messages and enums of a project by their full names: those of type sheets have no package. */
export class ProjectTypes {
  readonly messages = new Map<string, DraftMessage>();
  readonly enums = new Map<string, DraftEnum>();

  /**
   * Finds a predefined type: `.Item` is one of a type sheet, or of any package; `base.Item` says the package, and
   * `.Target.Type` what it stands in.
   */
  findPredefined(text: string): { readonly kind: "message" | "enum"; readonly fullName: string } | undefined {
    const name = text.replace(/^\./, "");
    const names = [...this.messages.keys(), ...this.enums.keys()];
    const exact = names.find((one) => one === name);
    // What is local to a sheet is not meant, and has a slash in its name.
    const within = names.filter((one) => one.endsWith(`.${name}`) && !one.includes("/"));
    const own = within.find((one) => one === `${usualPackage}.${name}`) ?? within[0];
    const fullName = exact ?? (text.startsWith(".") ? own : undefined);
    if (fullName === undefined) return undefined;
    return { kind: this.messages.has(fullName) ? "message" : "enum", fullName };
  }

  /** Returns the predefined type whose name is nearest to a text, as a cell would say it. */
  suggest(text: string): string | undefined {
    const names = [...this.messages.keys(), ...this.enums.keys()].filter((name) => !name.includes("/"));
    return findNearest(
      text,
      names.flatMap((name) => [`.${name}`, `.${name.slice(name.lastIndexOf(".") + 1)}`, name]),
    );
  }

  /** Returns what the first column of a message is called behind its prefix; empty where that cannot be told. */
  firstColumnOf(fullName: string, open: readonly string[] = []): string {
    const message = this.messages.get(fullName);
    if (message === undefined || open.includes(fullName)) return "";
    if (message.union !== undefined) return message.union.typeColumn;
    const [first] = message.fields;
    if (first === undefined) return "";
    const inner =
      first.type.kind === "message" && !first.type.isInCell
        ? this.firstColumnOf(first.type.name, [...open, fullName])
        : "";
    return first.column + inner;
  }
}

/** Returns the last part of a name: `Type` of `.Target.Type`. */
export function shortName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("/")) + 1);
}
