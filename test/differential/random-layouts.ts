import fc from "fast-check";
import { at } from "../../src/base/assert.js";
import { isIdentifier } from "../../src/base/identifiers.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import { anyName } from "./random-names.js";
import { anyTree, type Leaf, type Tree, type TreeSetting } from "./random-trees.js";

/*
 * How the parts of a value are spread over columns and rows of a sheet, as docs/sheets.md has it; the values that can
 * stand so; and what the columns are called.
 */

export type Layout =
  /** All of it in one cell. */
  | { readonly kind: "cell"; readonly isJson: boolean }
  /** A field that the sheet has no column of. */
  | { readonly kind: "left-out" }
  /** One scalar in each of several columns of the same name, or of one that is merged over them. */
  | { readonly kind: "cells"; readonly count: number; readonly isMerged: boolean }
  /** `pos.x`, `pos.y`: in the order of the struct's fields, and the order in which the columns come. */
  | { readonly kind: "fields"; readonly fields: readonly Layout[]; readonly order: readonly number[] }
  /** `shape.$type` and the fields of all kinds by name. */
  | { readonly kind: "kinds"; readonly fields: readonly (readonly [name: string, Layout])[] }
  /** `stats.hp`. */
  | { readonly kind: "entries"; readonly entries: readonly (readonly [key: Leaf, Layout])[] }
  /** `drops[0]`, `drops[1]`. */
  | { readonly kind: "elements"; readonly count: number; readonly element: Layout }
  /** `*drops`. */
  | { readonly kind: "rows"; readonly element: Layout }
  /** `key` and `value` of a map's entry. */
  | { readonly kind: "pair"; readonly value: Layout };

/** What a part of a layout may still do. */
interface Room {
  /** How deep columns may go on. */
  readonly depth: number;
  /** How many rows of elements may be in one another; those that have no name of their own cannot be in rows. */
  readonly rows: number;
  readonly hasName: boolean;
}

const topRoom: Room = { depth: 2, rows: 2, hasName: true };

export function hasParts(type: ValueType): boolean {
  if (type.kind === "optional") return hasParts(type.value);
  return ["list", "array", "set", "map", "struct", "variant"].includes(type.kind);
}

/** A column whose values stand in one cell each. */
export function inOneCell(name: string): {
  readonly layout: Layout;
  readonly headings: readonly Heading[];
} {
  return { layout: { kind: "cell", isJson: false }, headings: [{ name, span: 1, isOwn: true }] };
}

const inCell = fc.boolean().map((isJson): Layout => ({ kind: "cell", isJson }));

/** Any way to write values of a type. */
export function anyLayout(type: ValueType, setting: TreeSetting, room: Room = topRoom): fc.Arbitrary<Layout> {
  if (type.kind === "optional") return anyLayout(type.value, setting, room);
  if (!hasParts(type) || room.depth < 0) return inCell;
  const spread = [
    ...listCells(type, setting.schema),
    ...listParts(type, setting, { ...room, depth: room.depth - 1 }),
  ];
  return spread.length === 0 ? inCell : fc.oneof(inCell, ...spread, ...spread);
}

function listCells(type: ValueType, schema: TreeSetting["schema"]): readonly fc.Arbitrary<Layout>[] {
  const element = type.kind === "array" ? type.length : type.kind === "struct" ? 1 : 2;
  const size = sizeOfParts(type, schema);
  if (size === 0) return [];
  // A single column is one cell, which holds all parts.
  return [
    fc.boolean().map((isMerged): Layout => ({ kind: "cells", count: Math.max(2, size * element), isMerged })),
  ];
}

/** How many cells an element takes, or a value that is none of elements. */
function sizeOfParts(type: ValueType, schema: TreeSetting["schema"]): number {
  if ("element" in type) return countCells(type.element, schema);
  if (type.kind === "map") return 1 + countCells(type.value, schema);
  return countCells(type, schema);
}

/** How many cells beside each other a part takes at most; of a variant in itself those of its first kind. */
function countCells(type: ValueType, schema: TreeSetting["schema"], open: readonly number[] = []): number {
  const ofFields = (struct: number, within: readonly number[]) =>
    at(schema.structs, struct).fields.reduce((sum, field) => sum + countCells(field.type, schema, within), 0);
  if (type.kind === "optional") return countCells(type.value, schema, open);
  if (type.kind === "struct") return ofFields(type.index, open);
  if (type.kind !== "variant") return 1;
  const { kinds } = at(schema.variants, type.index);
  const counted = open.includes(type.index) ? kinds.slice(0, 1) : kinds;
  return 1 + Math.max(...counted.map(({ struct }) => ofFields(struct, [...open, type.index])));
}

function listParts(type: ValueType, setting: TreeSetting, room: Room): readonly fc.Arbitrary<Layout>[] {
  switch (type.kind) {
    case "struct":
      return at(setting.schema.structs, type.index).fields.length === 0
        ? []
        : [anyFieldsLayout(type.index, setting, room)];
    case "variant":
      return [anyKindsLayout(type.index, setting, room)];
    case "map":
      return [...listElements(anyPair(type, setting, room), room), ...listEntries(type, setting, room)];
    case "array":
      return [
        anyLayout(type.element, setting, { ...room, hasName: false }).map(
          (element): Layout => ({ kind: "elements", count: type.length, element }),
        ),
      ];
    case "list":
    case "set": {
      const elements = anyLayout(type.element, setting, { ...room, hasName: false });
      // An element without columns could not be told from none.
      return countCells(type.element, setting.schema) === 0 ? [] : listElements(elements, room);
    }
    default:
      return [];
  }
}

function anyPair(
  type: ValueType & { readonly kind: "map" },
  setting: TreeSetting,
  room: Room,
): fc.Arbitrary<Layout> {
  return anyLayout(type.value, setting, { ...room, rows: room.rows - 1, hasName: true }).map(
    (value): Layout => ({ kind: "pair", value }),
  );
}

function listElements(elements: fc.Arbitrary<Layout>, room: Room): readonly fc.Arbitrary<Layout>[] {
  const numbered = elements.map((element): Layout => ({ kind: "elements", count: 3, element }));
  const inRows = elements.map((element): Layout => ({ kind: "rows", element }));
  return room.hasName && room.rows > 0 ? [numbered, inRows, inRows] : [numbered];
}

function listEntries(
  type: ValueType & { readonly kind: "map" },
  setting: TreeSetting,
  room: Room,
): readonly fc.Arbitrary<Layout>[] {
  const key = anyKeyOfHeader(type.key, setting);
  if (key === undefined) return [];
  const value = anyLayout(type.value, setting, { ...room, hasName: true });
  return [
    fc
      .uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 3, selector: ([{ json }]) => json })
      .map((entries): Layout => ({ kind: "entries", entries })),
  ];
}

/** Keys that can stand behind a dot. */
function anyKeyOfHeader(type: ValueType, setting: TreeSetting): fc.Arbitrary<Leaf> | undefined {
  if (type.kind === "string") {
    const leaf = { kind: "leaf", isQuotable: true, isText: true } as const;
    return anyName.map((text) => ({ ...leaf, text, json: JSON.stringify(text), order: text }));
  }
  if (type.kind !== "enum" && type.kind !== "bool") return undefined;
  return setting.anyLeaf(type).filter(({ text }) => isIdentifier(text) && text.normalize("NFC") === text);
}

function anyFieldsLayout(struct: number, setting: TreeSetting, room: Room): fc.Arbitrary<Layout> {
  const { name, fields } = at(setting.schema.structs, struct);
  const parts = fields.map((field) => {
    const own = anyLayout(field.type, setting, { ...room, rows: room.rows - 1, hasName: true });
    const mayBeLeftOut = field.type.kind === "optional" || setting.defaults.has(`${name}.${field.name}`);
    const none = fc.constant<Layout>({ kind: "left-out" });
    return mayBeLeftOut ? fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: none }) : own;
  });
  const positions = fields.map((_, index) => index);
  return fc
    .tuple(fc.tuple(...parts), fc.shuffledSubarray(positions, { minLength: fields.length }))
    .map(([all, order]): Layout => {
      // Without any column there would be no value.
      const isMissing = all.every(({ kind }) => kind === "left-out");
      const given = isMissing ? all.map((): Layout => ({ kind: "cell", isJson: true })) : all;
      return { kind: "fields", fields: given, order };
    });
}

/** Fields of several kinds that have one name share its columns. */
function anyKindsLayout(variant: number, setting: TreeSetting, room: Room): fc.Arbitrary<Layout> {
  const structs = at(setting.schema.variants, variant).kinds.map(({ struct }) => struct);
  const fields = structs.flatMap((struct) => at(setting.schema.structs, struct).fields);
  const names = [...new Set(fields.map(({ name }) => name))];
  const layouts = names.map((name) => {
    const [first, ...others] = fields.filter((field) => field.name === name);
    const ofOne =
      first === undefined || others.length > 0
        ? inCell
        : anyLayout(first.type, setting, { ...room, rows: room.rows - 1, hasName: true });
    return ofOne.map((layout) => [name, layout] as const);
  });
  return fc.tuple(...layouts).map((all): Layout => ({ kind: "kinds", fields: all }));
}

// --- values ---------------------------------------------------------------------------------------------------

/** Values that can stand in a layout, most of them. */
export function anyTreeIn(
  layout: Layout,
  type: ValueType,
  setting: TreeSetting,
  depth = 2,
): fc.Arbitrary<Tree> {
  if (type.kind === "optional") {
    const value = anyTreeIn(layout, type.value, setting, depth);
    return fc.oneof({ weight: 1, arbitrary: absent }, { weight: 3, arbitrary: value });
  }
  switch (layout.kind) {
    case "fields":
      return type.kind === "struct"
        ? anyFieldsIn(layout.fields, type.index, setting, depth).map(
            (fields): Tree => ({ kind: "struct", fields }),
          )
        : anyTree(type, setting, depth);
    case "kinds":
      return type.kind === "variant"
        ? anyKindIn(layout, type.index, setting, depth)
        : anyTree(type, setting, depth);
    case "entries":
      return type.kind === "map" ? anyEntriesIn(layout, type.value, setting, depth) : absent;
    case "elements":
    case "rows":
      return anyElementsIn(layout.element, type, setting, depth);
    default:
      return anyTree(type, setting, depth);
  }
}

const absent = fc.constant<Tree>({ kind: "absent" });

function anyElementsIn(
  element: Layout,
  type: ValueType,
  setting: TreeSetting,
  depth: number,
): fc.Arbitrary<Tree> {
  if (type.kind === "list" || type.kind === "array") {
    const length = type.kind === "array" ? type.length : undefined;
    const [minLength, maxLength] = [length ?? 0, length ?? (depth < 0 ? 0 : 3)];
    return fc
      .array(anyTreeIn(element, type.element, setting, depth - 1), { minLength, maxLength })
      .map((items): Tree => ({ kind: "list", items }));
  }
  if (type.kind === "map" && element.kind === "pair") {
    const value = anyTreeIn(element.value, type.value, setting, depth - 1);
    return fc
      .uniqueArray(fc.tuple(setting.anyLeaf(type.key), value), {
        maxLength: depth < 0 ? 0 : 3,
        selector: ([{ json }]) => json,
      })
      .map((entries): Tree => ({ kind: "map", entries }));
  }
  return anyTree(type, setting, depth);
}

function anyFieldsIn(
  layouts: readonly Layout[],
  struct: number,
  setting: TreeSetting,
  depth: number,
): fc.Arbitrary<readonly Tree[]> {
  const { name, fields } = at(setting.schema.structs, struct);
  const trees = fields.map((field, index) => {
    const layout = at(layouts, index);
    const fallback = setting.defaults.get(`${name}.${field.name}`);
    const empty: Tree =
      fallback === undefined
        ? { kind: "absent" }
        : { kind: "default", json: fallback.json, value: fallback.order };
    if (layout.kind === "left-out") return fc.constant(empty);
    const written = anyTreeIn(layout, field.type, setting, depth);
    if (fallback === undefined) return written;
    return fc.oneof({ weight: 1, arbitrary: fc.constant(empty) }, { weight: 2, arbitrary: written });
  });
  return fc.tuple(...trees);
}

function anyKindIn(
  { fields: layouts }: Layout & { readonly kind: "kinds" },
  variant: number,
  setting: TreeSetting,
  depth: number,
): fc.Arbitrary<Tree> {
  const { kinds } = at(setting.schema.variants, variant);
  const positions = depth <= 0 ? [0] : kinds.map((_, position) => position);
  return fc.constantFrom(...positions).chain((position) => {
    const { struct } = at(kinds, position);
    const own = at(setting.schema.structs, struct).fields.map(
      ({ name }) => layouts.find(([field]) => field === name)?.[1] ?? ({ kind: "left-out" } as const),
    );
    return anyFieldsIn(own, struct, setting, depth - 1).map(
      (fields): Tree => ({ kind: "variant", position, fields }),
    );
  });
}

function anyEntriesIn(
  { entries }: Layout & { readonly kind: "entries" },
  type: ValueType,
  setting: TreeSetting,
  depth: number,
): fc.Arbitrary<Tree> {
  const values = entries.map(([key, layout]) =>
    fc
      .option(anyTreeIn(layout, type, setting, depth - 1))
      .map((value): readonly (readonly [Leaf, Tree])[] => (value === null ? [] : [[key, value]])),
  );
  return fc.tuple(...values).map((all): Tree => ({ kind: "map", entries: all.flat() }));
}

// --- headings -------------------------------------------------------------------------------------------------

export interface Heading {
  readonly name: string;
  /** More than one column where the name is merged over them. */
  readonly span: number;
  /** False in rows below each other: only what is true begins a record. */
  readonly isOwn: boolean;
}

/** Returns the names of a layout's columns. */
export function listHeadings(
  layout: Layout,
  name: string,
  schema: TreeSetting["schema"],
  type: ValueType,
): readonly Heading[] {
  if (type.kind === "optional") return listHeadings(layout, name, schema, type.value);
  const heading = (span: number): Heading => ({ name, span, isOwn: true });
  switch (layout.kind) {
    case "cell":
      return [heading(1)];
    case "left-out":
      return [];
    case "cells":
      return layout.isMerged
        ? [heading(layout.count)]
        : Array.from({ length: layout.count }, () => heading(1));
    case "fields": {
      const fields = type.kind === "struct" ? at(schema.structs, type.index).fields : [];
      return layout.order.flatMap((index) => {
        const field = at(fields, index);
        return listHeadings(at(layout.fields, index), `${name}.${field.name}`, schema, field.type);
      });
    }
    case "kinds":
      return [
        { ...heading(1), name: `${name}.$type` },
        ...layout.fields.flatMap(([field, own]) =>
          listHeadings(own, `${name}.${field}`, schema, typeOfKindField(field, type, schema)),
        ),
      ];
    case "entries":
      return layout.entries.flatMap(([key, own]) =>
        listHeadings(own, `${name}.${key.text}`, schema, type.kind === "map" ? type.value : type),
      );
    case "elements":
      return Array.from({ length: layout.count }, (_, index) =>
        listHeadings(layout.element, `${name}[${index}]`, schema, elementOf(type)),
      ).flat();
    case "rows":
      return listHeadings(layout.element, star(name), schema, elementOf(type)).map((one) => ({
        ...one,
        isOwn: false,
      }));
    case "pair": {
      const value = type.kind === "map" ? type.value : type;
      return [
        { ...heading(1), name: `${name}.key` },
        ...listHeadings(layout.value, `${name}.value`, schema, value),
      ];
    }
  }
}

/** `stages.drops` is `stages.*drops` where the drops are in rows. */
function star(name: string): string {
  return name.replace(/[^.]*$/, (last) => `*${last}`);
}

/** Of a map the elements are entries, which have its type. */
export function elementOf(type: ValueType): ValueType {
  return "element" in type ? type.element : type;
}

function typeOfKindField(name: string, type: ValueType, { structs, variants }: TreeSetting["schema"]) {
  const kinds = type.kind === "variant" ? at(variants, type.index).kinds : [];
  const fields: Schema["structs"][number]["fields"] = kinds.flatMap(
    ({ struct }) => at(structs, struct).fields,
  );
  const field = fields.find((one) => one.name === name);
  return at(field === undefined ? [] : [field.type], 0);
}
