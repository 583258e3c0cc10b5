import { u8At } from "../base/typed-array.js";
import { ClosedError, ImageError } from "./errors.js";

/** Returns a view for the lookup functions and the content hash, which only read. Nobody uses it after `close`. */
export let borrowBytes: (memory: Memory, at: number, size: number) => Uint8Array;

/** As `borrowBytes`, in 32-bit words; `at` must be a multiple of 4. */
export let borrowWords: (memory: Memory, at: number, count: number) => Uint32Array;

/**
 * The bytes of an image, mapped or private, until they are closed. The buffer never leaves this class:
 * writing through a mapped one would end the process, and so would reading it after it is unmapped.
 *
 * Positions count from the start of the image. The caller keeps them inside it; a position outside
 * throws a RangeError.
 */
export class Memory {
  #view: View;
  #bytes: Uint8Array;
  #closed = false;

  static {
    // Only the runtime's own files can import these; a program that holds a row reaches its memory, but not the buffer.
    borrowBytes = (memory, at, size) => {
      memory.requireInside(at, size);
      return memory.#bytes.subarray(at, at + size);
    };
    borrowWords = (memory, at, count) => {
      memory.requireInside(at, count * 4);
      return new Uint32Array(memory.#bytes.buffer, memory.#bytes.byteOffset + at, count);
    };
  }

  /** `bytes` must begin at a multiple of 4 in its buffer. */
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#bytes = bytes;
  }

  /** Size of the image; 0 when closed. */
  get sizeBytes(): number {
    return this.#bytes.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** From here on every read throws ClosedError. */
  close(): void {
    this.#closed = true;
    this.#view = closedView;
    this.#bytes = noBytes;
  }

  int8(at: number): number {
    return this.#view.getInt8(at);
  }
  uint8(at: number): number {
    return this.#view.getUint8(at);
  }
  int16(at: number): number {
    return this.#view.getInt16(at, true);
  }
  uint16(at: number): number {
    return this.#view.getUint16(at, true);
  }
  int32(at: number): number {
    return this.#view.getInt32(at, true);
  }
  uint32(at: number): number {
    return this.#view.getUint32(at, true);
  }
  int64(at: number): bigint {
    return this.#view.getBigInt64(at, true);
  }
  uint64(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }
  float32(at: number): number {
    return this.#view.getFloat32(at, true);
  }
  float64(at: number): number {
    return this.#view.getFloat64(at, true);
  }

  /** A signed 64-bit integer as a number, exact to 2^53 either way: enums, seconds, milliseconds. */
  safeInteger(at: number): number {
    const view = this.#view;
    return view.getInt32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
  }

  /** Returns where a reference at `at` leads. Its offset counts from its own address. */
  target(at: number): number {
    return at + this.#view.getInt32(at, true);
  }

  /** The text of the `string_ref` at `at`. */
  string(at: number): string {
    return this.text(this.target(at), this.uint32(at + 4));
  }

  /** `size` bytes of UTF-8 as text. */
  text(at: number, size: number): string {
    const bytes = this.#bytes;
    this.requireInside(at, size);
    return (
      (size <= shortTextBytes ? readAscii(bytes, at, size) : undefined) ??
      decode(bytes.subarray(at, at + size))
    );
  }

  /** True when the `size` bytes at `at` are those of `text`, from `start`. */
  equalsBytes(at: number, text: Uint8Array, start: number, size: number): boolean {
    this.requireInside(at, size);
    const bytes = this.#bytes;
    for (let index = 0; index < size; index++) {
      if (bytes[at + index] !== text[start + index]) return false;
    }
    return true;
  }

  /** Negative when the `size` bytes at `at` come before the first `textSize` of `text`, positive when after, 0 when equal. */
  compareBytes(at: number, size: number, text: Uint8Array, textSize: number): number {
    this.requireInside(at, size);
    const bytes = this.#bytes;
    const shorter = Math.min(size, textSize);
    for (let index = 0; index < shorter; index++) {
      const difference = u8At(bytes, at + index) - u8At(text, index);
      if (difference !== 0) return difference;
    }
    return size - textSize;
  }

  /** Throws unless `size` bytes at `at` lie in the image: what a damaged reference may lead out of. */
  requireInside(at: number, size: number): void {
    if (this.#closed) throw new ClosedError();
    if (at < 0 || size > this.#bytes.length - at) {
      throw new ImageError(`The image is damaged: ${size} bytes at ${at} lie outside of it.`);
    }
  }
}

/** Names the method by which the runtime's own files reach the memory; `index.ts` does not export it. */
export const memoryOf = Symbol("memory");

/** Most texts in tables are short and ASCII. Up to here, taking the characters is faster than a call of TextDecoder. */
const shortTextBytes = 16;

/** Returns ASCII bytes as text, or `undefined` when there is another byte among them. */
function readAscii(bytes: Uint8Array, at: number, size: number): string | undefined {
  const end = at + size;
  let position = at;
  let text = "";
  // One call for four characters takes half of the time of four.
  for (; position + 4 <= end; position += 4) {
    const first = u8At(bytes, position);
    const second = u8At(bytes, position + 1);
    const third = u8At(bytes, position + 2);
    const fourth = u8At(bytes, position + 3);
    if ((first | second | third | fourth) >= 0x80) return undefined;
    text += String.fromCharCode(first, second, third, fourth);
  }
  for (; position < end; position++) {
    const byte = u8At(bytes, position);
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new ImageError("The image is damaged: a text in it is not UTF-8.", { cause });
  }
}

type View = Pick<
  DataView,
  | "getInt8"
  | "getUint8"
  | "getInt16"
  | "getUint16"
  | "getInt32"
  | "getUint32"
  | "getBigInt64"
  | "getBigUint64"
  | "getFloat32"
  | "getFloat64"
>;

/** Takes the place of a closed image's view, so that reading needs no check of its own. */
const closedView: View = {
  getInt8: refuse,
  getUint8: refuse,
  getInt16: refuse,
  getUint16: refuse,
  getInt32: refuse,
  getUint32: refuse,
  getBigInt64: refuse,
  getBigUint64: refuse,
  getFloat32: refuse,
  getFloat64: refuse,
};
const noBytes = new Uint8Array(0);

function refuse(): never {
  throw new ClosedError();
}
