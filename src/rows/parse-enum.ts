import { trim } from "../base/blank.js";
import type { Note } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { EnumSchema } from "../model/schema.js";
import { type CellParser, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";

/**
 * Creates the parser of an enum: a name or alias, exactly as declared but in any Unicode form, or the number of
 * a declared value.
 */
export function createEnumParser(schema: EnumSchema): CellParser<number> {
  const numbers = new Map<string, number>();
  for (const { value } of schema.values) numbers.set(String(value), value);
  // Names and aliases come last, so that an alias made of digits means what it was declared for.
  for (const { name, aliases, value } of schema.values) {
    for (const text of [name, ...aliases]) numbers.set(text, value);
  }
  return (content) => {
    const text = trim(contentText(content));
    if (typeof content === "object") return problem("date-cell", { value: text, type: schema.name });
    const value = numbers.get(text) ?? numbers.get(text.normalize("NFC"));
    if (value !== undefined) return value;
    const plain = toHalfWidth(text);
    if (numbers.has(plain)) return problem("full-width-characters", { value: text, plain });
    const nearest = nearestName(text, schema);
    const parameters = { value: text, type: schema.name, ...(nearest === undefined ? {} : { nearest }) };
    return problem("unknown-enum-value", parameters, [declarationNote(schema)]);
  };
}

/** Returns the name or alias that may be meant; one character, or a number, is too little to tell. */
function nearestName(text: string, { values }: EnumSchema): string | undefined {
  if (text.length < 2 || /^[-+.0-9]+$/.test(text)) return undefined;
  return findNearest(
    text,
    values.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
}

const maxNamesShown = 12;

function declarationNote(schema: EnumSchema): Note {
  if (schema.values.length === 0) return { message: `${schema.name} has no values`, at: schema.at };
  const names = schema.values.slice(0, maxNamesShown).map(({ name }) => name);
  const more = schema.values.length > maxNamesShown ? ", …" : "";
  return { message: `${schema.name} has the values ${names.join(", ")}${more}`, at: schema.at };
}
