import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EnumSchema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { bool, createEnum, encodeTables, integer, string, type TableSpec } from "../image/create-tables.js";
import { type KeyValue, lookUp } from "../image/look-up.js";

/** How values of a type are made, and what the lookup takes for them. */
interface KeyColumn {
  readonly type: ValueType;
  readonly values: fc.Arbitrary<Value>;
}

const quality: EnumSchema = createEnum("Quality", integer(16), { broken: -3, common: 0, rare: 1, epic: 300 });

const keyColumns: Readonly<Record<string, KeyColumn>> = {
  bool: { type: bool, values: fc.boolean() },
  enum: {
    type: { kind: "enum", index: 0, name: quality.name, underlying: quality.underlying },
    values: fc.constantFrom(...quality.values.map(({ value }) => value)),
  },
  string: { type: string, values: fc.string({ unit: "grapheme", maxLength: 60 }).map(withoutNul) },
  datetime: { type: { kind: "datetime" }, values: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }) },
  ...Object.fromEntries(
    ([8, 16, 32] as const).flatMap((bits) => [
      [
        `int${bits}`,
        { type: integer(bits), values: integersBetween(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) },
      ],
      [`uint${bits}`, { type: integer(bits, false), values: integersBetween(0, 2 ** bits - 1) }],
    ]),
  ),
  int64: { type: integer(64), values: longsBetween(-(1n << 63n), (1n << 63n) - 1n) },
  uint64: { type: integer(64, false), values: longsBetween(0n, (1n << 64n) - 1n) },
};

/** Keys of one to three parts, as rows without a repetition, and some keys that may be absent. */
const keySets = fc
  .array(fc.constantFrom(...Object.keys(keyColumns)), { minLength: 1, maxLength: 3 })
  .chain((names) => {
    const columns = names.map((name) => keyColumns[name] ?? { type: bool, values: fc.boolean() });
    const key = fc.tuple(...columns.map((column) => column.values));
    return fc.record({
      columns: fc.constant(columns),
      rows: fc.uniqueArray(key, { maxLength: 400, selector: identify, size: "max" }),
      others: fc.array(key, { maxLength: 40 }),
    });
  });

describe("for any set of keys", () => {
  test("each key leads to its own row, by the primary key and by a unique one, and no other key leads anywhere", () => {
    fc.assert(
      fc.property(keySets, ({ columns, rows, others }) => {
        const { bytes, blocks } = encodeTables([keyedTable(columns, rows)], { enums: [quality] });
        const number = numberReader(bytes, blocks[0]);
        const present = new Set(rows.map(identify));
        for (const index of [0, 1]) {
          for (const [row, key] of rows.entries()) {
            const slot = find(bytes, index, key);
            expect(slot === undefined ? undefined : number(slot)).toBe(row);
          }
          for (const key of others.filter((other) => !present.has(identify(other)))) {
            expect(find(bytes, index, key)).toBeUndefined();
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("sheet order changes the order array alone", () => {
    fc.assert(
      fc.property(keySets, ({ columns, rows }) => {
        const spec = keyedTable(columns, rows);
        const shuffled = { ...spec, rows: [...spec.rows].reverse() };
        expect(partsButOrder(encodeTables([shuffled], { enums: [quality] }))).toEqual(
          partsButOrder(encodeTables([spec], { enums: [quality] })),
        );
      }),
      { numRuns: 50 },
    );
  });
});

/** A table whose first key has all columns, and whose second has them in reverse, so both are unique. */
function keyedTable(columns: readonly KeyColumn[], rows: readonly (readonly Value[])[]): TableSpec {
  const names = columns.map((_, index) => `part${index}`);
  return {
    name: "T",
    columns: [...columns.map(({ type }, index) => [`part${index}`, type] as const), ["row", integer(32)]],
    keys: [names, [...names].reverse()],
    rows: rows.map((row, index) => [...row, index]),
  };
}

type Block = ReturnType<typeof encodeTables>["blocks"][number];

/** Returns the reading of the last column, which numbers the rows. */
function numberReader(bytes: Uint8Array, block: Block | undefined): (slot: number) => number {
  if (block === undefined) throw new Error("no block");
  const view = new DataView(bytes.buffer);
  const column = block.columnOffsets.at(-1) ?? 0;
  return (slot) => view.getInt32(block.offset + slot * block.stride + column, true);
}

/** All parts but the order array. Of rows only the size: they hold distances to the strings, and their sheet's number. */
function partsButOrder({ bytes, blocks }: ReturnType<typeof encodeTables>): unknown[] {
  return blocks.flatMap(({ offset, parts }) =>
    parts
      .filter(({ kind }) => kind !== "order")
      .map((part) => {
        const start = offset + part.offset;
        return [
          part.kind,
          part.index,
          part.kind === "rows" ? part.bytes : bytes.slice(start, start + part.bytes),
        ];
      }),
  );
}

/** Looks a key up by one of the two keys of `keyedTable`. */
function find(bytes: Uint8Array, index: number, key: readonly Value[]): number | undefined {
  const parts = toKey(index === 0 ? key : [...key].reverse());
  return lookUp(bytes, { table: 0, index }, parts);
}

function toKey(key: readonly Value[]): KeyValue[] {
  return key.map((value) => (typeof value === "string" ? value : toInteger(value)));
}

function toInteger(value: Value): bigint {
  return typeof value === "bigint" ? value : BigInt(Number(value));
}

function identify(key: readonly Value[]): string {
  return JSON.stringify(key.map((value) => (typeof value === "string" ? value : String(toInteger(value)))));
}

/** Near each other, near the ends, and anywhere. */
function integersBetween(min: number, max: number): fc.Arbitrary<number> {
  const near = fc.integer({ min: Math.max(min, -60), max: Math.min(max, 60) });
  const steps = fc.integer({ min: 0, max: 200 }).map((step) => Math.min(max, step * 100));
  return fc.oneof(near, steps, fc.integer({ min, max }), fc.constantFrom(min, max));
}

function longsBetween(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  const steps = fc.integer({ min: 0, max: 200 }).map((step) => BigInt(step) << 40n);
  return fc.oneof(
    fc.bigInt({ min, max }),
    fc.bigInt({ min: 0n, max: 500n }),
    steps,
    fc.constantFrom(min, max),
  );
}

function withoutNul(text: string): string {
  return text.replaceAll("\0", "0");
}
