import { at } from "../base/assert.js";
import type { Place } from "../base/place.js";
import { type FieldSchema, formatType, type ValueType } from "../model/schema.js";
import { columnsOf, type FieldNode, isSingleCell } from "./field-path.js";
import { type DefaultText, readType, splitType } from "./read-type.js";
import { draftStructType } from "./resolve-structs.js";
import type { TableContext } from "./table-context.js";
import type { HeaderColumn } from "./table-header.js";

interface FieldType {
  /** `undefined` when a type is wrong, which has been reported. */
  readonly type: ValueType | undefined;
  readonly at: Place;
  readonly default: DefaultText | undefined;
}

/**
 * Returns the type that the header gives a field; `undefined` when it gives none. Where the first of several columns
 * alone has a type, and it has parts, it is the field's; else each column has its own, and parts of a field become the
 * fields of a struct, numbered columns and rows elements of a list.
 */
export function typeOfField(field: FieldNode, context: TableContext): FieldType | undefined {
  const columns = [...columnsOf(field)];
  const [first, ...others] = columns;
  if (first === undefined || columns.every(({ type }) => type === undefined)) return undefined;
  const isAlone = others.every(({ type }) => type === undefined);
  if (first.type !== undefined && isAlone) {
    const read = readColumnType(first, context);
    if (isSingleCell(field) || read.type === undefined || !isScalar(read.type)) return read;
    // One column of numbers in rows: `*levels` of int32 is a list of them.
    if (columns.length > 1 && field.parts.length === 0 && field.elements.size === 0) return read;
  }
  return { type: composeType(field, context), at: first.type?.at ?? field.at, default: undefined };
}

function readColumnType(column: HeaderColumn, context: TableContext): FieldType {
  const { text, at: place } = at([column.type ?? { text: "", at: column.at }], 0);
  const split = splitType(text, place, context);
  return { type: readType(split.type, place, context), at: place, default: split.default };
}

function isScalar(type: ValueType): boolean {
  if (type.kind === "optional") return isScalar(type.value);
  return !["list", "array", "set", "map", "struct", "variant"].includes(type.kind);
}

/** Makes a type of those of the columns; `undefined` when one of them is wrong or missing, which is then reported. */
function composeType(field: FieldNode, context: TableContext): ValueType | undefined {
  const element = composeElement(field, context);
  if (element === undefined) return undefined;
  return field.isInRows ? { kind: "list", element } : element;
}

function composeElement(field: FieldNode, context: TableContext): ValueType | undefined {
  if (field.elements.size > 0) return composeList([...field.elements.values()], context);
  if (field.parts.length > 0) return composeStruct(field, context);
  const [column] = field.columns;
  if (column?.type === undefined) {
    if (column !== undefined && !column.isFaulty) {
      context.report("missing-type", { table: context.table.name, column: field.path }, field.at);
    }
    return undefined;
  }
  return readColumnType(column, context).type;
}

/** Makes a list of numbered columns: those after the first have its type, or none of their own. */
function composeList(elements: readonly FieldNode[], context: TableContext): ValueType | undefined {
  const [first, ...others] = elements;
  const element = first === undefined ? undefined : typeOfField(first, context)?.type;
  if (first === undefined || element === undefined) return undefined;
  const firstType = formatType(element);
  for (const other of others) {
    const read = typeOfField(other, context);
    if (read === undefined) continue;
    if (read.type === undefined) return undefined;
    // What the columns of each element make of their parts is the same struct, or it differs and is reported.
    const type = formatType(read.type);
    if (type === firstType) continue;
    const names = { field: other.path, type, first: first.path, firstType };
    context.report("element-type-differs", names, read.at, [{ message: "first here", at: first.at }]);
    return undefined;
  }
  return { kind: "list", element };
}

/** Declares the struct of a field whose parts have their own types: `Hero` with `pos.x` and `pos.y` has a `HeroPos`. */
function composeStruct(field: FieldNode, context: TableContext): ValueType | undefined {
  const fields: FieldSchema[] = [];
  let isGood = true;
  for (const part of field.parts) {
    const read = typeOfField(part, context);
    if (read === undefined) {
      context.report("missing-type", { table: context.table.name, column: part.path }, part.at);
    }
    if (read?.type === undefined) {
      isGood = false;
      continue;
    }
    const fallback = read.default;
    fields.push({
      name: part.name,
      note: [...columnsOf(part)].find(({ note }) => note !== "")?.note ?? "",
      type: read.type,
      ...(fallback === undefined ? {} : { defaultText: fallback.text, defaultAt: fallback.at }),
      typeAt: read.at,
      at: part.at,
    });
  }
  if (!isGood) return undefined;
  const name = nameStruct(context.table.name, field.path);
  const struct = { name, note: `${field.path} of ${context.table.name}.`, fields, at: field.at };
  return context.addStruct(struct) ? draftStructType(name) : undefined;
}

/** `Hero` and `drops[0].item` give `HeroDropsItem`. */
function nameStruct(table: string, path: string): string {
  const words = path.split(/[^\p{XID_Continue}]+/u).filter((word) => !/^\d*$/.test(word));
  return [table, ...words].map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}
