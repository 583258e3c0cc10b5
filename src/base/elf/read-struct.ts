import type { ByteSource } from "./byte-source.js";

/** Little-endian numbers of a part of a file, by their offset in the part. */
export interface Struct {
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** Rounded above 2^53, which keeps it beyond every file. */
  u64(offset: number): number;
}

/** Reads a part of a file. The caller has checked that it lies inside. */
export function readStruct(source: ByteSource, start: number, sizeBytes: number): Struct {
  const bytes = source.read(start, sizeBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    u8: (offset) => view.getUint8(offset),
    u16: (offset) => view.getUint16(offset, true),
    u32: (offset) => view.getUint32(offset, true),
    u64: (offset) => Number(view.getBigUint64(offset, true)),
  };
}
