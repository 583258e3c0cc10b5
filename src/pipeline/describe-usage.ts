import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { chooseNames as chooseCppNames } from "../emit/cpp/choose-names.js";
import { chooseNames as chooseTsNames } from "../emit/ts/choose-names.js";
import { keyTypeOf, type Schema, type TableSchema, type ValueType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/** How a program looks a row of the first table up, with the names and a key that it really has. */
export interface Usage {
  /** The class of all tables: `game::tables`. */
  readonly cppClass: string;
  /** `tables.hero().find(1001)` */
  readonly cppLookup: string;
  /** `hero` */
  readonly cppVariable: string;
  /** `name()` */
  readonly cppField: string;
  /** `tables.hero.get(1001)?.name` */
  readonly tsLookup: string;
  /** Arguments of `table-gen get`: the table and the parts of a key; absent where no key can be typed in a shell. */
  readonly getArguments?: readonly string[];
}

/** Returns the position of a table in which a row can be looked up; -1 when no table has a key and a row. */
export function findUsable(tables: readonly TypedTable[]): number {
  return tables.findIndex((table) => table.rowCount > 0 && table.schema.keys[0]?.purpose === "unique");
}

/** Describes the use of a library by one of its tables, which `findUsable` has found. */
export function describeUsage(schema: Schema, table: TypedTable, index: number): Usage {
  // The emitters have reported what there is to say about the names.
  const quiet: Report = () => {};
  const cppNames = chooseCppNames(schema, quiet);
  const cpp = at(cppNames.tables, index);
  const ts = at(chooseTsNames(schema, quiet).tables, index);
  const key = firstKey(table);
  const shown = chooseColumn(table.schema);
  const parts = (language: "cpp" | "ts", names: readonly string[]) =>
    key
      .map(({ type, value, column }) => formatLiteral(type, value, language) ?? at(names, column))
      .join(", ");
  const columns = cpp.columns.map((column) => column.accessor);
  const typed = key.map(({ type, value }) => formatArgument(type, value));
  return {
    cppClass: `${cppNames.namespace}::tables`,
    cppLookup: `tables.${cpp.accessor}().find(${parts("cpp", columns)})`,
    cppVariable: cpp.accessor === "tables" ? "row" : cpp.accessor,
    cppField: `${at(columns, shown)}()`,
    tsLookup: `tables.${ts.property}.get(${parts("ts", ts.fields)})?.${at(ts.fields, shown)}`,
    ...(typed.includes(undefined)
      ? {}
      : { getArguments: [table.schema.name, ...typed.filter((part) => part !== undefined)] }),
  };
}

interface KeyPartValue {
  readonly column: number;
  readonly type: ValueType;
  readonly value: Value;
}

function firstKey({ schema, columns }: TypedTable): readonly KeyPartValue[] {
  return at(schema.keys, 0).columns.map((column) => {
    const { type } = at(schema.columns, column);
    // A reference holds the key that it leads to.
    return { column, type: keyTypeOf(type) ?? type, value: at(at(columns, column), 0) };
  });
}

/** The first column that is not the key: what one would look up. */
function chooseColumn({ columns, keys }: TableSchema): number {
  const found = columns.findIndex((_, index) => !at(keys, 0).columns.includes(index));
  return Math.max(found, 0);
}

/** Returns a literal, or `undefined` for a value that is clearer as a variable of the column's name. */
function formatLiteral(type: ValueType, value: Value, language: "cpp" | "ts"): string | undefined {
  if (type.kind === "bool") return String(value);
  if (type.kind === "string") return isPlainText(value) ? `"${value}"` : undefined;
  if (type.kind !== "integer") return undefined;
  return type.bits === 64 && language === "ts" ? `${value}n` : String(value);
}

function formatArgument(type: ValueType, value: Value): string | undefined {
  if (type.kind === "integer" || type.kind === "bool") return String(value);
  if (type.kind === "string" && isPlainText(value)) return /^\w+$/.test(value) ? value : `"${value}"`;
  return undefined;
}

/** Text that means itself in C++, in TypeScript and in quotes on a command line. */
function isPlainText(value: Value): value is string {
  return typeof value === "string" && /^[\p{L}\p{N}_ .,:;()+-]{1,40}$/u.test(value) && !value.startsWith("-");
}
