import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import type { CheckContext } from "../../../src/checks/check-context.js";
import { compileExpression, type Wanted } from "../../../src/checks/expressions/compile-expression.js";
import type { Frame } from "../../../src/checks/expressions/compiled.js";
import { namesOfTable } from "../../../src/checks/expressions/compiled.js";
import type { ReferenceType, StructSchema, ValueType, VariantSchema } from "../../../src/model/schema.js";
import type { Value } from "../../../src/model/value.js";
import { createContext, createTypedTable, quality, types } from "../typed-tables.js";

const place = { file: "structs.csv" };
const struct = (name: string, fields: Readonly<Record<string, ValueType>>): StructSchema => ({
  name,
  note: "",
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, note: "", type, at: place })),
  at: place,
});
const list = (element: ValueType): ValueType => ({ kind: "list", element });
const optional = (value: ValueType): ValueType => ({ kind: "optional", value });
const structType = (index: number, name: string): ValueType => ({
  kind: "struct",
  index,
  name,
  bytes: 8,
  alignment: 4,
});
const toItem: ReferenceType = {
  kind: "reference",
  targets: [{ table: 1, name: "Weapon", keyIndex: 0 }],
  key: [types.int32],
};

const structs = [
  struct("Reward", { item: types.int32, count: types.int32 }),
  struct("Gold", { count: types.int32 }),
];
const variants: readonly VariantSchema[] = [
  {
    name: "Prize",
    note: "",
    kinds: [
      { name: "Reward", aliases: [], struct: 0 },
      { name: "Gold", aliases: [], struct: 1 },
    ],
    at: place,
  },
];
const slot: ValueType = { kind: "enum", index: 1, name: "Slot", underlying: types.int32 };
const slots = {
  ...quality,
  name: "Slot",
  isFlags: true,
  values: ["head", "body", "feet"].map((name, bit) => ({ name, value: 1 << bit, aliases: [], note: "" })),
};

const columns: readonly (readonly [string, ValueType, Value])[] = [
  ["id", types.int32, 5],
  ["big", types.int64, 9_007_199_254_740_993n],
  ["rate", types.float32, Math.fround(0.1)],
  ["name", types.string, "Sword"],
  ["rarity", types.quality, 1],
  ["slots", slot, 5],
  ["begins", types.datetime, Date.UTC(2024, 4, 1) / 1000],
  ["lasts", types.duration, 90_000],
  ["needs", types.version, 0x0001_0002_0000_0000n],
  ["isNew", types.bool, true],
  ["none", optional(types.int32), undefined],
  ["numbers", list(types.int64), [3n, 9_007_199_254_740_993n, 1n]],
  ["pos", structType(0, "Reward"), [7, 2]],
  [
    "drops",
    list(structType(0, "Reward")),
    [
      [7, 2],
      [8, 4],
    ],
  ],
  ["prize", { kind: "variant", index: 0, name: "Prize" }, { kind: 1, fields: [9] }],
  ["weapon", toItem, 20],
  ["lost", toItem, 99],
  [
    "prices",
    { kind: "map", key: types.string, value: types.int32 },
    [
      ["a", 1],
      ["b", 2],
    ],
  ],
];
const table = createTypedTable({
  columns: columns.map(([name, type]) => [name, type]),
  keys: [[0]],
  rows: [columns.map(([, , value]) => value)],
});
const weapons = createTypedTable({
  name: "Weapon",
  columns: [
    ["id", types.int32],
    ["attack", types.int32],
  ],
  keys: [[0]],
  rows: [[20, 50]],
});

function evaluate(text: string, wanted: Wanted = "anything"): unknown {
  const { diagnostics, report } = createDiagnosticSink();
  const context: CheckContext = createContext(
    { tables: [table, weapons], enums: [quality, slots], structs, variants },
    report,
  );
  const environment = { owner: "Item", names: namesOfTable(table), context, at: place };
  const expression = compileExpression(text, environment, wanted);
  if (expression === undefined) return diagnostics.map(({ message }) => message).join();
  const frame: Frame = { row: 0, fields: [], it: undefined, fault: undefined };
  const value = expression.evaluate(frame);
  return frame.fault ?? value;
}

test.each([
  ["1 + 2 * 3 - -4", 11],
  ["(1 + 2) * 3", 9],
  ["7 % 4 == 3 && -7 % 4 == -3", true],
  ["7 / 2", 3.5],
  ["div(7, 2)", 3],
  ["1 / (id - 5)", "it divides by 0"],
  ["0x1F + 1e2 + 1.5", 132.5],
  ["big + 1 - big", 1],
  ["big == 9007199254740993", true],
  ["big > 9007199254740992 && big < 9007199254740994", true],
  ["big * big / big > 0", true],
  ["rate == 0.1 && rate <= 0.1 && !(rate > 0.1)", true],
  ["rate in 0.1..0.2", true],
  ["true || 1 / 0 > 1", true],
  ["id > 4 ? 'more' : 'less'", "more"],
  ["id in [1, 5, 9]", true],
  ["id in 1..4", false],
  ["3 in numbers && !(4 in numbers)", true],
  ["name == 'Sword' && name != \"sword\"", true],
  ["'it''s'", "it's"],
  ["name + '!'", "Sword!"],
  ["len(name) == 5 && len(numbers) == 3", true],
  ["rarity == Green && Green == rarity && rarity != Quality.White && rarity in [Green, White]", true],
  ["rarity == 1", true],
  ["has(slots, head) && has(slots, Slot.feet) && !has(slots, body)", true],
  ["begins == 2024-05-01 && begins < 2024-05-01T00:00:01Z && begins == '2024-05-01'", true],
  ["begins + 1d == 2024-05-02 && begins - 2024-04-30 == 24h", true],
  ["lasts == 1m30s && lasts * 2 == 3m && lasts / 30s == 3 && lasts + 500ms > 90s", true],
  ["needs >= '1.2' && needs < '1.10'", true],
  ["isNew && !false", true],
  ["none == null && !(none != null)", true],
  ["none > 5", undefined],
  ["none > 5 && false", false],
  ["none > 5 || true", true],
  ["!(none > 5)", undefined],
  ["none + 1", undefined],
  ["(none ?? 3) + 1", 4],
  ["numbers[0] == 3 && numbers[9] == null", true],
  ["sum(numbers) == 9007199254740997 && max(numbers) == big && min(numbers) == 1", true],
  ["max(1, id, 2.5)", 5],
  ["abs(-3) + floor(-1.5) + ceil(1.2) + round(2.5)", 6],
  ["pos.item - pos.count", 5],
  ["drops[1].count == 4 && sum(drops.count) == 6", true],
  ["all(drops, it.count > 1) && any(drops, it.item == 8) && count(drops, it.count > 2) == 1", true],
  ["all(numbers, it > 0)", true],
  ["has(numbers, 3)", true],
  ["kind(prize) == 'Gold' && prize.count == 9 && prize.item == null", true],
  ["weapon == 20 && weapon.attack == 50 && lost.attack == null", true],
  ["exists(Weapon, 20) && !exists(Weapon, id) && exists(Weapon, weapon)", true],
  ["prices['b'] == 2 && len(prices) == 2 && sum(values(prices)) == 3 && 'a' in keys(prices)", true],
  ["lower(name) == 'sword' && startsWith(name, 'Sw') && contains(name, 'wor') && endsWith(name, 'd')", true],
  ["matches(name, '[A-Z][a-z]+')", true],
])("%s", (text, value) => {
  expect(evaluate(text)).toEqual(value);
});

describe("what is wrong is said where it is", () => {
  test.each([
    ["id > ", "a value is missing at the end", 6, undefined],
    ["id >> 5", "a value is missing before >", 5, undefined],
    ["id = 5", "= means nothing here", 4, "=="],
    ["id > 4 and isNew", "an operator is missing", 8, "&&"],
    ["1 < id < 9", "comparisons are joined by && or ||", 8, undefined],
    ["(id", "a ) is missing", 4, undefined],
    ["id > 5 ? 1", "a : is missing", 11, undefined],
    ["pos.", "a name is missing after the dot", 5, undefined],
    ["'abc", "a quote is not closed", 1, undefined],
    ["12ab", "it is no number and no duration", 1, undefined],
    ["id ＞ 5", "it has full-width signs; write id > 5", 4, undefined],
    ["剑 == 1 && nmae == 'a'", "Item has no column 剑", 1, undefined],
    ["isNew && nmae == 'a'", "Item has no column nmae", 10, "name"],
    ["rarity == Gren", "Quality has no value Gren", 11, "Green"],
    ["rarity == Quality.Gren", "Quality has no value Gren", 19, "Green"],
    ["pos.cuont > 1", "Reward has no field cuont", 5, "count"],
    ["weapon.atack > 1", "Weapon has no column atack", 8, "attack"],
    ["prize.coun > 1", "Prize has no field coun", 7, "count"],
    ["id.x", "int32 has no fields", 4, undefined],
    ["null.x", "null has no fields", 1, undefined],
    ["id[0]", "int32 has no elements by number", 1, undefined],
    ["numbers[name]", "it gives string where a number is needed", 9, undefined],
    ["name > 5", "string and int64 have no order", 8, undefined],
    ["name == 5", "string and int64 cannot be compared", 9, undefined],
    ["name * 2", "string * int64 means nothing", 1, undefined],
    ["id && isNew", "it gives int32 where true or false is needed", 1, undefined],
    ["!id", "it gives int32 where true or false is needed", 2, undefined],
    ["isNew ? 1 : 'a'", "int64 and string do not go together", 13, undefined],
    ["id in 5", "behind `in` stands a list, such as [1, 2], or a range, such as 1..5", 7, undefined],
    ["[1, 2]", "a list stands behind `in` only", 1, undefined],
    ["1..2", "a range stands behind `in` only", 1, undefined],
    ["length(name) > 1", "there is no function length", 1, "len"],
    ["lne(name) > 1", "there is no function lne", 1, "len"],
    ["len(id) > 1", "len(text or list) does not take int32", 5, undefined],
    ["len() > 1", "write len(text or list)", 1, undefined],
    ["exists(Waepon, 1)", "there is no table Waepon", 8, "Weapon"],
    ["exists(Weapon, 1, 2)", "the key of Weapon has 1 part", 1, undefined],
    ["matches(name, '(')", "the pattern is wrong", 15, undefined],
    [`${"(".repeat(70)}1`, "it is nested too deep", 65, undefined],
  ])("%s", (text, reason, character, suggestion) => {
    const shown = /^[\p{L}\p{N}\p{P}\p{S}]{1,60}$/u.test(text) ? text : undefined;
    const end = `is wrong at character ${character}: ${reason}.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`;
    expect(evaluate(text)).toContain(end);
    if (shown !== undefined) expect(evaluate(text)).toBe(`${shown} ${end}`);
  });

  test("by the parsers of cells for what is written as a cell would be", () => {
    expect(evaluate("begins == 2024-13-01")).toBe(
      '"2024-13-01" is a date or time that no calendar or clock has.',
    );
    expect(evaluate("rarity == 'Gren'")).toBe('"Gren" is not a value of Quality; did you mean Green?');
  });

  test("where a condition or a number is wanted", () => {
    expect(evaluate("id", "bool")).toContain("it gives int32 where true or false is needed");
    expect(evaluate("name", "number")).toContain("it gives string where a number is needed");
  });
});

/** A whole-number expression with its value by bigints, which know no limit. */
interface Sample {
  readonly text: string;
  readonly value: bigint | undefined;
}

const sample: fc.Arbitrary<Sample> = fc.letrec<{ readonly any: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 6 },
    fc.bigInt({ min: 0n, max: 1n << 64n }).map((value) => ({ text: String(value), value })),
    fc.constantFrom(
      { text: "id", value: 5n },
      { text: "big", value: 9_007_199_254_740_993n },
      { text: "none", value: undefined },
      { text: "sum(numbers)", value: 9_007_199_254_740_997n },
    ),
    tie("any").map(({ text, value }) => ({
      text: `-${text}`,
      value: value === undefined ? undefined : -value,
    })),
    fc.tuple(tie("any"), fc.constantFrom("+", "-", "*"), tie("any")).map(([left, operator, right]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      value: compute(left.value, operator, right.value),
    })),
    fc.tuple(tie("any"), tie("any")).map(([left, right]) => ({
      text: `(${left.text} < ${right.text} ? ${left.text} : ${right.text})`,
      value:
        left.value === undefined || right.value === undefined
          ? undefined
          : left.value < right.value
            ? left.value
            : right.value,
    })),
  ),
})).any;

function compute(left: bigint | undefined, operator: string, right: bigint | undefined): bigint | undefined {
  if (left === undefined || right === undefined) return undefined;
  return operator === "+" ? left + right : operator === "-" ? left - right : left * right;
}

test("whole numbers of any size are computed exactly, and absence goes through", () => {
  fc.assert(
    fc.property(sample, ({ text, value }) => {
      const found = evaluate(text);
      expect(typeof found === "number" ? BigInt(found) : found).toBe(value);
      if (value !== undefined) expect(evaluate(`${text} == ${value < 0n ? `-${-value}` : value}`)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("no text makes it fail in any other way than with a report", () => {
  const words = [
    "id",
    "name",
    "numbers",
    "(",
    ")",
    "[",
    "]",
    ".",
    "+",
    "<",
    "&&",
    "1",
    "'a'",
    "in",
    "..",
    "?",
    ":",
    "has",
    ",",
    "!",
  ];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom(...words)).map((all) => all.join(" ")),
      ),
      (text) => {
        evaluate(text);
      },
    ),
    { numRuns: 1000 },
  );
});
