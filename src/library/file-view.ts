/** Little-endian numbers of a file. The caller has checked that they lie inside. */
export interface FileView {
  readonly length: number;
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** Rounded above 2^53, which keeps it beyond every file. */
  u64(offset: number): number;
  /** True when these ASCII characters stand there. */
  hasText(offset: number, text: string): boolean;
}

export function createFileView(bytes: Uint8Array): FileView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    length: bytes.length,
    u8: (offset) => view.getUint8(offset),
    u16: (offset) => view.getUint16(offset, true),
    u32: (offset) => view.getUint32(offset, true),
    u64: (offset) => Number(view.getBigUint64(offset, true)),
    hasText: (offset, text) =>
      Array.from(text).every((character, index) => view.getUint8(offset + index) === character.charCodeAt(0)),
  };
}
