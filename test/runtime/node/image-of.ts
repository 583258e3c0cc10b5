import { contentHash } from "../../../src/base/hash/content-hash.js";
import { layoutVersion } from "../../../src/model/image-format.js";

/**
 * An image without tables, with as long a directory as is asked for: all that mapping and closing need. Its
 * library name tells images apart.
 */
export function emptyImage(name: string, sizeBytes = 320): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  const text = new TextEncoder().encode(name);
  bytes.set(new TextEncoder().encode("tablegen"));
  view.setUint32(8, layoutVersion, true);
  view.setUint32(12, 0x01020304, true);
  view.setBigUint64(16, BigInt(bytes.length), true);
  view.setBigUint64(24, BigInt(bytes.length), true);
  view.setInt32(64, 128 - 64, true);
  view.setUint32(68, text.length, true);
  bytes.set(text, 128);
  bytes.set(contentHash(bytes.subarray(48)), 32);
  return bytes;
}
