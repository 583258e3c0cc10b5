import * as fc from "fast-check";
import type { ColumnSchema, EnumSchema, Schema, TableSchema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";

/** A table with rows whose keys are distinct, and keys that no row has. */
export interface ArbitraryTable {
  readonly schema: Schema;
  readonly rows: readonly (readonly Value[])[];
  /** By key, some that are absent. */
  readonly absent: readonly (readonly (readonly Value[])[])[];
}

const place = { file: "t.xlsx" };

const enums: readonly EnumSchema[] = [
  enumOf("Big", { kind: "integer", bits: 64, signed: true }, [0, -1, 2 ** 52, -(2 ** 52)]),
  enumOf("Small", { kind: "integer", bits: 8, signed: false }, [0, 1, 255]),
];

function enumOf(name: string, underlying: EnumSchema["underlying"], values: readonly number[]): EnumSchema {
  return {
    name,
    note: "",
    underlying,
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
  ...enums.map((one, index): ValueType => {
    return { kind: "enum", index, name: one.name, underlying: one.underlying };
  }),
];

const scalarTypes: readonly ValueType[] = [
  ...keyTypes,
  { kind: "float", bits: 32 },
  { kind: "float", bits: 64 },
];

const anyType: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...scalarTypes),
    tie("type").map((element): ValueType => ({ kind: "list", element })),
    fc
      .tuple(tie("type"), fc.integer({ min: 1, max: 3 }))
      .map(([element, length]): ValueType => ({ kind: "array", element, length })),
    tie("type")
      .filter(({ kind }) => kind !== "optional")
      .map((value): ValueType => ({ kind: "optional", value })),
  ),
})).type;

/** Well-formed text without NUL, as cells give it; often short, sometimes long, in every plane. */
const anyText = fc
  .oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({ maxLength: 300 }),
  )
  .map((text) => text.replaceAll("\0", "").normalize("NFC"));

function anyValue(type: ValueType): fc.Arbitrary<Value> {
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
    case "enum":
      return fc.constantFrom(...(enums[type.index]?.values.map(({ value }) => value) ?? []));
    case "list":
      return fc.array(anyValue(type.element), { maxLength: 4 });
    case "array":
      return fc.array(anyValue(type.element), { minLength: type.length, maxLength: type.length });
    case "optional":
      return fc.option(anyValue(type.value), { nil: undefined });
  }
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

export const anyTable: fc.Arbitrary<ArbitraryTable> = fc
  .record({
    keyTypes: fc.array(fc.constantFrom(...keyTypes), { minLength: 1, maxLength: 4 }),
    otherTypes: fc.array(anyType, { maxLength: 4 }),
    keys: fc.array(fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  })
  .chain((outline) => {
    const types = [...outline.keyTypes, ...outline.otherTypes];
    const keys = outline.keys
      .map((key) => key.filter((column) => column < outline.keyTypes.length))
      .filter((key) => key.length > 0);
    const schema = schemaFor(types, keys);
    const anyRow = fc.tuple(...types.map(anyValue));
    return fc.record({
      schema: fc.constant(schema),
      rows: fc.array(anyRow, { maxLength: 60 }).map((rows) => keepDistinct(rows, keys)),
      others: fc.array(anyRow, { maxLength: 20 }),
    });
  })
  .map(({ schema, rows, others }) => {
    const keys = schema.tables[0]?.keys.map(({ columns }) => columns) ?? [];
    const absent = keys.map((columns) => {
      const present = new Set(rows.map((row) => keyText(row, columns)));
      return others
        .filter((row) => !present.has(keyText(row, columns)))
        .map((row) => columns.map((c) => row[c]));
    });
    return { schema, rows, absent };
  });

function schemaFor(types: readonly ValueType[], keys: readonly (readonly number[])[]): Schema {
  const columns = types.map(
    (type, index): ColumnSchema => ({ name: `c${index}`, note: "", type, at: place }),
  );
  const table: TableSchema = {
    name: "T",
    note: "",
    columns,
    keys: keys.map((key, index) => ({
      name: index === 0 ? "primary" : key.map((column) => `c${column}`).join("_"),
      columns: key,
      at: place,
    })),
    at: place,
  };
  return { name: "tables", namespace: "tables", tables: [table], enums };
}

/** Drops each row that has a key of an earlier one. */
function keepDistinct(
  rows: readonly (readonly Value[])[],
  keys: readonly (readonly number[])[],
): readonly (readonly Value[])[] {
  const seen = keys.map(() => new Set<string>());
  return rows.filter((row) => {
    const texts = keys.map((columns) => keyText(row, columns));
    if (texts.some((text, index) => seen[index]?.has(text))) return false;
    for (const [index, text] of texts.entries()) seen[index]?.add(text);
    return true;
  });
}

function keyText(row: readonly Value[], columns: readonly number[]): string {
  return JSON.stringify(columns.map((column) => String(row[column])));
}
