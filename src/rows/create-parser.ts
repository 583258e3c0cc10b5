import { at } from "../base/assert.js";
import { trim } from "../base/blank.js";
import { formatStoredType } from "../model/image-format.js";
import {
  type FieldSchema,
  formatType,
  type Schema,
  type ValueType,
  type VariantType,
  type Writing,
} from "../model/schema.js";
import { type CellParser, type CellProblem, isProblem } from "./cell-parser.js";
import { resolveEmptyText } from "./empty-cell.js";
import { hasParts } from "./has-parts.js";
import { NodeReader } from "./node-reader.js";
import { parseBool } from "./parse-bool.js";
import { createMapParser, createSetParser, tooDeep } from "./parse-collection.js";
import { createDatetimeParser } from "./parse-datetime.js";
import { parseDuration } from "./parse-duration.js";
import { createEnumParser } from "./parse-enum.js";
import { createFlagsParser } from "./parse-flags.js";
import { createFloatParser } from "./parse-float.js";
import { createFractionParser } from "./parse-fraction.js";
import { createIntegerParser } from "./parse-integer.js";
import { createJsonParser, looksLikeJson } from "./parse-json.js";
import { createArrayParser, createListParser } from "./parse-list.js";
import { createReferenceParser } from "./parse-reference.js";
import { parseString } from "./parse-string.js";
import {
  createKindFinder,
  createStructParser,
  createVariantParser,
  type FieldParser,
  type FieldsParser,
  type KindFinder,
} from "./parse-struct.js";
import { parseVersion } from "./parse-version.js";
import { ofEntry, SeparatorChoice, type Separators } from "./separators.js";

/** What the config says about the writing of values. */
export interface ParseOptions {
  /** IANA zone of datetimes without an offset. */
  readonly timeZone: string;
  /** What divides the parts of containers, from the innermost outwards: the first divides the elements of a list. */
  readonly separators: readonly string[];
  /** By type name, or `list`: the text that an empty cell of a column without an own default stands for. */
  readonly emptyCells: Readonly<Record<string, string>>;
  /** By a name that cells may use: the text of the cell that it stands for. */
  readonly constants: Readonly<Record<string, string>>;
}

export interface ParseContext {
  readonly schema: Pick<Schema, "enums" | "structs" | "variants">;
  readonly options: ParseOptions;
}

/**
 * Creates the parsers of a library's types. Each is made once, as some prepare tables or ask for a time zone's rules,
 * and as a type may hold itself.
 */
export class ParserFactory {
  readonly #context: ParseContext;
  readonly #separators: SeparatorChoice;
  readonly #parsers = new Map<string, CellParser>();
  /** The same by the type itself: records and parts in cells of their own ask for one with every value. */
  readonly #byType = new Map<ValueType, CellParser>();
  readonly #fields = new Map<string, readonly FieldParser[]>();
  readonly #kindFinders = new Map<number, KindFinder>();
  /** Reads values of documents. */
  readonly nodes: NodeReader;

  constructor(context: ParseContext) {
    this.#context = context;
    this.#separators = new SeparatorChoice(context.schema, context.options.separators);
    this.nodes = new NodeReader({
      schema: context.schema,
      parserOf: (type) => this.create(type),
      fieldsOf: (struct) => this.fieldsOf(struct),
      findKind: (variant, name) => this.findKind(variant, name),
    });
  }

  /** Returns the parser of a type; `writing` says how its column is written, where it is not as the config has it. */
  create(type: ValueType, writing?: Writing): CellParser {
    const known = writing === undefined ? this.#byType.get(type) : undefined;
    if (known !== undefined) return known;
    const parser = this.#createWhole(type, this.#separators.choose(type, writing));
    if (writing === undefined) this.#byType.set(type, parser);
    return parser;
  }

  /** Returns the fields of a struct with parsers that know the separators that are left for them. */
  fieldsOf(struct: number, left?: Separators): readonly FieldParser[] {
    const id = `${struct} ${JSON.stringify(left)}`;
    const known = this.#fields.get(id);
    if (known !== undefined) return known;
    const fields: FieldParser[] = [];
    this.#fields.set(id, fields);
    for (const field of at(this.#context.schema.structs, struct).fields) {
      fields.push(this.#createField(field, left));
    }
    return fields;
  }

  /** Returns the position of a variant's kind by its name or an alias. */
  findKind(variant: number, name: string): number | CellProblem {
    const find =
      this.#kindFinders.get(variant) ?? createKindFinder(at(this.#context.schema.variants, variant));
    this.#kindFinders.set(variant, find);
    return find(name);
  }

  #createField(field: FieldSchema, left: Separators | undefined): FieldParser {
    // A struct may hold itself in a list: the parser is made when the first value asks for it.
    let parser: CellParser | undefined;
    const parse: CellParser = (content) => {
      parser ??=
        field.writing !== undefined || left === undefined
          ? this.create(field.type, field.writing)
          : this.#createWhole(field.type, this.#separators.chooseInner(field.type, left));
      return parser(content);
    };
    return { field, parse, empty: () => this.emptyOf({ field, parse }) };
  }

  /** Returns what an empty text of a field stands for, or `undefined` where there must be a value. */
  emptyOf({ field, parse }: Pick<FieldParser, "field" | "parse">): ReturnType<FieldParser["empty"]> {
    return resolveEmptyText(field, this.#context.options.emptyCells, parse);
  }

  /** A whole cell, or a part of one, that is of a type with parts may be JSON. */
  #createWhole(type: ValueType, separators: Separators): CellParser {
    const id = `${formatType(type)} ${formatStoredType(type)} ${JSON.stringify(separators)}`;
    const known = this.#parsers.get(id);
    if (known !== undefined) return known;
    const parse = this.#createOwn(type, separators);
    const parser = hasParts(type) ? this.#orJson(type, parse) : parse;
    this.#parsers.set(id, parser);
    return parser;
  }

  /** What begins as JSON is read so, but for lists of texts, which may begin with a bracket. */
  #orJson(type: ValueType, parse: CellParser): CellParser {
    const parseJson = createJsonParser(type, this.nodes);
    return (content) => {
      if (!looksLikeJson(content) || isMeantAsText(type, content)) return parse(content);
      const value = parseJson(content);
      // `[1, 2` and `[a]` are mistakes of lists, `{` is one of JSON.
      if (!isProblem(value) || value.code !== "not-json" || content.trimStart().startsWith("{")) return value;
      const plain = parse(content);
      return isProblem(plain) && needsJson(type) ? value : plain;
    };
  }

  #createOwn(type: ValueType, separators: Separators): CellParser {
    const { schema, options } = this.#context;
    const [separator] = separators;
    const left = separators.slice(1);
    const inner = (part: ValueType) => this.#createWhole(part, this.#separators.chooseInner(part, left));
    const within = (own: string) => ({ separator: own, inner: this.#separators.within(type, left) });
    switch (type.kind) {
      case "bool":
        return this.#orConstant(parseBool);
      case "integer":
        return this.#orConstant(createIntegerParser(type));
      case "float":
        return this.#orConstant(type.isFraction ? createFractionParser(type) : createFloatParser(type));
      case "string":
        return parseString;
      case "datetime":
        return this.#orConstant(createDatetimeParser(options.timeZone));
      case "duration":
        return this.#orConstant(parseDuration);
      case "version":
        return this.#orConstant(parseVersion);
      case "enum": {
        const one = at(schema.enums, type.index);
        return one.isFlags ? createFlagsParser(one) : createEnumParser(one);
      }
      case "list":
        return separator === undefined
          ? tooDeep(type)
          : createListParser(type, inner(type.element), within(separator));
      case "array":
        return separator === undefined
          ? tooDeep(type)
          : createArrayParser(type, inner(type.element), within(separator));
      case "set":
        return separator === undefined
          ? tooDeep(type)
          : createSetParser(type, inner(type.element), within(separator));
      case "map":
        return this.#createMap(type, separators);
      case "struct": {
        const fields = () => this.fieldsOf(type.index, left);
        const struct = at(schema.structs, type.index);
        return createStructParser({ struct, fields, separator, inner: this.#separators.within(type, left) });
      }
      case "variant": {
        const variant = at(schema.variants, type.index);
        const kinds = variant.kinds.map(({ struct }) => this.#createKind(type, struct, separators));
        return createVariantParser(variant, kinds, separators);
      }
      case "reference":
        return createReferenceParser(
          type,
          type.key.map((part) => this.create(part)),
          separator,
        );
      case "optional":
        return this.#createOwn(type.value, separators);
    }
  }

  /** Each kind takes the innermost separators, as many as it needs: a flat one is written as if the others were too. */
  #createKind(type: VariantType, struct: number, separators: Separators): FieldsParser {
    const own = separators.slice(Math.max(0, separators.length - this.#separators.depthOfKind(struct)));
    return {
      struct: at(this.#context.schema.structs, struct),
      fields: () => this.fieldsOf(struct, own.slice(1)),
      separator: own[0],
      inner: this.#separators.within(type, own.slice(1)),
    };
  }

  /** A second separator that nothing else needs stands between key and value. */
  #createMap(type: ValueType & { readonly kind: "map" }, separators: Separators): CellParser {
    const [separator, second] = separators;
    if (separator === undefined) return tooDeep(type);
    const hasOwn = second !== undefined && separators.length > this.#separators.depthOf(type);
    const left = separators.slice(hasOwn ? 2 : 1);
    const create = (part: ValueType) => this.#createWhole(part, this.#separators.chooseInner(part, left));
    const parsers = { parseKey: create(type.key), parseValue: create(type.value) };
    const inner = this.#separators.within(type, left);
    return createMapParser(type, parsers, { separator, ofEntry: hasOwn ? second : ofEntry, inner });
  }

  #orConstant(parse: CellParser): CellParser {
    const { constants } = this.#context.options;
    if (Object.keys(constants).length === 0) return parse;
    return (content) => {
      if (typeof content !== "string") return parse(content);
      const name = trim(content);
      return parse(Object.hasOwn(constants, name) ? (constants[name] ?? content) : content);
    };
  }
}

/** A list of texts may hold `[a]` and `{a}`; JSON's begin with a quote, or with `null` where that may be. */
function isMeantAsText(type: ValueType, content: string): boolean {
  if (type.kind === "optional") return isMeantAsText(type.value, content);
  if (type.kind !== "list" && type.kind !== "array" && type.kind !== "set") return false;
  const isOptional = type.element.kind === "optional";
  const { kind } = type.element.kind === "optional" ? type.element.value : type.element;
  return kind === "string" && !(isOptional ? /^\s*\[\s*(?:"|null\b)/ : /^\s*\[\s*"/).test(content);
}

function needsJson(type: ValueType): boolean {
  if (type.kind === "optional") return needsJson(type.value);
  return type.kind === "struct" || type.kind === "variant" || type.kind === "map";
}
