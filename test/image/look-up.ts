import {
  bucketOf,
  displacedSlot,
  hashedKey,
  hashPacked,
  type Part,
  packKey,
  read,
  slotOf,
  u64,
} from "../vectors/reference.js";

/** A part of a key: an integer of any width, or a text. */
export type KeyValue = bigint | string;

/**
 * Looks a key up in the bytes of an image, as docs/image-format.md §Keys has it: in BigInt, without
 * anything from src. Returns the row's position in slot order, or `undefined` for a key that is absent.
 */
export function lookUp(
  bytes: Uint8Array,
  { table, index }: { readonly table: number; readonly index: number },
  key: readonly KeyValue[],
): number | undefined {
  const u32 = (at: number) => Number(read(bytes, at, 4));
  const target = (at: number) => at + Number(BigInt.asIntN(32, read(bytes, at, 4)));
  const tableEntry = target(72) + 112 * table;
  const block = u32(tableEntry + 64);
  const entry = target(tableEntry + 88) + 80 * index;
  const partEntries = Array.from({ length: u32(entry + 20) }, (_, i) => target(entry + 16) + 32 * i);
  const keyCount = u32(entry + 24);
  const slotCount = BigInt(u32(entry + 28));
  const bucketBits = u32(entry + 36);
  const multiplier = read(bytes, entry + 48, 8);
  const salt = read(bytes, entry + 56, 8);
  const data = block + u32(entry + 64);
  const dataBytes = u32(entry + 68);
  const slots = u32(entry + 72);
  const rowOf = (slot: number) => (slots === 0 ? slot : u32(block + slots + 4 * slot));

  const values = key.map(
    (value): Part => (typeof value === "bigint" ? u64(value) : new TextEncoder().encode(value)),
  );
  const hasKey = (row: number): boolean =>
    partEntries.every((part, i) => {
      const columnEntry = target(tableEntry + 80) + 24 * u32(part);
      const typeEntry = target(80) + 32 * u32(columnEntry + 16);
      const field = block + u32(tableEntry + 76) * row + u32(part + 4);
      const value = values[i];
      if (typeof value !== "object") return readInteger(bytes, field, typeEntry) === value;
      const text = bytes.subarray(target(field), target(field) + u32(field + 4));
      return text.length === value.length && text.every((byte, at) => byte === value[at]);
    });
  const lookUpHash = (h: bigint): number | undefined => {
    if (keyCount === 0) return undefined;
    const pilot = bytes[data + bucketOf(h, bucketBits)] ?? 0;
    const row = rowOf(slotOf(h, pilot, keyCount));
    return hasKey(row) ? row : undefined;
  };

  const lookUpByte = (h: bigint): number | undefined => {
    const row = bytes[data + bucketOf(h, bucketBits)] ?? 0;
    return hasKey(row) ? row : undefined;
  };

  const lookUpDisplaced = (h: bigint): number | undefined => {
    const slot = displacedSlot(h, u32(data + 4 * bucketOf(h, bucketBits)), Number(slotCount));
    return slot < keyCount && hasKey(rowOf(slot)) ? rowOf(slot) : undefined;
  };
  const kind = u32(entry + 8);
  const lookUpHashed = kind === 5 ? lookUpByte : kind === 6 ? lookUpDisplaced : lookUpHash;
  if (u32(entry + 12) === 2) return lookUpHashed(u64(hashedKey(values, salt) * multiplier));
  const parts = partEntries.map((part) => ({
    minimum: read(bytes, part + 8, 8),
    range: read(bytes, part + 16, 8),
    multiplier: read(bytes, part + 24, 8),
  }));
  const integers = values.map((value) => (typeof value === "bigint" ? value : 0n));
  const k = packKey(integers, parts, BigInt(u32(entry + 32)));
  if (k === undefined) return undefined;
  switch (kind) {
    case 1: {
      if (k >= slotCount) return undefined;
      const row = dataBytes === 0 ? Number(k) : u32(data + 4 * Number(k));
      return row === 0xffffffff ? undefined : row;
    }
    case 2: {
      if (k >= slotCount) return undefined;
      const at = data + 8 * Number(k / 32n);
      const bits = read(bytes, at + 4, 4);
      const bit = 1n << (k % 32n);
      if ((bits & bit) === 0n) return undefined;
      return rowOf(u32(at) + countBits(bits & (bit - 1n)));
    }
    default:
      return lookUpHashed(hashPacked(k, u32(entry + 40), multiplier, salt));
  }
}

/** Reads an integer of a row, sign-extended where its type is signed, as its 64-bit pattern. */
function readInteger(bytes: Uint8Array, at: number, typeEntry: number): bigint {
  const size = Number(read(bytes, typeEntry + 4, 4));
  let kind = Number(read(bytes, typeEntry, 2));
  if (kind === 15) {
    // An enum is its underlying integer; of the types in the array, that one is an entry as well.
    const types = 80 + Number(BigInt.asIntN(32, read(bytes, 80, 4)));
    kind = Number(read(bytes, types + 32 * Number(read(bytes, typeEntry + 8, 4)), 2));
  }
  const value = read(bytes, at, size);
  const signed = (kind >= 2 && kind <= 5) || kind === 13 || kind === 14;
  return signed ? u64(BigInt.asIntN(8 * size, value)) : value;
}

function countBits(bits: bigint): number {
  return [...bits.toString(2)].filter((bit) => bit === "1").length;
}
