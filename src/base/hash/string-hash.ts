import { u8At, u32At } from "../typed-array.js";
import { mix, type U64Cell } from "./u64.js";

/*
 * string_hash of docs/image-format.md: products of 64-bit words, folded, in the manner of wyhash
 * (Wang Yi) and rapidhash. K0 … K4 there are these, by halves.
 */
export const k1Low = 0x78bd642f | 0;
export const k1High = 0xa0761d64 | 0;
export const k2Low = 0xa0b428db | 0;
export const k2High = 0xe7037ed1 | 0;
const k3Low = 0x9c88c6e3 | 0;
const k3High = 0x8ebc6af0 | 0;
const k4Low = 0x75374cc3 | 0;
const k4High = 0x589965cc | 0;

/** Hashes `size` bytes from `start`, beginning with the seed that `cell` holds; the hash replaces it. */
export function stringHash(bytes: Uint8Array, start: number, size: number, cell: U64Cell): void {
  if (size <= 16) hashShort(bytes, start, size, cell);
  else hashLong(bytes, start, size, cell);
}

function hashShort(bytes: Uint8Array, start: number, size: number, cell: U64Cell): void {
  let xLow = 0;
  let xHigh = 0;
  let yLow = 0;
  let yHigh = 0;
  if (size >= 8) {
    xLow = read4(bytes, start);
    xHigh = read4(bytes, start + 4);
    yLow = read4(bytes, start + size - 8);
    yHigh = read4(bytes, start + size - 4);
  } else if (size >= 4) {
    xLow = read4(bytes, start);
    yLow = read4(bytes, start + size - 4);
  } else if (size > 0) {
    const middle = u8At(bytes, start + (size >> 1));
    xLow = (u8At(bytes, start) << 16) | (middle << 8) | u8At(bytes, start + size - 1);
  }
  const seedLow = u32At(cell, 0) | 0;
  const seedHigh = u32At(cell, 1) | 0;
  finish(xLow ^ k1Low, xHigh ^ k1High, yLow ^ seedLow, yHigh ^ seedHigh, size, cell);
}

function hashLong(bytes: Uint8Array, start: number, size: number, cell: U64Cell): void {
  let aLow = u32At(cell, 0) | 0;
  let aHigh = u32At(cell, 1) | 0;
  let bLow = aLow ^ k3Low;
  let bHigh = aHigh ^ k3High;
  const end = start + size;
  let position = start;
  for (; end - position > 32; position += 32) {
    mixWords(bytes, position, k1Low, k1High, aLow, aHigh, cell);
    aLow = u32At(cell, 0) | 0;
    aHigh = u32At(cell, 1) | 0;
    mixWords(bytes, position + 16, k2Low, k2High, bLow, bHigh, cell);
    bLow = u32At(cell, 0) | 0;
    bHigh = u32At(cell, 1) | 0;
  }
  if (end - position > 16) {
    mixWords(bytes, position, k1Low, k1High, aLow, aHigh, cell);
    aLow = u32At(cell, 0) | 0;
    aHigh = u32At(cell, 1) | 0;
  }
  mixWords(bytes, end - 16, k2Low, k2High, bLow, bHigh, cell);
  finish(aLow, aHigh, u32At(cell, 0) | 0, u32At(cell, 1) | 0, size, cell);
}

/** mix(read8(at) ^ key, read8(at + 8) ^ state). Seven plain numbers, because an object for each call would be garbage. */
function mixWords(
  bytes: Uint8Array,
  at: number,
  keyLow: number,
  keyHigh: number,
  stateLow: number,
  stateHigh: number,
  out: U64Cell,
): void {
  mix(
    read4(bytes, at) ^ keyLow,
    read4(bytes, at + 4) ^ keyHigh,
    read4(bytes, at + 8) ^ stateLow,
    read4(bytes, at + 12) ^ stateHigh,
    out,
  );
}

/** mix(mix(a, b ^ K4) ^ K3, size ^ K2) */
function finish(aLow: number, aHigh: number, bLow: number, bHigh: number, size: number, out: U64Cell): void {
  mix(aLow, aHigh, bLow ^ k4Low, bHigh ^ k4High, out);
  mix(u32At(out, 0) ^ k3Low, u32At(out, 1) ^ k3High, size ^ k2Low, k2High, out);
}

function read4(bytes: Uint8Array, at: number): number {
  return (
    u8At(bytes, at) | (u8At(bytes, at + 1) << 8) | (u8At(bytes, at + 2) << 16) | (u8At(bytes, at + 3) << 24)
  );
}
