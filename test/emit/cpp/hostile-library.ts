import {
  array,
  createEnum,
  createStruct,
  createVariant,
  enumType,
  int32,
  type LibrarySpec,
  list,
  map,
  optional,
  set,
  string,
  structType,
  uint8,
  variantType,
} from "./images.js";

/** Texts that a careless emitter would turn into code, into the end of a comment, or into other text. */
export const hostileTexts: readonly string[] = [
  '"; int injected = 1; //',
  "*/ int injected = 1; /*",
  "// \\",
  "ends with a backslash \\",
  "??/ ??/",
  "??=define X ??' ??! ??- ???/",
  "line\nbreak\r\nand\ttab",
  "#define TABLEGEN_IMAGE_SYMBOL x\n#include </etc/passwd>",
  "%s $\u007binjected} {{injected}} {{{injected}}} \u0001\u001b[31m\u007f",
  "\u202eright to left\u202c \u2066isolated\u2069 \u200bzero\u200dwidth \ufeff",
  "\u2028separators\u2029",
  "\\0 \\x41 \\u0041 \\101",
  "1\u00012345",
  'R"(raw)" u8"x"',
  "é 道具 🗡 \u{10ffff}",
  "",
  " ",
];

const enums = [
  { ...createEnum("Flags", { has: 1, value: 2, flag: 4, a: 8, b: 16, operator: 32 }), isFlags: true },
  createEnum("Kind", {
    default: 0,
    NULL: 1,
    EOF: 2,
    errno: 3,
    class: 4,
    武器: 5,
    __x: 6,
    _X: 7,
    to_string: 8,
  }),
  createEnum("tables", { a: 0, tables: 1 }),
];

/** Column names that mean something to C++, to its standard headers, or to the code that is generated. */
const columnNames: readonly string[] = [
  ...[
    "id",
    "class",
    "major",
    "errno",
    "NULL",
    "EOF",
    "assert",
    "unix",
    "linux",
    "std",
    "tablegen",
    "int32_t",
  ],
  ...[
    "a__b",
    "_Upper",
    "_lower",
    "_",
    "ends_",
    "ends",
    "ends__",
    "and",
    "xor",
    "co_await",
    "co_await_",
    "noexcept",
  ],
  ...[
    "Keyword",
    "Kind",
    "rows",
    "find",
    "bind",
    "size",
    "value_type",
    "m_primary",
    "m_key1",
    "view",
    "hero",
    "名称",
  ],
  ...[
    "offsetof",
    "stdout",
    "INT_MAX",
    "image",
    "known",
    "source",
    "failure",
    "known_columns",
    "va_start",
    "string_view",
  ],
];

const texts = hostileTexts;

/** Names that mean something in the header of structs, in the image's structs, or in the runtime. */
const structNames: readonly string[] = [
  ...["Reward", "fields_0", "kinds_0", "known_structs", "image", "has", "check_types", "structs_0"],
  ...[
    "stored",
    "unknown_kind",
    "variant_view",
    "status",
    "lists_1",
    "index_rows_0",
    "default",
    "_X",
    "道具_",
  ],
];
const reward = createStruct(
  "Reward",
  [
    ["Reward", string, "*/ evil /* \\"],
    ["class", int32, "??/"],
    ["view", list(string), "back\\\nslash\\"],
    ["Flags", enumType(enums, "Flags")],
    ["stored", variantType(0, "Variant")],
    ["Variant", optional(variantType(0, "Variant"))],
    ["tablegen", int32],
  ],
  `${texts.join("\n")}\n??/`,
);
const structs = [
  reward,
  ...structNames.slice(1).map((name) =>
    createStruct(name, [
      [name, string],
      ["Reward", optional(structType(0, reward))],
      ["get", list(structType(0, reward))],
    ]),
  ),
  createStruct("Nothing", []),
];
const variants = [
  createVariant("Variant", structs, [...structNames.slice(1), "Nothing"]),
  createVariant("no_kinds", structs, []),
];
const nothing = { kind: structNames.length - 1, fields: [] };
const rewardOf = (text: string) => [text, 1, [text], 3, nothing, undefined, 2];
const variantOf = (text: string) => ({ kind: 0, fields: [text, rewardOf(text), [rewardOf(text)]] });

/** Everything that a sheet might hold to make generated C++ not compile, or do something. */
export const hostileLibrary: LibrarySpec = {
  name: "tables",
  namespace: "class::std::tablegen::数据",
  enums,
  structs,
  variants,
  tables: [
    {
      name: "Text",
      note: `${texts.join("\n")}\n??/`,
      columns: [
        ["key", string, "*/ evil /* \\"],
        ["other", optional(string), "??/"],
        ["all", list(string), "back\\\nslash\\"],
        ["pair", array(string, 2), "\u202e"],
      ],
      keys: [["key"]],
      rows: texts.map((text, index) => [
        text,
        index % 3 === 0 ? undefined : text,
        texts.slice(0, index),
        [text, "x"],
      ]),
    },
    {
      name: "Keyword",
      columns: [...columnNames.map((name) => [name, int32] as const), ["kind", enumType(enums, "Kind")]],
      keys: [["id"], ["m_primary"], ["rows"], ["class", "int32_t"], ["size", "find"]],
      rows: [0, 1, 2].map((row) => [...columnNames.map((_, index) => row * 1000 + index), row + 3]),
    },
    // Row structs that would hide what the generated code uses.
    ...[
      "tables_",
      "class",
      "struct",
      "image",
      "status",
      "value_type",
      "size",
      "find",
      "row",
      "Row",
      "layout",
    ].map(simple),
    ...[
      "image_layout",
      "image_object",
      "known",
      "source",
      "hero_table",
      "hero",
      "Hero",
      "HERO",
      "con",
      "Aux",
      "enums",
    ].map(simple),
    ...[
      "runtime",
      "string_view",
      "uint32_t",
      "a_table",
      "a",
      "A_Table",
      "__double",
      "_Capital",
      "道具",
      "道具_table",
    ].map(simple),
    ...[
      "bind",
      "embedded",
      "main",
      "m_image",
      "m_a",
      "rows",
      "columns",
      "offsetof",
      "errno",
      "std",
      "tablegen",
    ].map(simple),
    {
      name: "OneLongText",
      columns: [["text", string]],
      rows: [["道".repeat(40_000)], ["short"], [`${"x".repeat(40_000)}\\`]],
    },
    {
      name: "Holder",
      columns: [
        ["key", string],
        ["Reward", structType(0, reward)],
        ["Variant", variantType(0, "Variant")],
        ["map", map(string, structType(0, reward))],
        ["set", set(string)],
        ["by_size", int32],
        ["Holder", int32],
      ],
      keys: [["key"]],
      multi: { size: ["by_size"], class: ["key", "by_size"], "a name": ["Holder"] },
      ordered: { rows: ["by_size", "key"], m_key1: ["Holder"] },
      rows: texts.map((text, index) => [
        text,
        rewardOf(text),
        variantOf(text),
        [[text, rewardOf(text)]],
        [text],
        index,
        index % 3,
      ]),
    },
    { name: "Small", columns: [["value", uint8]], rows: [[1], [2]] },
  ],
};

function simple(name: string) {
  return {
    name,
    columns: [
      [name, int32],
      ["id", string],
    ] as const,
    keys: [[name], ["id"]],
    rows: [
      [1, "a"],
      [2, "b"],
    ],
  };
}
