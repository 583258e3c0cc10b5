const encoder = new TextEncoder();

/** Below this length, a loop over ASCII beats the call into the engine's encoder. */
const loopLength = 64;

/**
 * Writes `text` as UTF-8 to `bytes` from `at` and returns the number of bytes written. There must be
 * room for 3 bytes for each code unit. A lone surrogate becomes U+FFFD.
 */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  if (text.length > loopLength) return encoder.encodeInto(text, bytes.subarray(at)).written;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) {
      // What comes before is ASCII, so the rest does not begin inside a surrogate pair.
      return index + encoder.encodeInto(text.slice(index), bytes.subarray(at + index)).written;
    }
    bytes[at + index] = unit;
  }
  return text.length;
}

/** Text as UTF-8 in memory that the next text overwrites: for hashing and comparing many texts. */
export class Utf8Scratch {
  bytes = new Uint8Array(256);

  /** Replaces the content of `bytes` by `text` and returns its size. */
  encode(text: string): number {
    if (this.bytes.length < text.length * 3) this.bytes = new Uint8Array(text.length * 6);
    return writeUtf8(text, this.bytes, 0);
  }
}

/** Compares two well-formed texts as their UTF-8 bytes compare: negative, 0 or positive. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return rankUnit(a) - rankUnit(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for characters above all that have a unit of their own. */
function rankUnit(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
