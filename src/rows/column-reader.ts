import type { Note, Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import { type DocumentNode, type DocumentPath, placeOfNode } from "../model/document.js";
import type { LubanSource } from "../model/luban.js";
import type { ColumnSchema, Schema, TableSchema, ValueType } from "../model/schema.js";
import type { ValueSource } from "../model/table-source.js";
import type { TableauSource } from "../model/tableau.js";
import type { Value } from "../model/value.js";
import type { Cell } from "../model/workbook.js";
import { type CellParser, type CellProblem, isProblem } from "./cell-parser.js";
import { type ColumnStore, createColumnStore } from "./column-store.js";
import type { ParseOptions, ParserFactory } from "./create-parser.js";
import { type EmptyCell, resolveEmptyCell } from "./empty-cell.js";
import { LubanReader } from "./luban/luban-reader.js";
import type { ReportNode } from "./node-reader.js";
import { placeholderOf } from "./placeholder.js";
import { readContent } from "./read-content.js";
import { bad, type Read, StructuredReader, type ValueRows } from "./structured-reader.js";
import { TableauReader } from "./tableau/tableau-reader.js";

export interface ColumnContext {
  readonly schema: Schema;
  readonly table: TableSchema;
  readonly column: ColumnSchema;
  readonly rowCount: number;
  readonly parsers: ParserFactory;
  /** Where the column's cell of a row is. */
  readonly placeOf: (row: number) => Place;
}

/** Where a record's value stands, or would stand. */
export interface NodeSource {
  readonly file: string;
  readonly path: DocumentPath;
  /** True where a record may lack the value: what a patch leaves out stays as it is. */
  readonly isLeftOut: boolean;
  /** Fields that a struct does not have are passed over. */
  readonly isLenient: boolean;
}

/** Reads the values of one column, each row once; its parser and the meaning of empty cells are resolved once. */
export class ColumnReader {
  /** Rows whose cell was bad: they hold a placeholder. */
  readonly invalid = new Set<number>();
  readonly #context: ColumnContext;
  readonly #report: Report;
  readonly #parse: CellParser;
  readonly #hasConstants: boolean;
  readonly #empty: EmptyCell;
  readonly #placeholder: Value;
  readonly #store: ColumnStore;
  readonly #structured: StructuredReader;
  #luban: LubanReader | undefined;
  readonly #tableau = new Map<TableauSource, TableauReader>();

  constructor(
    context: ColumnContext,
    { emptyCells, constants }: Pick<ParseOptions, "emptyCells" | "constants">,
    report: Report,
  ) {
    const { schema, table, column, rowCount, parsers } = context;
    this.#context = context;
    this.#report = report;
    this.#hasConstants = Object.keys(constants).length > 0;
    this.#parse = parsers.create(column.type, column.writing);
    this.#empty = resolveEmptyCell({ table, column, parse: this.#parse, emptyCells }, report);
    this.#placeholder = placeholderOf(column.type, schema);
    this.#store = createColumnStore(column.type, rowCount);
    this.#structured = new StructuredReader({ schema, parsers, table: table.name, report });
  }

  get values(): ArrayLike<Value> {
    return this.#store.values;
  }

  /** What a report calls the column. */
  get header(): string {
    const { at, name } = this.#context.column;
    return at.header ?? name;
  }

  get type(): ValueType {
    return this.#context.column.type;
  }

  /** False where a text of digits may stand for something else: a constant may have any name. */
  get takesNumbers(): boolean {
    return !this.#hasConstants;
  }

  /** Stores a number that is a value of the column's type, but for its form where that is a bigint. */
  setNumber(row: number, value: number): void {
    this.#store.setNumber(row, value);
  }

  /** Stores the value of a text that is not blank; false where it has none, which is not reported. */
  tryText(text: string, row: number): boolean {
    const value = this.#parse(text);
    if (isProblem(value)) return false;
    this.#store.set(row, value);
    return true;
  }

  /** Stores the value of a row's cell, or reports what is wrong with it. */
  read(cell: Cell, row: number): void {
    const content = readContent(cell);
    if (content === undefined) {
      this.#readEmpty(row);
      return;
    }
    const value = isProblem(content) ? content : this.#parse(content);
    if (!isProblem(value)) {
      this.#store.set(row, value);
      return;
    }
    this.setInvalid(row);
    this.#explain(value, this.#context.placeOf(row));
  }

  /** Stores the value of a row whose parts stand in several cells, or reports what is wrong with them. */
  readParts(source: ValueSource, rows: ValueRows, row: number): void {
    const value = this.#readSource(source, rows);
    if (value === bad) this.setInvalid(row);
    else this.#store.set(row, value);
  }

  #readSource(source: ValueSource, rows: ValueRows): Read {
    if (source.kind === "luban") return this.#readLuban(source, rows);
    if (source.kind === "tableau") return this.#readTableau(source, rows);
    return this.#structured.read(source, this.#context.column, rows);
  }

  /** Each sheet of a table has its own source. */
  #readTableau(source: TableauSource, rows: ValueRows): Read {
    const { table, parsers } = this.#context;
    const reader =
      this.#tableau.get(source) ??
      new TableauReader(source, { parsers, table: table.name, report: this.#report });
    this.#tableau.set(source, reader);
    return reader.read(rows);
  }

  #readLuban(source: LubanSource, rows: ValueRows): Read {
    const { table, parsers } = this.#context;
    this.#luban ??= new LubanReader(source.types, { parsers, table: table.name, report: this.#report });
    return this.#luban.read(source, rows);
  }

  /** Stores the value that a record of a document gives, or reports what is wrong with it or that there is none. */
  readNode(
    node: DocumentNode | undefined,
    row: number,
    { file, path, isLeftOut, isLenient }: NodeSource,
  ): void {
    const { column, parsers } = this.#context;
    if (node === undefined || (node.scalar === null && column.type.kind !== "optional")) {
      if (isLeftOut && node === undefined) this.#skip(row);
      else this.#readEmpty(row);
      return;
    }
    const explain: ReportNode = (problem, place) =>
      this.#explain(problem, placeOfNode(file, place.node, place.path));
    const value = parsers.nodes.read(node, column.type, explain, { path, isLenient });
    if (value === bad) this.setInvalid(row);
    else this.#store.set(row, value);
  }

  /**
   * Stores the values of `count` rows from `start` on, whose sheet does not have the column. Where the column
   * must have a value, the missing column itself has been reported with the schema.
   */
  readMissing(start: number, count: number, sheet: Place): void {
    const empty = this.#empty;
    for (let row = start; row < start + count; row++) this.#skip(row);
    if (count === 0) return;
    if (empty.kind === "problem") this.#explain(empty.problem, sheet);
    // The schema has taken the config's word that this column may be empty.
    if (empty.kind === "empty-key") this.#reportEmpty(sheet, emptyKeyNotes);
  }

  #skip(row: number): void {
    if (this.#empty.kind === "value") this.#store.set(row, this.#empty.value);
    else this.setInvalid(row);
  }

  #readEmpty(row: number): void {
    const empty = this.#empty;
    if (empty.kind === "value") {
      this.#store.set(row, empty.value);
      return;
    }
    this.setInvalid(row);
    if (empty.kind === "problem") this.#explain(empty.problem, this.#context.placeOf(row));
    if (empty.kind === "error") this.#reportEmpty(this.#context.placeOf(row));
    if (empty.kind === "empty-key") this.#reportEmpty(this.#context.placeOf(row), emptyKeyNotes);
  }

  #reportEmpty(at: Place, notes: readonly Note[] = []): void {
    const { table, column } = this.#context;
    this.#report("empty-cell", { table: table.name, column: column.name }, at, notes);
  }

  #explain({ code, parameters, notes }: CellProblem, at: Place): void {
    this.#report(code, parameters, at, notes);
  }

  /** Stores what stands for a value that is bad, which has been reported. */
  setInvalid(row: number): void {
    this.#store.set(row, this.#placeholder);
    this.invalid.add(row);
  }
}

const emptyKeyNotes: readonly Note[] = [
  { message: "the config's `emptyCells` does not hold for the columns of a key" },
];
