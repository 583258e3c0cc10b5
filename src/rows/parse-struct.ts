import { at } from "../base/assert.js";
import { isBlank, trim } from "../base/blank.js";
import { findNearest } from "../base/find-nearest.js";
import type { FieldSchema, StructSchema, VariantSchema } from "../model/schema.js";
import type { Value, VariantValue } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { type ElementText, splitElements } from "./split-elements.js";

/** A field of a struct with its parser, and what is meant where a cell says nothing of it. */
export interface FieldParser {
  readonly field: FieldSchema;
  readonly parse: CellParser;
  /** Returns the value that an empty text stands for, or `undefined` where there must be one. */
  readonly empty: () => { readonly value: Value } | CellProblem | undefined;
}

/** Creates the parser of a struct: the values of its fields in their order, divided by `separator`. */
export function createStructParser(
  struct: StructSchema,
  fields: () => readonly FieldParser[],
  separator: string | undefined,
): CellParser<readonly Value[]> {
  return (content) => {
    const parts = splitParts(content, separator, fields().length, struct.name);
    return isProblem(parts) ? parts : parseFields(parts, fields(), struct.name);
  };
}

/** How values of one kind of a variant are read. */
export interface KindParser {
  readonly struct: StructSchema;
  readonly fields: () => readonly FieldParser[];
  /** What divides the kind's name and its fields. */
  readonly separator: string | undefined;
}

/** Creates the parser of a variant: the name of the kind, then the values of its fields, divided as the kind needs it. */
export function createVariantParser(
  variant: VariantSchema,
  kinds: readonly KindParser[],
  separators: readonly string[],
): CellParser<VariantValue> {
  const findKind = createKindFinder(variant);
  return (content) => {
    const kind = findKind(cutName(contentText(content), separators));
    if (isProblem(kind)) return kind;
    const { struct, fields: fieldsOf, separator } = at(kinds, kind);
    const parts = splitParts(content, separator, 0, variant.name);
    if (isProblem(parts)) return parts;
    const fields = parseFields(parts.slice(1), fieldsOf(), struct.name);
    return isProblem(fields) ? fields : { kind, fields };
  };
}

/** Returns what stands before the first separator, whichever it is. */
function cutName(text: string, separators: readonly string[]): string {
  const ends = separators.map((separator) => text.indexOf(separator)).filter((end) => end >= 0);
  const name = trim(text.slice(0, Math.min(text.length, ...ends)));
  return /^".*"$/.test(name) ? name.slice(1, -1) : name;
}

/** Returns what finds the position of a kind by its name or an alias. */
export function createKindFinder(variant: VariantSchema): (text: string) => number | CellProblem {
  const positions = new Map<string, number>();
  for (const [position, { name, aliases }] of variant.kinds.entries()) {
    for (const word of [name, ...aliases]) positions.set(word, position);
  }
  return (text) => {
    const position = positions.get(text) ?? positions.get(text.normalize("NFC"));
    if (position !== undefined) return position;
    const nearest = findNearest(text, positions.keys());
    const names = variant.kinds.map(({ name }) => name).join(", ");
    return problem(
      "unknown-kind",
      { value: text, type: variant.name, ...(nearest === undefined ? {} : { nearest }) },
      [
        {
          message: `${variant.name} has the kinds ${names}`,
          ...(variant.at.file === "" ? {} : { at: variant.at }),
        },
      ],
    );
  };
}

type Part = ElementText | CellContent;

function textOf(part: Part | undefined): string {
  if (part === undefined) return "";
  return typeof part === "object" && "text" in part ? part.text : trim(contentText(part));
}

/** A cell that is no text is a single part; so is any where there is nothing to divide by. */
function splitParts(
  content: CellContent,
  separator: string | undefined,
  count: number,
  type: string,
): readonly Part[] | CellProblem {
  if (typeof content !== "string") return [content];
  if (separator !== undefined) return splitElements(content, separator, true);
  if (count <= 1) return [content];
  return problem("no-more-separators", { value: trim(content), type });
}

function parseFields(
  parts: readonly Part[],
  fields: readonly FieldParser[],
  type: string,
): readonly Value[] | CellProblem {
  const count = lastFilled(parts) + 1;
  if (count > fields.length) {
    const value = parts.map(textOf).find((text) => text !== "") ?? "";
    return problem("too-many-parts", { value, type, count, needed: fields.length });
  }
  const values: Value[] = [];
  for (const [index, one] of fields.entries()) {
    const value = parseField(parts[index], one, type, textOf(parts[0]));
    if (isProblem(value)) return value;
    values.push(value);
  }
  return values;
}

function lastFilled(parts: readonly Part[]): number {
  return parts.findLastIndex((part) => textOf(part) !== "" || isQuoted(part));
}

function isQuoted(part: Part | undefined): boolean {
  return typeof part === "object" && "isQuoted" in part && part.isQuoted;
}

function parseField(
  part: Part | undefined,
  { field, parse, empty }: FieldParser,
  type: string,
  first: string,
): Value | CellProblem {
  const content = typeof part === "object" && "text" in part ? part.text : part;
  const isEmpty = content === undefined || (typeof content === "string" && isBlank(content));
  if (!isEmpty || isQuoted(part)) {
    const value = parse(content ?? "");
    return isProblem(value) ? value.inField(field.name) : value;
  }
  const meaning = empty();
  if (meaning === undefined) return problem("missing-part", { value: first, type, field: field.name });
  return isProblem(meaning) ? meaning.inField(field.name) : meaning.value;
}
