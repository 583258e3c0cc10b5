// A designer's report over the same library that the server maps.
//
//     npx jiti samples/game/scripts/report.ts [PATH]

import { resolve } from "node:path";
import { ItemKind, Language, openTables, Quality } from "../tables/server/ts/game.js";

const tables = openTables(process.argv[2] ?? resolve(import.meta.dirname, "../tables/server"));
const { hero, item, level, monster, text } = tables;

console.log(`${hero.size} heroes, ${item.size} items, ${text.size} texts`);

for (const { id, name } of monster) {
  const drops = tables.drop.byMonster.all(id).map((drop) => {
    const worth = (Number(drop.item.price) * (drop.least + drop.most)) / 2;
    return (worth * drop.weight) / tables.settings.full_weight;
  });
  const gold = drops.reduce((sum, one) => sum + one, 0);
  console.log(`${name.inLanguage(Language.en)}: worth ${gold.toFixed(1)} gold on average`);
}

const dearest = item.byKind
  .all(ItemKind.weapon)
  .toArray()
  .filter(({ quality }) => quality === Quality.legendary)
  .sort((left, right) => Number(right.price - left.price))[0];
if (dearest !== undefined) {
  console.log(`dearest weapon: ${dearest.name.en}, ${dearest.price} gold, power ${dearest.power}`);
}

const reached = level.byTotal.floor(1_000_000n);
console.log(`a million experience: level ${reached?.level}`);

const next = [...hero].find(({ released }) => released === undefined);
if (next !== undefined) console.log(`not yet announced: ${next.name.en}`);

tables.close();
