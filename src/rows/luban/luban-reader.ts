import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type {
  LubanBean,
  LubanBeanUse,
  LubanCollection,
  LubanEnumUse,
  LubanField,
  LubanMap,
  LubanScalar,
  LubanSource,
  LubanTitle,
  LubanType,
  LubanTypes,
} from "../../model/luban.js";
import { isBlank, isEmptyCell, splitRecords } from "../../model/luban-records.js";
import type { Value } from "../../model/value.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { isProblem } from "../cell-parser.js";
import type { ParserFactory } from "../create-parser.js";
import { allGood, bad, type Read, type ValueRows } from "../structured-reader.js";
import { faultOf, faultOfProblem, LubanFault } from "./fault.js";
import { findKind } from "./find-kind.js";
import { type CellPart, PartStream } from "./part-stream.js";
import { defaultItem, defaultOf } from "./scalar-reader.js";
import { finishMap, finishSet, nameOf, StreamReader, wordOf } from "./stream-reader.js";
import { TextReader } from "./text-reader.js";

export interface LubanReaderContext {
  readonly parsers: ParserFactory;
  readonly table: string;
  readonly report: Report;
}

/** The cells of a title in the rows of a record. */
type Cells =
  | { readonly kind: "row"; readonly title: LubanTitle; readonly row: number }
  | { readonly kind: "titles"; readonly title: LubanTitle; readonly parts: readonly Cells[] }
  | { readonly kind: "rows"; readonly title: LubanTitle; readonly elements: readonly Cells[] };

/** Reads the values of a column of a Luban table from the cells of its title, and reports what is wrong with them. */
export class LubanReader {
  readonly #context: LubanReaderContext;
  readonly #types: LubanTypes;
  readonly #stream: StreamReader;
  readonly #text: TextReader;
  /** Of the value that is being read. */
  #where: ValueRows = { sheet: noSheet, rows: [], header: "" };

  constructor(types: LubanTypes, context: LubanReaderContext) {
    this.#types = types;
    this.#context = context;
    this.#stream = new StreamReader({
      ...{ types, parsers: context.parsers },
      reportLeft: (part, type) => {
        context.report("luban-part-left", { part: wordOf(part) ?? "", type }, this.#placeOf(part));
      },
    });
    this.#text = new TextReader(types, this.#stream);
  }

  read({ title, type }: LubanSource, where: ValueRows): Read {
    this.#where = where;
    return this.#guard(() => this.#readCells(type, this.#collect(title, where.rows)));
  }

  /** Reports a mistake where it stops the reading of a value. */
  #guard(read: () => Read): Read {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LubanFault)) throw error;
      error.report(this.#context.report, this.#placeOf(error.part));
      return bad;
    }
  }

  #placeOf({ row, column }: CellPart) {
    return placeOfCell(this.#where.sheet, row, column, this.#where.header);
  }

  #collect(title: LubanTitle, rows: readonly number[]): Cells {
    if (!title.isInRows) return this.#collectParts(title, rows);
    const { sheet } = this.#where;
    const runs = title.holdsRows
      ? splitRecords(sheet, title, rows)
      : rows.filter((row) => !isBlank(sheet, row, title)).map((row) => [row]);
    return { kind: "rows", title, elements: runs.map((run) => this.#collectParts(title, run)) };
  }

  #collectParts(title: LubanTitle, rows: readonly number[]): Cells {
    if (title.titles.length === 0) return { kind: "row", title, row: rows[0] ?? 0 };
    const used = title.holdsRows ? rows : rows.slice(0, 1);
    return { kind: "titles", title, parts: title.titles.map((one) => this.#collect(one, used)) };
  }

  #readCells(type: LubanType, cells: Cells): Read {
    switch (type.kind) {
      case "bean":
        return this.#readBean(type, cells);
      case "list":
      case "set":
        return this.#readCollection(type, cells);
      case "map":
        return this.#readMap(type, cells);
      case "enum":
        return cells.kind === "titles" ? this.#readFlags(type, cells) : this.#readSingle(type, cells);
      default:
        return this.#readSingle(type, cells);
    }
  }

  /** A value of one cell: an empty one is its default, or 0, an empty text, absence. */
  #readSingle(type: LubanScalar | LubanEnumUse, cells: Cells): Value {
    if (cells.kind !== "row") throw this.#misfit(type, cells);
    const { title, row } = cells;
    const own = this.#where.sheet.cell(row, title.from);
    const part = { cell: isEmptyCell(own) ? title.default : own, row, column: title.from };
    if (!isEmptyCell(part.cell)) return this.#stream.readPart(type, part);
    if (type.isNullable || ("isAbsentWhenDefault" in type && type.isAbsentWhenDefault)) return undefined;
    const one = type.kind === "enum" ? this.#types.enums.get(type.name) : undefined;
    const value = one === undefined ? defaultOf((type as LubanScalar).kind) : defaultItem(one);
    if (value !== undefined && !title.isRequired) return value;
    throw faultOf(part, "empty-cell", { table: this.#context.table, column: title.name });
  }

  /** Titles that are items of the enum say which of them are set. */
  #readFlags(type: LubanEnumUse, { title, parts }: Cells & { readonly kind: "titles" }): Value {
    const one = this.#types.enums.get(type.name);
    if (one === undefined) return undefined;
    let all = 0;
    let isAny = false;
    for (const part of parts) {
      const first = this.#firstPart(part);
      const number = one.numbers.get(part.title.name);
      if (number === undefined) {
        const nearest = findNearest(part.title.name, one.numbers.keys());
        const parameters = { value: part.title.name, type: one.fullName };
        throw faultOf(first, "unknown-enum-value", {
          ...parameters,
          ...(nearest === undefined ? {} : { nearest }),
        });
      }
      if (part.kind !== "row") throw this.#misfit(type, part);
      if (isEmptyCell(first.cell) || /^(0|false)$/i.test(wordOf(first) ?? "")) continue;
      all = (all | number) >>> 0;
      isAny = true;
    }
    if (isAny) return all;
    if (type.isNullable) return undefined;
    const value = defaultItem(one);
    if (value !== undefined) return value;
    const column = title.name;
    throw faultOf(this.#firstPart(parts[0]), "empty-cell", { table: this.#context.table, column });
  }

  #readBean(type: LubanBeanUse, cells: Cells): Read {
    const bean = this.#types.beans.get(type.name);
    if (bean === undefined) return bad;
    if (cells.kind === "row") return this.#readRow(type, cells);
    if (cells.kind === "rows") throw this.#misfit(type, cells);
    return bean.kinds === undefined
      ? this.#readPlainBean(type, bean, cells)
      : this.#readKind(type, bean, cells);
  }

  /** All cells of a title without titles below it. */
  #readRow(
    type: LubanBeanUse | LubanCollection | LubanMap,
    { title, row }: Cells & { readonly kind: "row" },
  ): Value {
    if (title.format !== "stream") {
      const isEmpty = isBlank(this.#where.sheet, row, title);
      if (isEmpty && type.kind !== "bean") return [];
      if (isEmpty && type.isNullable) return undefined;
      return this.#text.read(type, this.#joinCells(title, row), title.format);
    }
    const stream = PartStream.ofTitle(this.#where.sheet, row, title);
    if (type.isNullable && stream.takeEnd()) return undefined;
    return this.#stream.readAll(type, stream);
  }

  #joinCells(title: LubanTitle, row: number): CellPart {
    const parts: string[] = [];
    for (let column = title.from; column <= title.to; column++) {
      const part = { cell: this.#where.sheet.cell(row, column), row, column };
      if (!isEmptyCell(part.cell))
        parts.push(typeof part.cell === "string" ? part.cell : (wordOf(part) ?? ""));
    }
    return { cell: parts.join(""), row, column: title.from };
  }

  #readPlainBean(
    { isNullable }: LubanBeanUse,
    bean: LubanBean,
    cells: Cells & { readonly kind: "titles" },
  ): Read {
    if (isNullable) {
      const part = this.#firstPart(this.#typePart(bean, cells));
      const word = isEmptyCell(part.cell) ? "null" : wordOf(part);
      if (word === "null") return undefined;
      if (word !== "{}" && word !== bean.name) {
        const problem = findKind({ ...bean, kinds: [bean.fullName] }, word ?? "", this.#types);
        if (isProblem(problem)) throw faultOfProblem(part, problem);
      }
    }
    return this.#readFields(bean, cells);
  }

  #readKind(type: LubanBeanUse, bean: LubanBean, cells: Cells & { readonly kind: "titles" }): Read {
    const part = this.#firstPart(this.#typePart(bean, cells));
    const word = isEmptyCell(part.cell) ? "null" : (wordOf(part) ?? "");
    if (word === "null") {
      if (type.isNullable) return undefined;
      throw faultOf(part, "luban-null", undefined);
    }
    const kind = findKind(bean, word, this.#types);
    if (isProblem(kind)) throw faultOfProblem(part, kind);
    const value = cells.parts.find(({ title }) => title.name === "$value");
    const fields =
      value === undefined
        ? this.#readFields(kind.bean, cells)
        : this.#readCells(
            { kind: "bean", name: kind.bean.fullName, isNullable: false, separators: "" },
            value,
          );
    // What the fields of a bean are read to is an array of their values.
    return fields === bad ? bad : { kind: kind.position, fields: fields as readonly Value[] };
  }

  #typePart(bean: LubanBean, { title, parts }: Cells & { readonly kind: "titles" }): Cells {
    const found =
      parts.find((part) => part.title.name === "$type") ??
      parts.find((part) => part.title.name === "__type__");
    if (found !== undefined) return found;
    throw this.#missing("$type", bean, title);
  }

  #missing(field: string, bean: LubanBean, title: LubanTitle): LubanFault {
    const names = title.titles.map(({ name }) => name);
    const parameters = { field, bean: bean.fullName, suggestion: findNearest(field, names) };
    const part = { cell: undefined, row: this.#where.rows[0] ?? 0, column: title.from };
    return faultOf(part, "luban-missing-column", parameters);
  }

  /** All of them, so that one run shows every mistake. */
  #readFields(bean: LubanBean, cells: Cells & { readonly kind: "titles" }): Read {
    const values = bean.fields.map((field) => this.#guard(() => this.#readField(field, bean, cells)));
    return allGood(values) ? values : bad;
  }

  #readField(
    field: LubanField,
    bean: LubanBean,
    { title, parts }: Cells & { readonly kind: "titles" },
  ): Read {
    for (const name of field.titles) {
      const found = parts.find((part) => part.title.name === name);
      if (found !== undefined) return this.#readCells(field.type, found);
    }
    throw this.#missing(field.name, bean, title);
  }

  #readCollection(type: LubanCollection, cells: Cells): Read {
    if (cells.kind === "row") return this.#readRow(type, cells);
    const elements =
      cells.kind === "rows" ? cells.elements : cells.parts.filter((part) => !this.#isBlankCells(part));
    const values = elements.map((element) => this.#guard(() => this.#readCells(type.element, element)));
    if (!allGood(values)) return bad;
    return type.kind === "set"
      ? finishSet(
          values,
          elements.map((one) => this.#firstPart(one)),
        )
      : values;
  }

  #readMap(type: LubanMap, cells: Cells): Read {
    if (cells.kind === "row") return this.#readRow(type, cells);
    const parts =
      cells.kind === "rows" ? cells.elements : cells.parts.filter((part) => !this.#isBlankCells(part));
    const entries = parts.map((part) =>
      this.#guard(() =>
        cells.kind === "rows" ? this.#readRowEntry(type, part) : this.#readTitleEntry(type, part),
      ),
    );
    if (!allGood(entries)) return bad;
    return finishMap(
      entries,
      parts.map((part) => this.#firstPart(part)),
    );
  }

  /** A title is the key of what stands below it. */
  #readTitleEntry(type: LubanMap, cells: Cells): Read {
    const { key, value } = type;
    const first = this.#firstPart(cells);
    if (!isSingle(key)) throw this.#misfit(type, cells);
    const read = this.#stream.readPart(key, { ...first, cell: cells.title.name });
    if (cells.kind === "row") {
      const stream = PartStream.ofTitle(this.#where.sheet, cells.row, cells.title);
      return [read, this.#stream.readAll(value, stream)];
    }
    const held = this.#readCells(value, cells);
    return held === bad ? bad : [read, held];
  }

  /** An entry has its key in the title `$key`, or in the first of its cells. */
  #readRowEntry(type: LubanMap, cells: Cells): Read {
    if (cells.kind === "row") {
      const stream = PartStream.ofTitle(this.#where.sheet, cells.row, cells.title);
      return this.#stream.readEntry(type, stream);
    }
    if (cells.kind === "rows") throw this.#misfit(type, cells);
    const key = cells.parts.find(({ title }) => title.name === "$key");
    if (key === undefined) {
      const parameters = { field: "$key", bean: nameOf(type), suggestion: undefined };
      throw faultOf(this.#firstPart(cells), "luban-missing-column", parameters);
    }
    const pair: readonly Read[] = [this.#readCells(type.key, key), this.#readCells(type.value, cells)];
    return allGood(pair) ? pair : bad;
  }

  #isBlankCells(cells: Cells): boolean {
    switch (cells.kind) {
      case "row":
        return isBlank(this.#where.sheet, cells.row, cells.title);
      case "titles":
        return cells.parts.every((part) => this.#isBlankCells(part));
      case "rows":
        return cells.elements.every((element) => this.#isBlankCells(element));
    }
  }

  /** The first cell of a title in its rows. */
  #firstPart(cells: Cells | undefined): CellPart {
    if (cells?.kind === "titles") return this.#firstPart(cells.parts[0]);
    if (cells?.kind === "rows" && cells.elements.length > 0) return this.#firstPart(cells.elements[0]);
    const row = cells?.kind === "row" ? cells.row : (this.#where.rows[0] ?? 0);
    const column = cells?.title.from ?? 0;
    return { cell: this.#where.sheet.cell(row, column), row, column };
  }

  #misfit(type: LubanType, cells: Cells): LubanFault {
    const parameters = { type: nameOf(type), title: cells.title.name, isInRows: cells.kind === "rows" };
    return faultOf(this.#firstPart(cells), "luban-title-not-for-type", parameters);
  }
}

function isSingle(type: LubanType): type is LubanScalar | LubanEnumUse {
  return !["list", "set", "map", "bean"].includes(type.kind);
}

const noSheet: Sheet = { file: "", name: undefined, rowCount: 0, columnCount: 0, cell: () => undefined };
