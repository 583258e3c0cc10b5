import { expect, test } from "vitest";
import { formatType } from "../../src/model/schema.js";
import { configOf, resolve } from "./resolve.js";
import { type Grid, workbookOf } from "./sheet-of.js";

type Fields = Readonly<Record<string, string>>;

/** Resolves a table `Item` with columns beside its key, and structs of the config. */
function complete(
  columns: Fields,
  structs: Readonly<Record<string, Fields>> = {},
  others: Readonly<Record<string, Grid>> = {},
) {
  const grid: Grid = [
    ["##name", "id", ...Object.keys(columns)],
    ["##type", "int32", ...Object.values(columns)],
    ["##rule", "key"],
    [null, 1, ...Object.keys(columns).map(() => 1)],
  ];
  const config = configOf({
    structs: Object.fromEntries(
      Object.entries(structs).map(([name, fields]) => [
        name,
        {
          note: "",
          fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, note: "" })),
        },
      ]),
    ),
  });
  const { schema, reported } = resolve([workbookOf({ Item: grid, ...others })], config);
  const item = schema.tables.find(({ name }) => name === "Item");
  return { schema, reported, types: item?.columns.slice(1).map(({ type }) => formatType(type)) };
}

const level: Grid = [
  ["##name", "hero", "level"],
  ["##type", "int32", "uint8"],
  ["##rule", "key", "key"],
  [null, 1, 1],
];

test("structs come after those that they hold in place, else by name", () => {
  const { schema } = complete(
    { a: "Outer" },
    { Outer: { z: "Zebra", list: "Apple[]" }, Apple: { x: "int32" }, Zebra: { a: "Apple[2]" } },
  );
  expect(schema.structs.map(({ name }) => name)).toEqual(["Apple", "Zebra", "Outer"]);
});

test("a struct that holds itself in a list has the same size there as anywhere", () => {
  const { schema, reported } = complete({ a: "Node" }, { Node: { id: "int64", children: "Node[]?" } });
  expect(reported).toEqual([]);
  const outer = schema.tables[0]?.columns[1]?.type;
  const children = schema.structs[0]?.fields[1]?.type;
  const list = children?.kind === "optional" ? children.value : undefined;
  expect(outer).toMatchObject({ kind: "struct", name: "Node", alignment: 8 });
  expect(list?.kind === "list" && list.element).toEqual(outer);
});

test("structs lie in one another no deeper than readers take them", () => {
  const chain = (length: number) => {
    const names = Array.from({ length }, (_, index) => `S${String(index).padStart(2, "0")}`);
    const fields = names.map((name, index) => [name, { next: names[index + 1] ?? "int32" }] as const);
    return complete({ a: "S00" }, Object.fromEntries(fields)).reported;
  };
  expect(chain(65)).toEqual([]);
  expect(chain(66)).toEqual([
    "TG2124 table-gen.config.jsonc:structs.S00.fields.next S00 holds more structs in one another through next than a library may: 64.",
  ]);
});

test("a struct that holds itself in place is endless, through others too", () => {
  expect(complete({ a: "A" }, { A: { b: "B?" }, B: { a: "A[2]" } }).reported).toEqual([
    "TG2102 table-gen.config.jsonc:structs.B.fields.a A contains itself through a, so a value of it would never end.",
  ]);
});

test("vectors are there where something uses them", () => {
  expect(complete({ a: "vec2[]" }).schema.structs.map(({ name }) => name)).toEqual(["vec2"]);
  expect(complete({ a: "int32" }).schema.structs).toEqual([]);
});

test("references have the types of the keys that they lead to", () => {
  const { schema, reported } = complete({ a: "ref<Level>[]", b: "ref<Item>?" }, {}, { Level: level });
  expect(reported).toEqual([]);
  expect(schema.tables[0]?.columns[1]?.type).toMatchObject({
    element: { kind: "reference", key: [{ kind: "integer" }, { kind: "integer", bits: 8 }] },
  });
});

test.each([
  ["ref<Itm>", '"Itm" refers to nothing: there is no table Itm. Did you mean Item?'],
  ["ref<Level.hero>", '"Level.hero" refers to nothing: hero is no unique key of Level.'],
  [
    "ref<Item | Level>",
    '"Item | Level" refers to nothing: the key of Item is int32 and that of Level is int32, uint8.',
  ],
])("%s is reported", (type, message) => {
  expect(complete({ a: type }, {}, { Level: level }).reported).toEqual([
    `TG2037 items.xlsx:Item!C2 ${message}`,
  ]);
});

test("references to keys of several parts are in no set and no map's key", () => {
  const message =
    "Rows of Level have a key of several parts, so references to them can neither stand in a set nor be the keys of a map.";
  const { reported, types } = complete(
    { a: "set<ref<Level>>", b: "map<ref<Level>, int32>", c: "set<ref<Item>>" },
    {},
    { Level: level },
  );
  expect(reported).toEqual([`TG2106 items.xlsx:Item!C2 ${message}`, `TG2106 items.xlsx:Item!D2 ${message}`]);
  expect(types?.[2]).toBe("set<ref<Item>>");
});
