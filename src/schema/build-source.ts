import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { type FieldSchema, formatType, type MapType, type ValueType } from "../model/schema.js";
import { columnsOfSource, type ValueSource } from "../model/table-source.js";
import type { FieldNode } from "./field-path.js";
import type { DraftStruct, DraftVariant } from "./resolve-structs.js";

/** What a field's parts are looked up in. */
export interface SourceContext {
  readonly structs: ReadonlyMap<string, DraftStruct>;
  readonly variants: ReadonlyMap<string, DraftVariant>;
  readonly report: Report;
}

/**
 * Returns where the values of a field stand, by how its columns write them; `undefined` where they do not fit its type,
 * which is then reported.
 */
export function buildSource(
  node: FieldNode,
  type: ValueType,
  context: SourceContext,
): ValueSource | undefined {
  if (!isWrittenInOneWay(node)) {
    context.report("mixed-columns", { field: node.path }, node.at);
    return undefined;
  }
  if (type.kind === "optional") return buildSource(node, type.value, context);
  if (node.isInRows) return buildRows(node, type, context);
  if (node.elements.size > 0) return buildElements(node, type, context);
  if (node.parts.length > 0) return buildParts(node, type, context);
  const [first] = node.columns;
  if (isScalar(type)) {
    // A heading that is wider than its column says nothing more of it.
    if (first !== undefined && node.columns.length === 1) return { kind: "cell", column: first.column };
    return reportMisfit(node, type, "second column", context);
  }
  const columns = node.columns.flatMap(({ column, span = 1 }) =>
    Array.from({ length: span }, (_, index) => column + index),
  );
  return columns.length === 1 ? { kind: "cell", column: at(columns, 0) } : { kind: "cells", columns };
}

/** The columns of a field itself, of its parts and of its elements exclude each other. */
function isWrittenInOneWay({ columns, parts, elements }: FieldNode): boolean {
  return [columns.length, parts.length, elements.size].filter((count) => count > 0).length === 1;
}

function isScalar(type: ValueType): boolean {
  return !["list", "array", "set", "map", "struct", "variant"].includes(type.kind);
}

function reportMisfit(
  { path, at: place }: FieldNode,
  type: ValueType,
  columns: string,
  { report }: SourceContext,
): undefined {
  report("columns-of-scalar", { field: path, type: formatType(type), columns }, place);
}

function buildRows(node: FieldNode, type: ValueType, context: SourceContext): ValueSource | undefined {
  if (type.kind === "array") return reportMisfit(node, type, "rows", context);
  const source = buildElement({ ...node, isInRows: false }, type, "rows", context);
  return source === undefined
    ? undefined
    : { kind: "rows", starts: [...ownColumnsOf(source)], element: source };
}

/** Returns where an element of a container stands; that of a map is an entry, with the parts `key` and `value`. */
function buildElement(
  node: FieldNode,
  type: ValueType,
  columns: string,
  context: SourceContext,
): ValueSource | undefined {
  switch (type.kind) {
    case "list":
    case "array":
    case "set":
      return buildSource(node, type.element, context);
    case "map":
      return buildEntry(node, type, context);
    default:
      return reportMisfit(node, type, columns, context);
  }
}

function buildEntry(node: FieldNode, type: MapType, context: SourceContext): ValueSource | undefined {
  if (node.parts.length === 0) return buildSource(node, type, context);
  reportUnknownParts(node, formatType(type), ["key", "value"], context);
  const sources = (["key", "value"] as const).map((name) => {
    const part = node.parts.find((one) => one.name === name);
    if (part !== undefined) return buildSource(part, type[name], context);
    const field = `${formatType(type)}.${name}`;
    context.report("missing-field-column", { field: node.path, type: field }, node.at);
    return undefined;
  });
  return sources.every((source) => source !== undefined) ? { kind: "fields", fields: sources } : undefined;
}

/** Yields the columns of a source but those of elements in rows: where one is filled, a record or an element begins. */
export function* ownColumnsOf(source: ValueSource): Generator<number> {
  switch (source.kind) {
    case "rows":
      return;
    case "fields":
      for (const field of source.fields) yield* ownColumnsOf(field);
      return;
    case "kinds":
      yield* ownColumnsOf(source.type);
      for (const kind of source.kinds) for (const field of kind) yield* ownColumnsOf(field);
      return;
    case "elements":
      for (const element of source.elements) yield* ownColumnsOf(element);
      return;
    case "entries":
      for (const entry of source.entries) yield* ownColumnsOf(entry.source);
      return;
    default:
      yield* columnsOfSource(source);
  }
}

/** True for a source that has elements in rows below each other. */
export function takesRows(source: ValueSource): boolean {
  switch (source.kind) {
    case "rows":
      return true;
    case "fields":
      return source.fields.some(takesRows);
    case "kinds":
      return source.kinds.some((kind) => kind.some(takesRows));
    case "elements":
      return source.elements.some(takesRows);
    case "entries":
      return source.entries.some((entry) => takesRows(entry.source));
    default:
      return false;
  }
}

function buildElements(node: FieldNode, type: ValueType, context: SourceContext): ValueSource | undefined {
  const sources: ValueSource[] = [];
  for (let index = 0; index < node.elements.size; index++) {
    const one = node.elements.get(index);
    if (one === undefined) {
      context.report("missing-element", { field: node.path, index }, node.at);
      return undefined;
    }
    const source = buildElement(one, type, "numbered columns", context);
    if (source === undefined) return undefined;
    sources.push(source);
  }
  if (type.kind === "array" && sources.length < type.length) {
    context.report("missing-element", { field: node.path, index: sources.length }, node.at);
    return undefined;
  }
  if (type.kind === "array" && sources.length > type.length) {
    return reportMisfit(node, type, `${node.path}[${type.length}]`, context);
  }
  return { kind: "elements", elements: sources };
}

function buildParts(node: FieldNode, type: ValueType, context: SourceContext): ValueSource | undefined {
  switch (type.kind) {
    case "struct":
      return buildFields(node, type.name, context);
    case "variant":
      return buildKinds(node, type.name, context);
    case "map":
      return buildEntries(node, type.value, context);
    default:
      return reportMisfit(node, type, "parts", context);
  }
}

function buildFields(node: FieldNode, name: string, context: SourceContext): ValueSource | undefined {
  const fields = context.structs.get(name)?.fields;
  if (fields === undefined) return undefined;
  reportUnknownParts(
    node,
    name,
    fields.map((field) => field.name),
    context,
  );
  const sources = fields.map((field) => buildField(node, field, name, context));
  return sources.every((source) => source !== undefined) ? { kind: "fields", fields: sources } : undefined;
}

function buildField(
  node: FieldNode,
  field: FieldSchema,
  type: string,
  context: SourceContext,
): ValueSource | undefined {
  const part = node.parts.find(({ name }) => name === field.name);
  if (part !== undefined) return buildSource(part, field.type, context);
  if (field.type.kind !== "optional" && field.defaultText === undefined) {
    context.report("missing-field-column", { field: node.path, type: `${type}.${field.name}` }, node.at);
    return undefined;
  }
  return { kind: "missing" };
}

function reportUnknownParts(
  node: FieldNode,
  type: string,
  names: readonly string[],
  { report }: SourceContext,
): void {
  for (const part of node.parts) {
    if (names.includes(part.name)) continue;
    const suggestion = findNearest(part.name, names);
    report("unknown-field-column", { field: part.name, type, suggestion }, part.at);
  }
}

const kindPart = "$type";

function buildKinds(node: FieldNode, name: string, context: SourceContext): ValueSource | undefined {
  const variant = context.variants.get(name);
  if (variant === undefined) return undefined;
  const kinds = variant.kinds.map(({ struct }) => context.structs.get(struct)?.fields ?? []);
  const names = kinds.flatMap((fields) => fields.map((field) => field.name));
  reportUnknownParts(node, name, [kindPart, ...names], context);
  const type = node.parts.find((part) => part.name === kindPart);
  if (type === undefined) {
    context.report("missing-field-column", { field: node.path, type: `${name}.${kindPart}` }, node.at);
    return undefined;
  }
  const typeSource = buildSource(type, { kind: "string" }, context);
  const sources = kinds.map((fields) =>
    fields.map((field) => {
      const part = node.parts.find((one) => one.name === field.name);
      return part === undefined ? ({ kind: "missing" } as const) : buildSource(part, field.type, context);
    }),
  );
  if (typeSource === undefined) return undefined;
  const all: (readonly ValueSource[])[] = [];
  for (const kind of sources) {
    if (!kind.every((source) => source !== undefined)) return undefined;
    all.push(kind);
  }
  return { kind: "kinds", type: typeSource, kinds: all };
}

function buildEntries(node: FieldNode, value: ValueType, context: SourceContext): ValueSource | undefined {
  const entries: { readonly key: string; readonly source: ValueSource }[] = [];
  for (const part of node.parts) {
    const source = buildSource(part, value, context);
    if (source === undefined) return undefined;
    entries.push({ key: part.name, source });
  }
  return { kind: "entries", entries };
}
