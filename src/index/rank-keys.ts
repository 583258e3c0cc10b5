import { assert } from "../base/assert.js";
import { countBits, lookUpRank } from "../base/hash/key-hash.js";
import { u32At } from "../base/typed-array.js";
import type { PackedKeys } from "./pack-keys.js";

interface RankedKeys {
  /** A bitmap with one bit for each k that a row has, 32 to a block: rank (set bits before), bits, rank, bits … */
  readonly blocks: Uint32Array;
  /** For each row in sheet order, how many keys are smaller than its own. */
  readonly slotOfRow: Uint32Array;
}

/** Orders rows by their keys without sorting: `slotCount` is not much larger than their number. */
export function rankKeys({ keys, count, slotCount }: PackedKeys): RankedKeys {
  const blocks = new Uint32Array(2 * Math.ceil(slotCount / 32));
  for (let row = 0; row < count; row++) {
    const k = u32At(keys, 2 * row);
    const at = (k >>> 5) * 2 + 1;
    const bits = u32At(blocks, at) | (1 << (k & 31));
    assert(bits >>> 0 !== u32At(blocks, at), "two rows have the same key");
    blocks[at] = bits;
  }
  let rank = 0;
  for (let at = 0; at < blocks.length; at += 2) {
    blocks[at] = rank;
    rank += countBits(u32At(blocks, at + 1));
  }
  const slotOfRow = new Uint32Array(count);
  for (let row = 0; row < count; row++) slotOfRow[row] = lookUpRank(u32At(keys, 2 * row), blocks);
  return { blocks, slotOfRow };
}
