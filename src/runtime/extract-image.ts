import { type ByteSource, createByteSource } from "../base/elf/byte-source.js";
import { type ImageRange, locateImage } from "../base/elf/find-image.js";
import { type ElfFile, readElf } from "../base/elf/read-elf.js";
import { ImageError } from "./errors.js";

/**
 * Returns the image in a library file, as a part of the same bytes. Takes what either linker wrote, for
 * x86-64 and for aarch64. Throws ImageError for anything else: not ELF, truncated, without the symbol.
 */
export function extractImage(library: Uint8Array): Uint8Array {
  const { offset, sizeBytes } = readLibrary(createByteSource(library)).image;
  return library.subarray(offset, offset + sizeBytes);
}

/** Reads what a library is and where its image lies; throws as `extractImage` does. */
export function readLibrary(source: ByteSource): { readonly file: ElfFile; readonly image: ImageRange } {
  const file = readElf(source);
  if (typeof file === "string") throw unsound(file);
  const image = locateImage(file);
  if (typeof image === "string") throw unsound(image);
  return { file, image };
}

function unsound(problem: string): ImageError {
  return new ImageError(`The library ${problem}.`, {
    help: "Copy or publish it again; it must be a whole library that table-gen built.",
  });
}
