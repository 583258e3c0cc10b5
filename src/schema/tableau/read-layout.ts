import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { TextFormatError } from "../../base/parse-text-format.js";
import type { Place } from "../../base/place.js";
import type {
  TableauEnumUse,
  TableauLayout,
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
  takeContainer,
  takeFirst,
  takeSingle,
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

export interface LayoutOptions {
  /** Full name of the message that has the columns. */
  readonly path: string;
  /** Elements below each other have the name of their type before their columns, too. */
  readonly isNested: boolean;
  /** Single values may be told from those that are absent. */
  readonly hasPresence: boolean;
}

export interface LayoutContext {
  readonly types: ProjectTypes;
  readonly report: Report;
}

/** Reads the fields of a message from the columns of a header, and defines the messages that they are made of. */
export function readLayout(
  columns: readonly HeaderColumn[],
  options: LayoutOptions,
  context: LayoutContext,
): readonly DraftField[] {
  return new LayoutReader(columns, options, context).readAll();
}

/** Where a field stands. */
interface Scope {
  /** What is before the names of its columns. */
  readonly prefix: string;
  /** Full name of the message that has it. */
  readonly path: string;
}

/** A column as it is being read: what stands behind the type of a list or a struct is that of its first field. */
interface Stacked {
  readonly cell: TypeCell;
  readonly properties: FieldProperties;
}

/** An element of a list, or a value of a map, and what its own type is called. */
interface Element {
  readonly type: TableauSingle;
  readonly name: string;
  readonly isPredefined: boolean;
}

class LayoutReader {
  readonly #columns: readonly HeaderColumn[];
  readonly #options: LayoutOptions;
  readonly #types: ProjectTypes;
  readonly #report: Report;
  /** Position of the column that is read next. */
  #next = 0;

  constructor(columns: readonly HeaderColumn[], options: LayoutOptions, { types, report }: LayoutContext) {
    this.#columns = columns;
    this.#options = options;
    this.#types = types;
    this.#report = report;
  }

  readAll(): readonly DraftField[] {
    return this.#readWhile({ prefix: "", path: this.#options.path }, () => true);
  }

  #readWhile(scope: Scope, isInside: (column: HeaderColumn) => boolean): readonly DraftField[] {
    const fields: DraftField[] = [];
    for (let column = this.#column; column !== undefined && isInside(column); column = this.#column) {
      const field = this.#readColumn(column, scope);
      if (field !== undefined) fields.push(field);
    }
    return fields;
  }

  get #column(): HeaderColumn | undefined {
    return this.#columns[this.#next];
  }

  #readColumn(column: HeaderColumn, scope: Scope): DraftField | undefined {
    const stacked = column.type === "" ? undefined : this.#parse(column);
    if (stacked !== undefined) return this.#readField(column, scope, stacked);
    this.#next++;
    return undefined;
  }

  #parse(column: HeaderColumn): Stacked | undefined {
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
      this.#fail(column, error.message, suggestion);
      return undefined;
    }
  }

  #fail(column: HeaderColumn, reason: string, suggestion?: string): void {
    this.#report("tableau-invalid-type", { type: column.type, reason, suggestion }, column.typeAt);
  }

  #readField(column: HeaderColumn, scope: Scope, stacked: Stacked): DraftField | undefined {
    switch (stacked.cell.kind) {
      case "map":
        return this.#readMap(column, scope, stacked, stacked.cell);
      case "list":
        return this.#readList(column, scope, stacked, stacked.cell);
      case "struct":
        return this.#readStruct(column, scope, stacked, stacked.cell);
      case "enum":
      case "scalar": {
        this.#next++;
        const { type } = stacked.cell;
        const found = this.#findSingle(stacked.cell.kind === "enum" ? `enum<${type}>` : type, column);
        return found && this.#makeSingle(column, scope, found, stacked.properties);
      }
    }
  }

  /** Reads the first field of an element or a struct: it stands in the column that begins it. */
  #readFirst(
    column: HeaderColumn,
    scope: Scope,
    text: string,
    properties: FieldProperties,
  ): readonly DraftField[] {
    try {
      const field = this.#readField(column, scope, {
        cell: parseTypeCell(text),
        properties: takeFirst(properties),
      });
      return field === undefined ? [] : [field];
    } catch (error) {
      if (!(error instanceof TypeCellError)) throw error;
      this.#next++;
      this.#fail(column, error.message);
      return [];
    }
  }

  #makeSingle(
    column: HeaderColumn,
    { prefix }: Scope,
    found: TableauScalar | TableauEnumUse,
    properties: FieldProperties,
  ): DraftField {
    const name = restOf(column.name, prefix);
    const type = this.#withPattern(found, properties, column);
    return this.#make(column, { name: name.replace(/^@/, ""), column: name, type }, takeSingle(properties));
  }

  #withPattern<Type extends TableauSingle>(
    type: Type,
    { pattern }: FieldProperties,
    column: HeaderColumn,
  ): Type | TableauScalar {
    if (type.kind !== "scalar" || type.scalar !== "version") return type;
    const parts = readVersionPattern(pattern);
    if (parts === undefined) this.#fail(column, `the pattern ${pattern} is not written as 255.255.255`);
    else if (parts.length > 4 || parts.some((part) => part > 0xffff)) {
      this.#report("tableau-not-checked", { what: `version with the pattern ${pattern}` }, column.typeAt);
      return { kind: "scalar", scalar: "string" };
    }
    return parts === undefined ? type : { kind: "scalar", scalar: "version", pattern: parts };
  }

  #make(
    column: HeaderColumn,
    own: { readonly name: string; readonly column: string; readonly type: TableauType },
    properties: FieldProperties,
    note = column.note,
  ): DraftField {
    const { type } = own;
    const isSingle = type.kind === "scalar" || type.kind === "enum";
    const mayBeAbsent =
      (type.kind === "scalar" && isWellKnown(type.scalar)) || (isSingle && this.#options.hasPresence);
    const described = describeProperties(properties);
    return {
      ...{ ...own, note, at: column.typeAt, ...described },
      isNullable: mayBeAbsent && !described.isPresent && described.default === undefined,
      ...(properties.refer === undefined ? {} : { refer: properties.refer }),
    };
  }

  #readMap(
    column: HeaderColumn,
    scope: Scope,
    { properties }: Stacked,
    cell: TypeCell & { readonly kind: "map" },
  ): DraftField | undefined {
    const key = this.#findSingle(cell.key, column);
    const value = this.#findElement(cell.value, column, scope);
    if (key === undefined || value === undefined) {
      this.#next++;
      return undefined;
    }
    const rest = restOf(column.name, scope.prefix);
    const isSimple = value.type.kind !== "message";
    const layout = this.#layoutOf(rest, scope.prefix, isSimple, "map");
    if (layout === "incell") {
      this.#next++;
      const type = { kind: "map", layout, key, value: value.type, ...containerOf(properties) } as const;
      // The properties of a value in one cell are about its keys.
      return this.#make(column, { name: `${rest}Map`, column: rest, type }, properties);
    }
    if (isSimple) {
      this.#next++;
      this.#fail(column, "values in columns or rows of their own are structs: map<int32, Item>");
      return undefined;
    }
    const inner = this.#enter(layout, rest, scope, value);
    const keyColumn = restOf(column.name, layout === "horizontal" ? `${inner.prefix}1` : inner.prefix);
    const type = {
      kind: "map",
      layout,
      key,
      value: value.type,
      keyColumn,
      ...containerOf(properties),
    } as const;
    const readKey = (within: Scope) => {
      this.#next++;
      return [this.#makeSingle(column, within, key, takeFirst(properties))];
    };
    this.#readElements(column, inner, { layout, element: value, readFirst: readKey });
    return this.#make(
      column,
      { name: `${inner.name}Map`, column: inner.column, type },
      takeContainer(properties),
    );
  }

  #readList(
    column: HeaderColumn,
    scope: Scope,
    { properties }: Stacked,
    cell: TypeCell & { readonly kind: "list" },
  ): DraftField | undefined {
    const rest = restOf(column.name, scope.prefix);
    const isInCell = cell.element === "";
    const element = isInCell
      ? this.#findInCell(cell.column, column, scope, properties)
      : this.#findElement(cell.element, column, scope);
    if (element === undefined) {
      this.#next++;
      return undefined;
    }
    const isSimple = isInCell && element.type.kind !== "message";
    const layout = this.#layoutOf(rest, scope.prefix, isSimple, "list", isInCell);
    const elementType = this.#withPattern(element.type, properties, column);
    const container = { kind: "list", layout, element: elementType, ...containerOf(properties) } as const;
    const own = isSimple
      ? { ...takeContainer(properties), ...elementProperties(properties) }
      : takeContainer(properties);
    if (layout === "incell") {
      this.#next++;
      const keyed = cell.isKeyed ? { key: "" } : {};
      return this.#make(column, { name: `${rest}List`, column: rest, type: { ...container, ...keyed } }, own);
    }
    const inner = this.#enter(layout, rest, scope, element);
    if (isInCell) {
      this.#next++;
      this.#skipElements(inner.prefix);
      return this.#make(column, { name: `${inner.name}List`, column: inner.column, type: container }, own);
    }
    const prefix = layout === "horizontal" ? `${inner.prefix}1` : inner.prefix;
    const key = cell.isKeyed ? { key: restOf(column.name, prefix) } : {};
    if (cell.isKeyed && layout === "horizontal") {
      this.#fail(column, "a list with a key stands in rows, not in numbered columns");
    }
    const readFirst = (within: Scope) => this.#readFirst(column, within, cell.column, properties);
    this.#readElements(column, inner, { layout, element, readFirst });
    return this.#make(
      column,
      { name: `${inner.name}List`, column: inner.column, type: { ...container, ...key } },
      own,
    );
  }

  /** Chooses where the elements stand by the name of the first column, and by the one behind it. */
  #layoutOf(
    rest: string,
    prefix: string,
    isSimple: boolean,
    kind: "map" | "list",
    isInCell = isSimple,
  ): TableauLayout {
    if (rest.indexOf("1") <= 0) return isInCell ? "incell" : "vertical";
    const next = this.#columns[this.#next + 1];
    if (!isSimple || next === undefined) return "horizontal";
    // `Param1` and `Param2` that are both lists are two lists; one without the other is a list, too.
    const isFollowed = restOf(next.name, prefix).indexOf("2") > 0;
    const isContainer = kind === "map" ? /^map\s*</.test(next.type) : next.type.startsWith("[");
    return isFollowed && !isContainer ? "horizontal" : "incell";
  }

  /** Returns what the elements are called, and what is before the names of their columns. */
  #enter(layout: TableauLayout, rest: string, { prefix }: Scope, { type, name }: Element) {
    const variable = layout === "horizontal" ? rest.slice(0, rest.indexOf("1")) : name;
    const column = layout === "horizontal" || this.#options.isNested ? variable : "";
    const path = type.kind === "message" ? type.name : "";
    return { name: variable, column, prefix: prefix + column, path };
  }

  /** Reads the columns of an element, those of the first one where they are numbered, and passes over the others. */
  #readElements(
    column: HeaderColumn,
    { prefix, path }: Scope,
    {
      layout,
      element,
      readFirst,
    }: {
      readonly layout: TableauLayout;
      readonly element: Element;
      readonly readFirst: (scope: Scope) => readonly DraftField[];
    },
  ): void {
    const isHorizontal = layout === "horizontal";
    const own = isHorizontal ? `${prefix}1` : prefix;
    if (element.isPredefined) {
      this.#next++;
      if (isHorizontal) this.#skipElements(prefix);
      else this.#skipWhile(({ name }) => !this.#options.isNested || name.startsWith(prefix));
      return;
    }
    const scope = { prefix: own, path };
    const first = readFirst(scope);
    const others = isHorizontal
      ? this.#readFirstElement(prefix, scope)
      : this.#readWhile(scope, ({ name }) => !this.#options.isNested || name.startsWith(prefix));
    this.#define(path, element.name, [...first, ...others], column);
  }

  #readFirstElement(prefix: string, scope: Scope): readonly DraftField[] {
    const fields: DraftField[] = [];
    for (let column = this.#column; column !== undefined; column = this.#column) {
      const rest = column.name.startsWith(prefix) ? column.name.slice(prefix.length) : undefined;
      if (column.type !== "" && rest === undefined) break;
      if (column.type !== "" && /^1\D/.test(rest ?? "")) {
        const field = this.#readColumn(column, scope);
        if (field !== undefined) fields.push(field);
      } else this.#next++;
    }
    return fields;
  }

  #skipElements(prefix: string): void {
    this.#skipWhile(({ name, type }) => type === "" || name.startsWith(prefix));
  }

  #skipWhile(isInside: (column: HeaderColumn) => boolean): void {
    for (let column = this.#column; column !== undefined && isInside(column); column = this.#column)
      this.#next++;
  }

  #readStruct(
    column: HeaderColumn,
    scope: Scope,
    { properties }: Stacked,
    cell: TypeCell & { readonly kind: "struct" },
  ): DraftField | undefined {
    const rest = restOf(column.name, scope.prefix);
    const inCell = this.#findInCellStruct(cell, column, scope, properties);
    if (inCell !== "cells") {
      this.#next++;
      if (inCell === undefined) return undefined;
      return this.#make(column, { name: rest, column: rest, type: inCell }, takeContainer(properties));
    }
    const element = this.#findElement(cell.type, column, scope);
    if (element === undefined || element.type.kind !== "message") {
      this.#next++;
      if (element !== undefined) this.#fail(column, `${cell.type} is no struct`);
      return undefined;
    }
    const variable = this.#variableOf(cell, rest, element, column);
    if (variable === undefined) {
      this.#next++;
      return undefined;
    }
    const inner = { prefix: scope.prefix + variable, path: element.type.name };
    const isInside = ({ name }: HeaderColumn) => name.startsWith(inner.prefix);
    if (element.isPredefined) {
      this.#next++;
      this.#skipWhile(isInside);
    } else {
      const first = this.#readFirst(column, inner, cell.column, properties);
      const fields = [...first, ...this.#readWhile(inner, isInside)];
      if (!this.#define(inner.path, element.name, fields, column)) return undefined;
    }
    const own = { name: variable, column: variable, type: element.type };
    return this.#make(column, own, takeContainer(properties), "");
  }

  #variableOf(
    { type, variable }: { readonly type: string; readonly variable?: string },
    rest: string,
    element: Element,
    column: HeaderColumn,
  ): string | undefined {
    const first =
      element.isPredefined && element.type.kind === "message"
        ? this.#types.firstColumnOf(element.type.name)
        : "";
    const end = first === "" ? -1 : rest.lastIndexOf(first);
    if (end >= 0) return rest.slice(0, end);
    const name = variable ?? shortName(type);
    if (rest.startsWith(name)) return name;
    this.#fail(column, `its columns begin with ${name}: ${name}${first === "" ? rest : first}`);
    return undefined;
  }

  /** Returns the message of a struct in one cell, `"cells"` where it has columns of its own. */
  #findInCellStruct(
    { type, column: columnType }: { readonly type: string; readonly column: string },
    column: HeaderColumn,
    scope: Scope,
    { form }: FieldProperties,
  ): TableauMessageUse | "cells" | undefined {
    const written = form === undefined ? {} : { form };
    if (columnType === "") {
      const found = this.#findElement(type, column, scope);
      if (found?.type.kind === "message" && this.#types.messages.has(found.type.name)) {
        return { ...found.type, isInCell: true, ...written };
      }
      if (found !== undefined) this.#fail(column, `${type} is no struct`);
      return undefined;
    }
    try {
      const fields = parseInCellFields(type);
      if (fields === undefined) return "cells";
      const drafts = fields.flatMap((field) => {
        const found = this.#findSingle(field.type, column);
        if (found === undefined) return [];
        return [this.#make(column, { name: field.name, column: field.name, type: found }, noProperties, "")];
      });
      const name = `${scope.path}/${columnType}`;
      this.#define(name, columnType, drafts, column);
      return { kind: "message", name, isInCell: true, ...written };
    } catch (error) {
      if (!(error instanceof TypeCellError)) throw error;
      this.#fail(column, error.message);
      return undefined;
    }
  }

  /** Finds what stands behind `[]`: a single value, or a struct in one cell. */
  #findInCell(
    text: string,
    column: HeaderColumn,
    scope: Scope,
    properties: FieldProperties,
  ): Element | undefined {
    if (!text.startsWith("{")) {
      const found = this.#findSingle(text, column);
      return found && { type: found, name: text, isPredefined: false };
    }
    try {
      const cell = parseTypeCell(text);
      if (cell.kind !== "struct") throw new TypeCellError(`${text} is no struct`);
      const type = this.#findInCellStruct(cell, column, scope, properties);
      if (type === "cells")
        throw new TypeCellError(`${text} has no fields: {int32 ID, int32 Num}${cell.column}`);
      if (type === undefined) return undefined;
      return { type, name: shortName(type.name), isPredefined: cell.column === "" };
    } catch (error) {
      if (!(error instanceof TypeCellError)) throw error;
      this.#fail(column, error.message);
      return undefined;
    }
  }

  /** Finds a scalar or an enum, and reports what is neither. */
  #findSingle(text: string, column: HeaderColumn): TableauScalar | TableauEnumUse | undefined {
    const scalar = findScalar(text);
    if (scalar !== undefined) return scalar;
    const [, named] = /^enum\s*<\s*(.*?)\s*>$/.exec(text) ?? [];
    const found = this.#types.findPredefined(named ?? text);
    if (found?.kind === "enum") return { kind: "enum", name: found.fullName };
    if (named !== undefined) {
      this.#fail(column, `there is no enum ${named}`, this.#types.suggest(named));
    } else {
      const nearest = findNearest(text, scalarNames) ?? scalarNames.find((name) => name.startsWith(text));
      this.#fail(column, `there is no type ${text}`, nearest);
    }
    return undefined;
  }

  /** Finds what an element is: a scalar, an enum, a predefined message, or one that the columns define. */
  #findElement(text: string, column: HeaderColumn, { path }: Scope): Element | undefined {
    if (findScalar(text) !== undefined || /^enum\s*</.test(text)) {
      const type = this.#findSingle(text, column);
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
      this.#fail(column, `${text} is no name of a type`);
      return undefined;
    }
    const found = this.#types.findPredefined(text);
    if (found === undefined) {
      this.#fail(column, `there is no type ${text}`, this.#types.suggest(text));
      return undefined;
    }
    const type: TableauSingle =
      found.kind === "enum"
        ? { kind: "enum", name: found.fullName }
        : { kind: "message", name: found.fullName, isInCell: false };
    return { type, name: shortName(found.fullName), isPredefined: true };
  }

  /** Defines a message, unless one like it is there already; false for one that differs from another of its name. */
  #define(fullName: string, name: string, fields: readonly DraftField[], column: HeaderColumn): boolean {
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

function containerOf({ fixed, size, aggregate }: FieldProperties) {
  const count = size !== undefined && size > 0 ? size : fixed ? ("all" as const) : undefined;
  return { isAggregate: aggregate ?? false, ...(count === undefined ? {} : { size: count }) };
}

/** What a list of single values takes for its elements. */
function elementProperties({ range, refer, pattern }: FieldProperties): Partial<FieldProperties> {
  return {
    ...(range === undefined ? {} : { range }),
    ...(refer === undefined ? {} : { refer }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** Returns a name without a prefix, where it has it. */
function restOf(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
