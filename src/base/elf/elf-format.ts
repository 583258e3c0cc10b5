/*
 * The numbers of ELF (System V gABI, GNU extensions) that the writer and the reader share. Only 64-bit
 * little-endian files: the two targets have no other form in use.
 */

/** What a library can be built for. */
export type ElfTarget = "x86_64" | "aarch64";

/** The one symbol of a library; its object is the image. */
export const imageSymbol = "tablegen_image";

/** The image starts at a multiple of this, whoever linked the library. */
export const imageAlignment = 64;

/** `e_machine` by target. */
export const machines: Readonly<Record<ElfTarget, number>> = { x86_64: 62, aarch64: 183 };

/** `process.arch` of the machines that a target's libraries are for. */
export const nodeArchitectures: Readonly<Record<ElfTarget, string>> = { x86_64: "x64", aarch64: "arm64" };

/** Sizes of the file's structs in bytes. */
export const structBytes = { header: 64, segment: 56, section: 64, symbol: 24, dynamic: 16 } as const;

/** The first 8 bytes of a file: magic, 64 bit, little-endian, version 1, System V. */
export const identification = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0] as const;
export const sharedObjectType = 3;

export const segmentTypes = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  threadLocal: 7,
  gnuStack: 0x6474e551,
  gnuRelro: 0x6474e552,
} as const;
export const segmentFlags = { execute: 1, write: 2, read: 4 } as const;

export const sectionTypes = {
  programBits: 1,
  stringTable: 3,
  hash: 5,
  dynamic: 6,
  noBits: 8,
  dynamicSymbols: 11,
  gnuHash: 0x6ffffff6,
} as const;
export const sectionFlags = { write: 1, allocate: 2 } as const;

/** `st_info` of an exported data object: binding global, type object. */
export const globalObject = (1 << 4) | 1;

export const dynamicTags = {
  end: 0,
  hash: 4,
  strings: 5,
  symbols: 6,
  stringsBytes: 10,
  symbolBytes: 11,
  gnuHash: 0x6ffffef5,
  needed: 1,
  auxiliary: 0x7ffffffd,
  filter: 0x7fffffff,
  soname: 14,
  /** DT_INIT; address and size of DT_INIT_ARRAY and DT_PREINIT_ARRAY. */
  constructors: [12, 25, 27, 32, 33],
  /** DT_FINI; address and size of DT_FINI_ARRAY. */
  destructors: [13, 26, 28],
  /** DT_RELA, DT_REL, DT_RELR and DT_JMPREL with sizes, kinds and counts; DT_TEXTREL. */
  relocations: [2, 7, 8, 9, 17, 18, 19, 20, 22, 23, 35, 36, 37, 0x6ffffff9, 0x6ffffffa],
} as const;

/** Far more symbols of one hash, or dynamic entries, than a library of tables has: a bound for hostile files. */
export const mostEntries = 4096;

/** The hash of System V symbol tables, `DT_HASH`. */
export function systemVHash(name: string): number {
  let hash = 0;
  for (const byte of new TextEncoder().encode(name)) {
    hash = ((hash << 4) + byte) >>> 0;
    const top = hash & 0xf0000000;
    hash = (hash ^ (top >>> 24)) & ~top;
  }
  return hash >>> 0;
}

/** The hash of GNU symbol tables, `DT_GNU_HASH`: Bernstein's, times 33. */
export function gnuHash(name: string): number {
  let hash = 5381;
  for (const byte of new TextEncoder().encode(name)) hash = (Math.imul(hash, 33) + byte) >>> 0;
  return hash;
}
