import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { maxValueDepth } from "../../src/model/image-format.js";
import type { Schema } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { ClosedError, ImageError, SchemaMismatchError } from "../../src/runtime/errors.js";
import {
  hasFlag,
  type ImageReader,
  type ListView,
  type MapView,
  type MultiIndex,
  type OrderedIndex,
  type SetView,
  UnknownKind,
  Version,
} from "../../src/runtime/index.js";
import { loadBindings } from "../emit/ts/load-bindings.js";
import { int32, type int64 } from "../emit/ts/schema-of.js";
import { world, worldRows } from "../emit/ts/world.js";
import { imageOf } from "./image-of.js";

/*
 * What generated code does over the schema of `world.ts`. The types of it that are written here are what these tests use;
 * those that it really has are the subject of `test/emit/ts/world.test.ts`.
 */

interface Item {
  readonly id: number;
  readonly price: number;
  readonly next: Item | undefined;
  readonly owner: Hero | undefined;
}
interface Skill {
  readonly code: string;
}
interface Step {
  readonly hero: Hero;
  readonly level: number;
  readonly big: bigint;
}
interface Reward {
  readonly item: Item;
  readonly itemKey: number;
  readonly count: number;
}
/** Of any kind of a variant. */
interface Some {
  readonly $type: string | undefined;
  readonly radius?: number;
  readonly item?: Item;
  readonly parts?: ListView<Some>;
}
interface Hero {
  readonly name: string;
  readonly weapon: Item;
  readonly weaponKey_: number;
  readonly offhand: Item | undefined;
  readonly offhandKey: number | undefined;
  readonly step: Step | undefined;
  readonly stepKey: readonly number[] | undefined;
  readonly target: Item | Hero;
  readonly targetKey: number;
  readonly maybe: Hero | undefined;
  readonly maybeKey: number | undefined;
  readonly bag: ListView<Item>;
  readonly known: SetView<Skill, unknown>;
  readonly levels: MapView<Skill, number, string>;
  readonly prices: MapView<bigint, ListView<Reward>, unknown>;
  readonly chest: {
    readonly first: Reward;
    readonly others: ListView<Reward>;
    readonly opener: Hero | undefined;
  };
  readonly spare: Reward | undefined;
  readonly rewards: ListView<Reward>;
  readonly shape: Some;
  readonly action: Some | undefined;
  readonly actions: ListView<Some>;
  readonly since: Version;
  readonly traits: number;
  readonly seen: SetView<Date, unknown>;
  readonly paths: ListView<Step>;
}
interface Lookup<R, Key extends unknown[]> extends Iterable<R> {
  get(...key: Key): R | undefined;
}
interface Tables {
  readonly library: ImageReader;
  readonly hero: Lookup<Hero, [id: number]> & {
    readonly byWeapon: MultiIndex<Hero, [number]>;
    readonly byWeaponKeySince: MultiIndex<Hero, [number, Version]>;
  };
  readonly item: Lookup<Item, [id: number]> & {
    readonly byPrice: MultiIndex<Item, [number]>;
    readonly byPrice_: OrderedIndex<Item, [number]>;
    readonly bySold: OrderedIndex<Item, [Date]>;
  };
  readonly step: Lookup<Step, [hero: number, level: number]> & {
    keys(): Iterable<readonly number[]>;
    readonly byHeroLevel: OrderedIndex<Step, [number, number]>;
    readonly byBig: OrderedIndex<Step, [bigint]>;
  };
  readonly settings: { readonly capacity: number; readonly start: Item };
  close(): void;
}
type Class = new (...parts: never[]) => unknown;
interface World {
  readonly Item: Class;
  readonly Hero: Class;
  readonly Circle: Class;
  readTables(bytes: Uint8Array): Tables;
}

const bindings = await loadBindings<World>(world);
const image = imageOf(world, worldRows);
const tables = bindings.readTables(image);
const ann = existing(tables.hero.get(1001));
const bob = existing(tables.hero.get(1002));

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a row is missing");
  return value;
}

function identify(row: Item | Hero): number | string {
  return "price" in row ? row.id : row.name;
}

describe("references", () => {
  test("lead to the row, and have its key beside them", () => {
    expect([ann.weapon.price, ann.weaponKey_, ann.offhand, ann.offhandKey]).toEqual([
      20,
      7,
      undefined,
      undefined,
    ]);
    expect([bob.offhand?.id, bob.offhandKey, bob.weapon.next?.next]).toEqual([7, 7, undefined]);
    expect(bob.weapon.owner?.weapon.owner?.name).toBe("Bob");
    expect([tables.item.get(8)?.next?.id, tables.step.get(1001, 2)?.hero.name]).toEqual([8, "Ann"]);
  });

  test("of several parts have them as an array", () => {
    expect([ann.stepKey, ann.step?.big, bob.step, bob.stepKey]).toEqual([
      [1001, 2],
      -1n,
      undefined,
      undefined,
    ]);
    expect(ann.paths.map((step) => step.big)).toEqual([2n ** 60n, -1n]);
  });

  test("to several tables lead to a row of the class of its table", () => {
    expect([ann.target instanceof bindings.Item, identify(ann.target), ann.targetKey]).toEqual([true, 7, 7]);
    expect([bob.target instanceof bindings.Hero, identify(bob.target), bob.maybe?.name]).toEqual([
      true,
      "Ann",
      "Bob",
    ]);
    expect([ann.maybe, ann.maybeKey, bob.maybeKey]).toEqual([undefined, undefined, 1002]);
  });

  test("in lists, sets and maps are rows, and found by their keys", () => {
    expect(ann.bag.map((item) => item.price)).toEqual([20, 50, 20]);
    expect([...ann.known].map((skill) => skill.code)).toEqual(["bolt", "heal"]);
    expect([ann.known.has("heal"), ann.known.has("hea"), bob.known.has("heal")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([ann.levels.get("bolt"), ann.levels.get("x"), ann.levels.has("heal")]).toEqual([
      3,
      undefined,
      true,
    ]);
    expect([...ann.levels].map(([skill, level]) => [skill.code, level])).toEqual([
      ["bolt", 3],
      ["heal", 1],
    ]);
  });

  test("are looked up by as their key is", () => {
    expect(tables.hero.byWeapon.all(9).map((hero) => hero.name)).toEqual(["Bob"]);
    expect([...tables.step.keys()]).toEqual([
      [1001, 2],
      [1001, 1],
      [1002, 5],
    ]);
  });
});

describe("structs and variants", () => {
  test("are read in place, in lists and in each other", () => {
    expect([ann.chest.first.count, ann.chest.others.at(0)?.item.price, ann.chest.opener]).toEqual([
      1,
      50,
      undefined,
    ]);
    expect([bob.spare?.itemKey, ann.spare, bob.chest.opener?.name]).toEqual([9, undefined, "Ann"]);
    expect(ann.rewards.map((reward) => reward.count)).toEqual([10, 20]);
    expect(ann.prices.get(5n)?.at(0)?.item.id).toBe(9);
  });

  test("tell their kind, which a struct may be of several variants by other names", () => {
    expect([ann.shape.$type, bob.shape.$type, bob.action?.$type]).toEqual(["Group", "Circle", "Round"]);
    expect(bob.shape instanceof bindings.Circle && bob.action instanceof bindings.Circle).toBe(true);
    expect(ann.actions.map((action) => action["$type"])).toEqual(["Wait", "Round", "Give"]);
    expect([ann.shape.parts?.at(0)?.radius, ann.actions.at(2)?.item?.id, ann.action]).toEqual([
      1.5,
      7,
      undefined,
    ]);
  });

  test("of a kind that a newer library has added are of none that is known", async () => {
    const older: Schema = {
      ...world,
      variants: world.variants.map((one) => ({ ...one, kinds: one.kinds.slice(0, 1) })),
    };
    const { readTables } = await loadBindings<World>(older);
    const hero = readTables(image)["hero"].get(1001);
    expect([hero?.shape.$type, hero?.shape instanceof UnknownKind]).toEqual([undefined, true]);
    expect(JSON.stringify(hero?.actions)).toBe('[{"$type":"Wait"},{"$type":null},{"$type":null}]');
  });
});

describe("sets, maps, versions and flags", () => {
  test("answer as those of JavaScript do", () => {
    expect([
      ann.seen.size,
      [...ann.seen],
      ann.seen.has(new Date(-5000)),
      ann.seen.has(new Date(-4000)),
    ]).toEqual([2, [new Date(-5000), new Date("2024-05-01T04:00:00Z")], true, false]);
    expect([ann.seen.has(-5), ann.known.has(7), ann.known.has("\ud800"), ann.prices.get(5)]).toEqual([
      false,
      false,
      false,
      undefined,
    ]);
    expect([...ann.prices.keys(), ann.prices.size, bob.prices.size]).toEqual([5n, 1, 0]);
    expect([...ann.levels.values()]).toEqual([3, 1]);
  });

  test("versions are compared, and printed without zeros at the end", () => {
    expect([String(ann.since), String(bob.since), ann.since.parts]).toEqual(["1.2", "1.0", [1, 2, 0, 0]]);
    expect(ann.since.compare(bob.since)).toBeGreaterThan(0);
    expect(ann.since.equals(new Version(1, 2))).toBe(true);
    expect(
      ["1.2.3", "1", "1.2.3.4.5", "1.65536", "a"].map((text) => Version.parse(text)?.toString()),
    ).toEqual(["1.2.3", "1.0", undefined, undefined, undefined]);
    expect(() => new Version(1, -1)).toThrow(
      new RangeError("A version is made of numbers from 0 to 65535, not of -1."),
    );
  });

  test("flags are asked for bit by bit, to the highest", () => {
    const flags = [1, 2, 2 ** 31];
    expect(flags.map((flag) => hasFlag(ann.traits, flag))).toEqual([true, true, false]);
    expect(flags.map((flag) => hasFlag(bob.traits, flag))).toEqual([true, false, true]);
    expect([hasFlag(2 ** 40 + 1, 2 ** 40), hasFlag(1, 2 ** 40), hasFlag(-1, 2 ** 40)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe("indexes", () => {
  const ids = (rows: Iterable<Item>) => [...rows].map((row) => row.id);

  test("of several rows list them in sheet order", () => {
    const { byPrice } = tables.item;
    const twenty = byPrice.all(20);
    expect([ids(twenty), twenty.length, twenty.at(-1)?.id, twenty[0]?.id, twenty.at(2)]).toEqual([
      [7, 8],
      2,
      8,
      7,
      undefined,
    ]);
    expect([byPrice.has(50), byPrice.has(21), byPrice.count(20), byPrice.count(1), byPrice.size]).toEqual([
      true,
      false,
      2,
      0,
      2,
    ]);
    expect(ids(byPrice.all(1))).toEqual([]);
    expect(tables.hero.byWeaponKeySince.all(0, new Version(1)).at(0)?.name).toBe("Bob");
  });

  test("of an order find what is nearest, below, above and between", () => {
    const { byPrice_: byPrice, bySold } = tables.item;
    expect([ids(byPrice), byPrice.length, byPrice.at(-1)?.id]).toEqual([[7, 8, 9], 3, 9]);
    expect([byPrice.floor(49)?.id, byPrice.floor(19), byPrice.ceil(21)?.id, byPrice.ceil(51)]).toEqual([
      8,
      undefined,
      9,
      undefined,
    ]);
    const nearest = [35, 36, 20, 0, 90].map((price) => byPrice.nearest(price)?.id);
    expect(nearest).toEqual([8, 9, 8, 7, 9]);
    expect([ids(byPrice.between(20.5, 50)), ids(byPrice.between(50, 20)), ids(byPrice.upTo(20))]).toEqual([
      [9],
      [],
      [7, 8],
    ]);
    expect([ids(byPrice.from(Number.NEGATIVE_INFINITY)), ids(byPrice.after(1e300))]).toEqual([[7, 8, 9], []]);
    expect([byPrice.floor(Number.NaN), ids(byPrice.all(Number.NaN)), byPrice.floor("20" as never)]).toEqual([
      undefined,
      [],
      undefined,
    ]);
    expect([bySold.nearest(new Date(250_000))?.id, bySold.nearest(new Date(250_001))?.id]).toEqual([8, 9]);
    const { byBig } = tables.step;
    expect([byBig.nearest(4n)?.big, byBig.nearest(2n ** 70n)?.big, byBig.floor(-2n)]).toEqual([
      3n,
      2n ** 60n,
      undefined,
    ]);
  });

  test("of several parts take the first ones alone", () => {
    const { byHeroLevel } = tables.step;
    const levels = (rows: Iterable<Step>) => [...rows].map((row) => row.level);
    expect([levels(byHeroLevel.all(1001)), levels(byHeroLevel.all(1001, 2)), levels(byHeroLevel)]).toEqual([
      [1, 2],
      [2],
      [1, 2, 5],
    ]);
    expect([
      byHeroLevel.floor(1001, 9)?.level,
      byHeroLevel.ceil(1001, 3)?.level,
      byHeroLevel.count(1002),
    ]).toEqual([2, 5, 1]);
    expect(levels(byHeroLevel.between([1001, 2], [1002]))).toEqual([2, 5]);
    expect(() => byHeroLevel.nearest(1 as never)).toThrow(
      new TypeError("Index hero_level of Step has no nearest row: its key is not one number."),
    );
    expect(() => byHeroLevel.all(...([1, 2, 3] as never))).toThrow(
      new TypeError("A key of Step has 2 parts, not 3."),
    );
  });
});

test("a table of one row is that row", () => {
  expect([tables.settings.capacity, tables.settings.start.price]).toEqual([64, 50]);
});

test("rows print their references by key, and do not follow them", () => {
  expect(JSON.parse(JSON.stringify(ann))).toEqual({
    id: 1001,
    name: "Ann",
    weapon: 7,
    offhand: null,
    step: [1001, 2],
    target: 7,
    maybe: null,
    bag: [7, 9, 7],
    known: ["bolt", "heal"],
    levels: [
      ["bolt", 3],
      ["heal", 1],
    ],
    prices: [["5", [{ item: 9, count: 2 }]]],
    chest: { first: { item: 7, count: 1 }, others: [{ item: 9, count: 5 }], opener: null },
    spare: null,
    rewards: [
      { item: 7, count: 10 },
      { item: 9, count: 20 },
    ],
    shape: {
      $type: "Group",
      parts: [
        { $type: "Circle", radius: 1.5 },
        { $type: "Group", parts: [], tags: [] },
      ],
      tags: ["a", "b"],
    },
    action: null,
    actions: [{ $type: "Wait" }, { $type: "Round", radius: 2 }, { $type: "Give", item: 7, count: 3 }],
    since: "1.2",
    traits: 3,
    seen: ["1969-12-31T23:59:55.000Z", "2024-05-01T04:00:00.000Z"],
    paths: [
      [1001, 1],
      [1001, 2],
    ],
    weaponKey: 1,
  });
  expect(Object.keys(JSON.parse(JSON.stringify(ann.shape.parts?.at(0))))).toEqual(["$type", "radius"]);
  expect(inspect(tables.item.get(8))).toMatch(/^\{\s+id: 8,\s+next: 8,\s+owner: undefined,/);
  expect(inspect([ann.bag, ann.known, ann.levels], { breakLength: Number.POSITIVE_INFINITY })).toBe(
    "[ [ 7, 9, 7 ], Set(2) { 'bolt', 'heal' }, Map(2) { 'bolt' => 3, 'heal' => 1 } ]",
  );
});

test("everything throws ClosedError after the library is closed", () => {
  const own = bindings.readTables(image);
  const hero = existing(own.hero.get(1001));
  const { known, levels, shape, chest, bag } = hero;
  const rows = own.item.byPrice.all(20);
  own.close();
  const uses: readonly (() => unknown)[] = [
    () => hero.weapon,
    () => hero.weaponKey_,
    () => hero.since,
    () => hero.shape,
    () => hero.known,
    () => known.has("bolt"),
    () => [...known],
    () => levels.get("bolt"),
    () => shape.parts,
    () => chest.first.count,
    () => bag.at(0),
    () => rows.at(0),
    () => own.item.byPrice.all(20),
    () => own.item.byPrice_.floor(20),
    () => own.item.byPrice_.at(0),
    () => [...own.item.byPrice_],
    () => own.settings.capacity,
  ];
  for (const use of uses) expect(use).toThrow(ClosedError);
});

describe("a library of another schema is refused", () => {
  const changeStruct = (
    name: string,
    change: (fields: Schema["structs"][number]["fields"]) => Schema["structs"][number]["fields"],
  ): Schema => ({
    ...world,
    structs: world.structs.map((one) => (one.name === name ? { ...one, fields: change(one.fields) } : one)),
  });
  const radius = (type: typeof int32 | typeof int64): Schema =>
    changeStruct("Circle", (fields) => fields.map((field) => ({ ...field, type })));
  const changeKinds = (
    change: (kinds: Schema["variants"][number]["kinds"]) => Schema["variants"][number]["kinds"],
  ): Schema => ({
    ...world,
    variants: world.variants.map((one) =>
      one.name === "Shape" ? { ...one, kinds: change(one.kinds) } : one,
    ),
  });

  test.each<[string, Schema, string]>([
    [
      "with a field of another type",
      radius(int32),
      "Field Circle.radius is float32 in the bindings and int32 in the library.",
    ],
    [
      "without a field",
      changeStruct("Circle", () => []),
      "Field Circle.radius of the bindings is not in the library.",
    ],
    [
      "with a field more",
      changeStruct("Circle", (fields) => [...fields, ...fields.map((field) => ({ ...field, name: "more" }))]),
      "Struct Circle has a field more in the library, which the bindings do not know.",
    ],
    [
      "with kinds in another order",
      changeKinds((kinds) => [...kinds].reverse()),
      "Kind 0 of variant Shape is Circle in the bindings and Group in the library.",
    ],
    [
      "without a kind",
      changeKinds((kinds) => kinds.slice(0, 1)),
      "Kind 1 of variant Shape is Group in the bindings and none in the library.",
    ],
    [
      "with a kind of another struct",
      changeKinds((kinds) => kinds.map((kind) => ({ ...kind, struct: 2 }))),
      "Kind Group of variant Shape is struct Group in the bindings and Circle in the library.",
    ],
    [
      "with an index of another use",
      {
        ...world,
        tables: world.tables.map((table) => ({
          ...table,
          keys: table.keys.filter(({ purpose }) => purpose !== "multi"),
        })),
      },
      "The library has no multi key weapon in Hero, which the bindings look rows up by.",
    ],
    [
      "with a table that may have several rows",
      { ...world, tables: world.tables.map((table) => ({ ...table, isSingleton: false })) },
      "Table Settings is one row in the bindings and may have several in the library.",
    ],
  ])("%s", (_, schema, message) => {
    const none = Object.fromEntries(schema.tables.map(({ name }) => [name, []]));
    const rows = {
      ...none,
      ...(schema.tables.some((table) => table.isSingleton)
        ? { Settings: [[1, 9]], Item: worldRows.Item.map((row) => row.with(2, undefined)) }
        : {}),
    };
    expect(() => bindings.readTables(imageOf(schema, rows))).toThrow(expect.objectContaining({ message }));
    expect(() => bindings.readTables(imageOf(schema, rows))).toThrow(SchemaMismatchError);
  });

  test("but not with more kinds and tables", () => {
    const newer: Schema = {
      ...world,
      variants: world.variants.map((one) => ({
        ...one,
        kinds: [...one.kinds, { name: "Newer", aliases: [], struct: 4 }],
      })),
    };
    expect(bindings.readTables(imageOf(newer, worldRows))["hero"].get(1001)?.name).toBe("Ann");
  });
});

test("values that lead to values as deep as an image may have them are read and printed", () => {
  let shape: Value = { kind: 0, fields: [1] };
  for (let depth = 2; depth <= maxValueDepth / 2; depth++) shape = { kind: 1, fields: [[shape], []] };
  const [hero = [], ...others] = worldRows.Hero;
  const column = world.tables[0]?.columns.findIndex(({ name }) => name === "shape") ?? -1;
  const own = bindings.readTables(
    imageOf(world, { ...worldRows, Hero: [hero.with(column, shape), ...others] }),
  );
  expect(own.library.table("Hero")?.row(0)[column]).toEqual(shape);
  const text = JSON.stringify(own.hero.get(1001)?.shape);
  expect(text.match(/"Group"/g)).toHaveLength(maxValueDepth / 2 - 1);
});

describe("hostile bytes", () => {
  test("give values or an ImageError, whatever is asked for", () => {
    for (let position = 0; position < image.length; position += 12) {
      for (const value of [1, -1, 0x7fffffff]) {
        const altered = image.slice();
        new DataView(altered.buffer).setInt32(position, value, true);
        try {
          const own = bindings.readTables(altered);
          for (const hero of own.hero) {
            JSON.stringify(hero);
            for (const name of ["weapon", "offhand", "step", "target"] as const)
              JSON.stringify(hero[name] ?? null);
            hero.known.has("bolt");
            hero.levels.get("bolt");
          }
          JSON.stringify([own.item.byPrice.all(20), own.item.byPrice_.between(0, 100)]);
        } catch (error) {
          if (!(error instanceof ImageError)) throw error;
        }
      }
    }
  });

  test("of a variant that leads to itself do not overflow the stack", () => {
    const altered = image.slice();
    const { tables: infos, variants } = tables.library.info;
    const view = new DataView(altered.buffer);
    const { blockOffset, parts } = infos[0] ?? { blockOffset: 0, parts: [] };
    const group = world.structs.findIndex(({ name }) => name === "Group");
    const structs = parts.find((part) => part.kind === "structs" && part.index === group);
    const kind = variants.findIndex(({ name }) => name === "Shape");
    expect([kind, structs === undefined]).toEqual([1, false]);
    const first = blockOffset + (structs?.offset ?? 0);
    const outer = first + 16;
    // The list of parts of each group leads to a variant that is the group itself.
    for (const at of [first, outer]) {
      const list = at + view.getInt32(at, true);
      if (view.getUint32(at + 4, true) === 0) continue;
      view.setUint32(at + 4, 1, true);
      view.setInt32(list, at - list, true);
      view.setUint32(list + 4, 1, true);
    }
    const own = bindings.readTables(altered);
    expect(() => JSON.stringify(own.hero.get(1001)?.shape)).toThrow("one of its values nests too deep");
    expect(() => own.library.table("Hero")?.row(0)).toThrow("one of its values nests too deep to be real");
  });
});
