import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { TextFormatError } from "../../base/parse-text-format.js";
import type { Place } from "../../base/place.js";
import type {
  TableauEnumUse,
  TableauMessageUse,
  TableauScalar,
  TableauSingle,
  TableauType,
} from "../../model/tableau.js";
import {
  describeProperties,
  type FieldProperties,
  noProperties,
  parseFieldProperties,
  propertyNames,
  UnknownPropertyError,
} from "./field-properties.js";
import { parseInCellFields, parseTypeCell, type TypeCell, TypeCellError } from "./parse-type-cell.js";
import {
  type DraftField,
  findScalar,
  isWellKnown,
  type ProjectTypes,
  scalarNames,
  shortName,
} from "./project-types.js";
import { readVersionPattern } from "./version-pattern.js";

/** A column of a header; the columns without a name are left out. */
export interface HeaderColumn {
  readonly name: string;
  /** Empty for a column that is only a comment. */
  readonly type: string;
  readonly note: string;
  readonly nameAt: Place;
  readonly typeAt: Place;
}

/** A column as it is being read: what stands behind the type of a list or a struct is that of its first field. */
export interface Stacked {
  readonly cell: TypeCell;
  readonly properties: FieldProperties;
}

/** An element of a list, or a value of a map, and what its own type is called. */
export interface Element {
  readonly type: TableauSingle;
  readonly name: string;
  readonly isPredefined: boolean;
}

/** Looks up the types that columns name, and reports what is wrong with them at their cells. */
export class ColumnTypes {
  readonly #types: ProjectTypes;
  readonly #report: Report;
  readonly #hasPresence: boolean;

  constructor(types: ProjectTypes, report: Report, hasPresence: boolean) {
    this.#types = types;
    this.#report = report;
    this.#hasPresence = hasPresence;
  }

  /** Returns what the first column of a predefined message is called behind its prefix. */
  firstColumnOf({ type, isPredefined }: Element): string {
    return isPredefined && type.kind === "message" ? this.#types.firstColumnOf(type.name) : "";
  }

  parse(column: HeaderColumn): Stacked | undefined {
    try {
      const cell = parseTypeCell(column.type);
      const properties = cell.properties === undefined ? noProperties : parseFieldProperties(cell.properties);
      for (const property of properties.unchecked) {
        this.#report("tableau-not-checked", { what: property }, column.typeAt);
      }
      return { cell, properties };
    } catch (error) {
      if (!(error instanceof TypeCellError) && !(error instanceof TextFormatError)) throw error;
      const suggestion =
        error instanceof UnknownPropertyError ? findNearest(error.property, propertyNames) : undefined;
      this.fail(column, error.message, suggestion);
      return undefined;
    }
  }

  fail(column: HeaderColumn, reason: string, suggestion?: string): void {
    this.#report("tableau-invalid-type", { type: column.type, reason, suggestion }, column.typeAt);
  }

  withPattern<Type extends TableauSingle>(
    type: Type,
    { pattern }: FieldProperties,
    column: HeaderColumn,
  ): Type | TableauScalar {
    if (type.kind !== "scalar" || type.scalar !== "version") return type;
    const parts = readVersionPattern(pattern);
    if (parts === undefined) this.fail(column, `the pattern ${pattern} is not written as 255.255.255`);
    else if (parts.length > 4 || parts.some((part) => part > 0xffff)) {
      this.#report("tableau-not-checked", { what: `version with the pattern ${pattern}` }, column.typeAt);
      return { kind: "scalar", scalar: "string" };
    }
    return parts === undefined ? type : { kind: "scalar", scalar: "version", pattern: parts };
  }

  make(
    column: HeaderColumn,
    own: { readonly name: string; readonly column: string; readonly type: TableauType },
    properties: FieldProperties,
    note = column.note,
  ): DraftField {
    const { type } = own;
    const isSingle = type.kind === "scalar" || type.kind === "enum";
    const mayBeAbsent =
      (type.kind === "scalar" && isWellKnown(type.scalar)) || (isSingle && this.#hasPresence);
    const described = describeProperties(properties);
    return {
      ...{ ...own, note, at: column.typeAt, ...described },
      isNullable: mayBeAbsent && !described.isPresent && described.default === undefined,
      ...(properties.refer === undefined ? {} : { refer: properties.refer }),
    };
  }

  /** Returns the message of a struct in one cell, `"cells"` where it has columns of its own. */
  findInCellStruct(
    { type, column: columnType }: { readonly type: string; readonly column: string },
    column: HeaderColumn,
    path: string,
    { form }: FieldProperties,
  ): TableauMessageUse | "cells" | undefined {
    const written = form === undefined ? {} : { form };
    if (columnType === "") {
      const found = this.findElement(type, column, path);
      if (found?.type.kind === "message" && this.#types.messages.has(found.type.name)) {
        return { ...found.type, isInCell: true, ...written };
      }
      if (found !== undefined) this.fail(column, `${type} is no struct`);
      return undefined;
    }
    try {
      const fields = parseInCellFields(type);
      if (fields === undefined) return "cells";
      const drafts = fields.flatMap((field) => {
        const found = this.findSingle(field.type, column);
        if (found === undefined) return [];
        return [this.make(column, { name: field.name, column: field.name, type: found }, noProperties, "")];
      });
      const name = `${path}/${columnType}`;
      this.define(name, columnType, drafts, column);
      return { kind: "message", name, isInCell: true, ...written };
    } catch (error) {
      if (!(error instanceof TypeCellError)) throw error;
      this.fail(column, error.message);
      return undefined;
    }
  }

  /** Finds what stands behind `[]`: a single value, or a struct in one cell. */
  findInCell(
    text: string,
    column: HeaderColumn,
    path: string,
    properties: FieldProperties,
  ): Element | undefined {
    if (!text.startsWith("{")) {
      const found = this.findSingle(text, column);
      return found && { type: found, name: text, isPredefined: false };
    }
    try {
      const cell = parseTypeCell(text);
      if (cell.kind !== "struct") throw new TypeCellError(`${text} is no struct`);
      const type = this.findInCellStruct(cell, column, path, properties);
      if (type === "cells")
        throw new TypeCellError(`${text} has no fields: {int32 ID, int32 Num}${cell.column}`);
      if (type === undefined) return undefined;
      return { type, name: shortName(type.name), isPredefined: cell.column === "" };
    } catch (error) {
      if (!(error instanceof TypeCellError)) throw error;
      this.fail(column, error.message);
      return undefined;
    }
  }

  /** Finds a scalar or an enum, and reports what is neither. */
  findSingle(text: string, column: HeaderColumn): TableauScalar | TableauEnumUse | undefined {
    const scalar = findScalar(text);
    if (scalar !== undefined) return scalar;
    const [, named] = /^enum\s*<\s*(.*?)\s*>$/.exec(text) ?? [];
    const found = this.#types.findPredefined(named ?? text);
    if (found?.kind === "enum") return { kind: "enum", name: found.fullName };
    if (named !== undefined) {
      this.fail(column, `there is no enum ${named}`, this.#types.suggest(named));
    } else {
      const nearest = findNearest(text, scalarNames) ?? scalarNames.find((name) => name.startsWith(text));
      this.fail(column, `there is no type ${text}`, nearest);
    }
    return undefined;
  }

  /** Finds what an element is: a scalar, an enum, a predefined message, or one that the columns define. */
  findElement(text: string, column: HeaderColumn, path: string): Element | undefined {
    if (findScalar(text) !== undefined || /^enum\s*</.test(text)) {
      const type = this.findSingle(text, column);
      return type && { type, name: text, isPredefined: false };
    }
    if (!text.includes(".")) {
      if (/^\w+$/.test(text)) {
        return {
          type: { kind: "message", name: `${path}/${text}`, isInCell: false },
          name: text,
          isPredefined: false,
        };
      }
      this.fail(column, `${text} is no name of a type`);
      return undefined;
    }
    const found = this.#types.findPredefined(text);
    if (found === undefined) {
      this.fail(column, `there is no type ${text}`, this.#types.suggest(text));
      return undefined;
    }
    const type: TableauSingle =
      found.kind === "enum"
        ? { kind: "enum", name: found.fullName }
        : { kind: "message", name: found.fullName, isInCell: false };
    return { type, name: shortName(found.fullName), isPredefined: true };
  }

  /** Defines a message, unless one like it is there already; false for one that differs from another of its name. */
  define(fullName: string, name: string, fields: readonly DraftField[], column: HeaderColumn): boolean {
    const known = this.#types.messages.get(fullName);
    if (known === undefined) {
      this.#types.messages.set(fullName, { fullName, name, note: "", fields, at: column.typeAt });
      return true;
    }
    if (describe(known.fields) === describe(fields)) return true;
    this.#report(
      "tableau-invalid-type",
      { type: column.type, reason: `there is another ${name} with other fields` },
      column.typeAt,
      [{ message: "first here", at: known.at }],
    );
    return false;
  }
}

function describe(fields: readonly DraftField[]): string {
  return JSON.stringify(fields.map(({ name, type }) => [name, type]));
}
