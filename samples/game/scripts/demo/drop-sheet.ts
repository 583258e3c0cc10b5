import { readFileSync, writeFileSync } from "node:fs";

/** Changes a cell of Drop.csv, as a designer does; the row is that of a monster and an item. */
export function editDrop(sheet: string, [monster, item]: readonly [string, number], edits: Edits): void {
  const lines = readFileSync(sheet, "utf8").split("\n");
  const header = lines[0]?.split(",") ?? [];
  const row = lines.findIndex((line) => line.startsWith(`,${monster},${item},`));
  const cells = lines[row]?.split(",");
  if (cells === undefined) throw new Error(`${sheet} has no row ${monster}, ${item}.`);
  for (const [column, value] of Object.entries(edits)) cells[header.indexOf(column)] = String(value);
  lines[row] = cells.join(",");
  writeFileSync(sheet, lines.join("\n"));
}

/** New cells by the names of their columns. */
type Edits = Readonly<Record<string, string | number>>;
