import { describe, expect, test } from "vitest";
import type { TableConfig } from "../../src/model/config.js";
import { configOf, describeTable, resolve } from "./resolve.js";
import { type Grid, workbookOf } from "./sheet-of.js";

function resolveKeys(rules: readonly (string | null)[], table: Partial<TableConfig> = {}) {
  const grid: Grid = [
    ["##name", "id", "name", "ratio", "tags", "a_b", "a", "b", "primary"],
    ["##type", "int", "string", "double", "int[]", "bool", "datetime", "duration?", "uint64"],
    ["##rule", ...rules],
    [null, 1],
  ];
  const { sources, reported } = resolve([workbookOf({ Item: grid })], configOf({ tables: { Item: table } }));
  const [source] = sources;
  return {
    keys: source === undefined ? undefined : describeTable(source.table).replace(/^.*\) ?/, ""),
    names: source?.table.keys.map(({ name }) => name),
    reported,
  };
}

describe("the keys of a table", () => {
  test("are the primary key, then the unique ones of the sheet, then those of the config", () => {
    const config = { unique: [{ columns: ["id", "a_b"] }, { columns: ["a"] }] };
    expect(resolveKeys(["key", "unique"], config)).toEqual({
      keys: "key id, unique name, unique id+a_b, unique a",
      names: ["primary", "name", "id_a_b", "a"],
      reported: [],
    });
  });

  test("the config's primary key replaces the sheet's, in the config's order", () => {
    expect(resolveKeys(["key"], { key: ["name", "id"] })).toMatchObject({
      keys: "key name+id",
      reported: [],
    });
  });

  test("may lack a primary one when the config says so, and have others", () => {
    expect(resolveKeys(["key"], { key: false })).toMatchObject({ names: [], reported: [] });
    expect(resolveKeys([null, "unique", null, null, "multi"], { key: false })).toEqual({
      keys: "unique name, multi a_b",
      names: ["name", "a_b"],
      reported: [],
    });
  });

  test("are not needed by a table of one row", () => {
    expect(resolveKeys([], { singleton: true })).toMatchObject({ names: [], reported: [] });
  });

  test("find one row, several or an order; each way the sheet's come first", () => {
    const config: Partial<TableConfig> = {
      multi: [{ columns: ["a"], name: "day" }],
      ordered: [{ columns: ["a", "id"] }, { columns: ["id", "a"], name: "by_id" }],
    };
    expect(resolveKeys(["key ordered", "multi(place)", null, null, "unique multi(place)"], config)).toEqual({
      keys: "key id, unique a_b, multi name+a_b, multi a, ordered id, ordered a+id, ordered id+a",
      names: ["primary", "a_b", "place", "day", "id", "a_id", "by_id"],
      reported: [],
    });
  });

  test("may have one set of columns in different ways, under different names", () => {
    expect(resolveKeys(["key", "unique ordered(alphabet) multi"])).toMatchObject({
      keys: "key id, unique name, ordered name",
      names: ["primary", "name", "alphabet"],
      reported: [
        "TG2032 items.xlsx:Item!C3 Two keys of Item would both be called name.",
        "- the other key items.xlsx:Item!C3",
      ],
    });
  });

  test("have names that code can use, and not that of the primary key", () => {
    const config = {
      multi: [{ columns: ["name"], name: "by name" }],
      ordered: [{ columns: ["a"], name: "primary" }],
    };
    expect(resolveKeys([], { key: false, ...config })).toMatchObject({
      names: [],
      reported: [
        'TG2011 table-gen.config.jsonc:tables.Item.multi[0] "by name" cannot be the name of a key.',
        "- for example by_name",
        "TG2055 table-gen.config.jsonc:tables.Item.ordered[0] primary is reserved for the primary key.",
      ],
    });
  });

  test("are the same in all sheets, names and ways included", () => {
    const grid = (rule: string): Grid => [
      ["##name", "id", "zone"],
      ["##type", "int", "int"],
      ["##rule", "key", rule],
      [null, 1, 1],
    ];
    const workbooks = [
      workbookOf({ Item: grid("multi unique(place)") }, "a.xlsx"),
      workbookOf({ Item: grid("ordered") }, "b.xlsx"),
    ];
    expect(resolve(workbooks).reported).toEqual([
      "TG2029 b.xlsx:Item!B3 Item has the keys (id) ordered(zone) here and (id) multi(zone) place(zone) in another sheet.",
      "- the other sheet a.xlsx:Item!B3",
    ]);
  });

  test("are missing when neither sheet nor config says", () => {
    expect(resolveKeys([null, "unique"]).reported).toEqual(["TG2026 items.xlsx:Item!A1 Item has no key."]);
  });

  test("name columns that exist", () => {
    expect(resolveKeys([], { key: ["idd"], unique: [{ columns: ["xyz"] }] }).reported).toEqual([
      "TG2027 table-gen.config.jsonc:tables.Item.key Item has no column idd for its key. Did you mean id?",
      "TG2027 table-gen.config.jsonc:tables.Item.unique[0] Item has no column xyz for its key.",
    ]);
    expect(resolveKeys(["key"], { unique: [{ columns: ["id", "xyz"] }] })).toMatchObject({
      keys: "key id",
      reported: ["TG2027 table-gen.config.jsonc:tables.Item.unique[0] Item has no column xyz for its key."],
    });
  });

  test("may name a renamed column by its header", () => {
    const config = { key: ["id"], columns: { id: { name: "itemId", ignore: false } } };
    expect(resolveKeys([], config)).toMatchObject({ keys: "key itemId", reported: [] });
  });

  test("a column that the config ignores is missed", () => {
    const config = { columns: { name: { ignore: true } } };
    expect(resolveKeys(["key", "key"], config).reported).toEqual([
      "TG2027 items.xlsx:Item!B3 Item has no column name for its key.",
    ]);
  });

  test("are made of types that can be compared exactly and are never absent", () => {
    expect(resolveKeys(["key", null, "unique", "unique", "unique", "unique", "unique"])).toMatchObject({
      keys: "key id, unique a_b, unique a",
      reported: [
        "TG2028 items.xlsx:Item!D3 Item.ratio is float64, which cannot be part of a key.",
        "- the column items.xlsx:Item!D1",
        "TG2028 items.xlsx:Item!E3 Item.tags is int32[], which cannot be part of a key.",
        "- the column items.xlsx:Item!E1",
        "TG2028 items.xlsx:Item!H3 Item.b is duration?, which cannot be part of a key.",
        "- the column items.xlsx:Item!H1",
      ],
    });
  });

  test("may have references to keys of one part", () => {
    const slot: Grid = [
      ["##name", "zone", "place", "code"],
      ["##type", "int", "int", "string"],
      ["##rule", "key", "key", "unique"],
    ];
    const item: Grid = [
      ["##name", "id", "slot", "code"],
      ["##type", "int", "ref<Slot>", "ref<Slot.code>"],
      ["##rule", "key", "multi", "unique"],
    ];
    const { sources, reported } = resolve([workbookOf({ Slot: slot, Item: item })]);
    expect(sources[0]?.table.keys.map(({ name }) => name)).toEqual(["primary", "code", "slot"]);
    expect(reported).toEqual([
      "TG2028 items.xlsx:Item!C3 Item.slot is ref<Slot>, which cannot be part of a key.",
      "- the column items.xlsx:Item!C1",
    ]);
  });

  test("are each declared once, and have names of their own", () => {
    expect(
      resolveKeys(["key unique", null, null, null, "unique"], {
        unique: [{ columns: ["id", "name"] }, { columns: ["name", "id"] }],
      }),
    ).toMatchObject({
      keys: "key id, unique a_b, unique id+name",
      reported: [
        "TG2030 items.xlsx:Item!B3 Item declares the key (id) twice.",
        "- first here items.xlsx:Item!B3",
        "TG2030 table-gen.config.jsonc:tables.Item.unique[1] Item declares the key (name, id) twice.",
        "- first here table-gen.config.jsonc:tables.Item.unique[0]",
      ],
    });
    const columns = { b: { type: "duration", ignore: false } };
    expect(
      resolveKeys(["key", null, null, null, "unique"], {
        unique: [{ columns: ["a", "b"] }, { columns: ["primary"] }],
        columns,
      }),
    ).toMatchObject({
      keys: "key id, unique a_b",
      reported: [
        "TG2032 table-gen.config.jsonc:tables.Item.unique[0] Two keys of Item would both be called a_b.",
        "- the other key items.xlsx:Item!F3",
        "TG2055 table-gen.config.jsonc:tables.Item.unique[1] primary is reserved for the primary key.",
      ],
    });
  });

  test("use each column once", () => {
    expect(resolveKeys([], { key: ["id", "id"] }).reported).toEqual([
      "TG2031 table-gen.config.jsonc:tables.Item.key A key of Item uses column id twice.",
    ]);
  });
});
