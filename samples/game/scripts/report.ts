// A designer's report over the same library that the server maps.
//
//     npx jiti samples/game/scripts/report.ts [PATH]

import { resolve } from "node:path";
import { ItemKind, openTables, Quality } from "../tables/ts/game.js";

const tables = openTables(process.argv[2] ?? resolve(import.meta.dirname, "../tables"));

console.log(`${tables.hero.size} heroes, ${tables.item.size} items, ${tables.text.size} texts`);

// Every name must be there in both languages.
const untranslated = [...tables.hero, ...tables.skill, ...tables.item].filter(
  ({ name }) => (tables.text.get(name)?.zh ?? "") === "",
);
console.log(`names without a translation: ${untranslated.length}`);

// Drop weights of a monster should add up to 10,000.
const weights = new Map<string, number>();
for (const { monster, weight } of tables.drop) weights.set(monster, (weights.get(monster) ?? 0) + weight);
for (const [monster, weight] of weights) {
  console.log(
    `${tables.text.get(monster)?.en}: ${weight === 10_000 ? "complete" : `weights add up to ${weight}`}`,
  );
}

const dearest = [...tables.item]
  .filter((item) => item.kind === ItemKind.weapon && item.quality === Quality.legendary)
  .sort((left, right) => Number(right.price - left.price))[0];
if (dearest !== undefined) {
  console.log(
    `dearest weapon: ${tables.text.get(dearest.name)?.en}, ${dearest.price} gold, power ${dearest.power}`,
  );
}

const next = [...tables.hero].find((hero) => hero.released === undefined);
if (next !== undefined) console.log(`not yet announced: ${tables.text.get(next.name)?.en}`);

tables.close();
