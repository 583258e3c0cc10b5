import { createByteSource } from "./byte-source.js";
import { type ElfFile, fileOffset, readElf } from "./read-elf.js";

/** Where in its library's file an image is. */
export interface ImageRange {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Returns the bytes of the image in a library, as a view; `undefined` when it has none. */
export function findImage(library: Uint8Array): Uint8Array | undefined {
  const file = readElf(createByteSource(library));
  const range = typeof file === "string" ? file : locateImage(file);
  return typeof range === "string"
    ? undefined
    : library.subarray(range.offset, range.offset + range.sizeBytes);
}

/** Returns where the image is, or what is wrong with it. */
export function locateImage({ image, segments }: ElfFile): ImageRange | string {
  if (typeof image === "string") return image;
  const offset = fileOffset(segments, image.address, image.bytes);
  if (offset === undefined) return "has an image outside of what the file holds";
  return { offset, sizeBytes: image.bytes };
}
