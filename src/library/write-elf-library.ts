import {
  dynamicTags,
  type ElfTarget,
  globalObject,
  gnuHash,
  identification,
  imageSymbol,
  machines,
  segmentFlags,
  segmentTypes,
  sharedObjectType,
  structBytes,
} from "../base/elf/elf-format.js";
import {
  dynamicStrings,
  type ElfLayout,
  findSection,
  planElfLayout,
  type SectionName,
  sectionIndex,
  sectionNameOffset,
  sectionStrings,
  segmentCount,
} from "./plan-elf-layout.js";

/**
 * Returns the bytes of a shared library whose `.rodata` is exactly `image` and whose one symbol,
 * `tablegen_image`, is that object. No compiler takes part.
 *
 * The loader has nothing to do for such a file but to map it:
 *
 * - a read-only segment: headers, hash tables, symbol, the image. All processes share its pages.
 * - a segment for `.dynamic` alone. glibc before 2.35 writes there whatever the flags say, so it has to be
 *   writable; PT_GNU_RELRO takes the right away again afterwards. One private page of each process.
 * - none that can be executed, no relocation, no constructor, no needed library.
 * - no DT_SONAME: every release would have the same, and glibc answers whoever opens a library by this name
 *   with the one that is loaded already, without a look at the disk.
 *
 * The file holds no time, path or name, so equal images give equal files.
 */
export function writeElfLibrary(image: Uint8Array, target: ElfTarget): Uint8Array {
  const layout = planElfLayout(image.length, target);
  const { offset } = findSection(layout, ".rodata");
  const isInPlace = image.byteOffset === offset && image.buffer.byteLength === layout.fileBytes;
  const file = isInPlace ? new Uint8Array(image.buffer) : new Uint8Array(layout.fileBytes);
  if (!isInPlace) file.set(image, offset);
  const cursor = createCursor(file);
  writeHeader(cursor, layout, target);
  writeSegments(cursor, layout);
  writeContents(cursor, layout);
  writeSections(cursor, layout);
  return file;
}

/**
 * Returns room for an image, all zero, within that of the library that `writeElfLibrary` makes of it: the image is then not
 * copied.
 */
export function allocateInLibrary(imageBytes: number, target: ElfTarget): Uint8Array {
  const layout = planElfLayout(imageBytes, target);
  const file = new Uint8Array(layout.fileBytes);
  return file.subarray(findSection(layout, ".rodata").offset).subarray(0, imageBytes);
}

function writeHeader(cursor: Cursor, layout: ElfLayout, target: ElfTarget): void {
  cursor.seek(0);
  cursor.raw(identification);
  cursor.seek(16);
  cursor.u16(sharedObjectType);
  cursor.u16(machines[target]);
  cursor.u32(1); // version
  cursor.u64(0); // entry point
  cursor.u64(structBytes.header); // the program headers follow
  cursor.u64(layout.sectionTableOffset);
  cursor.u32(0); // flags
  cursor.u16(structBytes.header);
  cursor.u16(structBytes.segment);
  cursor.u16(segmentCount);
  cursor.u16(structBytes.section);
  cursor.u16(1 + layout.sections.length);
  cursor.u16(sectionIndex(".shstrtab"));
}

function writeSegments(cursor: Cursor, layout: ElfLayout): void {
  const { read, write } = segmentFlags;
  const dynamic = findSection(layout, ".dynamic");
  const padded = dynamic.bytes + findSection(layout, ".padding").bytes;
  const segment = (type: number, flags: number, of: Range): void => {
    cursor.u32(type);
    cursor.u32(flags);
    cursor.u64(of.offset);
    cursor.u64(of.address);
    cursor.u64(of.address); // physical address: unused
    cursor.u64(of.bytes);
    cursor.u64(of.memoryBytes ?? of.bytes);
    cursor.u64(of.alignment);
  };
  const image = findSection(layout, ".rodata");
  const page = { alignment: layout.pageBytes };
  segment(segmentTypes.load, read, { offset: 0, address: 0, bytes: image.offset + image.bytes, ...page });
  segment(segmentTypes.load, read | write, { ...dynamic, memoryBytes: padded, ...page });
  segment(segmentTypes.dynamic, read | write, dynamic);
  segment(segmentTypes.gnuRelro, read, { ...dynamic, memoryBytes: padded, alignment: 1 });
  // Without this the kernel would make the stack of the process executable.
  segment(segmentTypes.gnuStack, read | write, { offset: 0, address: 0, bytes: 0, alignment: 16 });
}

interface Range {
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
  /** More than `bytes` where zeros follow in memory. */
  readonly memoryBytes?: number;
  readonly alignment: number;
}

/** Writes what is in the sections, but for the image. */
function writeContents(cursor: Cursor, layout: ElfLayout): void {
  const address = (name: SectionName): number => findSection(layout, name).address;
  cursor.seek(findSection(layout, ".hash").offset);
  for (const number of [1, 2, 1, 0, 0]) cursor.u32(number); // one bucket, two symbols; symbol 1 is all of it

  const hash = gnuHash(imageSymbol);
  const bloomShift = 6;
  cursor.seek(findSection(layout, ".gnu.hash").offset);
  for (const number of [1, 1, 1, bloomShift]) cursor.u32(number); // buckets, first symbol, bloom words
  cursor.u64((1n << BigInt(hash % 64)) | (1n << BigInt((hash >>> bloomShift) % 64)));
  cursor.u32(1); // the bucket's first symbol
  cursor.u32((hash | 1) >>> 0); // bit 0 ends the chain

  cursor.seek(findSection(layout, ".dynsym").offset + structBytes.symbol); // symbol 0 is all zero
  cursor.u32(1); // its name, the first in .dynstr
  cursor.u8(globalObject);
  cursor.u8(0); // default visibility
  cursor.u16(sectionIndex(".rodata"));
  const image = findSection(layout, ".rodata");
  cursor.u64(image.address);
  cursor.u64(image.bytes);

  cursor.seek(findSection(layout, ".dynstr").offset);
  cursor.raw(dynamicStrings);

  cursor.seek(findSection(layout, ".dynamic").offset);
  for (const [tag, value] of [
    [dynamicTags.hash, address(".hash")],
    [dynamicTags.gnuHash, address(".gnu.hash")],
    [dynamicTags.strings, address(".dynstr")],
    [dynamicTags.symbols, address(".dynsym")],
    [dynamicTags.stringsBytes, dynamicStrings.length],
    [dynamicTags.symbolBytes, structBytes.symbol],
    [dynamicTags.end, 0],
  ] as const) {
    cursor.u64(tag);
    cursor.u64(value);
  }

  cursor.seek(findSection(layout, ".shstrtab").offset);
  cursor.raw(sectionStrings);
}

/** Writes the table of sections: for tools only, a loader never reads it. */
function writeSections(cursor: Cursor, layout: ElfLayout): void {
  cursor.seek(layout.sectionTableOffset + structBytes.section); // section 0 is all zero
  for (const one of layout.sections) {
    cursor.u32(sectionNameOffset(one.name));
    cursor.u32(one.type);
    cursor.u64(one.flags);
    cursor.u64(one.address);
    cursor.u64(one.offset);
    cursor.u64(one.bytes);
    cursor.u32(one.link === undefined ? 0 : sectionIndex(one.link));
    cursor.u32(one.info ?? 0);
    cursor.u64(one.alignment);
    cursor.u64(one.entryBytes ?? 0);
  }
}

/** Writes little-endian numbers one after the other. */
interface Cursor {
  seek(offset: number): void;
  raw(bytes: ArrayLike<number>): void;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: number | bigint): void;
}

function createCursor(file: Uint8Array): Cursor {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let offset = 0;
  const advance = (bytes: number): number => {
    offset += bytes;
    return offset - bytes;
  };
  return {
    seek: (target) => {
      offset = target;
    },
    raw: (bytes) => file.set(bytes, advance(bytes.length)),
    u8: (value) => view.setUint8(advance(1), value),
    u16: (value) => view.setUint16(advance(2), value, true),
    u32: (value) => view.setUint32(advance(4), value, true),
    u64: (value) => view.setBigUint64(advance(8), BigInt(value), true),
  };
}
