import {
  array,
  bool,
  createEnum,
  datetime,
  duration,
  enumType,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  type LibrarySpec,
  list,
  optional,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
} from "./images.js";

/** How many rows `Drop` has; the C++ test counts them too. */
const dropCount = 700;
const levelCount = 60;

const byte = { kind: "integer", bits: 8, signed: false } as const;
const enums = [
  createEnum("Element", { none: 0, fire: 1, water: 2, 光: 200 }, byte),
  createEnum("Quality", { common: -1, rare: 5, epic: 6 }),
];

/**
 * A library with every type and every kind of index. `test/native-runtime/lookups.cpp` knows its rows; each number in a
 * row follows from its position, so both sides can compute it.
 */
export const sampleLibrary: LibrarySpec = {
  name: "game",
  namespace: "game::data",
  enums,
  tables: [
    {
      name: "Hero",
      note: "英雄\nWho fights.",
      columns: [
        ["id", int32, "编号"],
        ["name", string, "shown to players"],
        ["quality", enumType(enums, "Quality")],
        ["tags", list(string)],
        ["title", optional(string)],
        ["born", datetime],
        ["cooldown", duration],
        ["element", optional(enumType(enums, "Element"))],
        ["position", array(float32, 3)],
      ],
      keys: [["id"], ["name"]],
      rows: [
        [
          1003,
          "Merlin",
          6,
          ["mage", "old"],
          "the Wise",
          1_700_000_000,
          1500,
          200,
          [1.5, -0, 0.1].map(Math.fround),
        ],
        [1001, "Arthur", 5, ["knight"], undefined, -1, 0, undefined, [0, 0, 0]],
        [1002, "吕布", -1, [], "", 0, -250, 0, [1e-45, 3.4028234663852886e38, -1].map(Math.fround)],
      ],
    },
    {
      name: "Level",
      columns: [
        ["hero", int32],
        ["level", uint8],
        ["exp", uint64],
      ],
      keys: [["hero", "level"]],
      rows: Array.from({ length: levelCount }, (_, i) => [
        1001 + (i % 3),
        1 + Math.floor(i / 3),
        10n ** BigInt(i % 19),
      ]),
    },
    {
      name: "Drop",
      columns: [
        ["key", string],
        ["weight", uint32],
        ["serial", int64],
        ["bit", uint64],
        ["sparse", int32],
      ],
      keys: [["key"], ["serial"], ["bit"], ["sparse"], ["key", "weight"], ["serial", "bit"]],
      rows: Array.from({ length: dropCount }, (_, i) => [
        i % 2 === 0 ? `drop/${i}` : `a much longer name of a drop, number ${i}`,
        4_294_967_295 - i,
        BigInt(i) * 123_456_789_123n - 4_000_000_000_000n,
        BigInt.asUintN(64, BigInt(i + 1) * 0x9e3779b97f4a7c15n),
        i * 7,
      ]),
    },
    {
      name: "Limits",
      columns: [
        ["i8", int8],
        ["i16", int16],
        ["i32", int32],
        ["i64", int64],
        ["u8", uint8],
        ["u16", uint16],
        ["u32", uint32],
        ["u64", uint64],
        ["f32", float32],
        ["f64", float64],
        ["flag", bool],
        ["maybe", optional(int16)],
        ["maybe_list", optional(list(int32))],
        ["maybe_pair", optional(array(uint8, 2))],
        ["nested", list(list(int32))],
        ["longs", list(int64)],
        ["flags", list(bool)],
        ["options", list(optional(int8))],
        ["names", array(string, 2)],
      ],
      keys: [["flag"]],
      rows: [
        [
          ...[-128, -32768, -2147483648, -(2n ** 63n), 255, 65535, 4294967295, 2n ** 64n - 1n],
          ...[Math.fround(16777216), 5e-324, true, -32768, [1, 2, 3], [7, 8], [[1, 2, 3], [], [9]]],
          ...[
            [-(2n ** 63n), 2n ** 63n - 1n],
            [true, false],
            [1, undefined, -1],
            ["a", "b"],
          ],
        ],
        [
          ...[
            127,
            32767,
            2147483647,
            2n ** 63n - 1n,
            0,
            0,
            0,
            0n,
            Math.fround(-0.3),
            -1.7976931348623157e308,
          ],
          ...[false, undefined, undefined, undefined, [], [], [], [], ["", "b"]],
        ],
      ],
    },
    {
      name: "Empty",
      columns: [
        ["id", int32],
        ["name", string],
      ],
      keys: [["id"], ["name"]],
      rows: [],
    },
    { name: "Plain", columns: [["text", string]], rows: [["z"], ["a"], ["z"]] },
  ],
};
