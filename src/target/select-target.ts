import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import {
  type FieldSchema,
  type KeySchema,
  mapType,
  type Schema,
  type StructSchema,
  type TableSchema,
  type TextColumns,
  type ValueType,
} from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { type SelectedTypes, selectTypes } from "./select-types.js";
import { createValueSelector } from "./select-values.js";
import { isInTarget, type Target } from "./target.js";

/** A schema with the rows of its tables. */
export interface TypedTables {
  readonly schema: Schema;
  /** In the order of the schema's tables. */
  readonly tables: readonly TypedTable[];
}

/**
 * Returns what of the tables is in a target. What is left out leaves no trace: no
 * name, no text, no value. Keys and references that lose what they need are reported, and so are cells that hold a
 * value which the target does not have.
 */
export function selectTarget({ schema, tables }: TypedTables, target: Target, report: Report): TypedTables {
  const selection = new Selection(schema, target, report);
  const structs = selection.selectStructs();
  const selected = selection.selectTables(tables);
  const { enums, variants } = selection.types;
  const schemas = selected.map((table) => table.schema);
  return {
    schema: { ...schema, name: target.library, tables: schemas, enums, structs, variants },
    tables: selected,
  };
}

class Selection {
  readonly types: SelectedTypes;
  readonly #schema: Schema;
  readonly #target: Target;
  readonly #report: Report;
  /** Of each table of the whole schema its position in the target. */
  readonly #places: readonly (number | undefined)[];

  constructor(schema: Schema, target: Target, report: Report) {
    this.#schema = schema;
    this.#target = target;
    this.#report = report;
    let next = 0;
    this.#places = schema.tables.map((table) => (isInTarget(table, target) ? next++ : undefined));
    const kept = schema.tables.filter((table) => isInTarget(table, target));
    const columns = kept.flatMap((table) => table.columns.filter((column) => this.#isKept(column)));
    this.types = selectTypes(schema, columns, target);
  }

  /** What leads back along a column goes where that one goes. */
  #isKept(column: FieldSchema): boolean {
    if (!isInTarget(column, this.#target)) return false;
    const { backReference } = column;
    if (backReference === undefined) return true;
    const from = at(this.#schema.tables, backReference.table);
    return isInTarget(from, this.#target) && isInTarget(at(from.columns, backReference.column), this.#target);
  }

  selectTables(tables: readonly TypedTable[]): readonly TypedTable[] {
    return tables.flatMap((table) =>
      isInTarget(table.schema, this.#target) ? [this.#selectTable(table)] : [],
    );
  }

  #selectTable(table: TypedTable): TypedTable {
    const { schema } = table;
    const columns = [...schema.columns.keys()].filter((column) => this.#isKept(at(schema.columns, column)));
    const select = (column: number) =>
      createValueSelector(at(schema.columns, column).type, {
        schema: this.#schema,
        types: this.types,
        target: this.#target,
        report: this.#report,
        cellAt: (row) => table.cellAt(row, column),
      });
    const { isInvalid } = table;
    const { texts, ...plain } = schema;
    return {
      schema: {
        ...plain,
        columns: columns.map((column) => this.#selectField(at(schema.columns, column), schema.name)),
        keys: schema.keys.flatMap((key) => this.#selectKey(schema, key, columns)),
        ...this.#selectTexts(texts, columns),
      },
      rowCount: table.rowCount,
      columns: columns.map((column) => select(column)(at(table.columns, column))),
      cellAt: (row, column, elements) => table.cellAt(row, at(columns, column), elements),
      ...(isInvalid === undefined
        ? {}
        : { isInvalid: (row, column) => isInvalid.call(table, row, at(columns, column)) }),
    };
  }

  /** Fields of structs refer to tables too. */
  selectStructs(): readonly StructSchema[] {
    return this.types.structs.map((struct) => ({
      ...struct,
      fields: struct.fields.map((field) => ({
        ...field,
        type: this.#selectReferences(field.type, field, struct.name),
      })),
    }));
  }

  #selectField(field: FieldSchema, owner: string): FieldSchema {
    return { ...field, type: this.#selectReferences(this.types.rename(field.type), field, owner) };
  }

  #selectReferences(type: ValueType, field: FieldSchema, owner: string): ValueType {
    return mapType(type, (one) => {
      if (one.kind !== "reference") return one;
      const targets = one.targets.flatMap((target) => {
        const table = this.#places[target.table];
        if (table !== undefined)
          return [{ ...target, table, keyIndex: this.#placeKey(target.table, target.keyIndex) }];
        const parameters = { field: `${owner}.${field.name}`, table: target.name, target: this.#target.name };
        this.#report("reference-cut-away", parameters, field.at, [
          { message: "the table's place", at: at(this.#schema.tables, target.table).at },
        ]);
        return [];
      });
      return { ...one, targets };
    });
  }

  /** A language goes with its column, from the enum of the languages too. */
  #selectTexts(texts: TextColumns | undefined, kept: readonly number[]): { readonly texts?: TextColumns } {
    if (texts === undefined) return {};
    const { name } = at(this.#schema.enums, texts.enum);
    const columns = texts.columns.map((column) => kept.indexOf(column)).filter((column) => column >= 0);
    if (columns.length === 0) return {};
    return { texts: { enum: this.types.enums.findIndex((one) => one.name === name), columns } };
  }

  #placeKey(table: number, keyIndex: number): number {
    const { keys, columns } = at(this.#schema.tables, table);
    const isKept = (key: KeySchema) =>
      key.columns.every((column) => isInTarget(at(columns, column), this.#target));
    return keys.slice(0, keyIndex).filter(isKept).length;
  }

  #selectKey(table: TableSchema, key: KeySchema, kept: readonly number[]): readonly KeySchema[] {
    const lost = key.columns.find((column) => !kept.includes(column));
    if (lost === undefined) return [{ ...key, columns: key.columns.map((column) => kept.indexOf(column)) }];
    const column = at(table.columns, lost);
    const parameters = { table: table.name, key: key.name, column: column.name, target: this.#target.name };
    this.#report("key-cut-away", parameters, key.at, [{ message: "the column", at: column.at }]);
    return [];
  }
}
