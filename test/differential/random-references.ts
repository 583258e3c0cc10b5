import fc from "fast-check";
import { compareValues } from "../../src/base/compare-values.js";
import type { StructSchema, ValueType } from "../../src/model/schema.js";
import { BlockWriter } from "./lay-out.js";
import { anyLayout, type Heading, inOneCell, type Layout, listHeadings } from "./random-layouts.js";
import { anyName } from "./random-names.js";
import type { RandomColumn, RandomTable } from "./random-project.js";
import { isVisible } from "./random-texts.js";
import { dumpTree, type Leaf, type Tree } from "./random-trees.js";
import {
  canDivide,
  quoteElement,
  separatorsOf,
  type ValueSetting,
  type Writing,
  writeInteger,
} from "./random-values.js";

const plainShapes = ["one", "optional", "list", "set"] as const;
const partShapes = ["lists", "struct", "structs", "map", "structMap"] as const;
type PlainShape = (typeof plainShapes)[number];
type PartShape = (typeof partShapes)[number];

/** A column that is to refer to a table. Which one and to which rows is only known when all tables are. */
export interface ReferenceWish {
  readonly name: string;
  readonly target: number;
  readonly key: number;
  /** Set where it may lead to a second table. */
  readonly other: number | undefined;
  readonly shape: PlainShape | PartShape;
  /** How the value is spread, where it has parts. */
  readonly layouts: Readonly<Record<PartShape, Layout>>;
  /** Of the struct that holds the reference. */
  readonly fields: readonly string[];
  readonly isJson: boolean;
  readonly seed: number;
}

const reference: ValueType = { kind: "reference", targets: [], key: [] };
const int32: ValueType = { kind: "integer", bits: 32, signed: true };
const link: ValueType = { kind: "struct", index: 0, name: "", bytes: 0, alignment: 1 };

const partTypes: Readonly<Record<PartShape, ValueType>> = {
  lists: { kind: "list", element: reference },
  struct: link,
  structs: { kind: "list", element: link },
  map: { kind: "map", key: int32, value: reference },
  structMap: { kind: "map", key: int32, value: link },
};

/** A reference with a number beside it. */
function structOf(name: string, [to = "", count = ""]: readonly string[], type: ValueType): StructSchema {
  const rest = { note: "", at: { file: "" } };
  return {
    name,
    ...rest,
    fields: [
      { name: to, type, ...rest },
      { name: count, type: int32, ...rest },
    ],
  };
}

const anyWish: fc.Arbitrary<ReferenceWish> = fc
  .uniqueArray(anyName, { minLength: 2, maxLength: 2 })
  .chain((fields) => {
    const schema = { structs: [structOf("", fields, reference)], variants: [] };
    const none = () =>
      fc.constant<Leaf>({ kind: "leaf", text: "", json: "", isText: false, isQuotable: false, order: "" });
    const layoutOf = (shape: PartShape) =>
      anyLayout(partTypes[shape], { schema, anyLeaf: none, defaults: new Map() });
    return fc.record({
      name: anyName,
      target: fc.nat(40),
      key: fc.nat(3),
      other: fc.option(fc.nat(40), { nil: undefined }),
      shape: fc.constantFrom(...plainShapes, ...partShapes),
      layouts: fc.record({
        lists: layoutOf("lists"),
        struct: layoutOf("struct"),
        structs: layoutOf("structs"),
        map: layoutOf("map"),
        structMap: layoutOf("structMap"),
      }),
      fields: fc.constant(fields),
      isJson: fc.boolean(),
      seed: fc.nat(1000),
    });
  });

export const anyReferenceWishes: fc.Arbitrary<readonly ReferenceWish[]> = fc.array(anyWish, { maxLength: 2 });

export interface ReferringTables {
  readonly tables: readonly RandomTable[];
  /** Structs that hold a reference each. */
  readonly structs: readonly StructSchema[];
}

/** Adds to each table the columns that refer to rows of the tables; `names` are those of structs that may be declared. */
export function addReferences(
  tables: readonly RandomTable[],
  wishes: readonly (readonly ReferenceWish[])[],
  names: readonly string[],
  setting: ValueSetting,
): ReferringTables {
  const targets = tables.flatMap((table) => table.keys.map((key, index) => listKeys(table, key, index)));
  const usable = targets.filter(({ keys, isNameable }) => keys.length > 0 && isNameable);
  const structs: StructSchema[] = [];
  const referring = tables.map((table, index) =>
    (wishes[index] ?? []).reduce((to, wish) => {
      const target = chooseTarget(wish, usable);
      if (target === undefined || to.columns.some(({ name }) => name === wish.name)) return to;
      if (!isPartShape(wish.shape)) return addColumn(to, { ...wish, shape: wish.shape }, target, setting);
      const name = names[structs.length];
      // A key of several parts has no place between the parts of something else.
      if (name === undefined || target.types.length > 1) {
        return addColumn(to, { ...wish, shape: "one" }, target, setting);
      }
      const { column, struct } = describeParts({ ...wish, shape: wish.shape }, target, name);
      if (wish.shape !== "lists" && wish.shape !== "map") structs.push(struct);
      return writeParts({ ...wish, shape: wish.shape }, { column, struct, target, setting }, to);
    }, table),
  );
  return { tables: referring, structs };
}

function isPartShape(shape: ReferenceWish["shape"]): shape is PartShape {
  return partShapes.some((one) => one === shape);
}

/** Returns a target, or two with keys of the same types. */
function chooseTarget({ target, key, other }: ReferenceWish, targets: readonly Target[]): Target | undefined {
  const first = targets[(target * 4 + key) % Math.max(1, targets.length)];
  if (first === undefined || other === undefined) return first;
  const alike = targets.filter(
    ({ table, types }) => table !== first.table && JSON.stringify(types) === JSON.stringify(first.types),
  );
  const second = alike[other % Math.max(1, alike.length)];
  if (second === undefined) return first;
  return { ...first, text: `${first.text} | ${second.text}`, keys: [...first.keys, ...second.keys] };
}

// --- references in what has parts -----------------------------------------------------------------------------

interface PartColumn {
  readonly column: RandomColumn;
  readonly struct: StructSchema;
  readonly target: Target;
  readonly setting: ValueSetting;
}

function describeParts(
  { name, shape, fields, layouts }: ReferenceWish & { readonly shape: PartShape },
  target: Target,
  structName: string,
): Pick<PartColumn, "column" | "struct"> {
  const to = `ref<${target.text}>`;
  const named: ValueType = {
    kind: "reference",
    targets: [{ table: -1, name: target.text, keyIndex: -1 }],
    key: target.types,
  };
  const struct = structOf(structName, fields, named);
  const texts: Readonly<Record<PartShape, string>> = {
    lists: `${to}[]`,
    struct: structName,
    structs: `${structName}[]`,
    map: `map<int32, ${to}>`,
    structMap: `map<int32,${structName}>`,
  };
  const [layout, type] = [layouts[shape], partTypes[shape]];
  const headings: readonly Heading[] = listHeadings(layout, name, { structs: [struct], variants: [] }, type);
  const column = { name, note: "", type, typeText: texts[shape], layout, headings };
  return { struct, column: { ...column, default: undefined, sequence: undefined } };
}

function writeParts(
  { shape, seed }: ReferenceWish & { readonly shape: PartShape },
  { column, struct, target, setting }: PartColumn,
  table: RandomTable,
): RandomTable {
  const schema = { structs: [struct], variants: [] };
  const writer = new BlockWriter(schema, canDivide(setting) ? separatorsOf(setting) : []);
  const write = (row: number): Writing => {
    // Where not all of them have a place, fewer stand there.
    for (let count = (seed + row) % 4; ; count--) {
      const tree = treeOf(shape, count, (index) => toLeaf(target, seed * 31 + row * 7 + index * 13));
      const block = writer.write(tree, column.type, column.layout);
      if (block !== undefined) return { text: "", block, json: dumpTree(tree, column.type, schema) };
    }
  };
  const rows = table.rows.map((row, index) => [...row, write(index)]);
  return { ...table, columns: [...table.columns, column], rows };
}

function treeOf(shape: PartShape, count: number, refer: (index: number) => Leaf): Tree {
  const number = (value: number): Leaf => {
    const written = writeInteger(BigInt(value), 32);
    return {
      kind: "leaf",
      text: written.text,
      json: written.json,
      isText: false,
      isQuotable: false,
      order: BigInt(value),
    };
  };
  const structAt = (index: number): Tree => ({ kind: "struct", fields: [refer(index), number(index - 1)] });
  const indexes = Array.from({ length: count }, (_, index) => index);
  switch (shape) {
    case "struct":
      return structAt(count);
    case "lists":
      return { kind: "list", items: indexes.map(refer) };
    case "structs":
      return { kind: "list", items: indexes.map(structAt) };
    case "map":
      return { kind: "map", entries: indexes.map((index) => [number(5 - index), refer(index)] as const) };
    case "structMap":
      return { kind: "map", entries: indexes.map((index) => [number(5 - index), structAt(index)] as const) };
  }
}

function toLeaf({ keys, types }: Target, pick: number): Leaf {
  const [part = { text: "", json: "" }] = keys[pick % keys.length] ?? [];
  const isText = types[0]?.kind === "string";
  const isQuotable = isText || types[0]?.kind === "enum";
  const cell = part.stored === undefined ? { text: part.text } : { text: part.text, stored: part.stored };
  return { kind: "leaf", ...cell, json: part.json, isText, isQuotable, order: part.order };
}

// --- references in one cell -----------------------------------------------------------------------------------

interface Target {
  readonly table: string;
  /** As a type names it: `Item`, or `Item.code`. */
  readonly text: string;
  readonly isNameable: boolean;
  readonly types: readonly ValueType[];
  /** The keys of its rows, each part as its cell has it. */
  readonly keys: readonly (readonly Writing[])[];
}

function listKeys({ name, columns, rows }: RandomTable, key: readonly number[], index: number): Target {
  const parts = key.flatMap((position) => columns[position] ?? []);
  const all = rows.map((row) => key.flatMap((position) => row[position] ?? []));
  return {
    table: name,
    text: index === 0 ? name : `${name}.${parts[0]?.name}`,
    isNameable: index === 0 || key.length === 1,
    types: parts.map(({ type }) => type),
    // A key that a default stands for has no text of its own.
    keys: all.filter((texts) => texts.every(({ text }) => isVisible(text))),
  };
}

function addColumn(
  table: RandomTable,
  wish: ReferenceWish & { readonly shape: PlainShape },
  target: Target,
  setting: ValueSetting,
): RandomTable {
  const isComposite = target.types.length > 1;
  const shape = isComposite && wish.shape === "set" ? "list" : wish.shape;
  const text = `ref<${target.text}>`;
  const typed: Readonly<Record<typeof shape, readonly [ValueType, string]>> = {
    one: [reference, text],
    optional: [{ kind: "optional", value: reference }, `${text}?`],
    list: [{ kind: "list", element: reference }, `${text}[]`],
    set: [{ kind: "set", element: reference }, `set<${text}>`],
  };
  const [type, typeText] = typed[shape];
  const column: RandomColumn = {
    ...{ name: wish.name, note: "", type, typeText },
    ...{ default: undefined, sequence: undefined, ...inOneCell(wish.name) },
  };
  const rows = table.rows.map((row, index) => [
    ...row,
    writeReferences(target, { ...wish, shape }, index, setting),
  ]);
  return { ...table, columns: [...table.columns, column], rows };
}

function writeReferences(
  { keys, types }: Target,
  { shape, isJson, seed }: ReferenceWish & { readonly shape: PlainShape },
  row: number,
  setting: ValueSetting,
): Writing {
  const pick = (index: number) => keys[(seed * 31 + row * 7 + index * 13) % keys.length] ?? [];
  if (shape === "optional" && (seed + row) % 4 === 0) return { text: "", json: "null" };
  const asJson = isJson || (types.length > 1 && !canDivide(setting));
  if (shape === "one" || shape === "optional") {
    const key = pick(0);
    return { text: writeKey(key, types, asJson, setting), json: dumpKey(key) };
  }
  const count = (seed + row) % 4;
  const all = Array.from({ length: count }, (_, index) => pick(index));
  const unique = [...new Map(all.map((key) => [dumpKey(key), key])).values()];
  const given = shape === "set" ? unique : all;
  const shown =
    shape === "set" ? [...given].sort(([left], [right]) => compareValues(left?.order, right?.order)) : given;
  const json = `[${shown.map(dumpKey).join(",")}]`;
  if (given.length === 0) return { text: "[]", json };
  if (asJson) return { text: `[${given.map((key) => jsonKey(key)).join(", ")}]`, json };
  const separator = types.length > 1 ? setting.outerSeparators[0] : setting.listSeparator;
  const texts = given.map((key) => joinParts(key, types, setting));
  return { text: texts.join(separator), json };
}

function dumpKey(key: readonly Writing[]): string {
  const texts = key.map(({ json }) => json);
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",")}]`;
}

function jsonKey(key: readonly Writing[]): string {
  const texts = key.map(({ text }) => JSON.stringify(text));
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",")}]`;
}

/** A key of one part fills a cell as it fills that of its own column. */
function writeKey(
  key: readonly Writing[],
  types: readonly ValueType[],
  isJson: boolean,
  setting: ValueSetting,
): string {
  if (key.length === 1) return key[0]?.text ?? "";
  return isJson ? jsonKey(key) : joinParts(key, types, setting);
}

function joinParts(
  key: readonly Writing[],
  types: readonly ValueType[],
  { listSeparator }: ValueSetting,
): string {
  const texts = key.map(({ text }, index) =>
    quoteElement(text, types[index]?.kind === "string", listSeparator),
  );
  return texts.join(listSeparator);
}
