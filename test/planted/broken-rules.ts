import type { ExampleFiles } from "../../src/base/catalog/examples/explanation.js";

/** A table with a column `x` of a type with a rule, and one value that breaks it; `others` stand above it. */
const broken = (type: string, rule: string, cell: string, ...others: readonly string[]): ExampleFiles => {
  const rows = [...others, cell].map((text, index) => ["", String(index + 1), text]);
  const all = [["##name", "id", "x"], ["##type", "int32", type], ["##rule", "key", rule], ...rows];
  return { "Item.csv": all.map((row) => `${row.map(quote).join(",")}\n`).join("") };
};

function quote(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Each rule of values, broken in one cell. */
export const brokenRules: Readonly<Record<string, ExampleFiles>> = {
  range: broken("int32", "range=1..100", "101"),
  "range, open at its start": broken("float64", 'range="(0, 1]"', "0"),
  "range of elements": broken("int32[]", "range=1..5", "3,9"),
  "range of a duration": broken("duration", "range=1s..1m", "2m"),
  "range of a 64-bit integer": broken("int64", "range=..9007199254740993", "9007199254740994"),
  size: broken("int32[]", "size=1..2", "1,2,3"),
  "size of a map": broken("map<string, int32>", "size=2..", "a:1"),
  length: broken("string", "length=..3", "four"),
  oneOf: broken("string", "oneOf=north|south", "nroth"),
  "oneOf of integers": broken("int32", "oneOf=1|2|4", "3"),
  pattern: broken("string", 'pattern="[a-z]+"', "Abc"),
  required: broken("string?", "required", ""),
  notDefault: broken("int32", "notDefault", "0"),
  sequence: broken("int32", "sequence", "4", "1", "2"),
  ascending: broken("int32", "ascending", "1", "2"),
  descending: broken("int32", "descending", "3", "2"),
  check: broken("int32", 'check="x < id"', "9"),
};
