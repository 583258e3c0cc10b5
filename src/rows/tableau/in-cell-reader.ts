import { compareValues } from "../../base/compare-values.js";
import { findNearest } from "../../base/find-nearest.js";
import type {
  TableauField,
  TableauKind,
  TableauList,
  TableauMap,
  TableauMessage,
  TableauMessageUse,
  TableauSeparators,
  TableauSingle,
  TableauType,
  TableauTypes,
} from "../../model/tableau.js";
import type { Value } from "../../model/value.js";
import { type CellContent, isProblem, problem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";
import { type CellPosition, faultOf, faultOfProblem } from "./fault.js";
import { defaultOf, isReason, type Parsed, readEnum, ScalarReader } from "./scalar-reader.js";
import { parseTextNode, type TextNode, TextNodeError } from "./text-nodes.js";

/** A value, and whether the cells have anything of it. */
export interface Found {
  readonly value: Value;
  readonly isPresent: boolean;
}

/** What is looked at of a single value that a cell has. */
export type CheckSingle = (value: Value, field: TableauField, position: CellPosition) => void;

export interface InCellContext {
  readonly types: TableauTypes;
  readonly parsers: ParserFactory;
  readonly separators: TableauSeparators;
  readonly checkSingle: CheckSingle;
}

/** Reads values that one cell holds all of. Throws `TableauFault`. */
export class InCellReader {
  readonly #context: InCellContext;
  readonly #types: TableauTypes;
  readonly #scalars: ScalarReader;

  constructor(context: InCellContext) {
    this.#context = context;
    this.#types = context.types;
    this.#scalars = new ScalarReader(context.parsers);
  }

  /** Reads a field whose type one cell can hold. */
  read(
    field: TableauField,
    type: TableauType,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    switch (type.kind) {
      case "list":
        return this.#readList(field, type, content, position);
      case "map":
        return this.#readMap(field, type, content, position);
      case "message":
        return this.#readMessage(type, content, position, this.#separatorsOf(field).sep);
      default:
        return this.readSingle(field, type, content, position);
    }
  }

  /** Reads a scalar or an enum; an empty one is the field's default, or 0, an empty text, false. */
  readSingle(
    field: TableauField,
    type: Exclude<TableauSingle, TableauMessageUse>,
    content: CellContent | undefined,
    position: CellPosition,
    element?: number,
  ): Found {
    const given = isEmptyFor(type, content) ? field.default : content;
    if (given === undefined || isEmptyFor(type, given)) {
      return { value: field.isNullable ? undefined : this.emptyOf(type), isPresent: false };
    }
    const parsed = this.#parse(type, given);
    const value = this.#check(
      isProblem(parsed) && element !== undefined ? parsed.inElement(element) : parsed,
      position,
    );
    this.#context.checkSingle(value, field, position);
    return { value, isPresent: true };
  }

  /** Returns the value of what is not there. */
  emptyOf(type: TableauType): Value {
    switch (type.kind) {
      case "scalar":
        return defaultOf(type.scalar);
      case "enum": {
        const numbers = [...(this.#types.enums.get(type.name)?.numbers.values() ?? [])];
        return numbers.includes(0) ? 0 : (numbers[0] ?? 0);
      }
      case "list":
      case "map":
        return [];
      case "message": {
        const message = this.#types.messages.get(type.name);
        if (message?.union !== undefined) return undefined;
        return message?.fields.map((field) => this.emptyField(field)) ?? [];
      }
    }
  }

  emptyField(field: TableauField): Value {
    if (field.default !== undefined && (field.type.kind === "scalar" || field.type.kind === "enum")) {
      const value = this.#parse(field.type, field.default);
      if (!isProblem(value) && !isReason(value)) return value;
    }
    return field.isNullable ? undefined : this.emptyOf(field.type);
  }

  #parse(type: Exclude<TableauSingle, TableauMessageUse>, content: CellContent): Parsed {
    if (type.kind === "scalar") return this.#scalars.read(type, content);
    const one = this.#types.enums.get(type.name);
    return one === undefined ? 0 : readEnum(one, content);
  }

  #check(value: Parsed, position: CellPosition): Value {
    if (isReason(value)) throw faultOf(position, "tableau-cell", { reason: value.reason });
    if (isProblem(value)) throw faultOfProblem(position, value);
    return value;
  }

  #separatorsOf({ separators }: TableauField): TableauSeparators {
    return { ...this.#context.separators, ...separators };
  }

  #readList(
    field: TableauField,
    { element, key }: TableauList,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    const { sep, subsep } = this.#separatorsOf(field);
    const values: Value[] = [];
    let gap: number | undefined;
    const own = elementField(field);
    for (const [index, part] of splitContent(content, sep).entries()) {
      const found =
        element.kind === "message"
          ? this.#readMessage(element, part, position, subsep)
          : this.readSingle(own, element, part, position, index + 1);
      if (!found.isPresent) gap ??= index + 1;
      else if (gap !== undefined) {
        throw faultOf(position, "tableau-cell", {
          reason: `element ${gap} is empty, and ${index + 1} is not`,
        });
      } else values.push(found.value);
    }
    if (key !== undefined) {
      const repeated = values.findIndex((value, index) => values.indexOf(value) < index);
      if (repeated >= 0) {
        const part = contentText(splitContent(content, sep)[repeated] ?? "");
        const parameters = { value: part, first: values.indexOf(values[repeated]) + 1 };
        throw faultOfProblem(position, problem("repeated-element", parameters).inElement(repeated + 1));
      }
    }
    return { value: values, isPresent: values.length > 0 };
  }

  #readMap(
    field: TableauField,
    { key, value }: TableauMap,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    const { sep, subsep } = this.#separatorsOf(field);
    const entries: (readonly Value[])[] = [];
    const own = elementField(field);
    for (const [index, part] of splitContent(content, sep).entries()) {
      const text = contentText(part);
      const at = text.indexOf(subsep);
      const [keyText, valueText] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + subsep.length)];
      const foundKey = this.readSingle(own, key, keyText, position, index + 1);
      const foundValue = this.#readMapValue(field, value, { text, valueText }, position);
      if (!foundKey.isPresent && !foundValue.isPresent) break;
      const first = entries.findIndex(([other]) => other === foundKey.value);
      if (first >= 0) {
        const repeated = problem("repeated-map-key", { value: keyText, first: first + 1 });
        throw faultOfProblem(position, repeated.inElement(entries.length + 1));
      }
      entries.push([foundKey.value, foundValue.value]);
    }
    return { value: sortEntries(entries), isPresent: entries.length > 0 };
  }

  /** A struct as a value has its key among its fields: all of the entry is it. */
  #readMapValue(
    field: TableauField,
    value: TableauSingle,
    { text, valueText }: { readonly text: string; readonly valueText: string },
    position: CellPosition,
  ): Found {
    if (value.kind === "message") {
      return this.#readMessage(value, text, position, this.#separatorsOf(field).subsep);
    }
    const { range, default: _, ...plain } = elementField(field);
    return this.readSingle(plain, value, valueText, position);
  }

  #readMessage(
    type: TableauMessageUse,
    content: CellContent | undefined,
    position: CellPosition,
    separator: string,
  ): Found {
    const message = this.#types.messages.get(type.name);
    const text = content === undefined ? "" : contentText(content);
    if (message === undefined || text === "") return { value: this.emptyOf(type), isPresent: false };
    if (type.form !== undefined) return this.#readForm(type, text, type.form, position);
    if (message.union !== undefined) {
      const reason = "a union in one cell is written as text or JSON: |{form:FORM_TEXT}";
      throw faultOf(position, "tableau-cell", { reason });
    }
    const parts = text.split(separator);
    let isPresent = false;
    const values = message.fields.map((own, index) => {
      const part = parts[index];
      if (part === undefined) return this.emptyField(own);
      if (own.type.kind !== "scalar" && own.type.kind !== "enum") {
        const reason = `${own.name} has parts of its own: write the struct as text or JSON, |{form:FORM_JSON}`;
        throw faultOf(position, "tableau-cell", { reason });
      }
      const found = this.readSingle(own, own.type, part, position);
      isPresent ||= found.isPresent;
      return found.value;
    });
    return { value: values, isPresent };
  }

  #readForm(type: TableauMessageUse, text: string, form: "text" | "json", position: CellPosition): Found {
    try {
      return { value: this.#readNode(type, parseTextNode(text.trim(), form), position), isPresent: true };
    } catch (error) {
      if (!(error instanceof TextNodeError)) throw error;
      throw faultOf(position, "tableau-cell", { reason: error.message });
    }
  }

  #readNode(type: TableauType, node: TextNode, position: CellPosition): Value {
    switch (type.kind) {
      case "list": {
        const items = node.kind === "list" ? node.items : [node];
        return items.map((item) => this.#readNode(type.element, item, position));
      }
      case "map":
        return this.#readNodeMap(type, node, position);
      case "message":
        if (node.kind !== "fields") throw new TextNodeError(`${type.name} is written with its fields`);
        return this.#readNodeMessage(type, node.fields, position);
      default:
        if (node.kind !== "single") throw new TextNodeError("a single value has no fields");
        return this.#check(this.#parse(type, node.content), position);
    }
  }

  /** JSON has the keys as names, the text format has fields `key` and `value`, once for each entry. */
  #readNodeMap({ key, value }: TableauMap, node: TextNode, position: CellPosition): Value {
    const pairs = node.kind === "fields" ? node.fields : [];
    const entries =
      node.kind === "list"
        ? node.items.map((item) => readEntry(item))
        : isEntry(node)
          ? [readEntry(node)]
          : pairs.map(([name, one]) => ({ key: { kind: "single", content: name } as const, value: one }));
    const read = entries.map((entry): readonly Value[] => [
      entry.key === undefined ? this.emptyOf(key) : this.#readNode(key, entry.key, position),
      entry.value === undefined ? this.emptyOf(value) : this.#readNode(value, entry.value, position),
    ]);
    const repeated = read.findIndex(([one], index) => read.findIndex(([other]) => other === one) < index);
    if (repeated >= 0) throw new TextNodeError("a key of a map stands twice");
    return sortEntries(read);
  }

  #readNodeMessage({ name }: TableauMessageUse, fields: Named, position: CellPosition): Value {
    const message = this.#types.messages.get(name);
    if (message === undefined) return undefined;
    if (message.union !== undefined)
      return this.#readNodeUnion(message, message.union.kinds, fields, position);
    checkNames(message, fields);
    return message.fields.map((field) => {
      const own = fields.filter(([one]) => isSameName(one, field.name)).map(([, node]) => node);
      const [first] = own;
      if (first === undefined) return this.emptyField(field);
      const node: TextNode = own.length > 1 ? { kind: "list", items: own } : first;
      return this.#readNode(field.type, node, position);
    });
  }

  #readNodeUnion(
    { union, fullName }: TableauMessage,
    kinds: readonly TableauKind[],
    fields: Named,
    position: CellPosition,
  ): Value {
    const type = fields.find(([name]) => isSameName(name, union?.typeColumn ?? ""))?.[1];
    const named = fields.find(([name]) => kinds.some((kind) => isSameName(kind.fieldName, name)));
    const unknown = fields.find((field) => field[1] !== type && field !== named);
    if (unknown !== undefined) throw new TextNodeError(`${fullName} has no ${unknown[0]} beside the others`);
    const number =
      type === undefined
        ? undefined
        : this.#readNode({ kind: "enum", name: union?.type ?? "" }, type, position);
    const index = kinds.findIndex((kind) =>
      number === undefined ? isSameName(kind.fieldName, named?.[0] ?? "") : kind.number === number,
    );
    const kind = kinds[index];
    if (kind === undefined) return undefined;
    if (named !== undefined && !isSameName(kind.fieldName, named[0])) {
      throw new TextNodeError(`the type is ${kind.name}, and the value that of ${named[0]}`);
    }
    const use: TableauMessageUse = { kind: "message", name: kind.message, isInCell: true };
    if (named === undefined) return { kind: index, fields: asFields(this.emptyOf(use)) };
    if (!kind.isScalar) return { kind: index, fields: asFields(this.#readNode(use, named[1], position)) };
    const [field] = this.#types.messages.get(kind.message)?.fields ?? [];
    return {
      kind: index,
      fields: field === undefined ? [] : [this.#readNode(field.type, named[1], position)],
    };
  }
}

type Named = readonly (readonly [name: string, node: TextNode])[];

function isEntry(node: TextNode): boolean {
  return (
    node.kind === "fields" &&
    node.fields.length > 0 &&
    node.fields.every(([name]) => name === "key" || name === "value")
  );
}

function readEntry(node: TextNode): {
  readonly key: TextNode | undefined;
  readonly value: TextNode | undefined;
} {
  if (node.kind !== "fields") throw new TextNodeError("an entry of a map has a key and a value");
  const find = (name: string) => node.fields.find(([own]) => own === name)?.[1];
  return { key: find("key"), value: find("value") };
}

function checkNames({ fullName, fields }: TableauMessage, given: Named): void {
  const unknown = given.find(([name]) => !fields.some((field) => isSameName(field.name, name)));
  if (unknown === undefined) return;
  const nearest = findNearest(
    unknown[0],
    fields.map(({ name }) => name),
  );
  const hint = nearest === undefined ? "" : `; there is ${nearest}`;
  throw new TextNodeError(`${fullName} has no field ${unknown[0]}${hint}`);
}

/** `item_list`, `itemList` and `ItemList` are one name. */
function isSameName(left: string, right: string): boolean {
  const plain = (name: string) => name.replaceAll("_", "").toLowerCase();
  return plain(left) === plain(right);
}

/** What a message is read to is an array of the values of its fields. */
function asFields(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** Puts the entries of a map in the order of their keys. */
export function sortEntries(entries: readonly (readonly Value[])[]): readonly Value[] {
  return entries.toSorted(([left], [right]) => compareValues(left, right));
}

/** An element is there or not: what an empty one would stand for is the container's to say. */
function elementField(field: TableauField): TableauField {
  const { default: _, ...rest } = field;
  return { ...rest, isNullable: false };
}

function splitContent(content: CellContent | undefined, separator: string): readonly CellContent[] {
  if (content === undefined || content === "") return [];
  const text = contentText(content);
  // A number, a date or a bool of its own is one element.
  return text.includes(separator) ? text.split(separator) : [content];
}

/** Blanks are a text. */
function isEmptyFor(type: TableauSingle, content: CellContent | undefined): boolean {
  if (content === undefined || content === "") return true;
  const isText = type.kind === "scalar" && type.scalar === "string";
  return !isText && typeof content === "string" && content.trim() === "";
}
