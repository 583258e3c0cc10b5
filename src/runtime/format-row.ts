import { at } from "../base/assert.js";
import type { EnumType, ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { formatDatetime, formatDuration, formatFloat32, formatFloat64 } from "./format-number.js";
import type { TableReader } from "./table-reader.js";

/*
 * The form in which `dump` and `get` print rows; other programs read it, and a reader in another language
 * that prints the same lines has read the same values:
 *
 * - 64-bit integers as decimal text, in JSON as a string; other integers and floats as JSON numbers, in the
 *   shortest form that reads back as the same value of the column's type; negative zero is 0;
 * - enums by name, a value without a name as a number;
 * - datetimes as ISO 8601 in UTC, `2024-05-01T04:00:00Z`; durations as ISO 8601 in seconds, `PT90S`, `-PT1.25S`;
 * - lists and fixed arrays as JSON arrays; absent values as null, in CSV as nothing.
 */

/** Returns the row as a JSON object, its columns in declared order: `{"id":1,"name":"Sword"}`. */
export function formatRowJson(table: TableReader, row: readonly Value[]): string {
  const members = table.columns.map(
    ({ name, type }, column) => `${JSON.stringify(name)}:${formatJson(table, type, row[column])}`,
  );
  return `{${members.join(",")}}`;
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

function formatJson(table: TableReader, type: ValueType, value: Value): string {
  if (value === undefined) return "null";
  switch (type.kind) {
    case "optional":
      return formatJson(table, type.value, value);
    case "list":
    case "array":
      return `[${elementsOf(value)
        .map((element) => formatJson(table, type.element, element))
        .join(",")}]`;
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

function formatCsv(table: TableReader, type: ValueType, value: Value): string {
  if (value === undefined) return "";
  switch (type.kind) {
    case "optional":
      return formatCsv(table, type.value, value);
    case "list":
    case "array":
      return quoteCsv(formatJson(table, type, value));
    case "bool":
    case "integer":
      return String(value);
    case "float":
      return formatJson(table, type, value);
    default:
      return quoteCsv(String(formatText(table, type, value)));
  }
}

/** The types that JSON says as a string; a number for an enum's value without a name. */
function formatText(
  table: TableReader,
  type: Exclude<ValueType, { kind: "optional" | "list" | "array" | "bool" | "integer" | "float" }>,
  value: Value,
): string | number {
  switch (type.kind) {
    case "string":
      return String(value);
    case "datetime":
      return formatDatetime(Number(value));
    case "duration":
      return formatDuration(Number(value));
    case "enum":
      return formatEnum(table, type, Number(value));
  }
}

function formatEnum(table: TableReader, type: EnumType, value: number): string | number {
  const known = at(table.enums, type.index).values.find((one) => one.value === value);
  return known?.name ?? value;
}

function elementsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function quoteCsv(text: string): string {
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
