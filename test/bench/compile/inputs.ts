import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const enumCount = 50;

/** Writes a project of many tables of 12 columns, each with a key, and as many rows in each. */
export function writeTablesProject(folder: string, tableCount: number, rowCount: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "table-gen.config.json"), '{ "name": "tables" }\n');
  const enums = Array.from({ length: enumCount }, (_, index) =>
    ["low", "middle", "high"].map((value, number) => `,Kind${index},${value},${number}`),
  );
  writeFileSync(join(folder, "Enums.csv"), `${["##enum,enum,name,value", ...enums.flat()].join("\n")}\n`);
  for (let table = 0; table < tableCount; table++)
    writeFileSync(join(folder, `T${table}.csv`), makeTable(table, tableCount, rowCount));
}

/** What tables of games hold: numbers, texts, an enum, a reference to another table, a list. */
function makeTable(table: number, tableCount: number, rowCount: number): string {
  const columns = [
    ...["id:int", "name:string", `kind:Kind${table % enumCount}`, "level:uint8", "price:int", "weight:float"],
    ...["rate:float64", "sold:bool", "owner:uint64", `next:ref<T${(table * 7 + 1) % tableCount}>?`],
    ...["drops:int[]", "note:string"],
  ].map((column) => column.split(":"));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    [
      ...["", row + 1, `name of ${row}`, "middle", row % 200, row * 3, row / 4, row / 8],
      ...[row % 2 === 0, row * 1000, row + 1, `"${row},${row + 1}"`, `note ${row % 97}`],
    ].join(","),
  );
  const header = [
    ["##name", ...columns.map(([name]) => name)],
    ["##type", ...columns.map(([, type]) => type)],
    ["##rule", ...columns.map(([name]) => (name === "id" ? "key" : ""))],
  ].map((cells) => cells.join(","));
  return `${[...header, ...rows].join("\n")}\n`;
}
