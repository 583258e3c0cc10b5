import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { KeyIndex } from "../../../src/model/key-index.js";
import type { ColumnSchema, Schema, ValueType } from "../../../src/model/schema.js";
import type { TableImage } from "../../../src/model/table-image.js";
import type { TypedTable } from "../../../src/model/typed-table.js";
import type { Value } from "../../../src/model/value.js";
import { int32, string, uint32, uint64 } from "../../emit/cpp/images.js";
import { writeFiles } from "../../native-runtime/native.js";
import { loadBuilt } from "../built.js";

const { createDiagnosticSink } =
  loadBuilt<typeof import("../../../src/base/diagnostics.js")>("base/diagnostics.js");
const { emitCpp } = loadBuilt<typeof import("../../../src/emit/cpp/emit-cpp.js")>("emit/cpp/emit-cpp.js");
const { encodeImage } =
  loadBuilt<typeof import("../../../src/image/encode-image.js")>("image/encode-image.js");
const { buildKeyIndex } =
  loadBuilt<typeof import("../../../src/index/build-key-index.js")>("index/build-key-index.js");
const { writeElfLibrary } = loadBuilt<typeof import("../../../src/library/write-elf-library.js")>(
  "library/write-elf-library.js",
);
const { layoutRow } = loadBuilt<typeof import("../../../src/model/image-format.js")>("model/image-format.js");
const { createRowResolver } = loadBuilt<typeof import("../../../src/references/create-row-resolver.js")>(
  "references/create-row-resolver.js",
);

/** How the keys of a table are spread, which decides how they are found. */
export type Family = "dense" | "clustered" | "random" | "composite" | "text";

export const families: readonly Family[] = ["dense", "clustered", "random", "composite", "text"];

/** As many bytes as a row of a game's table may have, and a cache line. */
const rowBytes = 64;

export type KeyColumn = readonly [name: string, type: ValueType, values: ArrayLike<Value>];

/** Returns columns of different keys in no order. */
export function createKeys(family: Family, count: number): readonly KeyColumn[] {
  const numbers = shuffled(count);
  switch (family) {
    case "dense":
      return [["id", uint32, numbers.map((number) => number + 1)]];
    case "clustered":
      // Groups of 1 to 600 ids that each begin at a multiple of 1000, as designers number them.
      return [["id", uint32, pickRows(clusteredIds(count), numbers)]];
    case "random":
      return [["id", uint64, BigUint64Array.from(numbers, (number) => splitmix(BigInt(number)))]];
    case "composite":
      // 20 levels of each hero.
      return [
        ["hero", int32, Int32Array.from(numbers, (number) => 10_001 + 7 * Math.floor(number / 20))],
        ["level", int32, Int32Array.from(numbers, (number) => 1 + (number % 20))],
      ];
    case "text":
      return [["id", string, Array.from(numbers, textKey)]];
  }
}

function clusteredIds(count: number): Uint32Array {
  const ids = new Uint32Array(count);
  let [start, size, at] = [100_000, 0, 0];
  for (let group = 0n; at < count; group++) {
    size = 1 + Number(splitmix(group) % 600n);
    for (let index = 0; index < size && at < count; index++) ids[at++] = start + index;
    start += 1000;
  }
  return ids;
}

/** 8 to 32 bytes: a path as names of assets and texts have it, and a number that tells it from the others. */
function textKey(number: number): string {
  const mixed = splitmix(BigInt(number));
  const size = 8 + Number(mixed % 25n);
  const path = "item.weapon.sword.of_the_north_";
  const tail = number.toString(36).padStart(5, "0");
  return path.slice(0, Math.max(1, size - tail.length)) + tail;
}

function splitmix(index: bigint): bigint {
  let z = BigInt.asUintN(64, (index + 1n) * 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** The numbers below `count` in an order that is the same every time. */
export function shuffled(count: number): Uint32Array {
  const numbers = new Uint32Array(count).map((_, index) => index);
  let state = 1;
  for (let index = count - 1; index > 0; index--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    const [here = 0, there = 0] = [numbers[index], numbers[other]];
    numbers[index] = there;
    numbers[other] = here;
  }
  return numbers;
}

function pickRows(all: Uint32Array, rows: Uint32Array): Uint32Array {
  return rows.map((row) => all[row] ?? 0);
}

/** Returns a table of these keys whose rows have the bytes of a cache line and hold their number in `v0` and all columns behind it. */
export function createTable(keys: readonly KeyColumn[], count: number): TypedTable {
  const at = { file: "entries.csv" };
  const column = (name: string, type: ValueType): ColumnSchema => ({ name, type, note: "", at });
  const columns = keys.map(([name, type]) => column(name, type));
  const missing = (rowBytes - layoutRow(columns).stride) / 4;
  const values = new Int32Array(count).map((_, row) => row);
  const schema = {
    name: "Entry",
    note: "",
    columns: [...columns, ...Array.from({ length: missing }, (_, index) => column(`v${index}`, int32))],
    keys: [{ name: "primary", purpose: "unique" as const, columns: keys.map((_, index) => index), at }],
    isSingleton: false,
    at,
  };
  return {
    schema,
    rowCount: count,
    columns: [...keys.map(([, , texts]) => texts), ...Array.from({ length: missing }, () => values)],
    cellAt: (row) => ({ ...at, row }),
  };
}

/** A release of a table of one family with so many rows. */
export interface BenchLibrary {
  /** A release directory whose pointer leads to it. */
  readonly directory: string;
  readonly path: string;
  readonly index: Pick<KeyIndex, "kind" | "form">;
  /** Of the index, for each key: what finds a key's slot, without the rows and without the order of the sheet. */
  readonly indexBytes: number;
  /** Nanoseconds for each key that building the index took. */
  readonly buildNs: number;
}

/** Writes a library and the headers that read it into a folder. */
export async function writeBenchLibrary(
  folder: string,
  family: Family,
  count: number,
): Promise<BenchLibrary> {
  const table = createTable(createKeys(family, count), count);
  const [key] = table.schema.keys;
  if (key === undefined) throw new Error("a table without a key");
  const begin = performance.now();
  const index = buildKeyIndex(table, key);
  const buildNs = ((performance.now() - begin) * 1e6) / count;
  const image = encode(family, [table], [index]);
  await writeHeaders(join(folder, `${family}-headers`), image);
  const directory = join(folder, `${family}-${count}`);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `lib${family}.${image.version}.so`);
  writeFileSync(path, writeElfLibrary(image.bytes, process.arch === "arm64" ? "aarch64" : "x86_64"));
  symlinkSync(basename(path), join(directory, `${family}.so`));
  const { kind, form } = index;
  return { directory, path, index: { kind, form }, indexBytes: index.data.length / count, buildNs };
}

/** Encodes a library of tables with one key each. */
export function encode(
  name: string,
  tables: readonly TypedTable[],
  indexes: readonly KeyIndex[],
): TableImage {
  const { report, diagnostics } = createDiagnosticSink();
  const schema: Schema = {
    ...{ name, namespace: `bench_${name}`, tables: tables.map((table) => table.schema) },
    ...{ enums: [], structs: [], variants: [] },
  };
  const indexesOf = (table: TypedTable) => indexes.slice(tables.indexOf(table)).slice(0, 1);
  const image = encodeImage({ schema, tables, indexesOf, rows: createRowResolver(tables) }, report);
  if (image === undefined) throw new Error(JSON.stringify(diagnostics));
  return image;
}

async function writeHeaders(folder: string, image: TableImage): Promise<void> {
  const { report } = createDiagnosticSink();
  const files = await emitCpp(image.schema, { toolVersion: "0.0.0" }, report);
  writeFiles(
    folder,
    files.filter(({ path }) => path.endsWith(".hpp")),
  );
}
