import { at } from "../base/assert.js";
import {
  type ElfTarget,
  imageSymbol,
  sectionFlags,
  sectionTypes,
  structBytes,
} from "../base/elf/elf-format.js";
import { roundUp } from "../model/image-format.js";

/** Where everything lies in a library that `writeElfLibrary` writes. */
export interface ElfLayout {
  /** In the order of `sectionNames`, which is that of their offsets. */
  readonly sections: readonly Section[];
  readonly sectionTableOffset: number;
  readonly fileBytes: number;
  /** The largest page a kernel of the target may have. */
  readonly pageBytes: number;
}

export interface Section {
  readonly name: SectionName;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  /** Where it lies from the library's start in memory; 0 for what is not loaded. */
  readonly address: number;
  readonly bytes: number;
  readonly alignment: number;
  /** The section that this one's numbers refer to. */
  readonly link?: SectionName;
  /** `.dynsym`: position of the first global symbol. */
  readonly info?: number;
  readonly entryBytes?: number;
}

export const sectionNames = [
  ".hash",
  ".gnu.hash",
  ".dynsym",
  ".dynstr",
  ".rodata",
  ".dynamic",
  ".padding",
  ".shstrtab",
] as const;
export type SectionName = (typeof sectionNames)[number];

/** PT_LOAD twice, PT_DYNAMIC, PT_GNU_RELRO, PT_GNU_STACK. */
export const segmentCount = 5;

/** `.dynstr` and `.shstrtab`: a NUL first, then names with a NUL behind each. */
export const dynamicStrings = encodeStrings([imageSymbol]);
export const sectionStrings = encodeStrings(sectionNames);

/** Fixes where everything lies for an image of this size. */
export function planElfLayout(imageBytes: number, target: ElfTarget): ElfLayout {
  const pageBytes = maxPageBytes[target];
  const readOnly = placeReadOnly(imageBytes);
  const { offset, bytes } = at(readOnly, readOnly.length - 1);
  const writable = placeWritable(offset + bytes, pageBytes);
  const names = {
    name: ".shstrtab",
    type: sectionTypes.stringTable,
    flags: 0,
    offset: at(writable, 1).offset,
    address: 0,
    bytes: sectionStrings.length,
    alignment: 1,
  } as const;
  const sections = [...readOnly, ...writable, names];
  const sectionTableOffset = roundUp(names.offset + names.bytes, 8);
  const fileBytes = sectionTableOffset + (1 + sections.length) * structBytes.section;
  return { sections, sectionTableOffset, fileBytes, pageBytes };
}

/** Returns where the image lies in a library that `writeElfLibrary` writes. */
export function imageOffsetOf(imageBytes: number, target: ElfTarget): number {
  return findSection(planElfLayout(imageBytes, target), ".rodata").offset;
}

export function findSection({ sections }: ElfLayout, name: SectionName): Section {
  return at(sections, sectionNames.indexOf(name));
}

/** Returns a section's position in the section table, whose first entry is empty. */
export function sectionIndex(name: SectionName): number {
  return sectionNames.indexOf(name) + 1;
}

/** Returns where in `.shstrtab` a section's name is. */
export function sectionNameOffset(name: SectionName): number {
  const before = sectionNames.slice(0, sectionNames.indexOf(name));
  return 1 + before.reduce((sum, each) => sum + each.length + 1, 0);
}

/** The image starts on a page of the file, so that whole pages of it can be advised, locked or prefetched. */
const imagePageBytes = 4096;

const maxPageBytes: Readonly<Record<ElfTarget, number>> = { x86_64: 4096, aarch64: 65536 };

/** What all processes share: from the file's start to the image's end. Addresses are the offsets in the file. */
function placeReadOnly(imageBytes: number): readonly Section[] {
  const symbols = { link: ".dynsym", alignment: 8 } as const;
  const contents = [
    // Counts of buckets and symbols, one bucket, a link for each symbol.
    { name: ".hash", type: sectionTypes.hash, bytes: 5 * 4, ...symbols, entryBytes: 4 },
    // Four counts, one word of the Bloom filter, one bucket, one hash.
    { name: ".gnu.hash", type: sectionTypes.gnuHash, bytes: 4 * 4 + 8 + 4 + 4, ...symbols },
    {
      name: ".dynsym",
      type: sectionTypes.dynamicSymbols,
      bytes: 2 * structBytes.symbol, // the first is always empty
      alignment: 8,
      link: ".dynstr",
      info: 1,
      entryBytes: structBytes.symbol,
    },
    { name: ".dynstr", type: sectionTypes.stringTable, bytes: dynamicStrings.length, alignment: 1 },
    { name: ".rodata", type: sectionTypes.programBits, bytes: imageBytes, alignment: imagePageBytes },
  ] as const;
  let end: number = structBytes.header + segmentCount * structBytes.segment;
  return contents.map((content) => {
    const offset = roundUp(end, content.alignment);
    end = offset + content.bytes;
    return { ...content, flags: sectionFlags.allocate, offset, address: offset };
  });
}

/** What is a process's own: `.dynamic`, and zeros to the end of its page, since PT_GNU_RELRO works on whole pages. */
function placeWritable(imageEnd: number, pageBytes: number): readonly Section[] {
  const flags = sectionFlags.allocate | sectionFlags.write;
  const bytes = dynamicEntryCount * structBytes.dynamic;
  const offset = keepInOnePage(roundUp(imageEnd, 8), bytes);
  // The next free page in memory, at the offset that the file has inside its own page: the loader maps the
  // file's page a second time instead of the file being padded to a whole one.
  const address = roundUp(imageEnd, pageBytes) + (offset % pageBytes);
  const end = address + bytes;
  return [
    {
      name: ".dynamic",
      type: sectionTypes.dynamic,
      flags,
      offset,
      address,
      bytes,
      alignment: 8,
      link: ".dynstr",
      entryBytes: structBytes.dynamic,
    },
    {
      name: ".padding",
      type: sectionTypes.noBits,
      flags,
      offset: offset + bytes,
      address: end,
      bytes: roundUp(end, pageBytes) - end,
      alignment: 1,
    },
  ];
}

/** DT_HASH, DT_GNU_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_NULL. */
const dynamicEntryCount = 7;

/** Moves a small struct to the next page when it would lie in two: each would be private to a process. */
function keepInOnePage(offset: number, bytes: number): number {
  const end = roundUp(offset, imagePageBytes);
  return offset < end && offset + bytes > end ? end : offset;
}

function encodeStrings(names: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`\0${names.map((name) => `${name}\0`).join("")}`);
}
