import { describe, expect, test } from "vitest";
import type { EnumSchema } from "../../src/model/schema.js";
import { configOf, resolve } from "./resolve.js";
import { type Grid, textFileOf, workbookOf } from "./sheet-of.js";

const N = null;
const itemHeader: Grid = [
  ["##name", "id"],
  ["##type", "int"],
  ["##rule", "key"],
];

function describeEnum({ name, underlying, values }: EnumSchema): string {
  const type = `${underlying.signed ? "int" : "uint"}${underlying.bits}`;
  const texts = values.map((value) => [`${value.name}=${value.value}`, ...value.aliases].join("|"));
  return `${name}: ${type} ${texts.join(" ")}`;
}

function resolveGrid(grid: Grid) {
  const { schema, reported } = resolve([workbookOf({ Quality: grid })]);
  return { enums: schema.enums.map(describeEnum), reported };
}

describe("an enum sheet", () => {
  test("lists several enums; an empty name of the enum repeats the one above", () => {
    const grid: Grid = [
      ["## what there is"],
      ["##enum", "enum", "name", "value", "alias", "note", N],
      [N, "Slot", "Head", N, "头, 帽子|helm", "worn on top", "remark"],
      [N, N, "Body", N, N, N],
      ["##", N, "Unused"],
      [],
      [N, "Quality", "White", 1],
      [N, N, "Green"],
      [N, N, "Gold", "0x10"],
      [N, "Slot", "Foot", -3],
    ];
    const { schema, reported } = resolve([workbookOf({ Enums: grid })]);
    expect(reported).toEqual([]);
    expect(schema.enums.map(describeEnum)).toEqual([
      "Quality: int32 White=1 Green=2 Gold=16",
      "Slot: int32 Head=0|头|帽子|helm Body=1 Foot=-3",
    ]);
    expect(schema.enums[1]?.values[0]?.note).toBe("worn on top");
  });

  test("without the heading `enum` has the sheet's name", () => {
    expect(
      resolveGrid([
        ["##enum", "value", "name"],
        [N, 3, "White"],
      ]),
    ).toEqual({
      enums: ["Quality: int32 White=3"],
      reported: [],
    });
  });

  test("of a text file has the file's name, and counts under every dialect", () => {
    const config = configOf({ dialect: { kind: "plain" } });
    const { schema, reported } = resolve(
      [
        textFileOf(
          [
            ["##enum", "name"],
            ["", "A"],
          ],
          "e/Kind.csv",
        ),
      ],
      config,
    );
    expect([schema.enums.map(describeEnum), reported]).toEqual([["Kind: int32 A=0"], []]);
  });

  test("is not what holds ##enum among the data of another dialect", () => {
    const workbook = workbookOf({ Word: [["text"], ["a"], ["##enum"]] });
    const tables = { Word: { key: ["text"], columns: { text: { type: "string", ignore: false } } } };
    const config = configOf({ dialect: { kind: "plain" }, tables });
    const { schema, reported } = resolve([workbook], config);
    expect(reported).toEqual([]);
    expect(schema.enums).toEqual([]);
    expect(schema.tables.map(({ name }) => name)).toEqual(["Word"]);
  });

  test("may be used by columns; the type knows the position in order of name", () => {
    const { sources, schema, reported } = resolve([
      workbookOf({
        Slot: [
          ["##enum", "name"],
          [N, "Head"],
        ],
        Quality: [
          ["##enum", "name"],
          [N, "White"],
        ],
        Item: [
          ["##name", "id", "slot"],
          ["##type", "Quality", "Slot[]"],
          ["##rule", "key"],
        ],
      }),
    ]);
    expect(reported).toEqual([]);
    expect(schema.enums.map(({ name }) => name)).toEqual(["Quality", "Slot"]);
    expect(sources[0]?.table.columns.map(({ type }) => type)).toMatchObject([
      { kind: "enum", index: 0, name: "Quality" },
      { kind: "list", element: { kind: "enum", index: 1, name: "Slot" } },
    ]);
  });

  test("reports headings that it does not know or that stand twice", () => {
    expect(
      resolveGrid([
        ["##enum", "name", "vlaue", "name", "x"],
        [N, "A"],
      ]).reported,
    ).toEqual([
      "TG2040 items.xlsx:Quality!C1 vlaue is not a column of a ##enum sheet. Did you mean value?",
      "TG2040 items.xlsx:Quality!D1 name is not a column of a ##enum sheet.",
      "TG2040 items.xlsx:Quality!E1 x is not a column of a ##enum sheet.",
    ]);
  });

  test("names the integer type of an enum in one of its rows, or in each", () => {
    const grid: Grid = [
      ["##enum", "enum", "type", "name", "value"],
      [N, "Flag", "uint8", "A", 255],
      [N, N, N, "B", 1],
      [N, "Plain", N, "A", -1],
      [N, "Wide", "long", "A", 9007199254740991],
      [N, N, "long", "B", -9007199254740991],
      [N, "Late", N, "A", 65535],
      [N, N, " uint16 ", "B", 1],
    ];
    expect(resolveGrid(grid)).toEqual({
      enums: [
        "Flag: uint8 A=255 B=1",
        "Late: uint16 A=65535 B=1",
        "Plain: int32 A=-1",
        "Wide: int64 A=9007199254740991 B=-9007199254740991",
      ],
      reported: [],
    });
  });

  test("reports a type that is no integer's, values beyond it, and rows that differ", () => {
    const grid: Grid = [
      ["##enum", "enum", "name", "value", "type"],
      [N, "Odd", "A", 1, "float32"],
      [N, "Flag", "A", 256, "uint8"],
      [N, N, "B", -1],
      [N, N, "C", 1, "int16"],
      [N, "Wide", "A", 9007199254740992, "int64"],
      [N, "None", "A", 1, "int23"],
    ];
    expect(resolveGrid(grid)).toEqual({
      enums: ["Flag: uint8 A=0 B=2 C=1", "None: int64 A=1", "Odd: int64 A=1", "Wide: int64 A=0"],
      reported: [
        "TG2051 items.xlsx:Quality!E5 Enum Flag has the type int16 here and uint8 above.",
        "- the other one items.xlsx:Quality!E3",
        "TG2047 items.xlsx:Quality!E2 float32 cannot hold the values of enum Odd.",
        "TG2043 items.xlsx:Quality!D3 256 is not of type uint8, as the values of Flag must be.",
        "TG2043 items.xlsx:Quality!D4 -1 is not of type uint8, as the values of Flag must be.",
        "TG2043 items.xlsx:Quality!D6 9007199254740992 is not of type int64 within ±(2^53 − 1), as the values of Wide must be.",
        "TG2047 items.xlsx:Quality!E7 int23 cannot hold the values of enum None.",
      ],
    });
  });

  test("may have enums of flags, whose numbers are bits from 1 upwards", () => {
    const grid: Grid = [
      ["##enum", "enum", "name", "value", "type", "flags"],
      [N, "Slot", "None", 0, N, true],
      [N, N, "Head", N],
      [N, N, "Body"],
      [N, N, "Both", 3],
      [N, N, "Feet", N, N, "FALSE"],
      [N, "Side", "Left", N, "uint8", "1"],
      [N, N, "Right", "0x80"],
    ];
    const { schema, reported } = resolve([workbookOf({ Quality: grid })]);
    expect(reported).toEqual([]);
    expect(schema.enums.map((one) => `${describeEnum(one)} ${one.isFlags}`)).toEqual([
      "Side: uint8 Left=1 Right=128 true",
      "Slot: uint32 None=0 Head=1 Body=2 Both=3 Feet=4 true",
    ]);
  });

  test("reports what flags cannot be", () => {
    const grid: Grid = [
      ["##enum", "enum", "name", "value", "type", "flags"],
      [N, "Slot", "Head", -1, "int32", "yes"],
      [N, "Side", "Left", -1, "int32", true],
      [N, N, "Right", 1],
      [N, "Wide", "A", 1, "int64", true],
      [N, "Full", "A", 128, "uint8", true],
      [N, N, "B"],
    ];
    expect(resolveGrid(grid)).toEqual({
      enums: [
        "Full: uint8 A=128 B=0",
        "Side: int32 Left=0 Right=1",
        "Slot: int32 Head=-1",
        "Wide: int64 A=1",
      ],
      reported: [
        'TG4004 items.xlsx:Quality!F2 "yes" is not a bool.',
        "TG2058 items.xlsx:Quality!D3 -1 is negative, and the values of Side are sets of bits.",
        "TG2057 items.xlsx:Quality!E5 Wide is an enum of flags, and the highest bit of int64 is a sign.",
        "TG2043 items.xlsx:Quality!C7 256 is not of type uint8, as the values of Full must be.",
      ],
    });
  });

  test("without names is reported", () => {
    expect(
      resolveGrid([
        ["##enum", "value"],
        [N, 1],
      ]).reported,
    ).toEqual(["TG2041 items.xlsx:Quality!A1 The ##enum row has no column `name`."]);
  });

  test("reports rows without a name, and without an enum to belong to", () => {
    const grid: Grid = [
      ["##enum", "enum", "name", "value"],
      [N, N, "A"],
      [N, "Quality", N, 5],
      [N, N, "B"],
    ];
    expect(resolveGrid(grid)).toEqual({
      enums: ["Quality: int32 B=0"],
      reported: [
        "TG2042 items.xlsx:Quality!B2 This row has no enum.",
        "TG2042 items.xlsx:Quality!C3 This row has no name.",
      ],
    });
  });

  test("reports values that are no numbers of the enum's type", () => {
    const grid: Grid = [
      ["##enum", "name", "value"],
      [N, "A", "one"],
      [N, "B", 1.5],
      [N, "C", 2147483648],
      [N, "D", 2147483647],
      [N, "E"],
      [N, "F", { kind: "error", text: "#N/A" }],
    ];
    expect(resolveGrid(grid)).toEqual({
      enums: ["Quality: int32 A=0 B=1 C=2 D=2147483647 E=3 F=4"],
      reported: [
        "TG2043 items.xlsx:Quality!C2 one is not of type int32, as the values of Quality must be.",
        "TG2043 items.xlsx:Quality!C3 1.5 is not of type int32, as the values of Quality must be.",
        "TG2043 items.xlsx:Quality!C4 2147483648 is not of type int32, as the values of Quality must be.",
        "TG2043 items.xlsx:Quality!B6 2147483648 is not of type int32, as the values of Quality must be.",
        "TG2043 items.xlsx:Quality!C7 #N/A is not of type int32, as the values of Quality must be.",
      ],
    });
  });

  test("reports names, aliases and values that occur twice, with both cells", () => {
    const grid: Grid = [
      ["##enum", "name", "value", "alias"],
      [N, "White", 1, "白"],
      [N, "Green", 2, "White"],
      [N, "White", 3],
      [N, "Blue", 1, "白"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2044 items.xlsx:Quality!D3 Quality has White twice.",
      "- first here items.xlsx:Quality!B2",
      "TG2044 items.xlsx:Quality!B4 Quality has White twice.",
      "- first here items.xlsx:Quality!B2",
      "TG2044 items.xlsx:Quality!D5 Quality has 白 twice.",
      "- first here items.xlsx:Quality!D2",
      "TG2045 items.xlsx:Quality!C5 Blue and White of Quality both have the value 1.",
      "- first here items.xlsx:Quality!B2",
    ]);
  });

  test("reports names that are none, and aliases that look like numbers", () => {
    const grid: Grid = [
      ["##enum", "enum", "name", "alias"],
      [N, "My Enum", "A"],
      [N, "Kind", "a-b", "2"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      'TG2011 items.xlsx:Quality!B2 "My Enum" cannot be the name of an enum.',
      "- for example My_Enum",
      'TG2011 items.xlsx:Quality!C3 "a-b" cannot be the name of an enum value.',
      "- for example a_b",
      'TG2011 items.xlsx:Quality!D3 "2" cannot be the name of an alias.',
      "- for example _2",
    ]);
  });

  test("reports an enum with the name of a type", () => {
    expect(
      resolveGrid([
        ["##enum", "enum", "name"],
        [N, "string", "A"],
      ]).reported,
    ).toEqual(["TG2049 items.xlsx:Quality!B2 string is the name of a type, so an enum cannot have it."]);
  });

  test("reports the marks of a table, a second ##enum, data above it and text in column A", () => {
    const grid: Grid = [
      [N, "x"],
      ["##enum", "name"],
      ["##enum", "name"],
      ["##name", "id"],
      ["c", "A"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2003 items.xlsx:Quality!A2 ##enum stands below a row of data.",
      "TG2002 items.xlsx:Quality!A3 ##enum stands twice in this sheet.",
      "TG2050 items.xlsx:Quality!A4 ##name stands in a sheet with enums.",
      'TG2004 items.xlsx:Quality!A5 Column A is only for marks, and "c" is none.',
    ]);
  });
});

describe("an enum of the config", () => {
  const value = (name: string, number: number, aliases: readonly string[] = []) => ({
    name,
    value: number,
    aliases,
    note: "",
  });

  test("is checked as one of a sheet", () => {
    const config = configOf({
      enums: {
        Flag: {
          underlying: "uint8",
          flags: false,
          note: "",
          values: [value("A", 255), value("B", 256), value("A", 1)],
        },
        Wide: {
          underlying: "int64",
          flags: false,
          note: "",
          values: [value("Max", Number.MAX_SAFE_INTEGER, ["most"])],
        },
        Odd: { underlying: "float32", flags: false, note: "", values: [value("A", 0)] },
        Empty: { underlying: "int8", flags: false, note: "", values: [] },
      },
    });
    const { schema, reported } = resolve([workbookOf({ Item: itemHeader })], config);
    expect(schema.enums.map(describeEnum)).toEqual([
      "Empty: int8 ",
      "Flag: uint8 A=255 B=0 A=1",
      "Odd: int64 A=0",
      "Wide: int64 Max=9007199254740991|most",
    ]);
    expect(reported).toEqual([
      "TG2044 table-gen.config.jsonc:enums.Flag.values[2] Flag has A twice.",
      "- first here table-gen.config.jsonc:enums.Flag.values[0]",
      "TG2043 table-gen.config.jsonc:enums.Flag.values[1] 256 is not of type uint8, as the values of Flag must be.",
      "TG2047 table-gen.config.jsonc:enums.Odd.underlying float32 cannot hold the values of enum Odd.",
      "TG2048 table-gen.config.jsonc:enums.Empty Enum Empty has no values.",
    ]);
  });

  test("and one of a sheet with the same name are reported with both places", () => {
    const config = configOf({
      enums: { Quality: { underlying: "int32", flags: false, note: "", values: [value("A", 0)] } },
    });
    const { reported } = resolve(
      [
        workbookOf({
          Quality: [
            ["##enum", "name"],
            [N, "A"],
          ],
        }),
      ],
      config,
    );
    expect(reported).toEqual([
      "TG2046 items.xlsx:Quality!B2 Enum Quality is declared twice.",
      "- first declared here table-gen.config.jsonc:enums.Quality",
    ]);
  });
});
