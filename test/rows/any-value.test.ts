import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ValueType } from "../../src/model/schema.js";
import {
  anyTree,
  type Leaf,
  type Tree,
  type TreeSetting,
  valueOfTree,
  writeCell,
  writeJson,
} from "../differential/random-trees.js";
import { parseOne } from "./parsing.js";
import {
  arrayOf,
  createStruct,
  createVariant,
  listOf,
  mapOf,
  optional,
  quality,
  setOf,
  structAt,
  types,
  variantAt,
} from "./tables.js";

const structs = [
  createStruct("Pair", [
    { name: "id", type: types.int32 },
    { name: "name", type: types.string },
    { name: "count", type: types.int32, defaultText: "1" },
    { name: "until", type: optional(types.datetime) },
  ]),
  createStruct("Bag", [
    { name: "owner", type: optional(types.string) },
    { name: "pairs", type: listOf(structAt(0, "Pair")) },
    { name: "tags", type: optional(listOf(types.string)) },
  ]),
  createStruct("Num", [{ name: "value", type: types.float64 }]),
  createStruct("Add", [
    { name: "left", type: variantAt(0, "Expr") },
    { name: "right", type: variantAt(0, "Expr") },
    { name: "more", type: listOf(variantAt(0, "Expr")) },
  ]),
  createStruct("Nothing", []),
];
const variants = [
  createVariant("Expr", [
    ["Num", 2],
    ["Add", 3],
    ["Nothing", 4],
  ]),
  createVariant("Goods", [
    ["Nothing", 4],
    ["Pair", 0],
    ["Bag", 1],
  ]),
];
const schema = { structs, variants };

const scalars: readonly ValueType[] = [
  ...[types.int32, types.int64, types.bool, types.string, types.datetime, types.duration],
  ...[types.quality, types.version],
];

const leaf = (text: string, order: Leaf["order"], isText = false): Leaf => ({
  ...{ kind: "leaf", text, isText, order, json: `${typeof order} ${order}` },
  isQuotable: isText,
});

const odd = fc.constantFrom(..."ab,;|:\"[]{} \n'\\绿-#".split(""), '""', '",', '";', "null", "[1]", '["a"]');

function anyLeaf(type: ValueType): fc.Arbitrary<Leaf> {
  switch (type.kind) {
    case "integer":
      return type.bits === 64
        ? fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => leaf(`${value}`, value))
        : fc.integer().map((value) => leaf(`${value}`, value));
    case "float":
      return fc.integer({ min: -1000, max: 1000 }).map((value) => leaf(`${value / 8}`, value / 8 + 0));
    case "bool":
      return fc.boolean().map((value) => leaf(`${value}`, value));
    case "datetime":
      return fc.integer({ min: 0, max: 4_000_000_000 }).map((value) => {
        const [date = "", time = ""] = new Date(value * 1000).toISOString().split(/[T.]/);
        return leaf(`${date} ${time}`, value);
      });
    case "duration":
      return fc.nat(10_000_000).map((value) => {
        const [hours, minutes] = [Math.floor(value / 3600), Math.floor(value / 60) % 60];
        const two = (count: number) => String(count).padStart(2, "0");
        return leaf(`${two(hours)}:${two(minutes)}:${two(value % 60)}`, value * 1000);
      });
    case "version":
      return fc.array(fc.nat(65_535), { minLength: 1, maxLength: 4 }).map((parts) =>
        leaf(
          parts.join("."),
          parts.reduce((sum, part, index) => sum | (BigInt(part) << BigInt(48 - 16 * index)), 0n),
        ),
      );
    case "enum":
      return fc
        .constantFrom(leaf("White", 0), leaf("绿", 1), leaf("Blue", 5))
        .map((one) => ({ ...one, isQuotable: true }));
    default:
      return fc
        .array(odd, { minLength: 0, maxLength: 6 })
        .map((parts) => leaf(parts.join(""), parts.join(""), true));
  }
}

const setting: TreeSetting = { schema, anyLeaf, defaults: new Map([["Pair.count", leaf("1", 1)]]) };

const anyScalar = fc.constantFrom(...scalars);
const named: readonly ValueType[] = [
  structAt(0, "Pair"),
  structAt(1, "Bag"),
  variantAt(0, "Expr"),
  variantAt(1, "Goods"),
];

function anyType(depth: number): fc.Arbitrary<ValueType> {
  const base = fc.oneof(anyScalar, fc.constantFrom(...named));
  if (depth === 0) return base;
  const inner = anyType(depth - 1);
  const element = fc.oneof(inner, inner.filter(({ kind }) => kind !== "optional").map(optional));
  return fc.oneof(
    base,
    element.map(listOf),
    element.map((one) => arrayOf(one, 2)),
    anyScalar.map(setOf),
    fc.tuple(anyScalar, element).map(([key, value]) => mapOf(key, value)),
  );
}

const anyCase = anyType(3).chain((type) => fc.tuple(fc.constant(type), anyTree(type, setting)));

/** A value that an empty cell would stand for is no cell's. */
function isFilled(tree: Tree): boolean {
  return (
    tree.kind !== "absent" && tree.kind !== "default" && !(tree.kind === "leaf" && tree.text.trim() === "")
  );
}

describe("values of any type", () => {
  test("read back from JSON", () => {
    fc.assert(
      fc.property(anyCase, ([type, tree]) => {
        if (tree.kind === "leaf" || !isFilled(tree)) return;
        const text = writeJson(tree, type, schema);
        expect(parseOne(type, text, {}, [quality], schema)).toEqual(valueOfTree(tree, type));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [",", ";", "|"],
    ["、", "||", ";"],
    ["~", ",", "=>"],
  ])("read back from parts that %j, %j and %j divide", (...separators) => {
    let written = 0;
    fc.assert(
      fc.property(anyCase, ([type, tree]) => {
        if (!isFilled(tree)) return;
        const text = writeCell(tree, type, separators, schema);
        if (text === undefined) return;
        written++;
        expect(parseOne(type, text, { separators }, [quality], schema)).toEqual(valueOfTree(tree, type));
      }),
      { numRuns: 1000 },
    );
    expect(written).toBeGreaterThan(250);
  });
});
