import { formatPath } from "../base/format-path.js";
import type { Place } from "../base/place.js";

/** What a file of records holds, JSON say: a tree of values that know where they stand. */
export interface Document {
  /** Path relative to the config's folder, with `/`. */
  readonly file: string;
  readonly root: DocumentNode;
}

/**
 * A value of a document. What its format leaves open it says in each way that it may be read: `{}` in Lua is a list
 * without elements and a record without fields, an element of XML with a text is that text and a list of it.
 */
export interface DocumentNode {
  /** One-based. */
  readonly line: number;
  /** The value, where it may be read as a single one. */
  readonly scalar?: null | boolean | number | string;
  /** A number or a word as the file writes it: `1.10`, and all digits of integers beyond 2^53. */
  readonly text?: string;
  /** The elements, where it may be read as a list. */
  readonly items?: readonly DocumentNode[];
  /** The fields or entries, where it may be read as a record or a map. No name stands twice. */
  readonly fields?: readonly DocumentField[];
  /** What says the kind of a variant, where the format cannot say `$type`; it may be one of the fields. */
  readonly kind?: DocumentField;
  /** What the text format calls its values, where that is not as JSON does. */
  readonly form?: "element" | "attribute" | "table";
}

export interface DocumentField {
  readonly name: string;
  readonly node: DocumentNode;
}

/** The names and positions that lead from the root of a document to a value. */
export type DocumentPath = readonly (string | number)[];

/** Returns the place of a value, with its text where it is a single one. */
export function placeOfNode(file: string, node: DocumentNode, path: DocumentPath, header?: string): Place {
  const shown = formatPath(path);
  return {
    file,
    ...(shown === "" ? {} : { path: shown }),
    line: node.line,
    ...(header === undefined ? {} : { header }),
    ...(node.scalar === undefined ? {} : { value: node.text ?? String(node.scalar) }),
  };
}

/** The attribute of an element that says a kind is a field too, unless it has an element of that name. */
export function fieldsOf({ fields, kind }: DocumentNode): readonly DocumentField[] | undefined {
  return fields === undefined || kind === undefined || fields.includes(kind) ? fields : [...fields, kind];
}

/** Returns what a node is, as part of a sentence. */
export function describeNode({ scalar, items, fields, form }: DocumentNode): string {
  if (scalar === null) return "null";
  if (form === "element") return "an element";
  if (form === "table") return "a table";
  if (scalar !== undefined) return `a ${typeof scalar}`;
  return items !== undefined && fields === undefined ? "an array" : "an object";
}

/** Returns the node as JSON would have it, cut where it is long. */
export function showNode(node: DocumentNode): string {
  if (typeof node.scalar === "string") return node.scalar;
  return show(node, shownLength).slice(0, shownLength);
}

const shownLength = 100;

function show(node: DocumentNode, room: number): string {
  if (room <= 0) return "";
  if (node.scalar !== undefined) {
    return typeof node.scalar === "string" ? JSON.stringify(node.scalar) : (node.text ?? String(node.scalar));
  }
  if (node.fields !== undefined && (node.fields.length > 0 || node.items === undefined)) {
    return `{${showAll(
      node.fields.map((field) => [`${JSON.stringify(field.name)}:`, field.node]),
      room,
    )}}`;
  }
  return `[${showAll(
    (node.items ?? []).map((item) => ["", item]),
    room,
  )}]`;
}

function showAll(parts: readonly (readonly [prefix: string, node: DocumentNode])[], room: number): string {
  let text = "";
  for (const [prefix, node] of parts) {
    if (text.length > room) break;
    text += `${text === "" ? "" : ","}${prefix}${show(node, room - text.length)}`;
  }
  return text;
}
