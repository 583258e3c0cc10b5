import { at } from "../base/assert.js";
import { findNearest } from "../base/find-nearest.js";
import { formatType, type MapType, type StructSchema, type ValueType } from "../model/schema.js";
import type { Value, VariantValue } from "../model/value.js";
import { type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import type { ParseContext } from "./create-parser.js";
import { sortMap, sortSet } from "./parse-collection.js";
import { createKindFinder, type FieldParser } from "./parse-struct.js";

/** A value of a JSON text. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** True for a cell that is meant as JSON: it begins as an object or an array does. */
export function looksLikeJson(content: unknown): content is string {
  return typeof content === "string" && /^\s*[[{]/.test(content);
}

/** Creates a parser of JSON texts. */
export function createJsonParser(type: ValueType, context: JsonContext): CellParser {
  const reader = new JsonReader(context);
  return (content) => {
    let json: JsonValue;
    try {
      json = JSON.parse(String(content)) as JsonValue; // what JSON.parse returns is such a value
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return problem("not-json", { value: String(content), reason });
    }
    return reader.read(json, type);
  };
}

/** What values of JSON are read with: the parsers of cells serve for scalars. */
export interface JsonContext extends ParseContext {
  readonly parserOf: (type: ValueType) => CellParser;
  readonly fieldsOf: (struct: number) => readonly FieldParser[];
}

/** Turns values of JSON into values of a type. */
export class JsonReader {
  readonly #context: JsonContext;

  constructor(context: JsonContext) {
    this.#context = context;
  }

  read(json: JsonValue, type: ValueType): Value | CellProblem {
    switch (type.kind) {
      case "optional":
        return json === null ? undefined : this.read(json, type.value);
      case "list":
      case "array":
        return this.#readList(json, type);
      case "set": {
        const values = this.#readElements(json, type.element, type);
        return isProblem(values) ? values : sortSet(values, (index) => showJson(elementOf(json, index)));
      }
      case "map":
        return this.#readMap(json, type);
      case "struct":
        return this.#readStruct(json, at(this.#context.schema.structs, type.index), type.index);
      case "variant":
        return this.#readVariant(json, type.index);
      case "reference":
        if (type.key.length > 1) return this.#readKey(json, type.key, type);
        return this.read(json, at(type.key, 0));
      default:
        if (typeof json === "object") return misfit(json, type);
        // A text in JSON has been said to be there, be it empty.
        if (json === "" && type.kind === "string") return "";
        return this.#context.parserOf(type)(json);
    }
  }

  #readList(json: JsonValue, type: ValueType & { kind: "list" | "array" }): readonly Value[] | CellProblem {
    const values = this.#readElements(json, type.element, type);
    if (isProblem(values) || type.kind === "list" || values.length === type.length) return values;
    const count = values.length;
    return problem("wrong-element-count", {
      value: showJson(json),
      type: formatType(type),
      count,
      needed: type.length,
    });
  }

  #readElements(json: JsonValue, element: ValueType, type: ValueType): readonly Value[] | CellProblem {
    if (!isArray(json)) return misfit(json, type);
    const values: Value[] = [];
    for (const [index, one] of json.entries()) {
      const value = this.read(one, element);
      if (isProblem(value)) return value.inElement(index + 1);
      values.push(value);
    }
    return values;
  }

  #readKey(json: JsonValue, key: readonly ValueType[], type: ValueType): readonly Value[] | CellProblem {
    if (!isArray(json) || json.length !== key.length) return misfit(json, type);
    const parts: Value[] = [];
    for (const [index, part] of key.entries()) {
      const value = this.read(json[index] ?? null, part);
      if (isProblem(value)) return value.inElement(index + 1);
      parts.push(value);
    }
    return parts;
  }

  /** An object by keys, or an array of pairs. */
  #readMap(json: JsonValue, type: MapType): readonly Value[] | CellProblem {
    const pairs = isObject(json) ? Object.entries(json) : json;
    if (!isArray(pairs)) return misfit(json, type);
    const entries: Value[] = [];
    for (const [index, pair] of pairs.entries()) {
      if (!isArray(pair) || pair.length !== 2) return misfit(pair, type).inElement(index + 1);
      const [key = null, value = null] = pair;
      const readKey = this.read(key, type.key);
      if (isProblem(readKey)) return readKey.inField("key").inElement(index + 1);
      const readValue = this.read(value, type.value);
      if (isProblem(readValue)) return readValue.inField(String(key));
      entries.push([readKey, readValue]);
    }
    return sortMap(entries, (index) => showJson(elementOf(pairs[index] ?? null, 0)));
  }

  #readStruct(
    json: JsonValue,
    struct: StructSchema,
    index: number,
    ignored: readonly string[] = [],
  ): readonly Value[] | CellProblem {
    if (!isObject(json))
      return misfit(json, { kind: "struct", index, name: struct.name, bytes: 0, alignment: 1 });
    const fields = this.#context.fieldsOf(index);
    const names = fields.map(({ field }) => field.name);
    for (const name of Object.keys(json)) {
      if (names.includes(name) || ignored.includes(name)) continue;
      const nearest = findNearest(name, names);
      const parameters = { value: name, type: struct.name, ...(nearest === undefined ? {} : { nearest }) };
      return problem("unknown-json-field", parameters);
    }
    const values: Value[] = [];
    for (const one of fields) {
      const value = this.#readField(json, one, struct.name);
      if (isProblem(value)) return value;
      values.push(value);
    }
    return values;
  }

  #readField(json: JsonObject, { field, empty }: FieldParser, type: string): Value | CellProblem {
    const given = Object.hasOwn(json, field.name) ? json[field.name] : undefined;
    if (given !== undefined && (given !== null || field.type.kind === "optional")) {
      const value = this.read(given, field.type);
      return isProblem(value) ? value.inField(field.name) : value;
    }
    const meaning = empty();
    if (meaning === undefined)
      return problem("missing-part", { value: showJson(json), type, field: field.name });
    return isProblem(meaning) ? meaning.inField(field.name) : meaning.value;
  }

  #readVariant(json: JsonValue, index: number): VariantValue | CellProblem {
    const variant = at(this.#context.schema.variants, index);
    const name = isObject(json) ? json[kindMember] : undefined;
    if (typeof name !== "string") return misfit(json, { kind: "variant", index, name: variant.name });
    const kind = createKindFinder(variant)(name);
    if (isProblem(kind)) return kind;
    const { struct } = at(variant.kinds, kind);
    const fields = this.#readStruct(json, at(this.#context.schema.structs, struct), struct, [kindMember]);
    return isProblem(fields) ? fields : { kind, fields };
  }
}

/** What says the kind of a variant. */
const kindMember = "$type";

function isArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function elementOf(json: JsonValue, index: number): JsonValue {
  return isArray(json) ? (json[index] ?? null) : null;
}

function misfit(json: JsonValue, type: ValueType): CellProblem {
  const is =
    json === null
      ? "null"
      : isArray(json)
        ? "an array"
        : `a${typeof json === "object" ? "n object" : ` ${typeof json}`}`;
  return problem("wrong-json", { value: showJson(json), type: formatType(type), is });
}

function showJson(json: JsonValue): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}
