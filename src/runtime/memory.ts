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
 * Positions count from the start of the image. A position outside, where something damaged led to, throws ImageError.
 */
export class Memory {
  // A view for each size of numbers: a value lies at a multiple of its size.
  #bytes: Uint8Array = noBytes;
  #int8s: Int8Array = new Int8Array(0);
  #int16s: Int16Array = new Int16Array(0);
  #uint16s: Uint16Array = new Uint16Array(0);
  #int32s: Int32Array = new Int32Array(0);
  #uint32s: Uint32Array = new Uint32Array(0);
  #int64s: BigInt64Array = new BigInt64Array(0);
  #uint64s: BigUint64Array = new BigUint64Array(0);
  #float32s: Float32Array = new Float32Array(0);
  #float64s: Float64Array = new Float64Array(0);
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

  /** `bytes` must begin at a multiple of 8 in its buffer. */
  constructor(bytes: Uint8Array) {
    this.#see(bytes);
  }

  /** Size of the image; 0 when closed. */
  get sizeBytes(): number {
    return this.#bytes.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  requireOpen(): void {
    if (this.#closed === true) throw new ClosedError();
  }

  /** From here on every read throws ClosedError. */
  close(): void {
    this.#closed = true;
    this.#see(noBytes);
  }

  int8(at: number): number {
    return this.#int8s[at] ?? this.#refuse(at, 1);
  }
  uint8(at: number): number {
    return this.#bytes[at] ?? this.#refuse(at, 1);
  }
  int16(at: number): number {
    return this.#int16s[at >>> 1] ?? this.#refuse(at, 2);
  }
  uint16(at: number): number {
    return this.#uint16s[at >>> 1] ?? this.#refuse(at, 2);
  }
  int32(at: number): number {
    return this.#int32s[at >>> 2] ?? this.#refuse(at, 4);
  }
  uint32(at: number): number {
    return this.#uint32s[at >>> 2] ?? this.#refuse(at, 4);
  }
  int64(at: number): bigint {
    return this.#int64s[at >>> 3] ?? this.#refuse(at, 8);
  }
  uint64(at: number): bigint {
    return this.#uint64s[at >>> 3] ?? this.#refuse(at, 8);
  }
  float32(at: number): number {
    return this.#float32s[at >>> 2] ?? this.#refuse(at, 4);
  }
  float64(at: number): number {
    return this.#float64s[at >>> 3] ?? this.#refuse(at, 8);
  }

  /** A signed 64-bit integer as a number, exact to 2^53 either way: enums, seconds, milliseconds. */
  safeInteger(at: number): number {
    return this.int32(at + 4) * 0x100000000 + this.uint32(at);
  }

  bool(at: number): boolean {
    return this.uint8(at) !== 0;
  }

  /** Whether what the reference at `at` is to is there. What is absent has offset 0; what is empty leads somewhere, or has offset 1. */
  isPresent(at: number): boolean {
    return this.int32(at) !== 0;
  }

  /** Returns where the row of at least `bytes` is that the reference at `at` leads to. */
  row(at: number, bytes: number): number {
    const row = this.target(at);
    this.requireInside(row, bytes);
    return row;
  }

  /** Returns where a reference at `at` leads. Its offset counts from its own address. */
  target(at: number): number {
    return at + this.int32(at);
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

  #see(bytes: Uint8Array): void {
    const { buffer, byteOffset, length } = bytes;
    this.#bytes = bytes;
    this.#int8s = new Int8Array(buffer, byteOffset, length);
    this.#int16s = new Int16Array(buffer, byteOffset, length >>> 1);
    this.#uint16s = new Uint16Array(buffer, byteOffset, length >>> 1);
    this.#int32s = new Int32Array(buffer, byteOffset, length >>> 2);
    this.#uint32s = new Uint32Array(buffer, byteOffset, length >>> 2);
    this.#int64s = new BigInt64Array(buffer, byteOffset, length >>> 3);
    this.#uint64s = new BigUint64Array(buffer, byteOffset, length >>> 3);
    this.#float32s = new Float32Array(buffer, byteOffset, length >>> 2);
    this.#float64s = new Float64Array(buffer, byteOffset, length >>> 3);
  }

  /** Of what is read: nothing lies there, or nothing is left. */
  #refuse(at: number, size: number): never {
    this.requireInside(at, size);
    throw new ImageError(`The image is damaged: ${size} bytes at ${at} are not aligned.`);
  }

  /** Throws unless `size` bytes at `at` lie in the image: what a damaged reference may lead out of. */
  requireInside(at: number, size: number): void {
    if (this.#closed === true) throw new ClosedError();
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

const noBytes = new Uint8Array(0);
