/** A file of which parts are read: all of it in memory, or one that stays on disk. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Returns exactly these bytes. The caller keeps the range inside the file. */
  read(offset: number, sizeBytes: number): Uint8Array;
}

/** Returns a source whose parts are views of these bytes. */
export function createByteSource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (offset, sizeBytes) => bytes.subarray(offset, offset + sizeBytes),
  };
}
