import { compareValues } from "../../base/compare-values.js";
import { findNearest } from "../../base/find-nearest.js";
import type {
  TableauField,
  TableauKind,
  TableauMap,
  TableauMessage,
  TableauMessageUse,
  TableauSingle,
  TableauType,
  TableauTypes,
} from "../../model/tableau.js";
import type { Value } from "../../model/value.js";
import type { CellContent } from "../cell-parser.js";
import { parseTextNode, type TextNode, TextNodeError } from "./text-nodes.js";

/** What values are made by. */
export interface ValueMaker {
  parse(type: Exclude<TableauSingle, TableauMessageUse>, content: CellContent): Value;
  /** What is not there. */
  emptyOf(type: TableauType): Value;
  emptyField(field: TableauField): Value;
}

/** Reads messages that a cell has in the text format of protobuf, or as JSON. Throws `TextNodeError`. */
export class MessageTextReader {
  readonly #types: TableauTypes;
  readonly #form: "text" | "json";
  readonly #make: ValueMaker;

  constructor(types: TableauTypes, form: "text" | "json", make: ValueMaker) {
    this.#types = types;
    this.#form = form;
    this.#make = make;
  }

  read(type: TableauMessageUse, text: string): Value {
    return this.#readNode(type, parseTextNode(text, this.#form));
  }

  #readNode(type: TableauType, node: TextNode): Value {
    switch (type.kind) {
      case "list": {
        const items = node.kind === "list" ? node.items : [node];
        return items.map((item) => this.#readNode(type.element, item));
      }
      case "map":
        return this.#readNodeMap(type, node);
      case "message":
        if (node.kind !== "fields") throw new TextNodeError(`${type.name} is written with its fields`);
        return this.#readNodeMessage(type, node.fields);
      default:
        if (node.kind !== "single") throw new TextNodeError("a single value has no fields");
        return this.#make.parse(type, node.content);
    }
  }

  /** JSON has the keys as names, the text format has fields `key` and `value`, once for each entry. */
  #readNodeMap({ key, value }: TableauMap, node: TextNode): Value {
    const pairs = node.kind === "fields" ? node.fields : [];
    const entries =
      node.kind === "list"
        ? node.items.map((item) => readEntry(item))
        : this.#form === "text" && isEntry(node)
          ? [readEntry(node)]
          : pairs.map(([name, one]) => ({ key: { kind: "single", content: name } as const, value: one }));
    const read = entries.map((entry): readonly Value[] => [
      entry.key === undefined ? this.#make.emptyOf(key) : this.#readNode(key, entry.key),
      entry.value === undefined ? this.#make.emptyOf(value) : this.#readNode(value, entry.value),
    ]);
    const repeated = read.findIndex(([one], index) => read.findIndex(([other]) => other === one) < index);
    if (repeated >= 0) throw new TextNodeError("a key of a map stands twice");
    return sortEntries(read);
  }

  #readNodeMessage({ name }: TableauMessageUse, fields: Named): Value {
    const message = this.#types.messages.get(name);
    if (message === undefined) return undefined;
    if (message.union !== undefined) return this.#readNodeUnion(message, message.union.kinds, fields);
    checkNames(message, fields);
    return message.fields.map((field) => {
      const own = fields.filter(([one]) => isSameName(one, field.name)).map(([, node]) => node);
      const [first] = own;
      if (first === undefined) return this.#make.emptyField(field);
      const node: TextNode = own.length > 1 ? { kind: "list", items: own } : first;
      return this.#readNode(field.type, node);
    });
  }

  #readNodeUnion({ union, fullName }: TableauMessage, kinds: readonly TableauKind[], fields: Named): Value {
    const type = fields.find(([name]) => isSameName(name, union?.typeColumn ?? ""))?.[1];
    const named = fields.find(([name]) => kinds.some((kind) => isSameName(kind.fieldName, name)));
    const unknown = fields.find((field) => field[1] !== type && field !== named);
    if (unknown !== undefined) throw new TextNodeError(`${fullName} has no ${unknown[0]} beside the others`);
    const number =
      type === undefined ? undefined : this.#readNode({ kind: "enum", name: union?.type ?? "" }, type);
    const index = kinds.findIndex((kind) =>
      number === undefined ? isSameName(kind.fieldName, named?.[0] ?? "") : kind.number === number,
    );
    const kind = kinds[index];
    if (kind === undefined) return undefined;
    if (named !== undefined && !isSameName(kind.fieldName, named[0])) {
      throw new TextNodeError(`the type is ${kind.name}, and the value that of ${named[0]}`);
    }
    const use: TableauMessageUse = { kind: "message", name: kind.message, isInCell: true };
    if (named === undefined) return { kind: index, fields: asFields(this.#make.emptyOf(use)) };
    if (!kind.isScalar) return { kind: index, fields: asFields(this.#readNode(use, named[1])) };
    const [field] = this.#types.messages.get(kind.message)?.fields ?? [];
    return {
      kind: index,
      fields: field === undefined ? [] : [this.#readNode(field.type, named[1])],
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
