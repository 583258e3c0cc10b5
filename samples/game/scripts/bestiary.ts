// What a client shows of the monsters, in the language of its player. Its library has icons, and no weights to find.
//
//     npx jiti samples/game/scripts/bestiary.ts [LANGUAGE] [PATH]

import { resolve } from "node:path";
import { type Drop, Language, openTables } from "../tables/client/ts/game.js";

const [spoken = "en", path = resolve(import.meta.dirname, "../tables/client")] = process.argv.slice(2);
const tables = openTables(path);
const language = spoken === "zh" ? Language.zh : Language.en;

for (const { id, name, icon } of tables.monster) {
  const drops = tables.drop.byMonster.all(id).map(describeDrop);
  console.log(`${name.inLanguage(language)} [${icon}]: ${drops.join(", ")}`);
}
tables.close();

function describeDrop({ item, least, most }: Drop): string {
  const count = least === most ? String(least) : `${least}–${most}`;
  return `${count} ${item.name.inLanguage(language)}`;
}
