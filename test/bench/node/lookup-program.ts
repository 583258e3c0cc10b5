// Runs in a process of its own, as `node lookup-program.js BINDINGS DIRECTORY FAMILY ROUNDS`, and prints what it measured.

import { createPairWays } from "./pair-ways.js";
import { createSingleWays } from "./single-ways.js";

export type Mode = "hit" | "miss" | "same";

/** Nanoseconds of one lookup by round. */
export interface WayFigures {
  readonly way: string;
  readonly mode: Mode;
  readonly ns: readonly number[];
}

/** A key, or a part of one. */
export type Part = number | bigint | string;

/** A library as generated bindings open it, as far as the ways know it. */
export interface Tables {
  readonly entry: Table;
}
interface Table {
  get(...key: readonly Part[]): Row | undefined;
  keys(): Iterable<Part | readonly Part[]>;
}
export interface Row {
  readonly v0: number;
}
interface Store {
  readonly tables: Tables;
  close(): void;
}
interface Bindings {
  openTables(directory: string): Tables;
  openStore(directory: string, options: { readonly watch: false }): Store;
}

/** What all ways look up in. */
export interface Places {
  readonly tables: Tables;
  readonly store: Store;
  /** In the order of the sheet, where the field that is asked for counts from 0. */
  readonly keys: readonly (readonly Part[])[];
  /** The same rows as JSON gives them. */
  readonly rows: readonly Row[];
}

/** Looks keys up, their parts one after the other, and returns the sum of a field of those rows that are there. */
export type Way = (parts: readonly Part[]) => number;

const [bindings = "", directory = "", family = "", rounds = ""] = process.argv.slice(2);
const { openTables, openStore } = (await import(bindings)) as Bindings; // as they were generated
const tables = openTables(directory);
const store = openStore(directory, { watch: false });
const keys = [...tables.entry.keys()].map((key) => (Array.isArray(key) ? key : [key]) as readonly Part[]);
const random = createRandom();
const count = Math.min(Math.max(keys.length, 1 << 17), 1 << 20);
const asked = Uint32Array.from({ length: count }, () => random(keys.length));
const missing = createMisses();
const places = { tables, store, keys, rows: parseRows() };
const ways = family === "composite" ? createPairWays(places) : createSingleWays(places);
const wanted = asked.reduce((sum, row) => sum + row, 0);

for (const [row, key] of keys.entries())
  if (tables.entry.get(...key)?.v0 !== row) throw new Error(`${key} is not found`);

const figures = new Map<string, number[]>();
for (let round = -2; round < Number(rounds); round++) {
  time("hit", Array.from(asked, (row) => keys[row]?.map(copyText) ?? []).flat(), wanted, round);
  time(
    "miss",
    missing.flatMap((key) => key.map(copyText)),
    0,
    round,
  );
  if (family === "text") time("same", Array.from(asked, (row) => keys[row] ?? []).flat(), wanted, round);
}
store.close();
const found = [...figures].map(([name, ns]): WayFigures => {
  const [way = "", mode = ""] = name.split("|");
  return { way, mode: mode as Mode, ns }; // as `time` wrote it
});
process.stdout.write(JSON.stringify(found));

/** Has each way look all keys up; the first rounds only warm up. */
function time(mode: Mode, parts: readonly Part[], expected: number, round: number): void {
  globalThis.gc?.(); // so that no way is charged for what others have left
  const all = Object.entries(ways);
  // None comes always after one that has left the same rows in the caches.
  const first = (round + all.length) % all.length;
  for (const [way, find] of [...all.slice(first), ...all.slice(0, first)]) {
    const begin = performance.now();
    const sum = find(parts);
    const ns = ((performance.now() - begin) * 1e6) / count;
    if (sum !== expected) throw new Error(`${way} adds up ${sum} instead of ${expected}`);
    const name = `${way}|${mode}`;
    if (round >= 0) figures.set(name, [...(figures.get(name) ?? []), ns]);
  }
}

/** A text as it comes from elsewhere: its hash is not known yet, and it is no key of a map. */
function copyText(part: Part): Part {
  return typeof part === "string" ? Buffer.from(part, "latin1").toString("latin1") : part;
}

/** Makes the rows by parsing JSON, as a server does that reads tables in it. */
function parseRows(): readonly Row[] {
  const names = ["id", "part", ...Array.from({ length: 14 }, (_, index) => `v${index}`)];
  const parsed: Row[] = [];
  for (let begin = 0; begin < keys.length; begin += 1000) {
    const lines = keys.slice(begin, begin + 1000).map((key, index) => {
      const values = names.slice(2).map((name) => [name, begin + index]);
      const parts = key.map((part, at) => [names[at], typeof part === "bigint" ? String(part) : part]);
      return Object.fromEntries([...parts, ...values]);
    });
    for (const row of JSON.parse(JSON.stringify(lines))) parsed.push(row);
  }
  return parsed;
}

function createMisses(): readonly (readonly Part[])[] {
  const known = new Set(keys.map((key) => key.join()));
  const misses: (readonly Part[])[] = [];
  while (misses.length < count) {
    const key = (keys[random(keys.length)] ?? []).map(changePart);
    if (!known.has(key.join())) misses.push(key);
  }
  return misses;
}

/** Numbers somewhere near, among the others or behind them; any 64 bits; a text that ends otherwise. */
function changePart(part: Part): Part {
  if (family === "dense") return keys.length + 1 + random(keys.length);
  if (typeof part === "number") return family === "random32" ? random(2 ** 32) : part + random(2000);
  if (typeof part === "bigint") return (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32));
  return `${part.slice(0, -3)}${random(1000).toString().padStart(3, "+")}`;
}

/** Returns whole numbers below a limit, the same ones every time. */
function createRandom(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * limit);
  };
}
