import type { LubanSource } from "./luban.js";
import type { RecordRegion } from "./record-source.js";
import type { Schema, TableSchema } from "./schema.js";
import { columnsOfField, type TableauSource } from "./tableau.js";
import type { Sheet } from "./workbook.js";

/** A schema with the sheet regions that its tables' rows stand in. */
export interface ResolvedSchema {
  readonly schema: Schema;
  /** In the order of `schema.tables`. */
  readonly sources: readonly TableSource[];
  /** By a name that cells may use: the text of the cell that it stands for. */
  readonly constants: Readonly<Record<string, string>>;
  /** What cells are read by beside the schema: another text, and they may be read to other values. */
  readonly reading?: string;
}

/** Where a table's rows are: several regions are read one after the other. */
export interface TableSource {
  readonly table: TableSchema;
  readonly regions: readonly SheetRegion[];
  /** Behind the rows of sheets come those of documents. */
  readonly documents?: readonly RecordRegion[];
}

export interface SheetRegion {
  readonly sheet: Sheet;
  /** Number of the patch that it is part of, from 1; absent for the table itself. */
  readonly patch?: number;
  /** A sheet of the text table that is no patch of another: what it says in a language no other one says. */
  readonly isOfTexts?: true;
  /** Rows of the sheet that hold, or begin, a row of the table; comment rows and blank rows are already left out. */
  readonly rows: ArrayLike<number>;
  /** For each of these all rows of the sheet that its record takes, where records take more than one. */
  readonly records?: readonly (readonly number[])[];
  /** For each schema column where its values are. */
  readonly columns: readonly ValueSource[];
  /** By column of the sheet its name there: several may hold the parts of one schema column. */
  readonly headers?: ReadonlyMap<number, string>;
}

/** Where a value of a column, or a part of such a value, stands in a record's rows. Columns are those of the sheet. */
export type ValueSource =
  /** The sheet does not have it. */
  | { readonly kind: "missing" }
  /** A cell of the first row holds all of it. */
  | { readonly kind: "cell"; readonly column: number }
  /** Its parts stand in cells beside each other, one scalar in each. */
  | { readonly kind: "cells"; readonly columns: readonly number[] }
  /** The parts of a struct, in the order of its fields. */
  | { readonly kind: "fields"; readonly fields: readonly ValueSource[] }
  /** The kind of a variant, and for each kind the parts of its struct. */
  | {
      readonly kind: "kinds";
      readonly type: ValueSource;
      readonly kinds: readonly (readonly ValueSource[])[];
    }
  /** Elements in numbered columns. */
  | { readonly kind: "elements"; readonly elements: readonly ValueSource[] }
  /** Entries of a map in columns that are named after their keys. */
  | {
      readonly kind: "entries";
      readonly entries: readonly { readonly key: string; readonly source: ValueSource }[];
    }
  /** Elements in rows below each other: each row that has one of `starts` filled begins one. */
  | { readonly kind: "rows"; readonly starts: readonly number[]; readonly element: ValueSource }
  /** As a Luban project has it. */
  | LubanSource
  /** As a tableau project has it. */
  | TableauSource;

/** Yields the columns of the sheet that a source reads, from those of its first part on. */
export function* columnsOfSource(source: ValueSource): Generator<number> {
  switch (source.kind) {
    case "missing":
      return;
    case "cell":
      yield source.column;
      return;
    case "cells":
      yield* source.columns;
      return;
    case "fields":
      for (const field of source.fields) yield* columnsOfSource(field);
      return;
    case "kinds":
      yield* columnsOfSource(source.type);
      for (const kind of source.kinds) for (const field of kind) yield* columnsOfSource(field);
      return;
    case "elements":
      for (const element of source.elements) yield* columnsOfSource(element);
      return;
    case "entries":
      for (const entry of source.entries) yield* columnsOfSource(entry.source);
      return;
    case "rows":
      yield* columnsOfSource(source.element);
      return;
    case "tableau":
      yield* columnsOfField(source.field, source.prefix, source);
      return;
    case "luban":
      for (let { from: column } = source.title; column <= source.title.to; column++) yield column;
  }
}
