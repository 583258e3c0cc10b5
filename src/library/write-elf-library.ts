import { at } from "../base/assert.js";
import {
  dynamicTags,
  type ElfTarget,
  globalObject,
  gnuHash,
  identification,
  imageSymbol,
  machines,
  sectionFlags,
  sectionTypes,
  segmentFlags,
  segmentTypes,
  sharedObjectType,
  structBytes,
} from "./elf-format.js";

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
 * - no DT_SONAME: glibc takes a library whose soname it has already loaded for the same one and would
 *   answer the dlopen of the next release with the handle of the old.
 *
 * The file holds no time, path or name, so equal images give equal files.
 */
export function writeElfLibrary(image: Uint8Array, target: ElfTarget): Uint8Array {
  const layout = planLayout(image.length, target);
  // The only large allocation and the only copy of the image.
  const file = new Uint8Array(layout.fileBytes);
  file.set(image, layout.imageOffset);
  const cursor = createCursor(file);
  writeHeader(cursor, layout, target);
  writeSegments(cursor, layout);
  writeContents(cursor, layout);
  writeSections(cursor, layout);
  return file;
}

/** The image starts on a page of the file, so that whole pages of it can be advised, locked or prefetched. */
const imagePageBytes = 4096;

/** The largest page a kernel of the target may have; two segments never share one. */
const maxPageBytes: Readonly<Record<ElfTarget, number>> = { x86_64: 4096, aarch64: 65536 };

const gnuBloomShift = 6;

/** Names at their offsets in `.dynstr` and `.shstrtab`: a NUL first, each with a NUL behind. */
const dynamicStrings = encodeStrings([imageSymbol]);
const sectionNames = [
  ".hash",
  ".gnu.hash",
  ".dynsym",
  ".dynstr",
  ".rodata",
  ".dynamic",
  ".padding",
  ".shstrtab",
] as const;
type SectionName = (typeof sectionNames)[number];
const sectionStrings = encodeStrings(sectionNames);

interface Section {
  readonly name: SectionName;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  /** Where it lies from the library's start in memory; 0 for what is not loaded. */
  readonly address: number;
  readonly bytes: number;
  readonly link?: SectionName;
  /** `.dynsym`: position of the first global symbol. */
  readonly info?: number;
  readonly alignment: number;
  readonly entryBytes?: number;
}

interface Layout {
  readonly sections: readonly Section[];
  readonly imageOffset: number;
  readonly imageBytes: number;
  readonly sectionTableOffset: number;
  readonly fileBytes: number;
  readonly pageBytes: number;
}

const segmentCount = 5;

/** Fixes where everything lies. Up to the end of the image, addresses equal offsets in the file. */
function planLayout(imageBytes: number, target: ElfTarget): Layout {
  const pageBytes = maxPageBytes[target];
  const hash = roundUp(structBytes.header + segmentCount * structBytes.segment, 8);
  const hashBytes = 5 * 4; // counts of buckets and symbols, one bucket, two chain links
  const bloom = roundUp(hash + hashBytes, 8);
  const bloomBytes = 4 * 4 + 8 + 4 + 4; // four numbers, one bloom word, one bucket, one hash
  const symbols = roundUp(bloom + bloomBytes, 8);
  const strings = symbols + 2 * structBytes.symbol;
  const imageOffset = roundUp(strings + dynamicStrings.length, imagePageBytes);

  const dynamicBytes = 7 * structBytes.dynamic;
  const dynamic = keepInOnePage(roundUp(imageOffset + imageBytes, 8), dynamicBytes);
  // The next free page in memory, at the offset that the file has inside its own page: the loader maps the
  // file's page a second time instead of the file being padded to a whole one.
  const dynamicAddress = roundUp(imageOffset + imageBytes, pageBytes) + (dynamic % pageBytes);
  const padding = dynamicAddress + dynamicBytes;
  const sectionStringsOffset = dynamic + dynamicBytes;
  const sectionTableOffset = roundUp(sectionStringsOffset + sectionStrings.length, 8);

  const read = sectionFlags.allocate;
  const write = sectionFlags.allocate | sectionFlags.write;
  const loaded = (offset: number) => ({ offset, address: offset, flags: read });
  const sections: readonly Section[] = [
    {
      name: ".hash",
      type: sectionTypes.hash,
      ...loaded(hash),
      bytes: hashBytes,
      link: ".dynsym",
      alignment: 8,
      entryBytes: 4,
    },
    {
      name: ".gnu.hash",
      type: sectionTypes.gnuHash,
      ...loaded(bloom),
      bytes: bloomBytes,
      link: ".dynsym",
      alignment: 8,
    },
    {
      name: ".dynsym",
      type: sectionTypes.dynamicSymbols,
      ...loaded(symbols),
      bytes: 2 * structBytes.symbol,
      link: ".dynstr",
      info: 1,
      alignment: 8,
      entryBytes: structBytes.symbol,
    },
    {
      name: ".dynstr",
      type: sectionTypes.stringTable,
      ...loaded(strings),
      bytes: dynamicStrings.length,
      alignment: 1,
    },
    {
      name: ".rodata",
      type: sectionTypes.programBits,
      ...loaded(imageOffset),
      bytes: imageBytes,
      alignment: imagePageBytes,
    },
    {
      name: ".dynamic",
      type: sectionTypes.dynamic,
      flags: write,
      offset: dynamic,
      address: dynamicAddress,
      bytes: dynamicBytes,
      link: ".dynstr",
      alignment: 8,
      entryBytes: structBytes.dynamic,
    },
    // PT_GNU_RELRO works on whole pages, so the segment has to reach the end of its page.
    {
      name: ".padding",
      type: sectionTypes.noBits,
      flags: write,
      offset: sectionStringsOffset,
      address: padding,
      bytes: roundUp(padding, pageBytes) - padding,
      alignment: 1,
    },
    {
      name: ".shstrtab",
      type: sectionTypes.stringTable,
      flags: 0,
      offset: sectionStringsOffset,
      address: 0,
      bytes: sectionStrings.length,
      alignment: 1,
    },
  ];
  const fileBytes = sectionTableOffset + (1 + sections.length) * structBytes.section;
  return { sections, imageOffset, imageBytes, sectionTableOffset, fileBytes, pageBytes };
}

/** Moves a small struct to the next page when it would lie in two: each would be private to a process. */
function keepInOnePage(offset: number, bytes: number): number {
  const end = roundUp(offset, imagePageBytes);
  return offset < end && offset + bytes > end ? end : offset;
}

function writeHeader(cursor: Cursor, layout: Layout, target: ElfTarget): void {
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
  cursor.u16(indexOf(".shstrtab"));
}

function writeSegments(cursor: Cursor, layout: Layout): void {
  const { read, write } = segmentFlags;
  const dynamic = section(layout, ".dynamic");
  const padded = dynamic.bytes + section(layout, ".padding").bytes;
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
  const rodataEnd = layout.imageOffset + layout.imageBytes;
  const page = { alignment: layout.pageBytes };
  segment(segmentTypes.load, read, { offset: 0, address: 0, bytes: rodataEnd, ...page });
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
function writeContents(cursor: Cursor, layout: Layout): void {
  const address = (name: SectionName): number => section(layout, name).address;
  cursor.seek(section(layout, ".hash").offset);
  for (const number of [1, 2, 1, 0, 0]) cursor.u32(number); // one bucket, two symbols; symbol 1 is all of it

  const hash = gnuHash(imageSymbol);
  cursor.seek(section(layout, ".gnu.hash").offset);
  for (const number of [1, 1, 1, gnuBloomShift]) cursor.u32(number); // buckets, first symbol, bloom words
  cursor.u64((1n << BigInt(hash % 64)) | (1n << BigInt((hash >>> gnuBloomShift) % 64)));
  cursor.u32(1); // the bucket's first symbol
  cursor.u32((hash | 1) >>> 0); // bit 0 ends the chain

  cursor.seek(section(layout, ".dynsym").offset + structBytes.symbol); // symbol 0 is all zero
  cursor.u32(stringOffset([imageSymbol], imageSymbol));
  cursor.u8(globalObject);
  cursor.u8(0); // default visibility
  cursor.u16(indexOf(".rodata"));
  cursor.u64(layout.imageOffset);
  cursor.u64(layout.imageBytes);

  cursor.seek(section(layout, ".dynstr").offset);
  cursor.raw(dynamicStrings);

  cursor.seek(section(layout, ".dynamic").offset);
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

  cursor.seek(section(layout, ".shstrtab").offset);
  cursor.raw(sectionStrings);
}

/** Writes the table of sections: for tools only, a loader never reads it. */
function writeSections(cursor: Cursor, layout: Layout): void {
  cursor.seek(layout.sectionTableOffset + structBytes.section); // section 0 is all zero
  for (const one of layout.sections) {
    cursor.u32(stringOffset(sectionNames, one.name));
    cursor.u32(one.type);
    cursor.u64(one.flags);
    cursor.u64(one.address);
    cursor.u64(one.offset);
    cursor.u64(one.bytes);
    cursor.u32(one.link === undefined ? 0 : indexOf(one.link));
    cursor.u32(one.info ?? 0);
    cursor.u64(one.alignment);
    cursor.u64(one.entryBytes ?? 0);
  }
}

function section(layout: Layout, name: SectionName): Section {
  return at(layout.sections, indexOf(name) - 1);
}

/** Returns a section's position in the section table, whose first entry is empty. */
function indexOf(name: SectionName): number {
  return sectionNames.indexOf(name) + 1;
}

function encodeStrings(names: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`\0${names.map((name) => `${name}\0`).join("")}`);
}

function stringOffset(names: readonly string[], name: string): number {
  const before = names.slice(0, names.indexOf(name));
  return 1 + before.reduce((sum, each) => sum + each.length + 1, 0);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
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
