import { readLibraryFile } from "./elf.js";

/**
 * Returns the image in a library file, as a part of the same bytes. Takes what either linker wrote, for
 * x86-64 and for aarch64. Throws ImageError for anything else: not ELF, truncated, without the symbol.
 */
export function extractImage(library: Uint8Array): Uint8Array {
  const { imageOffset, imageBytes } = readLibraryFile({
    sizeBytes: library.length,
    read: (offset, sizeBytes) => library.subarray(offset, offset + sizeBytes),
  });
  return library.subarray(imageOffset, imageOffset + imageBytes);
}
