import { at } from "../base/assert.js";
import { isBlank } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import { type FieldSchema, formatType, type Schema, type ValueType } from "../model/schema.js";
import { columnsOfSource, type ValueSource } from "../model/table-source.js";
import type { Value } from "../model/value.js";
import { cellText, placeOfCell, type Sheet } from "../model/workbook.js";
import { type CellProblem, isProblem, problem } from "./cell-parser.js";
import type { ParserFactory } from "./create-parser.js";
import { isRepetition, sortMap, sortSet } from "./parse-collection.js";
import { readContent } from "./read-content.js";

/** Stands for a value that could not be read; why has been reported at its cell. */
export const bad = Symbol("bad");
export type Read = Value | typeof bad;

export function allGood(values: readonly Read[]): values is readonly Value[] {
  return !values.includes(bad);
}

/** The rows of the sheet that a value may stand in, and what a report calls its columns. */
export interface ValueRows {
  readonly sheet: Sheet;
  readonly rows: readonly number[];
  /** Of the whole value. */
  readonly header: string;
  /** By column of the sheet, where it has a name of its own. */
  readonly headers?: ReadonlyMap<number, string> | undefined;
}

export interface ReaderContext {
  readonly schema: Pick<Schema, "structs" | "variants">;
  readonly parsers: ParserFactory;
  /** What a report calls an empty cell's column. */
  readonly table: string;
  readonly report: Report;
}

/** Reads values whose parts stand in several cells, and reports each mistake at the cell that has it. */
export class StructuredReader {
  readonly #context: ReaderContext;
  readonly #reportedKeys = new Set<ValueSource>();
  readonly #reportedDefaults = new Set<Place>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** Reads a value of a column, whose default has been checked before. */
  read(source: ValueSource, column: FieldSchema, at: ValueRows): Read {
    this.#reportedDefaults.add(column.defaultAt ?? column.at);
    return this.#readField(source, column, at);
  }

  /** Reads a value of a field. What is blank as a whole is what an empty cell of the field means. */
  #readField(source: ValueSource, field: FieldSchema, at: ValueRows): Read {
    if (!isFilled(source, at)) {
      const empty = this.#readEmpty(source, field, at);
      if (empty !== undefined) return empty.value;
    }
    return this.#readAs(source, field.type, field, at);
  }

  /** Nothing in columns or rows of its own is a container without elements; `undefined` where parts say what is missing. */
  #readEmpty(
    source: ValueSource,
    field: FieldSchema,
    where: ValueRows,
  ): { readonly value: Read } | undefined {
    const parser = { field, parse: this.#context.parsers.create(field.type, field.writing) };
    const meaning = this.#context.parsers.emptyOf(parser);
    if (isProblem(meaning)) {
      if (field.defaultText === undefined) this.#fail(meaning, source, where);
      else this.#reportDefault(meaning, field);
      return { value: bad };
    }
    if (meaning !== undefined) return meaning;
    if (["rows", "elements", "entries", "cells"].includes(source.kind) && isCollection(field.type)) {
      return { value: [] };
    }
    if (source.kind === "fields" || source.kind === "kinds") return undefined;
    this.#reportEmpty(source, field.name, where);
    return { value: bad };
  }

  #readAs(source: ValueSource, type: ValueType, field: FieldSchema, where: ValueRows): Read {
    if (type.kind === "optional") return this.#readAs(source, type.value, field, where);
    switch (source.kind) {
      case "missing":
      case "luban":
      case "tableau":
        return bad; // what it means has been asked for before
      case "cell":
        return this.#readCell(source.column, type, field, where);
      case "cells":
        return new CellStream(this.#context, source.columns, where).readAll(type, field);
      case "fields":
        return type.kind === "map"
          ? this.#readEntry(source.fields, type, field, where)
          : this.#readFields(source.fields, type, field, where);
      case "kinds":
        return this.#readKind(source, type, field, where);
      case "elements":
        return this.#readElements(source.elements, type, field, where);
      case "entries":
        return this.#readEntries(source.entries, type, field, where);
      case "rows":
        return this.#readRows(source, type, field, where);
    }
  }

  #readCell(column: number, type: ValueType, field: FieldSchema, where: ValueRows): Read {
    const row = at(where.rows, 0);
    const content = readContent(where.sheet.cell(row, column));
    if (content === undefined) {
      this.#reportEmpty({ kind: "cell", column }, field.name, where);
      return bad;
    }
    const value = isProblem(content) ? content : this.#context.parsers.create(type, field.writing)(content);
    return isProblem(value) ? this.#fail(value, { kind: "cell", column }, where) : value;
  }

  #readFields(sources: readonly ValueSource[], type: ValueType, field: FieldSchema, where: ValueRows): Read {
    if (type.kind !== "struct") return bad;
    const { fields } = at(this.#context.schema.structs, type.index);
    return this.#readEach(sources, fields, field, where);
  }

  #readEach(
    sources: readonly ValueSource[],
    fields: readonly FieldSchema[],
    outer: FieldSchema,
    where: ValueRows,
  ): Read {
    // All of them, so that one run shows every mistake.
    const values = fields.map((field, index) =>
      this.#readField(at(sources, index), within(outer, field), where),
    );
    return allGood(values) ? values : bad;
  }

  #readEntry(
    sources: readonly ValueSource[],
    type: ValueType & { readonly kind: "map" },
    field: FieldSchema,
    where: ValueRows,
  ): Read {
    const part = (name: string, partType: ValueType) => ({ name, note: "", type: partType, at: field.at });
    return this.#readEach(sources, [part("key", type.key), part("value", type.value)], field, where);
  }

  #readKind(
    source: ValueSource & { readonly kind: "kinds" },
    type: ValueType,
    field: FieldSchema,
    where: ValueRows,
  ): Read {
    if (type.kind !== "variant") return bad;
    const variant = at(this.#context.schema.variants, type.index);
    const name = textOf(source.type, where);
    if (name === undefined) {
      this.#reportEmpty(source.type, `${field.name}.$type`, where);
      return bad;
    }
    const kind = this.#context.parsers.findKind(type.index, name);
    if (isProblem(kind)) return this.#fail(kind, source.type, where);
    const struct = at(this.#context.schema.structs, at(variant.kinds, kind).struct);
    const sources = at(source.kinds, kind);
    const isAlone = this.#checkOtherKinds(source, sources, struct.name, where);
    const fields = this.#readEach(sources, struct.fields, field, where);
    // What the fields of a struct are read to is an array of their values.
    return fields === bad || !isAlone ? bad : { kind, fields: fields as readonly Value[] };
  }

  /** Reports what stands in columns that the kind has no field for, as it would be lost; false where there is any. */
  #checkOtherKinds(
    { kinds }: ValueSource & { readonly kind: "kinds" },
    own: readonly ValueSource[],
    type: string,
    where: ValueRows,
  ): boolean {
    let isAlone = true;
    const used = new Set(own.flatMap((source) => [...columnsOfSource(source)]));
    const others = new Set(kinds.flatMap((kind) => kind.flatMap((source) => [...columnsOfSource(source)])));
    for (const column of [...others].filter((one) => !used.has(one))) {
      const source: ValueSource = { kind: "cell", column };
      for (const row of where.rows) {
        const inRow = { ...where, rows: [row] };
        const value = textOf(source, inRow);
        if (value === undefined) continue;
        this.#fail(problem("field-of-another-kind", { value, type }), source, inRow);
        isAlone = false;
      }
    }
    return isAlone;
  }

  #readElements(
    sources: readonly ValueSource[],
    type: ValueType,
    field: FieldSchema,
    where: ValueRows,
  ): Read {
    const last = sources.findLastIndex((source) => isFilled(source, where));
    const count = type.kind === "array" ? sources.length : last + 1;
    const element = elementField(type, field);
    const elements = sources
      .slice(0, count)
      .map((source): Element => ({ value: this.#readField(source, element, where), source, where }));
    return this.#finish(elements, type, where);
  }

  #readEntries(
    entries: (ValueSource & { readonly kind: "entries" })["entries"],
    type: ValueType,
    field: FieldSchema,
    where: ValueRows,
  ): Read {
    if (type.kind !== "map") return bad;
    const parseKey = this.#context.parsers.create(type.key);
    const elements: Element[] = [];
    for (const { key, source } of entries) {
      if (!isFilled(source, where)) continue;
      const parsed = parseKey(key);
      const value = this.#readField(
        source,
        { ...field, name: `${field.name}.${key}`, type: type.value },
        where,
      );
      if (isProblem(parsed)) this.#reportKey(parsed, source, where);
      elements.push({
        value: isProblem(parsed) || value === bad ? bad : [parsed, value],
        source,
        where,
        key,
      });
    }
    return this.#finish(elements, type, where);
  }

  /** It is the header that is wrong: one report is enough for all rows. */
  #reportKey(found: CellProblem, source: ValueSource, where: ValueRows): void {
    if (!this.#reportedKeys.has(source)) this.#fail(found, source, where);
    this.#reportedKeys.add(source);
  }

  #readRows(
    { starts, element }: ValueSource & { readonly kind: "rows" },
    type: ValueType,
    field: FieldSchema,
    where: ValueRows,
  ): Read {
    const runs: number[][] = [];
    for (const row of where.rows) {
      if (!isFilled(element, { ...where, rows: [row] })) continue;
      const last = runs.at(-1);
      const isStart = starts.length === 0 || starts.some((column) => !isBlankCell(where.sheet, row, column));
      if (isStart || last === undefined) runs.push([row]);
      else last.push(row);
    }
    const one = elementField(type, field);
    const elements = runs.map((rows): Element => {
      const ofElement = { ...where, rows };
      return { value: this.#readField(element, one, ofElement), source: element, where: ofElement };
    });
    return this.#finish(elements, type, where);
  }

  /** Puts the elements of a set, and the entries of a map, in order. */
  #finish(given: readonly Element[], type: ValueType, where: ValueRows): Read {
    const elements = type.kind === "map" ? given.flatMap(listEntries) : given;
    const values = elements.map(({ value }) => value);
    if (!allGood(values)) return bad;
    if (type.kind === "array" && values.length !== type.length) {
      const parameters = { value: "", type: formatType(type), count: values.length, needed: type.length };
      return this.#fail(problem("wrong-element-count", parameters), at(given, 0).source, where);
    }
    const show = (index: number) => {
      const one = at(elements, index);
      return one.key ?? textOf(one.source, one.where) ?? "";
    };
    const sorted =
      type.kind === "set" ? sortSet(values, show) : type.kind === "map" ? sortMap(values, show) : values;
    if (!isRepetition(sorted)) return sorted;
    const { index, problem: found } = sorted;
    const second = at(elements, index);
    return this.#fail(found.inElement(index + 1), second.source, second.where);
  }

  /** A wrong default is one mistake, whatever number of cells needs it. */
  #reportDefault({ code, parameters, notes }: CellProblem, field: FieldSchema): void {
    const place = field.defaultAt ?? field.at;
    if (!this.#reportedDefaults.has(place)) this.#context.report(code, parameters, place, notes);
    this.#reportedDefaults.add(place);
  }

  #fail({ code, parameters, notes }: CellProblem, source: ValueSource, where: ValueRows): typeof bad {
    this.#context.report(code, parameters, placeOfSource(source, where), notes);
    return bad;
  }

  #reportEmpty(source: ValueSource, column: string, where: ValueRows): void {
    this.#context.report("empty-cell", { table: this.#context.table, column }, placeOfSource(source, where));
  }
}

/** An element of a container, or what holds entries of a map, and where it stands. */
interface Element {
  readonly value: Read;
  readonly source: ValueSource;
  readonly where: ValueRows;
  /** Of an entry: the text of its key, where a header has it. */
  readonly key?: string;
}

/** Returns the entries that an element of a map holds: one in columns for key and value, else a map. */
function listEntries(element: Element): readonly Element[] {
  const { value, source, key } = element;
  if (key !== undefined || source.kind === "fields" || !Array.isArray(value)) return [element];
  return value.map((entry: Value) => ({ ...element, value: entry }));
}

/** Returns a field as a report calls it: by the way to it. */
function within(outer: FieldSchema, field: FieldSchema): FieldSchema {
  return { ...field, name: `${outer.name}.${field.name}` };
}

/** Returns the field that stands for the elements of a container; an entry of a map is of the map's type. */
function elementField(type: ValueType, field: FieldSchema): FieldSchema {
  const { name, note, at: place } = field;
  const element = type.kind === "list" || type.kind === "array" || type.kind === "set" ? type.element : type;
  return { name, note, at: place, type: element };
}

function isCollection(type: ValueType): boolean {
  if (type.kind === "optional") return isCollection(type.value);
  return type.kind === "list" || type.kind === "set" || type.kind === "map";
}

function isBlankCell(sheet: Sheet, row: number, column: number): boolean {
  const cell = sheet.cell(row, column);
  return cell === undefined || (typeof cell === "string" && isBlank(cell));
}

/** True where a cell of the source holds something: of elements in rows any row counts, else the first. */
function isFilled(source: ValueSource, { sheet, rows }: ValueRows): boolean {
  return rows.some((row, index) => {
    for (const column of index === 0 ? columnsOfSource(source) : columnsInRows(source)) {
      if (!isBlankCell(sheet, row, column)) return true;
    }
    return false;
  });
}

/** Yields the columns of elements in rows. */
function* columnsInRows(source: ValueSource): Generator<number> {
  switch (source.kind) {
    case "rows":
      yield* columnsOfSource(source);
      return;
    case "fields":
      for (const field of source.fields) yield* columnsInRows(field);
      return;
    case "kinds":
      for (const kind of source.kinds) for (const field of kind) yield* columnsInRows(field);
      return;
    case "elements":
      for (const element of source.elements) yield* columnsInRows(element);
      return;
    case "entries":
      for (const entry of source.entries) yield* columnsInRows(entry.source);
      return;
    default:
      return;
  }
}

/** The first cell of a source, in the first of its rows. */
function placeOfSource(source: ValueSource, { sheet, rows, header, headers }: ValueRows) {
  const row = at(rows, 0);
  const [column] = columnsOfSource(source);
  if (column !== undefined) return placeOfCell(sheet, row, column, headers?.get(column) ?? header);
  return { file: sheet.file, ...(sheet.name === undefined ? {} : { sheet: sheet.name }), row, header };
}

function textOf(source: ValueSource, { sheet, rows }: ValueRows): string | undefined {
  const [column] = columnsOfSource(source);
  const text = column === undefined ? undefined : cellText(sheet.cell(at(rows, 0), column));
  return text === undefined || isBlank(text) ? undefined : text.trim();
}

/** Reads a value from cells beside each other, one scalar from each; containers inside its parts take one cell each. */
class CellStream {
  readonly #context: ReaderContext;
  readonly #columns: readonly number[];
  readonly #where: ValueRows;
  #next = 0;

  constructor(context: ReaderContext, columns: readonly number[], where: ValueRows) {
    this.#context = context;
    this.#columns = columns;
    this.#where = where;
  }

  /** Reads a value from all cells; one that is left over is reported. */
  readAll(type: ValueType, field: FieldSchema): Read {
    const value = this.#readOuter(type, field);
    const left = this.#columns.slice(this.#next).find((column) => !this.#isBlank(column));
    if (value === bad || left === undefined) return value;
    const text = textOf({ kind: "cell", column: left }, this.#where) ?? "";
    const needed = this.#next;
    const parameters = { value: text, type: formatType(type), count: this.#columns.length, needed };
    return this.#fail(problem("too-many-parts", parameters), left);
  }

  #readOuter(type: ValueType, field: FieldSchema): Read {
    switch (type.kind) {
      case "list":
      case "set":
      case "map":
        return this.#readElements(type, field);
      case "array": {
        const values = Array.from({ length: type.length }, () => this.#readPart(elementField(type, field)));
        return allGood(values) ? values : bad;
      }
      default:
        return this.#readPart({ ...field, type });
    }
  }

  #readElements(type: ValueType & { readonly kind: "list" | "set" | "map" }, field: FieldSchema): Read {
    const values: Read[] = [];
    const starts: (number | undefined)[] = [];
    const first = this.#columns[this.#next];
    for (let before = -1; this.#hasMore() && before < this.#next; ) {
      // What takes no cell would go on for ever.
      before = this.#next;
      starts.push(this.#columns[this.#next]);
      if (type.kind !== "map") values.push(this.#readPart(elementField(type, field)));
      else {
        const pair = [type.key, type.value].map((part) => this.#readPart({ ...field, type: part }));
        values.push(allGood(pair) ? pair : bad);
      }
    }
    if (!allGood(values) || first === undefined) return values.length === 0 ? [] : bad;
    const columnOf = (index: number) => starts[index] ?? first;
    const show = (index: number) => textOf({ kind: "cell", column: columnOf(index) }, this.#where) ?? "";
    const sorted =
      type.kind === "set" ? sortSet(values, show) : type.kind === "map" ? sortMap(values, show) : values;
    if (!isRepetition(sorted)) return sorted;
    const { index, problem: found } = sorted;
    return this.#fail(found.inElement(index + 1), columnOf(index));
  }

  #hasMore(): boolean {
    return this.#columns.slice(this.#next).some((column) => !this.#isBlank(column));
  }

  /** Reads a scalar, or what one cell holds of another type, or the fields of a struct one by one. */
  #readPart(field: FieldSchema): Read {
    const { type } = field;
    if (type.kind === "optional" && type.value.kind !== "struct" && type.value.kind !== "variant") {
      const column = this.#take();
      return column === undefined || this.#isBlank(column) ? undefined : this.#readCell(column, field);
    }
    if (type.kind === "optional") return this.#readOptional(type.value, field);
    if (type.kind === "struct") {
      const { fields } = at(this.#context.schema.structs, type.index);
      const values = fields.map((one) => this.#readPart(within(field, one)));
      return allGood(values) ? values : bad;
    }
    if (type.kind === "variant") return this.#readKind(type.index, field);
    const column = this.#take();
    return column === undefined ? this.#readEmpty(undefined, field) : this.#readCell(column, field);
  }

  /** What is blank in all of its cells is absent. */
  #readOptional(type: ValueType, field: FieldSchema): Read {
    const end = this.#next + this.#countCells(type);
    if (this.#columns.slice(this.#next, end).some((column) => !this.#isBlank(column))) {
      return this.#readPart({ ...field, type });
    }
    this.#next = Math.min(end, this.#columns.length);
    return undefined;
  }

  /** How many cells a part takes; of a variant the one that says its kind, as that is blank where the value is absent. */
  #countCells(type: ValueType): number {
    if (type.kind === "optional") return this.#countCells(type.value);
    if (type.kind !== "struct") return 1;
    const { fields } = at(this.#context.schema.structs, type.index);
    return fields.reduce((sum, field) => sum + this.#countCells(field.type), 0);
  }

  #readKind(index: number, field: FieldSchema): Read {
    const variant = at(this.#context.schema.variants, index);
    const column = this.#take();
    const name = column === undefined ? undefined : textOf({ kind: "cell", column }, this.#where);
    if (column === undefined || name === undefined) return this.#readEmpty(column, field);
    const kind = this.#context.parsers.findKind(index, name);
    if (isProblem(kind)) return this.#fail(kind, column);
    const { fields } = at(this.#context.schema.structs, at(variant.kinds, kind).struct);
    const values = fields.map((one) => this.#readPart(within(field, one)));
    return allGood(values) ? { kind, fields: values } : bad;
  }

  #readCell(column: number, field: FieldSchema): Read {
    const content = readContent(this.#where.sheet.cell(at(this.#where.rows, 0), column));
    if (content === undefined) return this.#readEmpty(column, field);
    const value = isProblem(content)
      ? content
      : this.#context.parsers.create(field.type, field.writing)(content);
    return isProblem(value) ? this.#fail(value, column) : value;
  }

  #readEmpty(column: number | undefined, field: FieldSchema): Read {
    const place = column ?? this.#columns.at(-1) ?? 0;
    const parser = { field, parse: this.#context.parsers.create(field.type, field.writing) };
    const meaning = this.#context.parsers.emptyOf(parser);
    if (isProblem(meaning)) return this.#fail(meaning, place);
    if (meaning !== undefined) return meaning.value;
    const source = { kind: "cell", column: place } as const;
    const parameters = { table: this.#context.table, column: field.name };
    this.#context.report("empty-cell", parameters, placeOfSource(source, this.#where));
    return bad;
  }

  #take(): number | undefined {
    const column = this.#columns[this.#next];
    if (column !== undefined) this.#next++;
    return column;
  }

  #isBlank(column: number): boolean {
    return isBlankCell(this.#where.sheet, at(this.#where.rows, 0), column);
  }

  #fail({ code, parameters, notes }: CellProblem, column: number): typeof bad {
    this.#context.report(code, parameters, placeOfSource({ kind: "cell", column }, this.#where), notes);
    return bad;
  }
}
