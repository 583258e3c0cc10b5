import { assert } from "../base/assert.js";
import { findFirstRows } from "../base/first-rows.js";
import { addTo, type U64 } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import type { KeyIndex, KeyPart } from "../model/key-index.js";
import type { KeySchema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { findByteTable, maxByteKeys } from "./byte-table.js";
import { findDisplacements, maxDisplacedKeys } from "./displacements.js";
import { hashPackedKeys, hashRows, saltOf } from "./hash-rows.js";
import { type KeyColumns, keyColumnsOf, pickRows } from "./key-columns.js";
import { type PackedKeys, packKeys } from "./pack-keys.js";
import { buildPerfectHash } from "./perfect-hash.js";
import { rankKeys } from "./rank-keys.js";
import { seedAt } from "./seeds.js";
import { sortPackedKeys, sortRows } from "./sort-rows.js";

/** A dense index has at most this many slots for each key, a bitmap-rank index at most that many. */
const maxDenseSpread = 2;
const maxRankSpread = 32;

const zero = { low: 0, high: 0 };

/** Builds the indexes over all keys of a table, in their order. */
export function buildKeyIndexes(table: TypedTable): readonly KeyIndex[] {
  return table.schema.keys.map((key) => buildKeyIndex(table, key));
}

/**
 * Builds the index over one key of a table: form and structure follow from the values, as
 * docs/image-format.md §Keys has it. The order of the rows decides nothing but `slotOfRow`.
 * No two rows may have the same unique key; the checks report those before.
 */
export function buildKeyIndex(table: TypedTable, key: KeySchema): KeyIndex {
  const columns = keyColumnsOf(table, key);
  switch (key.purpose) {
    case "unique":
      return buildUnique(columns);
    case "multi":
      return buildMulti(columns);
    case "ordered":
      return buildOrdered(columns);
  }
}

function buildUnique(columns: KeyColumns): KeyIndex {
  const packed = packKeys(columns, { rotates: true });
  if (packed === undefined) return buildHashedForm(columns);
  const { key } = columns;
  const { slotCount, count } = packed;
  if (slotCount <= maxDenseSpread * count) return buildDense(key, packed);
  // Counting bits takes longer than the hash of few keys; of many it spares misses the look at a row.
  const isRanked = slotCount <= Math.min(maxRankSpread * count, 0xffffffff) && count > maxDisplacedKeys;
  if (isRanked) return buildRank(key, packed);
  // A hash has no use for a rotation, and is a plain sum without.
  const whole = packed.shift === 0 ? packed : packKeys(columns, { rotates: false });
  assert(whole !== undefined, "what fits 64 bits fits them without a rotation");
  const found = findPacked(key, whole);
  return { ...found, salt: saltOf(found, whole.base) };
}

/** Packed keys with gaps. */
function findPacked(key: KeySchema, packed: PackedKeys): KeyIndex {
  const { count, keys, base, isSameKey } = packed;
  const index = { ...describePacked(key, packed), slotCount: 0 };
  const few = count <= maxByteKeys ? buildBytes(index, addToAll(keys, base)) : undefined;
  if (few !== undefined) return few;
  const hash = hashPackedKeys(keys, base);
  const displaced = findDisplacements(count, hash);
  if (displaced !== undefined) return { ...index, ...displaced, kind: "displacement" };
  return { ...index, ...buildPerfectHash({ count, hash, isSameKey }), kind: "hash" };
}

function addToAll(keys: Uint32Array, { low, high }: U64): Uint32Array {
  const sums = keys.slice();
  for (let word = 0; word < sums.length; word += 2) addTo(sums.subarray(word, word + 2), low, high);
  return sums;
}

/** The unique index over the distinct keys gives each row the slot of its key. */
function buildMulti(columns: KeyColumns): KeyIndex {
  const rows = Uint32Array.from({ length: columns.rowCount }, (_, row) => row);
  const firsts = findFirstRows(columns.values, rows);
  const distinct = rows.filter((row) => firsts[row] === row);
  const numbers = new Uint32Array(columns.rowCount);
  for (const [number, row] of distinct.entries()) numbers[row] = number;
  const index = buildUnique(pickRows(columns, distinct));
  return { ...index, slotOfRow: firsts.map((first) => u32At(index.slotOfRow, u32At(numbers, first))) };
}

function buildOrdered(columns: KeyColumns): KeyIndex {
  const packed = packKeys(columns, { rotates: false });
  if (packed === undefined) {
    const { slotOfRow } = sortRows(columns);
    return { ...describeHashed(columns), kind: "sorted", slotOfRow };
  }
  const { sorted, slotOfRow } = sortPackedKeys(packed);
  const data = new Uint8Array(sorted.buffer);
  return { ...describePacked(columns.key, packed), kind: "sorted", slotCount: 0, data, slotOfRow };
}

/** Rows in the order of their keys, found by position. */
function buildDense(key: KeySchema, packed: PackedKeys): KeyIndex {
  const { slotOfRow } = rankKeys(packed);
  const positions = new Uint32Array(packed.count);
  for (let row = 0; row < packed.count; row++) positions[u32At(slotOfRow, row)] = u32At(packed.keys, 2 * row);
  return { ...describePacked(key, packed), kind: "dense", positions, slotOfRow };
}

/** Rows in the order of their keys, found by counting the bits of a bitmap. */
function buildRank(key: KeySchema, packed: PackedKeys): KeyIndex {
  const { blocks, slotOfRow } = rankKeys(packed);
  const data = new Uint8Array(blocks.buffer);
  return { ...describePacked(key, packed), kind: "bitmap-rank", data, slotOfRow };
}

/** Few keys: a byte for each says its row. Rows are in the order of their bytes, which is not the sheet's. */
function buildBytes(index: KeyIndex, keys: Uint32Array): KeyIndex | undefined {
  const found = findByteTable(keys);
  if (found === undefined) return undefined;
  const { bits, multiplier, positions } = found;
  const sorted = positions.toSorted();
  const slotOfRow = positions.map((position) => sorted.indexOf(position));
  const { salt } = seedAt(0);
  return {
    ...index,
    kind: "bytes",
    slotCount: 0,
    bucketBits: bits,
    multiplier,
    salt,
    positions: sorted,
    slotOfRow,
  };
}

/** Strings among the parts, or integers that do not fit 64 bits together. */
function buildHashedForm(columns: KeyColumns): KeyIndex {
  const { values, rowCount } = columns;
  const few = rowCount <= maxByteKeys ? buildBytes(describeHashed(columns), hashOnce(columns)) : undefined;
  if (few !== undefined) return few;
  const isSameKey = (a: number, b: number) => values.every((part) => part[a] === part[b]);
  const hash = hashRows(columns);
  const displaced = findDisplacements(rowCount, hash);
  const found = displaced ?? buildPerfectHash({ count: rowCount, hash, isSameKey });
  // C and the level act on packed keys alone; S is where the hash of the parts begins.
  return {
    ...describeHashed(columns),
    ...found,
    kind: displaced === undefined ? "hash" : "displacement",
    hashLevel: 0,
    multiplier: { low: 1, high: 0 },
  };
}

/** Returns the hashes of all keys under the first seed, each as low half and high half. */
function hashOnce(columns: KeyColumns): Uint32Array {
  const [low, high] = [new Uint32Array(columns.rowCount), new Uint32Array(columns.rowCount)];
  hashRows(columns)(seedAt(0), low, high);
  return new Uint32Array(2 * columns.rowCount).map((_, index) =>
    u32At(index % 2 === 0 ? low : high, index >>> 1),
  );
}

/** Everything of a hashed form that does not depend on how its keys are found. */
function describeHashed({ key, rowCount }: KeyColumns): KeyIndex {
  const parts = key.columns.map(
    (column): KeyPart => ({ column, minimum: zero, range: zero, multiplier: zero }),
  );
  return {
    ...nothingFound,
    key,
    kind: "hash",
    form: "hashed",
    parts,
    keyCount: rowCount,
    shift: 0,
    slotCount: 0,
  };
}

/** Everything of a packed index that says how its keys become k, with nothing to look k up in yet. */
function describePacked(key: KeySchema, { parts, shift, slotCount, count }: PackedKeys): KeyIndex {
  return { ...nothingFound, key, kind: "dense", form: "packed", parts, keyCount: count, shift, slotCount };
}

const nothingFound = {
  bucketBits: 0,
  hashLevel: 0,
  multiplier: zero,
  salt: zero,
  data: new Uint8Array(0),
  positions: new Uint32Array(0),
  slotOfRow: new Uint32Array(0),
} as const;
