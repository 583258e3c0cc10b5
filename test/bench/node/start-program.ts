// Runs in a process of its own, as `node --expose-gc start-program.js BINDINGS DIRECTORY WAY`: opens tables, or makes a map of the
// same rows as JSON, finds a row, and prints how long that took and what it left in memory.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, Tables } from "./lookup-program.js";

export interface StartFigures {
  /** From having all modules to having the field of a row. */
  readonly firstRowMs: number;
  readonly heapBytes: number;
  /** Of buffers: what the process has of the library where it is not mapped. */
  readonly otherBytes: number;
}

const [bindings = "", directory = "", way = ""] = process.argv.slice(2);
const { openTables } = (await import(bindings)) as { openTables(directory: string): Tables }; // as they were generated
const json = join(directory, "entries.json");
if (way !== "table-gen") writeJson();
const before = measureMemory();
const begin = performance.now();
const found = way === "table-gen" ? openTables(directory).entry : readMap();
const first = found.get(100_000);
if (first?.v0 === undefined) throw new Error("the first id is not found");
const firstRowMs = performance.now() - begin;
const after = measureMemory();
const figures: StartFigures = {
  firstRowMs,
  heapBytes: after.heap - before.heap,
  otherBytes: after.other - before.other,
};
if (found.get(-1) !== undefined) throw new Error("an id that is not there is found"); // what was measured is still used
process.stdout.write(JSON.stringify(figures));

/** Lines of JSON, as one text of a million rows is near the engine's limit. */
function writeJson(): void {
  const tables = openTables(directory);
  const lines: string[] = [];
  for (const [row, id] of [...tables.entry.keys()].entries()) {
    const values = Array.from({ length: 15 }, (_, column) => [`v${column}`, row]);
    lines.push(JSON.stringify({ id, ...Object.fromEntries(values) }));
  }
  writeFileSync(json, lines.join("\n"));
}

function readMap(): Map<number, Row> {
  const rows = new Map<number, Row>();
  for (const line of readFileSync(json, "utf8").split("\n")) {
    const row = JSON.parse(line) as Row & { readonly id: number }; // as it was written
    rows.set(row.id, row);
  }
  return rows;
}

function measureMemory(): { readonly heap: number; readonly other: number } {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, other: external };
}
