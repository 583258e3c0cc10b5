import type { ValueType } from "../../../src/model/schema.js";
import type { Value } from "../../../src/model/value.js";
import { int32, int64, referenceTo, schemaOf, structType, text, variantType } from "./schema-of.js";

/*
 * A schema with every type that has a name or leads elsewhere: tables that refer to each other and to themselves, structs in
 * structs, variants that hold themselves, one of their structs as another kind of another variant.
 */

const list = (element: ValueType): ValueType => ({ kind: "list", element });
const optional = (value: ValueType): ValueType => ({ kind: "optional", value });
const set = (element: ValueType): ValueType => ({ kind: "set", element });
const map = (key: ValueType, value: ValueType): ValueType => ({ kind: "map", key, value });
const array = (element: ValueType, length: number): ValueType => ({ kind: "array", element, length });
const version: ValueType = { kind: "version" };
const float: ValueType = { kind: "float", bits: 32 };

/** Positions of the tables, in the order of their names. */
const item = referenceTo([int32], [1, "Item"]);
const hero = referenceTo([int32], [0, "Hero"]);
const step = referenceTo([int32, int32], [4, "Step"]);
const skill = referenceTo([text], [3, "Skill"]);
const any = referenceTo([int32], [1, "Item"], [0, "Hero"]);

const quality: ValueType = { kind: "enum", index: 0, name: "Quality", underlying: int32 };
const traits: ValueType = { kind: "enum", index: 1, name: "Traits", underlying: { ...int32, signed: false } };

const shape = variantType(1, "Shape");
const action = variantType(0, "Action");

type FieldOutline = readonly [string, ValueType, string?];
const reward: readonly FieldOutline[] = [
  ["item", item, "what"],
  ["count", int32],
];
const chest: readonly FieldOutline[] = [
  ["first", structType(0, "Reward", reward)],
  ["others", list(structType(0, "Reward", reward))],
  ["opener", optional(hero)],
];
const circle: readonly FieldOutline[] = [["radius", float]];
const group: readonly FieldOutline[] = [
  ["parts", list(shape)],
  ["tags", set(text)],
];
const empty: readonly FieldOutline[] = [];

const rewardType = structType(0, "Reward", reward);

export const world = schemaOf(
  {
    Hero: {
      note: "英雄",
      columns: [
        ["id", int32],
        ["name", text],
        ["weapon", item, "held"],
        ["offhand", optional(item)],
        ["step", optional(step)],
        ["target", any],
        ["maybe", optional(any)],
        ["bag", list(item)],
        ["known", set(skill)],
        ["levels", map(skill, int32)],
        ["prices", map(int64, list(rewardType))],
        ["chest", structType(1, "Chest", chest)],
        ["spare", optional(rewardType)],
        ["rewards", array(rewardType, 2)],
        ["shape", shape],
        ["action", optional(action)],
        ["actions", list(action)],
        ["since", version],
        ["traits", traits],
        ["seen", set({ kind: "datetime" })],
        ["paths", list(step)],
        ["weaponKey", quality],
      ],
      keys: [["id"], ["name"]],
      multi: [["weapon"], ["weaponKey", "since"]],
      ordered: [["since"], ["weaponKey", "name"]],
    },
    Item: {
      columns: [
        ["id", int32],
        ["next", optional(item)],
        ["owner", optional(hero)],
        ["price", int32],
        ["sold", { kind: "datetime" }],
      ],
      keys: [["id"]],
      multi: [["price"]],
      ordered: [["price"], ["sold"]],
    },
    Step: {
      columns: [
        ["hero", hero],
        ["level", int32],
        ["big", int64],
      ],
      keys: [["hero", "level"]],
      ordered: [["hero", "level"], ["big"]],
    },
    Settings: {
      columns: [
        ["capacity", int32],
        ["start", item],
      ],
      isSingleton: true,
    },
    Skill: { columns: [["code", text]], keys: [["code"]] },
  },
  {
    Quality: {
      values: [
        ["Common", 0],
        ["Rare", 1],
      ],
    },
    Traits: {
      underlying: { ...int32, signed: false },
      isFlags: true,
      values: [
        ["fast", 1],
        ["flying", 2],
        ["huge", 2 ** 31],
      ],
    },
  },
  {
    structs: { Reward: reward, Chest: chest, Circle: circle, Group: group, Empty: empty },
    variants: {
      Action: [
        ["Wait", "Empty"],
        ["Round", "Circle"],
        ["Give", "Reward"],
      ],
      Shape: [
        ["Circle", "Circle"],
        ["Group", "Group"],
      ],
    },
  },
);

type WorldTable = "Hero" | "Item" | "Settings" | "Skill" | "Step";

/** Rows of the world, in the order of its tables' columns. */
export const worldRows: Readonly<Record<WorldTable, readonly (readonly Value[])[]>> = {
  Hero: [
    [
      1001,
      "Ann",
      7,
      undefined,
      [1001, 2],
      7,
      undefined,
      [7, 9, 7],
      ["bolt", "heal"],
      [
        ["bolt", 3],
        ["heal", 1],
      ],
      [[5n, [[9, 2]]]],
      [[7, 1], [[9, 5]], undefined],
      undefined,
      [
        [7, 10],
        [9, 20],
      ],
      {
        kind: 1,
        fields: [
          [
            { kind: 0, fields: [1.5] },
            { kind: 1, fields: [[], []] },
          ],
          ["a", "b"],
        ],
      },
      undefined,
      [
        { kind: 0, fields: [] },
        { kind: 1, fields: [2] },
        { kind: 2, fields: [7, 3] },
      ],
      (1n << 48n) | (2n << 32n),
      3,
      [-5, 1714536000],
      [
        [1001, 1],
        [1001, 2],
      ],
      1,
    ],
    [
      1002,
      "Bob",
      9,
      7,
      undefined,
      1001,
      1002,
      [],
      [],
      [],
      [],
      [[9, 1], [], 1001],
      [9, 4],
      [
        [7, 1],
        [7, 2],
      ],
      { kind: 0, fields: [0.5] },
      { kind: 1, fields: [8] },
      [],
      1n << 48n,
      2 ** 31 + 1,
      [],
      [],
      0,
    ],
  ],
  Item: [
    [9, 7, 1002, 50, 300],
    [7, undefined, undefined, 20, 100],
    [8, 8, undefined, 20, 200],
  ],
  Step: [
    [1001, 2, -1n],
    [1001, 1, 2n ** 60n],
    [1002, 5, 3n],
  ],
  Settings: [[64, 9]],
  Skill: [["heal"], ["bolt"]],
};
