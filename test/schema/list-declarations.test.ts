import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type { Config } from "../../src/model/config.js";
import { listDeclarations } from "../../src/schema/list-declarations.js";
import type { StructDeclaration, VariantDeclaration } from "../../src/schema/struct-declaration.js";
import { configOf, formatDiagnostic, resolve } from "./resolve.js";
import { type Grid, textFileOf, workbookOf } from "./sheet-of.js";

const N = null;

function list(sheets: Readonly<Record<string, Grid>>, config: Partial<Omit<Config, "tables">> = {}) {
  const { diagnostics, report } = createDiagnosticSink();
  const declared = listDeclarations(configOf(config), workbookOf(sheets).sheets, report);
  return {
    structs: declared.structs.map(describeStruct),
    variants: declared.variants.map(describeVariant),
    constants: Object.fromEntries(declared.constants),
    reported: diagnostics.flatMap(formatDiagnostic),
  };
}

/** `Reward : Base {;,} "note" item: int32 = 1 {|}, count: uint32` */
function describeStruct({ name, base, separators, note, fields }: StructDeclaration): string {
  const texts = fields.map((field) => {
    const fallback = field.default === undefined ? "" : ` = ${field.default.text}`;
    return `${field.name}: ${field.type.text}${fallback}${inBraces(field.separators)}${inQuotes(field.note)}`;
  });
  const extension = base === undefined ? "" : ` : ${base.text}`;
  return `${name}${extension}${inBraces(separators)}${inQuotes(note)} ${texts.join(", ")}`.trimEnd();
}

/** `Shape {;} Circle=Circle|round, Square=Square` */
function describeVariant({ name, separators, note, kinds }: VariantDeclaration): string {
  const texts = kinds.map((kind) => [`${kind.name}=${kind.struct.text}`, ...kind.aliases].join("|"));
  return `${name}${inBraces(separators)}${inQuotes(note)} ${texts.join(", ")}`.trimEnd();
}

function inBraces(separators: readonly string[] | undefined): string {
  return separators === undefined ? "" : ` {${separators.join(" ")}}`;
}

function inQuotes(note: string): string {
  return note === "" ? "" : ` "${note}"`;
}

describe("a struct sheet", () => {
  test("lists the fields of several structs; an empty struct repeats the one above", () => {
    const grid: Grid = [
      ["## what there is"],
      ["##struct", "struct", "name", "type", "default", "note", N, "extends", "separator"],
      [N, "Reward", "item", "ref<Item>", N, "what is given"],
      [N, N, "count", "uint32 = 1", N, N, "remark", "Base"],
      ["##", N, "unused", "int32"],
      [],
      [N, "Empty"],
      [N, "Base", N, N, N, "of all", N, N, "; ,"],
      [N, N, "tags", "string[]", '"a ""b"""', N, N, N, "#"],
      [N, N, "list", "string[]", '"a","b"'],
      [N, N, "flag", "bool", true],
      [N, "Reward", "text", "string", '""'],
    ];
    expect(list({ Types: grid })).toMatchObject({
      structs: [
        'Reward : Base item: ref<Item> "what is given", count: uint32 = 1, text: string =',
        "Empty",
        'Base {; ,} "of all" tags: string[] = a "b" {#}, list: string[] = "a","b", flag: bool = TRUE',
      ],
      reported: [],
    });
  });

  test("without the heading `struct` has the sheet's name, or the file's", () => {
    const grid: Grid = [
      ["##struct", "name", "type"],
      [N, "x", "float32"],
    ];
    expect(list({ Point: grid }).structs).toEqual(["Point x: float32"]);
    const { report } = createDiagnosticSink();
    const { structs } = listDeclarations(configOf(), textFileOf(grid, "types/Vec.csv").sheets, report);
    expect(structs.map(describeStruct)).toEqual(["Vec x: float32"]);
  });

  test("knows the place of each text", () => {
    const grid: Grid = [
      ["##struct", "struct", "name", "type", "default", "extends", "variant"],
      [N, "Circle", "r", "int32", 5, "Base", "Shape"],
    ];
    const { report } = createDiagnosticSink();
    const declared = listDeclarations(configOf(), workbookOf({ Types: grid }).sheets, report);
    const [struct] = declared.structs;
    const [field] = struct?.fields ?? [];
    const [variant] = declared.variants;
    const places = [
      struct,
      field,
      field?.type,
      field?.default,
      struct?.base,
      variant,
      variant?.kinds[0]?.struct,
    ];
    expect(places.map((one) => one && formatCellRef(one.at))).toEqual(
      ["B2", "C2", "D2", "E2", "F2", "G2", "G2"].map((cell) => `items.xlsx:Types!${cell}`),
    );
  });

  test("makes structs kinds of variants, which come into being in the order of the rows", () => {
    const grid: Grid = [
      ["##struct", "struct", "variant", "name", "type"],
      [N, "Circle", "Shape", "r", "int32"],
      [N, N, "Shape, Round", "name", "string"],
      [N, "Square", "Shape|Flat", "side", "int32"],
      [N, "Nothing", "Flat、Shape"],
    ];
    const more: Grid = [
      ["##struct", "struct", "variant", "name", "type"],
      [N, "Ball", "Round", "r", "int32"],
    ];
    expect(list({ Types: grid, More: more })).toMatchObject({
      variants: [
        "Shape Circle=Circle, Square=Square, Nothing=Nothing",
        "Round Circle=Circle, Ball=Ball",
        "Flat Square=Square, Nothing=Nothing",
      ],
      reported: [],
    });
  });

  test("reports headings that are missing, unknown or twice", () => {
    expect(list({ Types: [["##struct", "struct", "nmae", "note", "note"]] }).reported).toEqual([
      "TG2040 items.xlsx:Types!C1 nmae is not a column of a ##struct sheet. Did you mean name?",
      "TG2040 items.xlsx:Types!E1 note is not a column of a ##struct sheet.",
      "TG2041 items.xlsx:Types!A1 The ##struct row has no column `type`.",
    ]);
  });

  test("reports rows that lack something, and what two rows say differently", () => {
    const grid: Grid = [
      ["##struct", "struct", "name", "type", "default", "extends", "separator", "note"],
      [N, N, "a", "int32"],
      [N, "Reward", "b"],
      [N, N, N, "int32"],
      [N, N, N, N, 5],
      [N, N, N, N, N, "Base", ";", "one"],
      [N, N, N, N, N, "Base", "#", "two"],
      [N, N, "c", "int32", N, "Other"],
    ];
    expect(list({ Types: grid })).toMatchObject({
      structs: ['Reward : Base {;} "one" c: int32'],
      reported: [
        "TG2042 items.xlsx:Types!B2 This row has no struct.",
        "TG2042 items.xlsx:Types!D3 This row has no type.",
        "TG2042 items.xlsx:Types!C4 This row has no name.",
        "TG2042 items.xlsx:Types!C5 This row has no name.",
        "TG2051 items.xlsx:Types!H7 Struct Reward has the note two here and one above.",
        "- the other one items.xlsx:Types!H6",
        "TG2051 items.xlsx:Types!G7 Struct Reward has the separator # here and ; above.",
        "- the other one items.xlsx:Types!G6",
        "TG2051 items.xlsx:Types!F8 Struct Reward has the extends Other here and Base above.",
        "- the other one items.xlsx:Types!F6",
      ],
    });
  });

  test("reports separators that cannot be told from what they separate, or from each other", () => {
    const grid: Grid = [
      ["##struct", "struct", "name", "type", "separator"],
      [N, "Reward", N, N, "; x"],
      [N, N, "a", "int32[]", "; ;"],
      [N, N, "b", "int32[]", "| ||"],
    ];
    expect(list({ Types: grid })).toMatchObject({
      structs: ["Reward a: int32[], b: int32[]"],
      reported: [
        'TG2056 items.xlsx:Types!E3 The separator must not have ";" twice.',
        'TG2056 items.xlsx:Types!E4 The separator must not have "|" beside "||", which it is part of.',
        'TG2056 items.xlsx:Types!E2 The separator "x" must hold no letter, digit, quote, -, ., [ or ].',
      ],
    });
  });

  test("holds nothing else", () => {
    const grid: Grid = [
      ["##struct", "name", "type"],
      ["##enum", "name"],
      ["x", "a", "int32"],
    ];
    expect(list({ Types: grid }).reported).toEqual([
      "TG2050 items.xlsx:Types!A2 ##enum stands in a sheet with structs.",
      'TG2004 items.xlsx:Types!A3 Column A is only for marks, and "x" is none.',
    ]);
  });
});

describe("a sheet of constants", () => {
  test("names the texts of cells", () => {
    const grid: Grid = [
      ["##const", "name", "value", "note"],
      [N, "maxLevel", 60, "of heroes"],
      [N, "rate", "1.50"],
      [N, "isOpen", true],
      [N, "上限", "a, b"],
    ];
    expect(list({ Constants: grid })).toMatchObject({
      constants: { maxLevel: "60", rate: "1.50", isOpen: "TRUE", 上限: "a, b" },
      reported: [],
    });
  });

  test("reports what is no constant", () => {
    const grid: Grid = [
      ["##const", "name", "value"],
      [N, "a"],
      [N, N, 5],
      [N, "a b", 1],
      [N, "True", 1],
      [N, "b", { kind: "error", text: "#N/A" }],
      [N, "c", { kind: "formula", formula: "A1" }],
      [N, "d", 1],
      [N, "d", 2],
    ];
    const constants = { d: "0" };
    expect(list({ Constants: grid }, { constants })).toMatchObject({
      constants: { d: "0" },
      reported: [
        "TG2042 items.xlsx:Constants!C2 This row has no value.",
        "TG2042 items.xlsx:Constants!B3 This row has no name.",
        "TG4002 items.xlsx:Constants!C6 The cell's formula gives the error #N/A.",
        'TG4003 items.xlsx:Constants!C7 The file holds no value for the formula "=A1".',
        'TG2011 items.xlsx:Constants!B4 "a b" cannot be the name of a constant.',
        "- for example a_b",
        "TG2055 items.xlsx:Constants!B5 True is reserved for a value of bool.",
        "TG2046 items.xlsx:Constants!B8 Constant d is declared twice.",
        "- first declared here table-gen.config.jsonc:constants.d",
        "TG2046 items.xlsx:Constants!B9 Constant d is declared twice.",
        "- first declared here table-gen.config.jsonc:constants.d",
      ],
    });
  });

  test("needs names and values", () => {
    expect(list({ Constants: [["##const", "note"]] }).reported).toEqual([
      "TG2041 items.xlsx:Constants!A1 The ##const row has no column `name`.",
      "TG2041 items.xlsx:Constants!A1 The ##const row has no column `value`.",
    ]);
  });
});

describe("the config", () => {
  const field = (name: string, type = "int32") => ({ name, type, note: "" });

  test("declares structs and variants before those of the sheets, each at its place", () => {
    const { report } = createDiagnosticSink();
    const config = configOf({
      structs: {
        Reward: {
          note: "given",
          extends: "Base",
          separators: [";"],
          fields: [field("item"), { ...field("count"), default: "1", note: "n", separators: ["#"] }],
        },
      },
      variants: { Shape: { note: "", kinds: [{ name: "round", struct: "Circle", aliases: ["圆"] }] } },
    });
    const sheet: Grid = [
      ["##struct", "struct", "name", "type"],
      [N, "Base", "id", "int32"],
    ];
    const { structs, variants } = listDeclarations(config, workbookOf({ Types: sheet }).sheets, report);
    expect([...structs.map(describeStruct), ...variants.map(describeVariant)]).toEqual([
      'Reward : Base {;} "given" item: int32, count: int32 = 1 {#} "n"',
      "Base id: int32",
      "Shape round=Circle|圆",
    ]);
    const [struct] = structs;
    const places = [struct, struct?.base, struct?.fields[1], variants[0], variants[0]?.kinds[0]?.struct];
    expect(places.map((one) => one?.at.path)).toEqual([
      "structs.Reward",
      "structs.Reward.extends",
      "structs.Reward.fields.count",
      "variants.Shape",
      "variants.Shape.kinds.round",
    ]);
  });

  test("and sheets declare a name once, and none that a type has", () => {
    const grid: Grid = [
      ["##struct", "struct", "variant", "name", "type"],
      [N, "Reward", "Shape", "id", "int32"],
      [N, "my struct", "my variant"],
      [N, "set", "int"],
    ];
    const more: Grid = [
      ["##struct", "struct", "name", "type"],
      [N, "Reward", "other", "int32"],
    ];
    const config = {
      structs: { Reward: { note: "", fields: [] }, map: { note: "", fields: [] } },
      variants: { Shape: { note: "", kinds: [{ name: "a b", struct: "Reward", aliases: [] }] } },
    };
    expect(list({ Types: grid, More: more }, config)).toMatchObject({
      structs: ["Reward"],
      variants: ["Shape"],
      reported: [
        "TG2049 table-gen.config.jsonc:structs.map map is the name of a type, so a struct cannot have it.",
        'TG2011 items.xlsx:Types!B3 "my struct" cannot be the name of a struct.',
        "- for example my_struct",
        "TG2049 items.xlsx:Types!B4 set is the name of a type, so a struct cannot have it.",
        "TG2046 items.xlsx:Types!B2 Struct Reward is declared twice.",
        "- first declared here table-gen.config.jsonc:structs.Reward",
        "TG2046 items.xlsx:More!B2 Struct Reward is declared twice.",
        "- first declared here table-gen.config.jsonc:structs.Reward",
        'TG2011 items.xlsx:Types!C3 "my variant" cannot be the name of a variant.',
        "- for example my_variant",
        "TG2049 items.xlsx:Types!C4 int is the name of a type, so a variant cannot have it.",
        "TG2046 items.xlsx:Types!C2 Variant Shape is declared twice.",
        "- first declared here table-gen.config.jsonc:variants.Shape",
        'TG2011 table-gen.config.jsonc:variants.Shape.kinds["a b"] "a b" cannot be the name of a kind.',
        "- for example a_b",
      ],
    });
  });
});

test("an enum, a struct, a variant and a table with names that differ too little are reported", () => {
  const workbook = workbookOf({
    Enums: [
      ["##enum", "enum", "name"],
      [N, "HeroKind", "a"],
    ],
    Types: [
      ["##struct", "struct", "variant", "name", "type"],
      [N, "Hero_kind", "Item", "id", "int32"],
    ],
    Item: [
      ["##name", "id"],
      ["##type", "int32"],
      ["##rule", "key"],
    ],
  });
  expect(resolve([workbook]).reported).toEqual([
    "TG2013 items.xlsx:Types!B2 Hero_kind and HeroKind differ too little: their files would have one name.",
    "- HeroKind is declared here items.xlsx:Enums!B2",
    "TG2013 items.xlsx:Item!A1 Item names two things.",
    "- Item is declared here items.xlsx:Types!C2",
  ]);
});
