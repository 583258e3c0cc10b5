import * as fc from "fast-check";
import { at } from "../../src/base/assert.js";
import { layoutStruct } from "../../src/model/image-format.js";
import type {
  EnumSchema,
  FieldSchema,
  KeySchema,
  ReferenceType,
  Schema,
  StructSchema,
  TableSchema,
  ValueType,
  VariantSchema,
} from "../../src/model/schema.js";
import { keyTypeOf, mapType } from "../../src/model/schema.js";
import { isVariantValue, type Value } from "../../src/model/value.js";
import type { Rows } from "./image-of.js";

/**
 * Tables of every type. T has columns and keys of all kinds; A, B and C are what its references lead to, and refer to each
 * other; S has one row.
 */
export interface ArbitraryTables {
  readonly schema: Schema;
  /** By table, in sheet order; the rows of T have distinct unique keys. */
  readonly rows: Rows;
  /** As rows of T, whose keys may be in no row. */
  readonly others: readonly (readonly Value[])[];
}

/** Positions of the tables. */
const tableNames = ["A", "B", "C", "S", "T"] as const;
const place = { file: "t.xlsx" };

const enums: readonly EnumSchema[] = [
  enumOf("Big", { kind: "integer", bits: 64, signed: true }, [0, -1, 2 ** 52, -(2 ** 52)]),
  { ...enumOf("Flags", { kind: "integer", bits: 32, signed: false }, [1, 2, 12, 2 ** 31]), isFlags: true },
  enumOf("Small", { kind: "integer", bits: 8, signed: false }, [0, 1, 255]),
];

function enumOf(name: string, underlying: EnumSchema["underlying"], values: readonly number[]): EnumSchema {
  return {
    name,
    note: "",
    underlying,
    isFlags: false,
    values: values.map((value, index) => ({ name: `V${index}`, value, aliases: [], note: "" })),
    at: place,
  };
}

const integerTypes = ([8, 16, 32, 64] as const).flatMap((bits): ValueType[] => [
  { kind: "integer", bits, signed: true },
  { kind: "integer", bits, signed: false },
]);

const keyTypes: readonly ValueType[] = [
  ...integerTypes,
  { kind: "bool" },
  { kind: "string" },
  { kind: "datetime" },
  { kind: "duration" },
  { kind: "version" },
  ...enums.map((one, index): ValueType => {
    return { kind: "enum", index, name: one.name, underlying: one.underlying };
  }),
];

const scalarTypes: readonly ValueType[] = [
  ...keyTypes,
  { kind: "float", bits: 32 },
  { kind: "float", bits: 64 },
];

/** What types can be made of. */
interface TypeContext {
  /** Key types of A and C, and of B. */
  readonly references: readonly ReferenceType[];
  /** How many structs there are to hold in place, and in all. */
  readonly inPlace: number;
  readonly structs: number;
  readonly variants: number;
}

function anyType(context: TypeContext): fc.Arbitrary<ValueType> {
  const leaves = [fc.constantFrom(...scalarTypes)];
  if (context.references.length > 0) leaves.push(fc.constantFrom<ValueType[]>(...context.references));
  if (context.inPlace > 0) leaves.push(fc.nat(context.inPlace - 1).map(structType));
  if (context.variants > 0) leaves.push(fc.nat(context.variants - 1).map(variantType));
  const leaf = fc.oneof(...leaves);
  // What lies elsewhere may be what holds it.
  const away = context.structs > 0 ? fc.oneof(leaf, fc.nat(context.structs - 1).map(structType)) : leaf;
  const single = context.references.filter(({ key }) => key.length === 1);
  const key = fc.constantFrom<ValueType[]>(...keyTypes, ...single);
  return fc.letrec<{ type: ValueType }>((tie) => ({
    type: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.oneof(away, tie("type")).map((element): ValueType => ({ kind: "list", element })),
      key.map((element): ValueType => ({ kind: "set", element })),
      fc
        .tuple(key, fc.oneof(away, tie("type")))
        .map(([one, value]): ValueType => ({ kind: "map", key: one, value })),
      fc
        .tuple(tie("type"), fc.integer({ min: 1, max: 3 }))
        .map(([element, length]): ValueType => ({ kind: "array", element, length })),
      tie("type")
        .filter(({ kind }) => kind !== "optional")
        .map((value): ValueType => ({ kind: "optional", value })),
    ),
  })).type;
}

/** Sizes are filled in when all structs are there. */
function structType(index: number): ValueType {
  return { kind: "struct", index, name: `Struct${index}`, bytes: 0, alignment: 1 };
}

function variantType(index: number): ValueType {
  return { kind: "variant", index, name: `Variant${index}` };
}

const maxTypes = { structs: 3, variants: 2 };

/** Structs and variants that lead to each other; a first kind, which values end with, leads nowhere. */
function anyNamedTypes(references: readonly ReferenceType[]) {
  const fieldsOf = (index: number) => {
    const context = { references, inPlace: index, ...maxTypes };
    const none = { references, inPlace: 0, structs: 0, variants: 0 };
    return fc.array(anyType(index === 0 ? none : context), { minLength: 0, maxLength: 3 });
  };
  const anyKinds = fc.array(fc.integer({ min: 1, max: maxTypes.structs - 1 }), { maxLength: 3 });
  return fc
    .record({
      structs: fc.tuple(...Array.from({ length: maxTypes.structs }, (_, index) => fieldsOf(index))),
      variants: fc.tuple(...Array.from({ length: maxTypes.variants }, () => anyKinds)),
    })
    .map(({ structs, variants }) => ({
      structs: completeStructs(structs),
      variants: variants.map(
        (kinds, index): VariantSchema => ({
          name: `Variant${index}`,
          note: "",
          kinds: [0, ...kinds].map((struct, kind) => ({ name: `Kind${kind}`, aliases: [], struct })),
          at: place,
        }),
      ),
    }));
}

function completeStructs(all: readonly (readonly ValueType[])[]): readonly StructSchema[] {
  const structs: StructSchema[] = [];
  for (const types of all) {
    const fields = fieldsOf("f", types).map((field) => ({ ...field, type: complete(field.type, structs) }));
    structs.push({ name: `Struct${structs.length}`, note: "", fields, at: place });
  }
  return structs.map((struct) => ({
    ...struct,
    fields: struct.fields.map((field) => ({ ...field, type: complete(field.type, structs) })),
  }));
}

/** Fills in the sizes of structs. */
function complete(type: ValueType, structs: readonly StructSchema[]): ValueType {
  return mapType(type, (one) => {
    const struct = one.kind === "struct" ? structs[one.index] : undefined;
    if (one.kind !== "struct" || struct === undefined) return one;
    const { stride, alignment } = layoutStruct(struct.fields);
    return { ...one, bytes: stride, alignment };
  });
}

function fieldsOf(prefix: string, types: readonly ValueType[]): readonly FieldSchema[] {
  return types.map((type, index) => ({ name: `${prefix}${index}`, note: "", type, at: place }));
}

/** Well-formed text without NUL, as cells give it; often short, sometimes long, in every plane. */
const anyText = fc
  .oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({ maxLength: 300 }),
  )
  .map((text) => text.replaceAll("\0", "").normalize("NFC"));

type NamedSchemas = Pick<Schema, "structs" | "variants">;

/** A reference is the number of a row until the rows are known: see `settle`. */
function anyValue(type: ValueType, named: NamedSchemas, depth = 3): fc.Arbitrary<Value> {
  const inner = (one: ValueType) => anyValue(one, named, depth - 1);
  // Values end where all that may be empty is.
  const many = <Element>(element: () => fc.Arbitrary<Element>): fc.Arbitrary<Element[]> =>
    depth > 0 ? fc.array(element(), { maxLength: 4 }) : fc.constant([]);
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "integer":
      return anyInteger(type.bits, type.signed);
    case "float":
      return type.bits === 32
        ? fc.float({ noNaN: true, noDefaultInfinity: true })
        : fc.double({ noNaN: true, noDefaultInfinity: true });
    case "string":
      return anyText;
    case "datetime":
    case "duration":
      return fc.oneof(fc.integer({ min: -50, max: 50 }), fc.maxSafeInteger());
    case "version":
      return fc.oneof(
        fc
          .tuple(fc.nat(3), fc.nat(3))
          .map(([major, minor]) => (BigInt(major) << 48n) | (BigInt(minor) << 32n)),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      );
    case "enum": {
      const { values, isFlags } = at(enums, type.index);
      const one = fc.constantFrom(...values.map(({ value }) => value));
      return isFlags ? fc.array(one).map((all) => all.reduce((bits, value) => (bits | value) >>> 0, 0)) : one;
    }
    case "list":
    case "set":
      return many(() => inner(type.element));
    case "map":
      return many(() => fc.tuple(inner(type.key), inner(type.value)));
    case "array":
      return fc.array(inner(type.element), { minLength: type.length, maxLength: type.length });
    case "optional":
      return depth > 0 ? fc.option(inner(type.value), { nil: undefined }) : fc.constant(undefined);
    case "struct":
      return anyFields(at(named.structs, type.index), named, depth);
    case "variant": {
      const { kinds } = at(named.variants, type.index);
      return fc.nat(depth > 0 ? kinds.length - 1 : 0).chain((kind) =>
        anyFields(at(named.structs, at(kinds, kind).struct), named, depth - 1).map((fields) => ({
          kind,
          fields,
        })),
      );
    }
    case "reference":
      return fc.nat();
  }
}

function anyFields(
  { fields }: StructSchema,
  named: NamedSchemas,
  depth: number,
): fc.Arbitrary<readonly Value[]> {
  return fc.tuple(...fields.map(({ type }) => anyValue(type, named, depth - 1)));
}

function anyInteger(bits: 8 | 16 | 32 | 64, signed: boolean): fc.Arbitrary<Value> {
  const min = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  const max = signed ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  const any = fc.oneof(
    fc.bigInt({ min, max }),
    fc.bigInt({ min: signed ? -20n : 0n, max: 20n }),
    fc.bigInt({ min: 0n, max: 7n }).map((value) => value * 16n),
    fc.constantFrom(min, max),
  );
  return bits === 64 ? any : any.map(Number);
}

const anyKey = fc.constantFrom(...keyTypes);

/** One table with the columns of `types`, and what the others are made of. */
interface Outline {
  readonly references: readonly ReferenceType[];
  readonly named: NamedSchemas;
  /** By table, the first ones those of the key. */
  readonly types: Readonly<Record<(typeof tableNames)[number], readonly ValueType[]>>;
  readonly keys: readonly KeySchema[];
}

const anyOutline: fc.Arbitrary<Outline> = fc
  .tuple(anyKey, anyKey, anyKey)
  .chain(([single, first, second]) => {
    const references = [
      referenceTo([single], "A"),
      referenceTo([single], "C", "A"),
      referenceTo([first, second], "B"),
    ];
    return anyNamedTypes(references).chain((named) => {
      const type = anyType({ references, inPlace: maxTypes.structs, ...maxTypes }).map((one) =>
        complete(one, named.structs),
      );
      const own = fc.oneof(
        { weight: 4, arbitrary: anyKey },
        {
          weight: 1,
          arbitrary: fc.constantFrom<ValueType[]>(...references.filter(({ key }) => key.length === 1)),
        },
      );
      return fc
        .record({
          keyTypes: fc.array(own, { minLength: 1, maxLength: 4 }),
          others: fc.array(type, { maxLength: 4 }),
          a: fc.array(type, { maxLength: 2 }),
          b: fc.array(type, { maxLength: 2 }),
          s: fc.array(type, { minLength: 1, maxLength: 3 }),
          hasPrimary: fc.boolean(),
          keys: fc.array(
            fc.tuple(
              fc.constantFrom("unique", "multi", "ordered"),
              fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
            ),
            { maxLength: 5 },
          ),
        })
        .map(({ keyTypes: keyed, others, a, b, s, keys, hasPrimary }) => ({
          references,
          named,
          types: {
            A: [single, ...a],
            B: [first, second, ...b],
            C: [single],
            S: s,
            T: [...keyed, ...others],
          },
          keys: keysOf(keys, keyed.length, hasPrimary),
        }));
    });
  });

function referenceTo(key: readonly ValueType[], ...names: (typeof tableNames)[number][]): ReferenceType {
  const targets = names.map((name) => ({ table: tableNames.indexOf(name), name, keyIndex: 0 }));
  return { kind: "reference", targets, key };
}

/** Keys over the first columns, the unique ones first; an index is there once. */
function keysOf(
  wishes: readonly (readonly [KeySchema["purpose"], readonly number[]])[],
  columnCount: number,
  hasPrimary: boolean,
): readonly KeySchema[] {
  const keys = new Map<string, KeySchema>();
  for (const [purpose, wish] of [...wishes].sort(
    ([a], [b]) => Number(b === "unique") - Number(a === "unique"),
  )) {
    const columns = wish.filter((column) => column < columnCount);
    if (columns.length === 0) continue;
    const isPrimary = hasPrimary && purpose === "unique" && keys.size === 0;
    const name = isPrimary ? "primary" : `${purpose}_${columns.map((column) => `c${column}`).join("_")}`;
    keys.set(name, { name, purpose, columns, at: place });
  }
  return [...keys.values()];
}

export const anyTables: fc.Arbitrary<ArbitraryTables> = anyOutline.chain((outline) => {
  const { named, types } = outline;
  const anyRow = (name: (typeof tableNames)[number]) =>
    fc.tuple(...types[name].map((type) => anyValue(type, named)));
  return fc
    .record({
      A: fc.array(anyRow("A"), { minLength: 1, maxLength: 8 }),
      B: fc.array(anyRow("B"), { minLength: 1, maxLength: 8 }),
      C: fc.array(anyRow("C"), { maxLength: 4 }),
      S: fc.tuple(anyRow("S")),
      T: fc.array(anyRow("T"), { maxLength: 40 }),
      others: fc.array(anyRow("T"), { maxLength: 20 }),
    })
    .map((raw) => settleTables(outline, raw));
});

function settleTables(
  { named, types, keys }: Outline,
  raw: Readonly<Record<string, readonly (readonly Value[])[]>>,
): ArbitraryTables {
  const primary = (columns: readonly number[]): KeySchema => ({
    name: "primary",
    purpose: "unique",
    columns,
    at: place,
  });
  const keysBy: Readonly<Record<string, readonly KeySchema[]>> = {
    A: [primary([0])],
    B: [primary([0, 1])],
    C: [primary([0])],
    T: keys,
  };
  const targets: Rows = Object.fromEntries(
    ["A", "B", "C"].map((name) => [name, keepDistinct(raw[name] ?? [], keysBy[name] ?? [])]),
  );
  const tables = tableNames.map(
    (name): TableSchema => ({
      name,
      note: "",
      columns: fieldsOf("c", types[name]),
      keys: keysBy[name] ?? [],
      isSingleton: name === "S",
      at: place,
    }),
  );
  const schema: Schema = { name: "tables", namespace: "tables", tables, enums, ...named };
  const settleRows = (name: (typeof tableNames)[number], rows: readonly (readonly Value[])[] = []) =>
    rows.map((row) => row.map((value, column) => settle(at(types[name], column), value, schema, targets)));
  const settled: Rows = {
    ...Object.fromEntries(["A", "B", "C"].map((name) => [name, settleRows(name as "A", targets[name])])),
    S: settleRows("S", raw["S"]),
    T: keepDistinct(settleRows("T", raw["T"]), keys),
  };
  return { schema, rows: settled, others: settleRows("T", raw["others"]) };
}

/** Makes keys of the numbers that stand for references, and sorts sets and maps by them. */
function settle(type: ValueType, value: Value, schema: NamedSchemas, targets: Rows): Value {
  if (value === undefined) return undefined;
  const inner = (one: ValueType, part: Value) => settle(one, part, schema, targets);
  const fields = (struct: number, values: readonly Value[]) =>
    at(schema.structs, struct).fields.map((field, index) => inner(field.type, values[index]));
  switch (type.kind) {
    case "optional":
      return inner(type.value, value);
    case "list":
    case "array":
      return listOf(value).map((element) => inner(type.element, element));
    case "set":
      return sortedBy(
        listOf(value).map((element) => inner(type.element, element)),
        (element) => element,
      );
    case "map":
      return sortedBy(
        listOf(value)
          .map(listOf)
          .map(([key, one]) => [inner(type.key, key), inner(type.value, one)]),
        ([key]) => key,
      );
    case "struct":
      return fields(type.index, listOf(value));
    case "variant": {
      if (!isVariantValue(value)) throw new Error("no value of a variant");
      const { struct } = at(at(schema.variants, type.index).kinds, value.kind);
      return { kind: value.kind, fields: fields(struct, value.fields) };
    }
    case "reference": {
      const rows = type.targets.flatMap(({ name }) => targets[name] ?? []);
      const row = at(rows, Number(value) % rows.length);
      return type.key.length === 1 ? row[0] : row.slice(0, type.key.length);
    }
    default:
      return value;
  }
}

export function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function sortedBy<Element>(elements: readonly Element[], keyOf: (element: Element) => Value): Element[] {
  const known = new Map(elements.map((element) => [String(keyOf(element)), element]));
  return [...known.values()].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

/** The order of keys that the image's page gives. */
export function compareKeys(a: Value, b: Value): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const [left, right] = [a, b] as [number, number]; // or bools, or bigints
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Drops each row that has a unique key of an earlier one. */
function keepDistinct(
  rows: readonly (readonly Value[])[],
  keys: readonly KeySchema[],
): readonly (readonly Value[])[] {
  const unique = keys.filter(({ purpose }) => purpose === "unique");
  const seen = unique.map(() => new Set<string>());
  return rows.filter((row) => {
    const texts = unique.map(({ columns }) => keyText(row, columns));
    if (texts.some((text, index) => seen[index]?.has(text))) return false;
    for (const [index, text] of texts.entries()) seen[index]?.add(text);
    return true;
  });
}

export function keyText(row: readonly Value[], columns: readonly number[]): string {
  return JSON.stringify(columns.map((column) => String(row[column])));
}

/** The key of a row, as a lookup takes it. */
export function keyOf(row: readonly Value[], { columns }: KeySchema): readonly Value[] {
  return columns.map((column) => row[column]);
}

/** The types that the parts of a key are looked up by. */
export function keyTypesOf(table: TableSchema, { columns }: KeySchema): readonly ValueType[] {
  return columns.map((column) => {
    const { type } = at(table.columns, column);
    return keyTypeOf(type) ?? type;
  });
}
