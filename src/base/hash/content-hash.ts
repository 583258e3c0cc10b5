import { u32At } from "../typed-array.js";
import { addTo, createU64Cell, mix, multiply, multiplyHigh32, readCell, type U64Cell } from "./u64.js";

/*
 * XXH3-128 with seed 0, for inputs of more than 240 bytes, after the specification in
 * doc/xxhash_spec.md of github.com/Cyan4973/xxHash (Collet, xxHash 0.8). Eight 64-bit accumulators
 * lie as 16 words, low halves first.
 */

const minBytes = 256;
const stripeWords = 16;
const stripesPerBlock = 16;
const blockWords = stripeWords * stripesPerBlock;

/**
 * Returns the 16-byte content hash of `bytes`: XXH3-128 in canonical form, shorter input extended by
 * zeros to 256 bytes. It guards against torn, truncated and altered files; it is not a signature.
 */
export function contentHash(bytes: Uint8Array): Uint8Array {
  const input = bytes.length < minBytes || bytes.byteOffset % 4 !== 0 ? copyAligned(bytes) : bytes;
  const words = new Uint32Array(input.buffer, input.byteOffset, input.length >>> 2);
  const accumulators = Uint32Array.from(initialAccumulators);
  const scratch = createU64Cell();
  // The last block, even a full one, is not scrambled, and the last stripe always has its own secret.
  const stripes = Math.floor((input.length - 1) / 64);
  const blocks = Math.floor((input.length - 1) / 1024);
  for (let block = 0; block < blocks; block++) {
    accumulate(accumulators, words, block * blockWords, stripesPerBlock, stripeSecret);
    scramble(accumulators, scratch);
  }
  accumulate(accumulators, words, blocks * blockWords, stripes - blocks * stripesPerBlock, stripeSecret);
  // Not `slice`: that of a Node Buffer copies nothing.
  const lastStripe = new Uint32Array(Uint8Array.from(input.subarray(input.length - 64)).buffer);
  accumulate(accumulators, lastStripe, 0, 1, lastStripeSecret);
  return canonical(accumulators, input.length);
}

/** Returns the hash as 32 lower-case hex digits. */
export function formatHash(hash: Uint8Array): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function copyAligned(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(Math.max(bytes.length, minBytes));
  copy.set(bytes);
  return copy;
}

/**
 * Adds `stripes` stripes of 64 bytes to the accumulators. For each 64-bit lane: the halves of
 * (data xor secret), multiplied, go to the lane and the data to its neighbour. A pair of lanes stays
 * in registers over all stripes.
 */
function accumulate(
  accumulators: Uint32Array,
  words: Uint32Array,
  start: number,
  stripes: number,
  secret: Uint32Array,
): void {
  for (let lane = 0; lane < stripeWords; lane += 4) {
    let low0 = u32At(accumulators, lane) | 0;
    let high0 = u32At(accumulators, lane + 1) | 0;
    let low1 = u32At(accumulators, lane + 2) | 0;
    let high1 = u32At(accumulators, lane + 3) | 0;
    let at = start + lane;
    let key = lane;
    for (let stripe = 0; stripe < stripes; stripe++) {
      const dataLow0 = u32At(words, at) | 0;
      const dataHigh0 = u32At(words, at + 1) | 0;
      const dataLow1 = u32At(words, at + 2) | 0;
      const dataHigh1 = u32At(words, at + 3) | 0;
      const a0 = dataLow0 ^ u32At(secret, key);
      const b0 = dataHigh0 ^ u32At(secret, key + 1);
      const a1 = dataLow1 ^ u32At(secret, key + 2);
      const b1 = dataHigh1 ^ u32At(secret, key + 3);
      const product0 = Math.imul(a0, b0);
      const product1 = Math.imul(a1, b1);

      low0 = (low0 + product0) | 0;
      high0 = (high0 + multiplyHigh32(a0, b0) + (low0 >>> 0 < product0 >>> 0 ? 1 : 0)) | 0;
      low0 = (low0 + dataLow1) | 0;
      high0 = (high0 + dataHigh1 + (low0 >>> 0 < dataLow1 >>> 0 ? 1 : 0)) | 0;

      low1 = (low1 + product1) | 0;
      high1 = (high1 + multiplyHigh32(a1, b1) + (low1 >>> 0 < product1 >>> 0 ? 1 : 0)) | 0;
      low1 = (low1 + dataLow0) | 0;
      high1 = (high1 + dataHigh0 + (low1 >>> 0 < dataLow0 >>> 0 ? 1 : 0)) | 0;
      at += stripeWords;
      key += 2;
    }
    accumulators[lane] = low0;
    accumulators[lane + 1] = high0;
    accumulators[lane + 2] = low1;
    accumulators[lane + 3] = high1;
  }
}

/** After each full block: acc = (acc ^ acc >> 47 ^ secret) · PRIME32_1. */
function scramble(accumulators: Uint32Array, cell: U64Cell): void {
  for (let lane = 0; lane < stripeWords; lane += 2) {
    const low = u32At(accumulators, lane);
    const high = u32At(accumulators, lane + 1);
    const mixedLow = low ^ (high >>> 15) ^ u32At(scrambleSecret, lane);
    multiply(mixedLow, high ^ u32At(scrambleSecret, lane + 1), 0x9e3779b1, 0, cell);
    accumulators[lane] = u32At(cell, 0);
    accumulators[lane + 1] = u32At(cell, 1);
  }
}

function canonical(accumulators: Uint32Array, size: number): Uint8Array {
  const cell = createU64Cell();
  const hash = new Uint8Array(16);
  const view = new DataView(hash.buffer);

  multiply(size, 0, 0x27d4eb4f, 0xc2b2ae3d, cell);
  cell[0] = ~u32At(cell, 0);
  cell[1] = ~u32At(cell, 1);
  mergeAccumulators(accumulators, highSecret, cell);
  view.setUint32(0, u32At(cell, 1));
  view.setUint32(4, u32At(cell, 0));

  multiply(size, 0, 0x85ebca87, 0x9e3779b1, cell);
  mergeAccumulators(accumulators, lowSecret, cell);
  view.setUint32(8, u32At(cell, 1));
  view.setUint32(12, u32At(cell, 0));
  return hash;
}

/** Folds the eight accumulators into the 64-bit number that `result` begins with, and avalanches it. */
function mergeAccumulators(accumulators: Uint32Array, secret: Uint32Array, result: U64Cell): void {
  const folded = createU64Cell();
  const word = (index: number) => u32At(accumulators, index) ^ u32At(secret, index);
  for (let pair = 0; pair < stripeWords; pair += 4) {
    mix(word(pair), word(pair + 1), word(pair + 2), word(pair + 3), folded);
    addTo(result, u32At(folded, 0), u32At(folded, 1));
  }
  const { low, high } = readCell(result);
  multiply(low ^ (high >>> 5), high, 0x9e3779f9, 0x16566791, result);
  result[0] = u32At(result, 0) ^ u32At(result, 1);
}

/** PRIME32_3, PRIME64_1 … PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1. */
const initialAccumulators = [
  0xc2b2ae3d, 0x00000000, 0x85ebca87, 0x9e3779b1, 0x27d4eb4f, 0xc2b2ae3d, 0x9e3779f9, 0x165667b1, 0xc2b2ae63,
  0x85ebca77, 0x85ebca77, 0x00000000, 0x165667c5, 0x27d4eb2f, 0x9e3779b1, 0x00000000,
] as const;

/** The default secret of XXH3: 192 bytes. */
const secret = Uint8Array.from(
  [
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f",
    "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c",
    "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8",
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364",
    "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e",
    "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e",
  ]
    .join("")
    .match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);
const stripeSecret = secretWords(0, 192);
const scrambleSecret = secretWords(192 - 64, 192);
const lastStripeSecret = secretWords(192 - 64 - 7, 192 - 7);
const lowSecret = secretWords(11, 11 + 64);
const highSecret = secretWords(192 - 64 - 11, 192 - 11);

/** Copies bytes of the secret to where they can be read as words. */
function secretWords(start: number, end: number): Uint32Array {
  return new Uint32Array(secret.slice(start, end).buffer);
}
