import { u8At, u32At } from "../base/typed-array.js";

/** Makes texts of bytes; a short text that was asked for lately is not made again, and not kept twice. */
export interface TextCache {
  get(start: number, end: number): string;
}

const slotBits = 14;
/** Longer ones are seldom equal. */
const mostBytes = 48;

export function createTextCache(bytes: Uint8Array, isAscii: boolean): TextCache {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = isAscii ? "latin1" : "utf8";
  const texts = new Array<string>(2 ** slotBits).fill("");
  const starts = new Uint32Array(2 ** slotBits);
  const sizes = new Uint8Array(2 ** slotBits);
  return {
    get: (start, end) => {
      const size = end - start;
      if (size > mostBytes) return buffer.toString(encoding, start, end);
      let hash = size;
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ u8At(bytes, at), 0x01000193);
      const slot = (hash ^ (hash >>> 15)) & (2 ** slotBits - 1);
      if (sizes[slot] === size && isSame(bytes, u32At(starts, slot), start, size)) return texts[slot] ?? "";
      const text = buffer.toString(encoding, start, end);
      texts[slot] = text;
      starts[slot] = start;
      sizes[slot] = size;
      return text;
    },
  };
}

function isSame(bytes: Uint8Array, left: number, right: number, size: number): boolean {
  for (let index = 0; index < size; index++) {
    if (bytes[left + index] !== bytes[right + index]) return false;
  }
  return true;
}
