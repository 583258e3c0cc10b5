import type { Report } from "../../base/diagnostics.js";
import type { TableauEnumUse, TableauLayout, TableauScalar } from "../../model/tableau.js";
import { ColumnTypes, type Element, type HeaderColumn, type Stacked } from "./column-types.js";
import { type FieldProperties, takeContainer, takeFirst, takeSingle } from "./field-properties.js";
import { parseTypeCell, type TypeCell, TypeCellError } from "./parse-type-cell.js";
import { type DraftField, type ProjectTypes, shortName } from "./project-types.js";

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

class LayoutReader {
  readonly #columns: readonly HeaderColumn[];
  readonly #options: LayoutOptions;
  readonly #types: ColumnTypes;
  /** Position of the column that is read next. */
  #next = 0;

  constructor(columns: readonly HeaderColumn[], options: LayoutOptions, { types, report }: LayoutContext) {
    this.#columns = columns;
    this.#options = options;
    this.#types = new ColumnTypes(types, report, options.hasPresence);
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
    const stacked = column.type === "" ? undefined : this.#types.parse(column);
    if (stacked !== undefined) return this.#readField(column, scope, stacked);
    this.#next++;
    return undefined;
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
        const found = this.#types.findSingle(stacked.cell.kind === "enum" ? `enum<${type}>` : type, column);
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
      this.#types.fail(column, error.message);
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
    const type = this.#types.withPattern(found, properties, column);
    return this.#types.make(
      column,
      { name: name.replace(/^@/, ""), column: name, type },
      takeSingle(properties),
    );
  }

  #readMap(
    column: HeaderColumn,
    scope: Scope,
    { properties }: Stacked,
    cell: TypeCell & { readonly kind: "map" },
  ): DraftField | undefined {
    const key = this.#types.findSingle(cell.key, column);
    const value = this.#types.findElement(cell.value, column, scope.path);
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
      return this.#types.make(column, { name: `${rest}Map`, column: rest, type }, properties);
    }
    if (isSimple) {
      this.#next++;
      this.#types.fail(column, "values in columns or rows of their own are structs: map<int32, Item>");
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
    return this.#types.make(
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
      ? this.#types.findInCell(cell.column, column, scope.path, properties)
      : this.#types.findElement(cell.element, column, scope.path);
    if (element === undefined) {
      this.#next++;
      return undefined;
    }
    const isSimple = isInCell && element.type.kind !== "message";
    const layout = this.#layoutOf(rest, scope.prefix, isSimple, "list", isInCell);
    const elementType = this.#types.withPattern(element.type, properties, column);
    const container = { kind: "list", layout, element: elementType, ...containerOf(properties) } as const;
    const own = isSimple
      ? { ...takeContainer(properties), ...elementProperties(properties) }
      : takeContainer(properties);
    if (layout === "incell") {
      this.#next++;
      const keyed = cell.isKeyed ? { key: "" } : {};
      return this.#types.make(
        column,
        { name: `${rest}List`, column: rest, type: { ...container, ...keyed } },
        own,
      );
    }
    const inner = this.#enter(layout, rest, scope, element);
    if (isInCell) {
      this.#next++;
      this.#skipElements(inner.prefix);
      return this.#types.make(
        column,
        { name: `${inner.name}List`, column: inner.column, type: container },
        own,
      );
    }
    const prefix = layout === "horizontal" ? `${inner.prefix}1` : inner.prefix;
    const key = cell.isKeyed ? { key: restOf(column.name, prefix) } : {};
    if (cell.isKeyed && layout === "horizontal") {
      this.#types.fail(column, "a list with a key stands in rows, not in numbered columns");
    }
    const readFirst = (within: Scope) => this.#readFirst(column, within, cell.column, properties);
    this.#readElements(column, inner, { layout, element, readFirst });
    return this.#types.make(
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
    this.#types.define(path, element.name, [...first, ...others], column);
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
    const inCell = this.#types.findInCellStruct(cell, column, scope.path, properties);
    if (inCell !== "cells") {
      this.#next++;
      if (inCell === undefined) return undefined;
      return this.#types.make(column, { name: rest, column: rest, type: inCell }, takeContainer(properties));
    }
    const element = this.#types.findElement(cell.type, column, scope.path);
    if (element === undefined || element.type.kind !== "message") {
      this.#next++;
      if (element !== undefined) this.#types.fail(column, `${cell.type} is no struct`);
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
      if (!this.#types.define(inner.path, element.name, fields, column)) return undefined;
    }
    const own = { name: variable, column: variable, type: element.type };
    return this.#types.make(column, own, takeContainer(properties), "");
  }

  #variableOf(
    { type, variable }: { readonly type: string; readonly variable?: string },
    rest: string,
    element: Element,
    column: HeaderColumn,
  ): string | undefined {
    const first = this.#types.firstColumnOf(element);
    const end = first === "" ? -1 : rest.lastIndexOf(first);
    if (end >= 0) return rest.slice(0, end);
    const name = variable ?? shortName(type);
    if (rest.startsWith(name)) return name;
    this.#types.fail(column, `its columns begin with ${name}: ${name}${first === "" ? rest : first}`);
    return undefined;
  }
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
