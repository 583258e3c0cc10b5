import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import {
  ClosedError,
  enumName,
  type ImageReader,
  type ListView,
  SchemaMismatchError,
  type Table,
} from "../../src/runtime/index.js";
import { loadBindings } from "../emit/ts/load-bindings.js";
import { int32, int64, schemaOf, text } from "../emit/ts/schema-of.js";
import { imageOf } from "./image-of.js";

const quality: ValueType = { kind: "enum", index: 0, name: "Quality", underlying: int32 };
const optional = (value: ValueType): ValueType => ({ kind: "optional", value });
const list = (element: ValueType): ValueType => ({ kind: "list", element });

const game = schemaOf(
  {
    Item: {
      columns: [
        ["id", int32],
        ["name", text],
        ["quality", quality],
        ["price", optional(int64)],
        ["tags", list(text)],
        ["nick", optional(text)],
        ["drops", optional(list(optional(int32)))],
        ["position", { kind: "array", element: { kind: "float", bits: 32 }, length: 3 }],
        ["on_sale", { kind: "datetime" }],
        ["cooldown", { kind: "duration" }],
        ["grid", list(list(quality))],
        ["bound", { kind: "bool" }],
        ["toString", { kind: "integer", bits: 8, signed: false }],
      ],
      keys: [["id"], ["name"], ["on_sale", "quality"]],
    },
    hero_level: {
      columns: [
        ["heroId", int32],
        ["level", int32],
        ["exp", int64],
      ],
      keys: [["heroId", "level"]],
    },
    log: { columns: [["line", text]] },
  },
  {
    Quality: {
      values: [
        ["Common", 0],
        ["Rare", 1],
      ],
    },
  },
);

const rows = {
  Item: [
    [
      9,
      "Sword",
      1,
      12345678901234567890n / 10n,
      ["a", "锋利"],
      undefined,
      [1, undefined, -3],
      [0.5, 1, -2],
      1714536000,
      90_500,
      [[1], [], [0, 1]],
      true,
      200,
    ],
    [2, "", 7, undefined, [], "", undefined, [0, 0, 0], -1, -1, [], false, 0],
  ],
  hero_level: [
    [1001, 2, 20n],
    [1001, 1, 10n],
    [-7, 1, -(2n ** 63n)],
  ],
  log: [["second"], ["first"]],
};

/** What the tests use of the generated module; `emit-ts.test` checks its types. */
interface Game {
  readonly Quality: { readonly Common: 0; readonly Rare: 1 };
  readTables(bytes: Uint8Array): Tables;
  openTables(path: string, options?: object): Tables;
}
interface Tables {
  readonly library: ImageReader;
  readonly item: Lookup<Item, [id: number]> & {
    getByName(name: string): Item | undefined;
    getByOnSaleQuality(at: Date, quality: number): Item | undefined;
  };
  readonly heroLevel: Lookup<{ readonly exp: bigint }, [heroId: number, level: number]>;
  readonly log: Table<never>;
  close(): void;
}
interface Lookup<R, Key extends unknown[]> extends Iterable<R> {
  readonly size: number;
  get(...key: Key): R | undefined;
  has(...key: Key): boolean;
  keys(): Iterable<unknown>;
  at(position: number): R | undefined;
}
interface Item {
  readonly id: number;
  readonly name: string;
  readonly quality: number;
  readonly price: bigint | undefined;
  readonly tags: ListView<string>;
  readonly nick: string | undefined;
  readonly drops: ListView<number | undefined> | undefined;
  readonly position: ListView<number>;
  readonly on_sale: Date;
  readonly cooldown: number;
  readonly grid: ListView<ListView<number>>;
  readonly bound: boolean;
  readonly toString_: number;
}

describe("generated tables", () => {
  test("look rows up by each key, and absent keys give undefined", async () => {
    const { item, heroLevel } = await openGame();
    expect([item.get(9)?.name, item.get(3), item.has(2), item.has(3)]).toEqual([
      "Sword",
      undefined,
      true,
      false,
    ]);
    expect([item.getByName("")?.id, item.getByName("sword")]).toEqual([2, undefined]);
    expect(item.getByOnSaleQuality(new Date("2024-05-01T04:00:00Z"), 1)?.id).toBe(9);
    expect(item.getByOnSaleQuality(new Date("2024-05-01T04:00:00.500Z"), 1)).toBeUndefined();
    expect(item.getByOnSaleQuality(new Date(Number.NaN), 1)).toBeUndefined();
    expect([heroLevel.get(1001, 1)?.exp, heroLevel.get(-7, 1)?.exp, heroLevel.get(1001, 3)]).toEqual([
      10n,
      -(2n ** 63n),
      undefined,
    ]);
  });

  test("iterate in sheet order, by position from either end, and over their keys", async () => {
    const { item, heroLevel } = await openGame();
    expect([...item].map(({ id }) => id)).toEqual([9, 2]);
    expect([
      item.size,
      item.at(0)?.id,
      item.at(-1)?.id,
      item.at(2),
      item.at(-3),
      item.at(Number.NaN)?.id,
    ]).toEqual([2, 9, 2, undefined, undefined, 9]);
    expect([[...item.keys()], [...heroLevel.keys()]]).toEqual([
      [9, 2],
      [
        [1001, 2],
        [1001, 1],
        [-7, 1],
      ],
    ]);
  });

  test("read every kind of column", async () => {
    const { item } = await openGame();
    const [sword, empty] = [...item];
    if (sword === undefined || empty === undefined) throw new Error("rows are missing");
    expect([sword.name, sword.quality, sword.price, sword.bound, sword.toString_]).toEqual([
      "Sword",
      1,
      1234567890123456789n,
      true,
      200,
    ]);
    expect([sword.on_sale, sword.cooldown, empty.on_sale, empty.cooldown]).toEqual([
      new Date("2024-05-01T04:00:00Z"),
      90_500,
      new Date("1969-12-31T23:59:59Z"),
      -1,
    ]);
    expect([[...sword.tags], [...empty.tags], sword.nick, empty.nick]).toEqual([
      ["a", "锋利"],
      [],
      undefined,
      "",
    ]);
    expect([empty.price, sword.drops?.toArray(), empty.drops]).toEqual([
      undefined,
      [1, undefined, -3],
      undefined,
    ]);
    expect([...sword.position]).toEqual([0.5, 1, -2]);
    expect(sword.grid.map((line) => line.toArray())).toEqual([[1], [], [0, 1]]);
  });

  test("show rows as data when they are printed or become JSON", async () => {
    const { item } = await openGame();
    expect(JSON.parse(JSON.stringify(item.get(9)))).toEqual({
      id: 9,
      name: "Sword",
      quality: 1,
      price: "1234567890123456789",
      tags: ["a", "锋利"],
      nick: null,
      drops: [1, null, -3],
      position: [0.5, 1, -2],
      on_sale: "2024-05-01T04:00:00.000Z",
      cooldown: 90500,
      grid: [[1], [], [0, 1]],
      bound: true,
      toString_: 200,
    });
    expect(inspect(item.get(2), { breakLength: 40 })).toContain("name: ''");
    expect(inspect(item.get(9)?.tags)).toBe("[ 'a', '锋利' ]");
  });

  test("have enums whose values have names, and may meet values that are newer", async () => {
    const { Quality } = await loadBindings<Game>(game);
    const { item } = await openGame();
    expect(Quality).toEqual({ Common: 0, Rare: 1 });
    expect(enumName(Quality, item.get(9)?.quality ?? 0)).toBe("Rare");
    expect(enumName(Quality, item.get(2)?.quality ?? 0)).toBeUndefined();
  });

  test("throw ClosedError for every use after they are closed, and never anything else", async () => {
    const tables = await openGame();
    const { item } = tables;
    const sword = item.get(9);
    const { tags, grid } = sword ?? {};
    tables.close();
    tables.close();
    const uses: readonly (() => unknown)[] = [
      () => item.size,
      () => item.get(9),
      () => item.has(1),
      () => item.getByName("x"),
      () => item.at(0),
      () => [...item],
      () => [...item.keys()],
      () => sword?.id,
      () => sword?.name,
      () => sword?.price,
      () => sword?.tags,
      () => sword?.position,
      () => JSON.stringify(sword),
      () => tags?.at(0),
      () => tags?.toArray(),
      () => grid?.at(0),
    ];
    for (const use of uses) expect(use).toThrow(ClosedError);
  });

  test("hand the buffer out in no property, also not of what their properties hold", async () => {
    const tables = await openGame();
    const seen = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
      expect(ArrayBuffer.isView(value) || value instanceof ArrayBuffer).toBe(false);
      for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) visit(inner);
    };
    for (const one of [tables, tables.item.get(9), tables.item.get(9)?.tags]) visit(one);
    expect(seen.size).toBeGreaterThan(20);
  });

  test("open a library file, and close it when its tables are others", async () => {
    const { openTables } = await loadBindings<Game>(game);
    const path = writeLibrary(imageOf(game, rows));
    const tables = openTables(path, { memory: "private" });
    expect([tables.item.get(9)?.name, tables.library.path]).toEqual(["Sword", path]);
    tables.close();
  });
});

describe("lists", () => {
  test("answer as arrays do, without being copied", async () => {
    const { item } = await openGame();
    const tags = item.get(9)?.tags;
    expect([tags?.length, tags?.at(0), tags?.at(-1), tags?.at(2), tags?.at(-3), tags?.at(0.9)]).toEqual([
      2,
      "a",
      "锋利",
      undefined,
      undefined,
      "a",
    ]);
    expect([
      tags?.includes("锋利"),
      tags?.includes("b"),
      tags?.map((tag, index) => `${index}${tag}`),
    ]).toEqual([true, false, ["0a", "1锋利"]]);
  });

  test("are read by their index, as plain JavaScript does it, and not changed by it", async () => {
    const { item } = await openGame();
    const row = item.get(9);
    const tags = row?.tags;
    expect([tags?.[0], tags?.[1], tags?.[2], tags?.[-1], tags?.[0.5]]).toEqual([
      "a",
      "锋利",
      undefined,
      undefined,
      undefined,
    ]);
    expect(row?.grid[0]?.[0]).toBe(row?.grid.at(0)?.at(0));
    expect(() => Reflect.set(tags ?? {}, 1, "b")).toThrow(
      new TypeError("A list of a table cannot be changed; `toArray` copies it."),
    );
    expect([tags?.toString(), "then" in (tags ?? {}), tags instanceof Object]).toEqual([
      "[object Object]",
      false,
      true,
    ]);
  });
});

describe("a library of another schema", () => {
  const other = (
    change: (columns: Column[]) => Column[],
    keys: readonly (readonly string[])[] = [["id"], ["name"]],
  ) => schemaOf({ Item: { columns: change([...base]), keys } });
  type Column = readonly [string, ValueType];
  const base: readonly Column[] = [
    ["id", int32],
    ["name", text],
    ["price", int64],
  ];
  const own = schemaOf({ Item: { columns: base, keys: [["id"], ["name"]] } });
  const row = [1, "x", 2n, 3n];

  test("is accepted with more columns at the end, more tables and more keys", async () => {
    const newer = schemaOf({
      Another: { columns: [["id", int32]] },
      Item: { columns: [...base, ["more", int64]], keys: [["price"], ["id"], ["name"]] },
    });
    const { readTables } = await loadBindings<Game>(own);
    const tables = readTables(imageOf(newer, { Item: [row] }));
    expect([tables.item.get(1)?.name, tables.item.getByName("x")?.price]).toEqual(["x", 2n]);
  });

  test.each<[string, Schema, string, string | undefined]>([
    [
      "a column of another type",
      other((columns) =>
        columns.map(([name, type]) => [name, name === "price" ? { kind: "float", bits: 64 } : type]),
      ),
      "Column Item.price is int64 in the bindings and float64 in the library.",
      "price",
    ],
    [
      "a column that is gone",
      other((columns) => columns.filter(([name]) => name !== "price")),
      "Column Item.price of the bindings is not in the library.",
      "price",
    ],
    [
      "a column that has moved",
      other((columns) => [["new", int64], ...columns]),
      "Column Item.id is at offset 0 in the bindings and 8 in the library.",
      "id",
    ],
    [
      "a key that is gone",
      other((columns) => columns, [["id"]]),
      "The library has no key name in Item, which the bindings look rows up by.",
      undefined,
    ],
    [
      "a table that is gone",
      schemaOf({ Items: { columns: base } }),
      "The library has no table Item, which the bindings were generated with.",
      undefined,
    ],
  ])("is refused with %s, by the names of table and column", async (_, schema, message, column) => {
    const { readTables } = await loadBindings<Game>(own);
    const refusal = catchError(() => readTables(imageOf(schema, {})));
    expect(refusal).toBeInstanceOf(SchemaMismatchError);
    expect(refusal).toMatchObject({ message, table: "Item", column });
  });
});

async function openGame(): Promise<Tables> {
  const { readTables } = await loadBindings<Game>(game);
  return readTables(imageOf(game, rows));
}

function writeLibrary(image: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-table-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "tables.so");
  writeFileSync(path, writeElfLibrary(image, "x86_64"));
  return path;
}

function catchError(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
