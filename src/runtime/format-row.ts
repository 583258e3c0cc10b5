import { assert, at } from "../base/assert.js";
import { type EnumType, keyTypeOf, type ValueType } from "../model/schema.js";
import { isVariantValue, type Value } from "../model/value.js";
import { formatDatetime, formatDuration, formatFloat32, formatFloat64 } from "./format-number.js";
import { hasFlag, removeFlags } from "./has-flag.js";
import type { ColumnInfo } from "./image-info.js";
import type { TableReader } from "./table-reader.js";
import { formatVersion } from "./version.js";

/*
 * The form in which `dump` and `get` print rows; other programs read it, and a reader in another language
 * that prints the same lines has read the same values:
 *
 * - 64-bit integers as decimal text, in JSON as a string; other integers and floats as JSON numbers, in the
 *   shortest form that reads back as the same value of the column's type; negative zero is 0;
 * - enums by name, a value without a name as a number; flags as the names that make them, `fast|flying` in declared
 *   order, unless one name is the value; as a number where bits are left that no name has;
 * - datetimes as ISO 8601 in UTC, `2024-05-01T04:00:00Z`; durations as ISO 8601 in seconds, `PT90S`, `-PT1.25S`;
 * - versions as text of two numbers or more, without zeros at the end: `1.0`, `1.2.3`;
 * - references as the key of the row, an array where it has several parts;
 * - lists, fixed arrays and sets as JSON arrays, maps as arrays of `[key, value]`; structs as JSON objects, values of
 *   variants with `"$type"` before the fields; in CSV all of them as their JSON text;
 * - absent values as null, in CSV as nothing.
 */

/** Returns the row as a JSON object, its columns in declared order: `{"id":1,"name":"Sword"}`. */
export function formatRowJson(table: TableReader, row: readonly Value[]): string {
  return `{${formatFields(table, table.columns, row).join(",")}}`;
}

/** Returns the row with the name of its table: `{"table":"Item","row":{"id":1}}`. */
export function formatNamedRowJson(table: TableReader, row: readonly Value[]): string {
  return `{"table":${JSON.stringify(table.name)},"row":${formatRowJson(table, row)}}`;
}

/** Returns the names of the columns as a CSV record of RFC 4180, without its line end. */
export function formatCsvHeader(table: TableReader): string {
  return table.columns.map(({ name }) => quoteCsv(name)).join(",");
}

/** Returns the row as a CSV record of RFC 4180, without its line end. An empty string is `""`, an absent value nothing. */
export function formatRowCsv(table: TableReader, row: readonly Value[]): string {
  return table.columns.map(({ type }, column) => formatCsv(table, type, row[column])).join(",");
}

function formatFields(
  table: TableReader,
  fields: readonly ColumnInfo[],
  values: readonly Value[],
): readonly string[] {
  return fields.map(
    ({ name, type }, index) => `${JSON.stringify(name)}:${formatJson(table, type, values[index])}`,
  );
}

function formatJson(table: TableReader, type: ValueType, value: Value): string {
  if (value === undefined) return "null";
  switch (type.kind) {
    case "optional":
      return formatJson(table, type.value, value);
    case "list":
    case "array":
    case "set":
      return formatArray(elementsOf(value).map((element) => formatJson(table, type.element, element)));
    case "map":
      return formatArray(
        elementsOf(value)
          .map(elementsOf)
          .map(([key, one]) =>
            formatArray([formatJson(table, type.key, key), formatJson(table, type.value, one)]),
          ),
      );
    case "struct":
      return `{${formatFields(table, at(table.structs, type.index).fields, elementsOf(value)).join(",")}}`;
    case "variant":
      return formatVariant(table, type.index, value);
    case "reference": {
      const only = keyTypeOf(type);
      if (only !== undefined) return formatJson(table, only, value);
      return formatArray(
        elementsOf(value).map((part, index) => formatJson(table, at(type.key, index), part)),
      );
    }
    case "bool":
      return String(value);
    case "integer":
      return type.bits === 64 ? `"${value}"` : String(value);
    case "float":
      return type.bits === 32 ? formatFloat32(Number(value)) : formatFloat64(Number(value));
    default: {
      const text = formatText(table, type, value);
      return typeof text === "string" ? JSON.stringify(text) : String(text);
    }
  }
}

function formatVariant(table: TableReader, index: number, value: Value): string {
  assert(isVariantValue(value), "a variant has a value of one of its kinds");
  const { name, struct } = at(at(table.variants, index).kinds, value.kind);
  const fields = formatFields(table, at(table.structs, struct).fields, value.fields);
  return `{${[`"$type":${JSON.stringify(name)}`, ...fields].join(",")}}`;
}

function formatArray(elements: readonly string[]): string {
  return `[${elements.join(",")}]`;
}

function formatCsv(table: TableReader, type: ValueType, value: Value): string {
  if (value === undefined) return "";
  switch (type.kind) {
    case "optional":
      return formatCsv(table, type.value, value);
    case "list":
    case "array":
    case "set":
    case "map":
    case "struct":
    case "variant":
      return quoteCsv(formatJson(table, type, value));
    case "reference": {
      const only = keyTypeOf(type);
      if (only !== undefined) return formatCsv(table, only, value);
      return quoteCsv(formatJson(table, type, value));
    }
    case "bool":
    case "integer":
      return String(value);
    case "float":
      return formatJson(table, type, value);
    default:
      return quoteCsv(String(formatText(table, type, value)));
  }
}

type TextType = Extract<ValueType, { kind: "string" | "datetime" | "duration" | "version" | "enum" }>;

/** The types that JSON says as a string; a number for an enum's value without a name. */
function formatText(table: TableReader, type: TextType, value: Value): string | number {
  switch (type.kind) {
    case "string":
      return String(value);
    case "datetime":
      return formatDatetime(Number(value));
    case "duration":
      return formatDuration(Number(value));
    case "version":
      return formatVersion(typeof value === "bigint" ? value : 0n);
    case "enum":
      return formatEnum(table, type, Number(value));
  }
}

function formatEnum(table: TableReader, type: EnumType, value: number): string | number {
  const { values, isFlags } = at(table.enums, type.index);
  const known = values.find((one) => one.value === value);
  if (known !== undefined) return known.name;
  if (!isFlags || value === 0) return value;
  const parts = values.filter((one) => one.value !== 0 && hasFlag(value, one.value));
  const left = parts.reduce((bits, part) => removeFlags(bits, part.value), value);
  return left === 0 ? parts.map(({ name }) => name).join("|") : value;
}

function elementsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function quoteCsv(text: string): string {
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
