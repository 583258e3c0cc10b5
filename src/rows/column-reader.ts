import { isBlank } from "../base/blank.js";
import type { Note, Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { ColumnSchema, Schema, TableSchema } from "../model/schema.js";
import type { Value } from "../model/value.js";
import type { Cell, ErrorCell, FormulaCell } from "../model/workbook.js";
import { cellText } from "../model/workbook.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { type ColumnStore, createColumnStore } from "./column-store.js";
import { createParser, type ParseOptions } from "./create-parser.js";
import { type EmptyCell, resolveEmptyCell } from "./empty-cell.js";
import { placeholderOf } from "./placeholder.js";

export interface ColumnContext {
  readonly schema: Schema;
  readonly table: TableSchema;
  readonly column: ColumnSchema;
  readonly rowCount: number;
  /** Where the column's cell of a row is. */
  readonly placeOf: (row: number) => Place;
}

/** Reads the cells of one column, each row once; its parser and the meaning of empty cells are resolved once. */
export class ColumnReader {
  /** Rows whose cell was bad: they hold a placeholder. */
  readonly invalid = new Set<number>();
  readonly #context: ColumnContext;
  readonly #report: Report;
  readonly #parse: CellParser;
  readonly #empty: EmptyCell;
  readonly #placeholder: Value;
  readonly #store: ColumnStore;

  constructor(context: ColumnContext, options: ParseOptions, report: Report) {
    const { schema, table, column, rowCount } = context;
    this.#context = context;
    this.#report = report;
    this.#parse = createParser(column.type, schema, options);
    this.#empty = resolveEmptyCell(
      { table, column, parse: this.#parse, emptyCells: options.emptyCells },
      report,
    );
    this.#placeholder = placeholderOf(column.type, schema);
    this.#store = createColumnStore(column.type, rowCount);
  }

  get values(): ArrayLike<Value> {
    return this.#store.values;
  }

  /** Stores the value of a row's cell, or reports what is wrong with it. */
  read(cell: Cell, row: number): void {
    if (cell === undefined || (typeof cell === "string" && isBlank(cell))) {
      this.#readEmpty(row);
      return;
    }
    const value = isContent(cell) ? this.#parse(cell) : explainUnreadable(cell);
    if (!isProblem(value)) {
      this.#store.set(row, value);
      return;
    }
    this.#setInvalid(row);
    this.#explain(value, this.#context.placeOf(row));
  }

  /**
   * Stores the values of `count` rows from `start` on, whose sheet does not have the column. Where the column
   * must have a value, the missing column itself has been reported with the schema.
   */
  readMissing(start: number, count: number, sheet: Place): void {
    const empty = this.#empty;
    for (let row = start; row < start + count; row++) {
      if (empty.kind === "value") this.#store.set(row, empty.value);
      else this.#setInvalid(row);
    }
    if (count === 0) return;
    if (empty.kind === "problem") this.#explain(empty.problem, sheet);
    // The schema has taken the config's word that this column may be empty.
    if (empty.kind === "empty-key") this.#reportEmpty(sheet, emptyKeyNotes);
  }

  #readEmpty(row: number): void {
    const empty = this.#empty;
    if (empty.kind === "value") {
      this.#store.set(row, empty.value);
      return;
    }
    this.#setInvalid(row);
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

  #setInvalid(row: number): void {
    this.#store.set(row, this.#placeholder);
    this.invalid.add(row);
  }
}

const emptyKeyNotes: readonly Note[] = [
  { message: "the config's `emptyCells` does not hold for the columns of a key" },
];

function isContent(cell: CellContent | ErrorCell | FormulaCell): cell is CellContent {
  if (typeof cell === "string") return cell.charCodeAt(0) !== hash || !errorTexts.has(cell);
  return typeof cell !== "object" || cell.kind === "date";
}

const hash = 0x23;

/** What a spreadsheet program writes into a text file, or pastes as a value, for the error of a formula. */
const errorTexts: ReadonlySet<string> = new Set([
  "#REF!",
  "#N/A",
  "#NAME?",
  "#VALUE!",
  "#DIV/0!",
  "#NULL!",
  "#NUM!",
]);

function explainUnreadable(cell: string | ErrorCell | FormulaCell): CellProblem {
  if (typeof cell === "string") return problem("error-cell", { value: cell });
  const value = cellText(cell) ?? "";
  return problem(cell.kind === "error" ? "error-cell" : "formula-without-value", { value });
}
