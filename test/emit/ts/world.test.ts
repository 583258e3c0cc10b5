import { expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import { emitTs } from "../../../src/emit/ts/emit-ts.js";
import { compileBindings } from "./compile-bindings.js";
import { world } from "./world.js";

const files = await emitTs(world, { toolVersion: "0.1.0" }, () => {});

test("structs, variants, references and indexes read as a person would have written them", async () => {
  for (const { path, content } of files)
    await expect(content).toMatchFileSnapshot(`expected/world/${path}.txt`);
});

test("files that import each other compile under the strictest options, and so does a program", () => {
  const program = `
    import { hasFlag, type ListView, type MapView, type RowList, type SetView, type Version } from "table-gen/runtime";
    import { Action, Chest, Hero, Item, Quality, Reward, type Shape, Skill, type Tables, Traits } from "./ts/tables.js";

    export function area(shape: Shape): number {
      switch (shape.$type) {
        case "Circle":
          return shape.radius ** 2 * Math.PI;
        case "Group":
          return shape.parts.map(area).reduce((sum, one) => sum + one, 0);
        case undefined:
          return 0;
      }
    }

    export function give(action: Action): Item | undefined {
      return action.$type === "Give" ? action.item : undefined;
    }

    export function use(tables: Tables): unknown[] {
      const hero: Hero | undefined = tables.hero.get(1001);
      if (hero === undefined) return [];
      const weapon: Item = hero.weapon;
      const key: number = hero.weaponKey_;
      const offhand: Item | undefined = hero.offhand;
      const offhandKey: number | undefined = hero.offhandKey;
      const stepKey: readonly [hero: number, level: number] | undefined = hero.stepKey;
      const target: Item | Hero = hero.target;
      const price: number = target instanceof Item ? target.price : target.weapon.price;
      const bag: ListView<Item> = hero.bag;
      const known: SetView<Skill, string> = hero.known;
      const level: number | undefined = hero.levels.get("bolt");
      const prices: MapView<bigint, ListView<Reward>> = hero.prices;
      const chest: Chest = hero.chest;
      const since: Version = hero.since;
      const traits: Traits = Traits.fast | Traits.flying;
      const seen: boolean = hero.seen.has(new Date(0)) && known.has("bolt") && hasFlag(hero.traits, Traits.flying);
      const byWeapon: RowList<Hero> = tables.hero.byWeapon.all(7);
      const cheap: RowList<Item> = tables.item.byPrice_.between(1, 20);
      const nearest: Item | undefined = tables.item.bySold.nearest(new Date(0));
      const steps: RowList<unknown> = tables.step.byHeroLevel.between([1001], [1001, 3]);
      const first = tables.step.byHeroLevel.floor(1001, 9)?.hero.name;
      const capacity: number = tables.settings.capacity;
      const got = tables.step.get(1001, 2)?.heroKey;
      const keys: (readonly [hero: number, level: number])[] = [...tables.step.keys()];
      const rare = tables.hero.byWeaponKeyName.all(Quality.Rare).length;
      return [
        weapon, key, offhand, offhandKey, stepKey, price, bag, level, prices, chest, since, traits, seen, byWeapon, cheap,
        nearest, steps, first, capacity, got, keys, rare, hero.shape.$type, Action,
      ];
    }
  `;
  expect(compileBindings(files, program)).toEqual([]);
});

test("what does not fit a key, or has no nearest, does not compile", () => {
  const program = `
    import type { Tables } from "./ts/tables.js";
    export const use = (tables: Tables) => [
      tables.hero.byWeapon.all("7"),
      tables.hero.byWeaponKeySince.all(1),
      tables.step.byHeroLevel.nearest([1001, 2]),
      tables.hero.get(1)?.known.has(tables.skill.at(0)),
      tables.hero.get(1)?.shape.radius,
    ];
  `;
  expect(compileBindings(files, program).map((text) => text.split("\n")[0])).toMatchInlineSnapshot(`
    [
      "program.ts: Argument of type 'string' is not assignable to parameter of type 'number'.",
      "program.ts: Expected 2 arguments, but got 1.",
      "program.ts: Argument of type 'number[]' is not assignable to parameter of type 'never'.",
      "program.ts: Argument of type 'Skill | undefined' is not assignable to parameter of type 'string'.",
      "program.ts: Property 'radius' does not exist on type 'Shape'.",
    ]
  `);
});

test("names that are taken get an underscore and a warning", async () => {
  const { diagnostics, report } = createDiagnosticSink();
  await emitTs(world, { toolVersion: "0.1.0" }, report);
  expect(diagnostics.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "The key of column Hero.weapon is called weaponKey_ in TypeScript, because weaponKey is taken there.",
      "The lookup by Item.price is called byPrice_ in TypeScript, because byPrice is taken there.",
    ]
  `);
});
