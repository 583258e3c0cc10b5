import { u32At } from "../base/typed-array.js";
import type { KeyIndex, KeyPart } from "../model/key-index.js";
import type { KeySchema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { hashPackedKeys, hashRows } from "./hash-rows.js";
import { type PackedKeys, packKeys } from "./pack-keys.js";
import { buildPerfectHash } from "./perfect-hash.js";
import { rankKeys } from "./rank-keys.js";

/** A dense index has at most this many slots for each key, a bitmap-rank index at most that many. */
const maxDenseSpread = 2;
const maxRankSpread = 32;

const zero = { low: 0, high: 0 };

/**
 * Builds the index over one key of a table: form and structure follow from the values, as
 * docs/image-format.md §Keys has it. The order of the rows decides nothing but `slotOfRow`.
 * No two rows may have the same key; the checks report those before.
 */
export function buildKeyIndex(table: TypedTable, key: KeySchema): KeyIndex {
  const packed = packKeys(table, key);
  if (packed === undefined) return buildHashedForm(table, key);
  if (packed.slotCount <= maxDenseSpread * packed.count) return buildDense(key, packed);
  if (packed.slotCount <= Math.min(maxRankSpread * packed.count, 0xffffffff)) return buildRank(key, packed);
  const seeds = { count: packed.count, hash: hashPackedKeys(packed.keys), isSameKey: packed.isSameKey };
  return { ...describePacked(key, packed), ...buildPerfectHash(seeds), kind: "hash", slotCount: 0 };
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

/** Strings among the parts, or integers that do not fit 64 bits together. */
function buildHashedForm(table: TypedTable, key: KeySchema): KeyIndex {
  const parts = key.columns.map(
    (column): KeyPart => ({ column, minimum: zero, range: zero, multiplier: zero }),
  );
  const columns = key.columns.map((column) => table.columns[column] ?? []);
  const isSameKey = (a: number, b: number) => columns.every((values) => values[a] === values[b]);
  const seeds = { count: table.rowCount, hash: hashRows(table, key), isSameKey };
  const found = buildPerfectHash(seeds);
  // C and the level act on packed keys alone; S is where the hash of the parts begins.
  return {
    ...found,
    key,
    kind: "hash",
    form: "hashed",
    parts,
    shift: 0,
    slotCount: 0,
    hashLevel: 0,
    multiplier: { low: 1, high: 0 },
    positions: new Uint32Array(0),
  };
}

/** Everything of a packed index that says how its keys become k, with nothing to look k up in yet. */
function describePacked(key: KeySchema, packed: PackedKeys): KeyIndex {
  return {
    key,
    kind: "dense",
    form: "packed",
    parts: packed.parts,
    shift: packed.shift,
    slotCount: packed.slotCount,
    bucketBits: 0,
    hashLevel: 0,
    multiplier: zero,
    salt: zero,
    data: new Uint8Array(0),
    positions: new Uint32Array(0),
    slotOfRow: new Uint32Array(0),
  };
}
