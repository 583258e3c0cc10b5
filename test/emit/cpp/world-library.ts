import type { ValueType } from "../../../src/model/schema.js";
import {
  array,
  createEnum,
  createStruct,
  createVariant,
  datetime,
  enumType,
  float32,
  float64,
  int8,
  int32,
  type LibrarySpec,
  list,
  map,
  optional,
  reference,
  set,
  string,
  structType,
  uint8,
  uint64,
  variantType,
  version,
} from "./images.js";

const byte = { kind: "integer", bits: 8, signed: false } as const;
const enums = [
  createEnum("Element", { fire: 0, water: 1, wind: 7 }, byte),
  { ...createEnum("Right", { read: 1, write: 2, both: 3, admin: 128 }, byte), isFlags: true },
];
const element = enumType(enums, "Element");
const right = enumType(enums, "Right");

const tables = ["Hero", "Item", "Level", "Score", "Settings"];
const item = reference(tables, ["Item"], int32);
const hero = reference(tables, ["Hero"], string);
/** By the primary key of the one table, and another unique key of the other. */
const either: ValueType = {
  kind: "reference",
  targets: [
    { name: "Level", table: tables.indexOf("Level"), keyIndex: 0 },
    { name: "Item", table: tables.indexOf("Item"), keyIndex: 1 },
  ],
  key: [int32, uint8],
};
const level = reference(tables, ["Level"], int32, uint8);
/** Of one part, to two tables. */
const thing = reference(tables, ["Settings", "Item"], int32);

const shape = variantType(0, "Shape");
const circle = createStruct("Circle", [
  ["radius", float32, "in metres"],
  ["name", string],
]);
const cost = createStruct(
  "Cost",
  [
    ["count", int8],
    ["item", item],
    ["payer", optional(hero)],
  ],
  "What something takes.",
);
const empty = createStruct("Empty", []);
const group = createStruct("Group", [
  ["shapes", list(shape)],
  ["next", optional(shape)],
]);
const costType = structType(1, cost);
const pack = createStruct("Pack", [
  ["first", costType],
  ["second", optional(costType)],
  ["more", list(costType)],
  ["maybe", list(optional(costType))],
  ["rights", right],
  ["nothing", structType(2, empty)],
]);
const square = createStruct("Square", [["side", float64]]);
const structs = [circle, cost, empty, group, pack, square];
const packType = structType(4, pack);
const variants = [
  createVariant("Shape", structs, ["Circle", "Square", "Group"]),
  createVariant("Solo", structs, ["Empty"]),
];

const kinds = { circle: 0, square: 1, group: 2 };
const aCircle = (radius: number, name: string) => ({ kind: kinds.circle, fields: [radius, name] });
const aSquare = (side: number) => ({ kind: kinds.square, fields: [side] });
const versionOf = (a: number, b: number, c = 0, d = 0) =>
  (BigInt(a) << 48n) | (BigInt(b) << 32n) | (BigInt(c) << 16n) | BigInt(d);

/** How many rows `Score` has; the C++ test knows what is in them. */
const scoreCount = 300;

/**
 * A library with all that types can be made of, references in a circle, and indexes that several rows have a key of.
 * `test/native-runtime/unit/world.cpp` knows its rows.
 */
export const worldLibrary: LibrarySpec = {
  name: "world",
  namespace: "world",
  enums,
  structs,
  variants,
  tables: [
    {
      name: "Hero",
      columns: [
        ["name", string],
        ["weapon", item],
        ["spare", optional(item)],
        ["bag", set(item)],
        ["tags", set(string)],
        ["numbers", set(int32)],
        ["shape", shape],
        ["shadow", optional(shape)],
        ["shapes", list(shape)],
        ["pack", packType],
        ["packs", list(packType)],
        ["reward", optional(costType)],
        ["rewards", map(int32, costType)],
        ["titles", map(string, string)],
        ["gear", map(element, item)],
        ["nested", map(int32, list(int32))],
        ["step", level],
        ["goal", optional(either)],
        ["thing", optional(thing)],
        ["since", version],
        ["rights", right],
        ["solo", variantType(1, "Solo")],
        ["pairs", array(costType, 2)],
        ["maybe_set", optional(set(int32))],
        ["maybe_map", optional(map(int32, int32))],
      ],
      keys: [["name"]],
      multi: { weapon: ["weapon"] },
      ordered: { since: ["since"], weapon_name: ["weapon", "name"] },
      rows: [
        [
          ...["Ada", 7, undefined],
          ...[
            [3, 7, 9],
            ["a", "b", "ä"],
            [-5, 0, 1_000_000],
          ],
          aCircle(1.5, "round"),
          {
            kind: kinds.group,
            fields: [[aSquare(2), { kind: kinds.group, fields: [[], aCircle(0.25, "")] }], undefined],
          },
          [aSquare(1), aCircle(1.5, "round"), aSquare(1)],
          [[5, 9, "Bob"], [-1, 3, undefined], [[1, 3, undefined]], [[2, 7, "Ada"], undefined], 3, []],
          [
            [[0, 3, "Ada"], undefined, [], [], 0, []],
            [[9, 3, undefined], undefined, [], [], 130, []],
          ],
          [4, 7, undefined],
          [
            [-1, [10, 3, undefined]],
            [20, [11, 9, "Ada"]],
          ],
          [
            ["en", "Countess"],
            ["fr", "Comtesse"],
          ],
          [
            [0, 3],
            [7, 9],
          ],
          [
            [1, [1, 2]],
            [2, []],
          ],
          [7, 2],
          [9, 1],
          9,
          versionOf(1, 2, 3, 4),
          ...[129, { kind: 0, fields: [] }],
          [
            [1, 3, undefined],
            [2, 9, "Bob"],
          ],
          ...[[1, 2], [[5, 6]]],
        ],
        [
          ...["Bob", 9, 3],
          ...[[], [], []],
          aSquare(4),
          ...[undefined, []],
          [[1, 3, undefined], undefined, [], [], 0, []],
          ...[[], undefined, [], [], [], []],
          [9, 1],
          ...[undefined, undefined],
          versionOf(1, 2),
          ...[0, { kind: 0, fields: [] }],
          [
            [1, 3, undefined],
            [1, 3, undefined],
          ],
          ...[undefined, undefined],
        ],
      ],
    },
    {
      name: "Item",
      columns: [
        ["id", int32],
        ["tier", uint8],
        ["owner", optional(hero)],
        ["element", element],
        ["since", version],
      ],
      keys: [["id"], ["id", "tier"], ["since"]],
      multi: { element: ["element"] },
      rows: [
        [9, 1, "Ada", 7, versionOf(2, 0)],
        [3, 1, undefined, 0, versionOf(1, 9, 9)],
        [7, 1, "Bob", 7, versionOf(1, 10)],
      ],
    },
    {
      name: "Level",
      columns: [
        ["item", item],
        ["level", uint8],
        ["exp", int32],
      ],
      keys: [["item", "level"]],
      multi: { item: ["item"] },
      ordered: { item_level: ["item", "level"], exp: ["exp"] },
      rows: [3, 7, 9].flatMap((id) => [3, 1, 2].map((step) => [id, step, step * 1000 - 2000])),
    },
    {
      name: "Score",
      columns: [
        ["who", string],
        ["points", int32],
        ["at", datetime],
        ["one", uint8],
        ["bits", uint64],
        ["zone", int8],
      ],
      multi: { who: ["who"], points: ["points"], zone_points: ["zone", "points"], bits: ["bits"] },
      ordered: {
        points_ordered: ["points"],
        who_points: ["who", "points"],
        at: ["at"],
        one_bits: ["one", "bits"],
        zone_points_at: ["zone", "points", "at"],
      },
      rows: Array.from({ length: scoreCount }, (_, i) => [
        `p${(i * 7) % 13}`,
        ((i * 37) % 101) - 50,
        (i % 17) * 1000 - 8000,
        7,
        i === 0 ? 0n : i === 1 ? 2n ** 64n - 1n : BigInt.asUintN(64, BigInt(i) * 0x9e3779b97f4a7c15n),
        ((i * 5) % 7) - 3,
      ]),
    },
    {
      name: "Settings",
      note: "What holds everywhere.",
      columns: [
        ["id", int32],
        ["greeting", string],
        ["least", version],
      ],
      keys: [["id"]],
      isSingleton: true,
      rows: [[1, "hello", versionOf(0, 9)]],
    },
  ],
};

/** The same with another item, which moves those that others refer to. */
export const movedWorldLibrary: LibrarySpec = {
  ...worldLibrary,
  tables: worldLibrary.tables.map((table) =>
    table.name === "Item"
      ? { ...table, rows: [[1, 1, undefined, 0, versionOf(0, 1)], ...table.rows] }
      : table,
  ),
};

const triangle = createStruct("Triangle", [["sides", array(float32, 3)]]);
const laterStructs = [...structs, triangle];

/** A later one, in which Bob's shape is of a kind that there was not. */
export const laterWorldLibrary: LibrarySpec = {
  ...worldLibrary,
  structs: laterStructs,
  variants: [
    createVariant("Shape", laterStructs, ["Circle", "Square", "Group", "Triangle"]),
    ...variants.slice(1),
  ],
  tables: worldLibrary.tables.map((table) => {
    if (table.name !== "Hero") return table;
    const shapeAt = table.columns.findIndex(([column]) => column === "shape");
    const withTriangle = (row: (typeof table.rows)[number]) =>
      row[0] === "Bob" ? row.with(shapeAt, { kind: 3, fields: [[3, 4, 5]] }) : row;
    return { ...table, rows: table.rows.map(withTriangle) };
  }),
};
