import { at } from "../base/assert.js";
import { isBlank, trim } from "../base/blank.js";
import { findNearest } from "../base/find-nearest.js";
import type { FieldSchema, StructSchema, VariantSchema } from "../model/schema.js";
import type { Value, VariantValue } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { hasParts } from "./has-parts.js";
import { splitParts, takeQuotes } from "./split-elements.js";

/** A field of a struct with its parser, and what is meant where a cell says nothing of it. */
export interface FieldParser {
  readonly field: FieldSchema;
  readonly parse: CellParser;
  /** Returns the value that an empty text stands for, or `undefined` where there must be one. */
  readonly empty: () => { readonly value: Value } | CellProblem | undefined;
}

/** How the fields of a struct, or of one kind of a variant, are read. */
export interface FieldsParser {
  readonly struct: StructSchema;
  /** Asked for with the first value: a struct may hold itself in a list. */
  readonly fields: () => readonly FieldParser[];
  /** What divides the fields; `undefined` where no separator is left. */
  readonly separator: string | undefined;
  /** What divides the parts inside of fields. */
  readonly inner: readonly string[];
}

/** Creates the parser of a struct: the values of its fields in their order, divided by a separator. */
export function createStructParser(parser: FieldsParser): CellParser<readonly Value[]> {
  return (content) => {
    const parts = splitContent(content, parser);
    // The fields cannot be told apart.
    if (parser.separator === undefined && parser.fields().length > 1)
      return tooDeep(content, parser.struct.name);
    return parseFields(parts, parser, content);
  };
}

/** Creates the parser of a variant: the name of the kind, then the values of its fields, divided as the kind needs it. */
export function createVariantParser(
  variant: VariantSchema,
  kinds: readonly FieldsParser[],
  separators: readonly string[],
): CellParser<VariantValue> {
  const findKind = createKindFinder(variant);
  return (content) => {
    const kind = findKind(cutName(contentText(content), separators));
    if (isProblem(kind)) return kind;
    const parser = at(kinds, kind);
    const parts = splitContent(content, parser).slice(1);
    const fields = parseFields(parts, parser, content);
    if (!isProblem(fields)) return { kind, fields };
    // There is nothing that the values of the fields could stand behind.
    const isCutOff = parser.separator === undefined && fields.code === "missing-part";
    return isCutOff ? tooDeep(content, variant.name) : fields;
  };
}

/** Returns what stands before the first separator, whichever it is, without quotes around it. */
function cutName(text: string, separators: readonly string[]): string {
  const [first = "", ...others] = separators;
  const [name = ""] = separators.length === 0 ? [trim(text)] : splitParts(text, first, others);
  const quoted = takeQuotes(name);
  if (!isProblem(quoted) && quoted.isQuoted) return quoted.text;
  const ends = others.map((separator) => name.indexOf(separator)).filter((end) => end >= 0);
  return trim(name.slice(0, Math.min(name.length, ...ends)));
}

/** Returns the position of a kind by its name or an alias. */
export type KindFinder = (text: string) => number | CellProblem;

export function createKindFinder(variant: VariantSchema): KindFinder {
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

/** A cell that is no text is a single part; so is any where there is nothing to divide by. */
function splitContent(content: CellContent, { separator, inner }: FieldsParser): readonly CellContent[] {
  if (typeof content !== "string" || separator === undefined) return [content];
  return splitParts(content, separator, inner);
}

function tooDeep(content: CellContent, type: string): CellProblem {
  return problem("no-more-separators", { value: trim(contentText(content)), type });
}

function parseFields(
  parts: readonly CellContent[],
  { struct, fields: fieldsOf }: FieldsParser,
  content: CellContent,
): readonly Value[] | CellProblem {
  const fields = fieldsOf();
  const [value, type] = [trim(contentText(content)), struct.name];
  const count = parts.findLastIndex((part) => !isEmptyPart(part)) + 1;
  if (count > fields.length) return problem("too-many-parts", { value, type, count, needed: fields.length });
  const values: Value[] = [];
  for (const [index, one] of fields.entries()) {
    const parsed = parseField(parts[index], one);
    if (parsed === missing) return problem("missing-part", { value, type, field: one.field.name });
    if (isProblem(parsed)) return parsed.inField(one.field.name);
    values.push(parsed);
  }
  return values;
}

/** True for a part that says nothing: `""` says that there is an empty text. */
function isEmptyPart(part: CellContent | undefined): boolean {
  return part === undefined || (typeof part === "string" && isBlank(part));
}

const missing = Symbol("missing");

function parseField(
  part: CellContent | undefined,
  { field, parse, empty }: FieldParser,
): Value | CellProblem | typeof missing {
  if (part === undefined || isEmptyPart(part)) {
    const meaning = empty();
    if (meaning === undefined) return missing;
    return isProblem(meaning) ? meaning : meaning.value;
  }
  // What has parts finds the quotes of these itself.
  if (typeof part !== "string" || hasParts(field.type)) return parse(part);
  const element = takeQuotes(trim(part));
  return isProblem(element) ? element : parse(element.text);
}
