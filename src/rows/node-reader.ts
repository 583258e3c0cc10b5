import { at } from "../base/assert.js";
import { findNearest } from "../base/find-nearest.js";
import {
  type DocumentField,
  type DocumentNode,
  type DocumentPath,
  describeNode,
  fieldsOf,
  showNode,
} from "../model/document.js";
import { formatType, type MapType, type Schema, type StructSchema, type ValueType } from "../model/schema.js";
import type { Value, VariantValue } from "../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { isRepetition, sortMap, sortSet } from "./parse-collection.js";
import type { FieldParser } from "./parse-struct.js";
import { allGood, bad, type Read } from "./structured-reader.js";

/** What nodes are read with: the parsers of cells serve for scalars. */
export interface NodeContext {
  readonly schema: Pick<Schema, "structs" | "variants">;
  readonly parserOf: (type: ValueType) => CellParser;
  readonly fieldsOf: (struct: number) => readonly FieldParser[];
  readonly findKind: (variant: number, name: string) => number | CellProblem;
}

/** Where a mistake is: the node that has it, and the way to it. */
export interface NodePlace {
  readonly node: DocumentNode;
  readonly path: DocumentPath;
  /** The same way as a cell's problem tells it: elements count from 1. */
  readonly elements: readonly (number | string)[];
}

export type ReportNode = (problem: CellProblem, at: NodePlace) => void;

export interface NodeOptions {
  /** The way to the node; it is the root unless given. */
  readonly path?: DocumentPath;
  /** True where fields that a struct does not have are passed over. */
  readonly isLenient?: boolean;
}

/** Turns trees of values, of a file or of JSON in a cell, into values of a type. */
export class NodeReader {
  readonly #context: NodeContext;

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** Returns the value, or `bad` where anything of it is wrong, all of which is reported. */
  read(
    node: DocumentNode,
    type: ValueType,
    report: ReportNode,
    { path = [], isLenient = false }: NodeOptions = {},
  ): Read {
    return new Walk(this.#context, report, { path, isLenient }).read(node, type);
  }
}

class Walk {
  readonly #context: NodeContext;
  readonly #report: ReportNode;
  readonly #path: (string | number)[];
  readonly #elements: (string | number)[] = [];
  readonly #isLenient: boolean;

  constructor(context: NodeContext, report: ReportNode, { path, isLenient }: Required<NodeOptions>) {
    this.#context = context;
    this.#report = report;
    this.#path = [...path];
    this.#isLenient = isLenient;
  }

  read(node: DocumentNode, type: ValueType): Read {
    // An attribute has no parts of its own: it is written as a cell is.
    if (node.form === "attribute") return this.#parse(node, type);
    switch (type.kind) {
      case "optional":
        return node.scalar === null ? undefined : this.read(node, type.value);
      case "list":
      case "array":
        return this.#readList(node, type);
      case "set":
        return this.#readSet(node, type);
      case "map":
        return this.#readMap(node, type);
      case "struct":
        return this.#readStruct(node, at(this.#context.schema.structs, type.index), type.index);
      case "variant":
        return this.#readVariant(node, type.index);
      case "reference":
        if (type.key.length > 1) return this.#readKey(node, type.key, type);
        return this.read(node, at(type.key, 0));
      default:
        return this.#readScalar(node, type);
    }
  }

  #readScalar(node: DocumentNode, type: ValueType): Read {
    if (node.scalar === undefined || node.scalar === null) return this.#misfit(node, type);
    // A text has been said to be there, be it empty.
    if (node.scalar === "" && type.kind === "string") return "";
    return this.#parse(node, type);
  }

  #parse(node: DocumentNode, type: ValueType): Read {
    const value = this.#context.parserOf(type)(contentOf(node, type));
    return isProblem(value) ? this.#fail(value, node) : value;
  }

  #readList(node: DocumentNode, type: ValueType & { kind: "list" | "array" }): Read {
    const values = this.#readItems(node, type.element, type);
    if (values === bad || type.kind === "list" || values.length === type.length) return values;
    const count = values.length;
    const parameters = { value: showNode(node), type: formatType(type), count, needed: type.length };
    return this.#fail(problem("wrong-element-count", parameters), node);
  }

  #readItems(node: DocumentNode, element: ValueType, type: ValueType): readonly Value[] | typeof bad {
    const items = itemsOf(node);
    if (items === undefined) return this.#misfit(node, type);
    const values: Value[] = [];
    let isGood = true;
    for (const [index, item] of items.entries()) {
      const value = this.#within(index, index + 1, () => this.read(item, element));
      if (value === bad) isGood = false;
      else values.push(value);
    }
    return isGood ? values : bad;
  }

  #readSet(node: DocumentNode, type: ValueType & { kind: "set" }): Read {
    const values = this.#readItems(node, type.element, type);
    if (values === bad) return bad;
    const items = itemsOf(node) ?? [];
    const sorted = sortSet(values, (index) => showNode(at(items, index)));
    if (!isRepetition(sorted)) return sorted;
    const { index, problem: found } = sorted;
    return this.#within(index, index + 1, () => this.#fail(found, at(items, index)));
  }

  #readKey(node: DocumentNode, key: readonly ValueType[], type: ValueType): Read {
    const items = itemsOf(node);
    if (items?.length !== key.length) return this.#misfit(node, type);
    const parts = key.map((part, index) =>
      this.#within(index, index + 1, () => this.read(at(items, index), part)),
    );
    return allGood(parts) ? parts : bad;
  }

  /** Fields by keys, or a list of pairs; in XML also a list of elements with `key` and `value`. */
  #readMap(node: DocumentNode, type: MapType): Read {
    const entries = entriesOf(node);
    if (entries === undefined) return this.#misfit(node, type);
    const values: Value[] = [];
    let isGood = true;
    for (const entry of entries) {
      const value = "misfit" in entry ? this.#failEntry(entry, type) : this.#readEntry(entry, type);
      if (value === bad) isGood = false;
      else values.push(value);
    }
    if (!isGood) return bad;
    const sorted = sortMap(values, (index) => showEntryKey(at(entries, index)));
    if (!isRepetition(sorted)) return sorted;
    const { index, problem: found } = sorted;
    const entry = at(entries, index);
    return "misfit" in entry
      ? bad
      : this.#within(entry.keyPath, index + 1, () => this.#fail(found, entry.key));
  }

  #readEntry(entry: MapEntry, type: MapType): Read {
    const key = this.#within(entry.keyPath, [entry.position, "key"], () => this.read(entry.key, type.key));
    const name = showNode(entry.key);
    const value = this.#within(entry.valuePath, name, () => this.read(entry.value, type.value));
    return key === bad || value === bad ? bad : [key, value];
  }

  #failEntry({ misfit, position }: BadEntry, type: MapType): typeof bad {
    return this.#within(position - 1, position, () => this.#misfit(misfit, type));
  }

  #readStruct(
    node: DocumentNode,
    struct: StructSchema,
    index: number,
    kind?: DocumentField,
  ): readonly Value[] | typeof bad {
    const given = fieldsOf(node);
    if (given === undefined) {
      return this.#misfit(node, { kind: "struct", index, name: struct.name, bytes: 0, alignment: 1 });
    }
    const fields = this.#context.fieldsOf(index);
    const byName = new Map(given.filter((one) => one !== kind).map((one) => [one.name, one.node]));
    const names = fields.map(({ field }) => field.name);
    const unknown = this.#isLenient ? [] : given.filter((one) => one !== kind && !names.includes(one.name));
    const misnamed = unknown.map((one) => this.#failUnknown(one, struct.name, names));
    const values = fields.map((one) => {
      const field = byName.get(one.field.name);
      // A field that is there by a wrong name is not missing too.
      if (field === undefined && misnamed.includes(one.field.name)) return bad;
      return this.#readField(field, one, node, struct.name);
    });
    return unknown.length === 0 && allGood(values) ? values : bad;
  }

  /** Returns the name that was meant, if any is near. */
  #failUnknown({ name, node }: DocumentField, type: string, names: readonly string[]): string | undefined {
    const nearest = findNearest(name, names);
    const parameters = { value: name, type, ...(nearest === undefined ? {} : { nearest }) };
    this.#within(name, [], () => this.#fail(problem("unknown-json-field", parameters), node));
    return nearest;
  }

  #readField(
    given: DocumentNode | undefined,
    { field, empty }: FieldParser,
    node: DocumentNode,
    type: string,
  ): Read {
    if (given !== undefined && (given.scalar !== null || field.type.kind === "optional")) {
      return this.#within(field.name, field.name, () => this.read(given, field.type));
    }
    const meaning = empty();
    if (meaning === undefined) {
      return this.#fail(problem("missing-part", { value: showNode(node), type, field: field.name }), node);
    }
    if (!isProblem(meaning)) return meaning.value;
    return this.#within(field.name, field.name, () => this.#fail(meaning, given ?? node));
  }

  #readVariant(node: DocumentNode, index: number): VariantValue | typeof bad {
    const variant = at(this.#context.schema.variants, index);
    const said = findKindField(node);
    const name = said?.node.scalar;
    if (said === undefined || typeof name !== "string") {
      return this.#misfit(node, { kind: "variant", index, name: variant.name });
    }
    const kind = this.#context.findKind(index, name);
    if (isProblem(kind)) return this.#within(said.name, [], () => this.#fail(kind, said.node));
    const { struct } = at(variant.kinds, kind);
    const fields = this.#readStruct(node, at(this.#context.schema.structs, struct), struct, said);
    return fields === bad ? bad : { kind, fields };
  }

  #misfit(node: DocumentNode, type: ValueType): typeof bad {
    const parameters = { value: showNode(node), type: formatType(type), is: describeNode(node) };
    return this.#fail(problem("wrong-json", parameters), node);
  }

  #fail(found: CellProblem, node: DocumentNode): typeof bad {
    this.#report(found, { node, path: [...this.#path], elements: [...this.#elements] });
    return bad;
  }

  #within<Result>(step: Steps, element: Steps, read: () => Result): Result {
    const [pathLength, elementsLength] = [this.#path.length, this.#elements.length];
    for (const one of toList(step)) this.#path.push(one);
    for (const one of toList(element)) this.#elements.push(one);
    const result = read();
    this.#path.length = pathLength;
    this.#elements.length = elementsLength;
    return result;
  }
}

type Steps = number | string | readonly (number | string)[];

function toList(steps: Steps): readonly (number | string)[] {
  return typeof steps === "object" ? steps : [steps];
}

function findKindField({ fields, kind }: DocumentNode): DocumentField | undefined {
  const find = (member: string) => fields?.find(({ name }) => name === member);
  return find("$type") ?? kind ?? find("__type__");
}

/** A single element of XML is a list of itself where nothing in it can be meant as the list's elements. */
function itemsOf(node: DocumentNode): readonly DocumentNode[] | undefined {
  return node.items ?? (node.form === "element" ? [node] : undefined);
}

interface MapEntry {
  readonly key: DocumentNode;
  readonly value: DocumentNode;
  /** Counted from 1. */
  readonly position: number;
  readonly keyPath: Steps;
  readonly valuePath: Steps;
}
/** One of a list that is no pair. */
interface BadEntry {
  readonly misfit: DocumentNode;
  readonly position: number;
}

function entriesOf(node: DocumentNode): readonly (MapEntry | BadEntry)[] | undefined {
  const { items, fields } = node;
  const isListOfEntries = node.form === "element" && items?.every(({ fields }) => isEntry(fields));
  if (fields === undefined || (isListOfEntries && fields.length > 0)) return items?.map(toEntry);
  return fields.map(({ name, node: value }, index) => ({
    key: { line: value.line, scalar: name },
    value,
    position: index + 1,
    keyPath: name,
    valuePath: name,
  }));
}

function isEntry(fields: readonly DocumentField[] | undefined): boolean {
  const names = fields?.map(({ name }) => name) ?? [];
  return names.length === 2 && names.includes("key") && names.includes("value");
}

function toEntry(node: DocumentNode, index: number): MapEntry | BadEntry {
  const position = index + 1;
  if (node.form === "element" && isEntry(node.fields)) {
    const [key, value] = ["key", "value"].map((name) => node.fields?.find((field) => field.name === name));
    if (key !== undefined && value !== undefined) {
      const paths = { keyPath: [index, "key"], valuePath: [index, "value"] };
      return { key: key.node, value: value.node, position, ...paths };
    }
  }
  const [key, value, ...others] = node.items ?? [];
  if (key === undefined || value === undefined || others.length > 0) return { misfit: node, position };
  return { key, value, position, keyPath: [index, 0], valuePath: [index, 1] };
}

function showEntryKey(entry: MapEntry | BadEntry): string {
  return "misfit" in entry ? "" : showNode(entry.key);
}

/** Returns what a parser of cells is to read: all digits where a number does not keep them. */
function contentOf({ scalar, text }: DocumentNode, type: ValueType): CellContent {
  if (scalar === undefined || scalar === null) return "";
  if (text === undefined || typeof scalar === "string") return scalar;
  if (textKinds.includes(type.kind)) return text;
  if (typeof scalar === "boolean" || Number.isSafeInteger(scalar)) return scalar;
  return Number.isFinite(scalar) && !/^[-+]?\d+$/.test(text) ? scalar : text;
}

/** For these `1.10` is another value than `1.1`. */
const textKinds: readonly ValueType["kind"][] = ["string", "version"];
