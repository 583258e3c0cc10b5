import { at } from "../base/assert.js";
import type { OutputFile } from "../model/output-file.js";
import type { FieldSchema } from "../model/schema.js";
import { isVariantValue, type Value } from "../model/value.js";
import { findIncluded } from "./find-included.js";
import type { TypedTables } from "./select-target.js";

/** A text that only other targets have, in what was built for this one. */
export interface Leak {
  readonly text: string;
  /** The file; `the library` for the image. */
  readonly where: string;
}

/** What was built. */
export interface BuiltTarget {
  readonly image: Uint8Array;
  readonly files: readonly OutputFile[];
}

/**
 * Looks for names, notes and texts that only what was left out has: in the image, and in the sources that read it. Texts
 * are compared as whole words; those of less than four characters, which occur by accident, are not looked for.
 */
export function findLeak(whole: TypedTables, kept: TypedTables, built: BuiltTarget): Leak | undefined {
  const known = new Set(listTexts(kept));
  const secret = [...new Set(listTexts(whole))].filter((text) => text.length >= shortest && !known.has(text));
  if (secret.length === 0) return undefined;
  const decoder = new TextDecoder();
  const texts = [
    { where: "the library", text: decoder.decode(built.image) },
    ...built.files.flatMap(({ path, content }) =>
      typeof content === "string" ? [{ where: path, text: content }] : [],
    ),
  ];
  const ordinary = [...known].join("\n");
  const phrases = secret.filter((one) => !isWord(one));
  for (const { where, text } of texts) {
    const words = new Set(text.split(/[^\p{L}\p{N}_]+/u));
    const included = findIncluded(text, phrases, shortest);
    const suspects = secret.filter((one) => words.has(one) || included.has(one));
    const explained = findIncluded(ordinary, suspects, shortest);
    const leak = suspects.find((one) => !explained.has(one));
    if (leak !== undefined && !isOwnWord(leak)) return { text: leak, where };
  }
  return undefined;
}

const shortest = 4;

function isWord(text: string): boolean {
  return /^[\p{L}\p{N}_]+$/u.test(text);
}

/** Words that every generated file may hold are no proof. */
function isOwnWord(text: string): boolean {
  return /^[a-z]+$/.test(text);
}

/** Lists all names, notes and texts of the tables. */
function* listTexts({ schema, tables }: TypedTables): Generator<string> {
  for (const table of schema.tables) {
    yield table.name;
    yield table.note;
    yield* listFieldTexts(table.columns);
  }
  for (const one of schema.enums) {
    yield one.name;
    yield one.note;
    for (const value of one.values) yield* [value.name, value.note];
  }
  for (const one of schema.structs) {
    yield* [one.name, one.note];
    yield* listFieldTexts(one.fields);
  }
  for (const one of schema.variants) {
    yield* [one.name, one.note];
    for (const kind of one.kinds) yield kind.name;
  }
  for (const [index, table] of tables.entries()) {
    for (const column of at(schema.tables, index).columns.keys()) {
      const values = at(table.columns, column);
      for (let row = 0; row < table.rowCount; row++) yield* listValueTexts(values[row]);
    }
  }
}

function* listFieldTexts(fields: readonly FieldSchema[]): Generator<string> {
  for (const { name, note } of fields) yield* [name, note];
}

function* listValueTexts(value: Value): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const one of value) yield* listValueTexts(one);
  else if (typeof value === "object" && isVariantValue(value)) {
    for (const one of value.fields) yield* listValueTexts(one);
  }
}
