/*
 * docs/image-format.md in BigInt, as slow and as close to the page as can be, and with nothing from
 * src: what the real implementations are compared with.
 */

const bits64 = (1n << 64n) - 1n;
const K0 = 0x9e3779b1n;
const K1 = 0xa0761d6478bd642fn;
const K2 = 0xe7037ed1a0b428dbn;
const K3 = 0x8ebc6af09c88c6e3n;
const K4 = 0x589965cc75374cc3n;

export function u64(value: bigint): bigint {
  return value & bits64;
}

export function mix(a: bigint, b: bigint): bigint {
  const product = a * b;
  return u64(product) ^ (product >> 64n);
}

export function splitmix64(i: bigint): bigint {
  let z = u64((i + 1n) * 0x9e3779b97f4a7c15n);
  z = u64((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = u64((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

export function stringHash(p: Uint8Array, seed: bigint): bigint {
  const n = p.length;
  let a: bigint;
  let b: bigint;
  if (n <= 16) {
    let x = 0n;
    let y = 0n;
    if (n >= 8) [x, y] = [read(p, 0, 8), read(p, n - 8, 8)];
    else if (n >= 4) [x, y] = [read(p, 0, 4), read(p, n - 4, 4)];
    else if (n > 0) x = (read(p, 0, 1) << 16n) | (read(p, n >> 1, 1) << 8n) | read(p, n - 1, 1);
    a = x ^ K1;
    b = y ^ seed;
  } else {
    a = seed;
    b = seed ^ K3;
    let at = 0;
    for (; n - at > 32; at += 32) {
      a = mix(read(p, at, 8) ^ K1, read(p, at + 8, 8) ^ a);
      b = mix(read(p, at + 16, 8) ^ K2, read(p, at + 24, 8) ^ b);
    }
    if (n - at > 16) a = mix(read(p, at, 8) ^ K1, read(p, at + 8, 8) ^ a);
    b = mix(read(p, n - 16, 8) ^ K2, read(p, n - 8, 8) ^ b);
  }
  return mix(mix(a, b ^ K4) ^ K3, BigInt(n) ^ K2);
}

/** One part of a key: an integer, already as its 64-bit pattern, or UTF-8. */
export type Part = bigint | Uint8Array;

export function hashedKey(parts: readonly Part[], salt: bigint): bigint {
  let h = salt;
  for (const part of parts) {
    h = typeof part === "bigint" ? mix(part ^ K1, h ^ K2) : stringHash(part, h);
  }
  return h;
}

export interface PackedPart {
  readonly minimum: bigint;
  readonly range: bigint;
  readonly multiplier: bigint;
}

/** Returns k, or `undefined` for a key that lies outside a part's range. */
export function packKey(
  values: readonly bigint[],
  parts: readonly PackedPart[],
  shift: bigint,
): bigint | undefined {
  let packed = 0n;
  for (const [index, { minimum, range, multiplier }] of parts.entries()) {
    const d = u64((values[index] ?? 0n) - minimum);
    if (d > range) return undefined;
    packed += d * multiplier;
  }
  return u64((packed >> shift) | (packed << (64n - shift)));
}

export function hashPacked(k: bigint, level: number, multiplier: bigint, salt: bigint): bigint {
  const w = level === 0 ? u64(k * multiplier + salt) : mix(k ^ salt, multiplier);
  return w ^ (w >> 32n);
}

export function bucketOf(h: bigint, bucketBits: number): number {
  return Number(h >> BigInt(64 - bucketBits));
}

export function slotOf(h: bigint, pilot: number, keyCount: number): number {
  const u32 = 0xffffffffn;
  const spread = ((h & u32) * (K0 + 2n * BigInt(pilot))) & u32;
  return Number((spread * BigInt(keyCount)) >> 32n);
}

export function displacedSlot(h: bigint, displacement: number, window: number): number {
  return Number(((h >> 32n) % BigInt(window)) ^ BigInt(displacement));
}

export function read(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index] ?? 0);
  return value;
}
