import { createByteSource } from "./byte-source.js";
import {
  dynamicTags,
  type ElfTarget,
  globalObject,
  imageAlignment,
  imageSymbol,
  segmentFlags,
  segmentTypes,
} from "./elf-format.js";
import { type DynamicEntry, type ElfFile, fileOffset, readElf, type Segment } from "./read-elf.js";

/** As `checkLibrary` for any bytes, which may be no ELF file at all. */
export function checkLibraryFile(bytes: Uint8Array, target?: ElfTarget): readonly string[] {
  const file = readElf(createByteSource(bytes));
  return typeof file === "string" ? [file] : checkLibrary(file, target);
}

/**
 * Returns why a file must not be loaded as a library of tables, each as the end of a sentence; nothing when
 * it may.
 *
 * A library is data: mapping it must not run code, change a page, or pull in another file. What a
 * loader acts on is therefore compared with what a library needs, and anything beyond it is a problem.
 * The bytes of the image are not looked at.
 */
export function checkLibrary(file: ElfFile, target?: ElfTarget): readonly string[] {
  return [
    ...(target === undefined || file.target === target ? [] : [`is for ${file.target}, not for ${target}`]),
    ...checkSegments(file.segments),
    ...checkDynamic(file.dynamic),
    ...checkImageSymbol(file),
  ];
}

function checkSegments(segments: readonly Segment[]): readonly string[] {
  const problems: string[] = [];
  const of = (type: number): readonly Segment[] => segments.filter((segment) => segment.type === type);
  const loads = of(segmentTypes.load);
  if (loads.some(({ flags }) => (flags & segmentFlags.execute) !== 0)) {
    problems.push("has an executable segment");
  }
  const stacks = of(segmentTypes.gnuStack);
  if (stacks.length === 0 || stacks.some(({ flags }) => (flags & segmentFlags.execute) !== 0)) {
    problems.push("asks for an executable stack");
  }
  if (of(segmentTypes.interpreter).length > 0) problems.push("names a program interpreter");
  if (of(segmentTypes.threadLocal).length > 0) problems.push("has thread-local data");
  if (
    !loads.every(isSoundLoad) ||
    !areInOrder(loads) ||
    !of(segmentTypes.dynamic).every((s) => isAsLoaded(s, segments))
  ) {
    problems.push("has segments that no linker writes");
  }
  return problems;
}

/** A segment's page in memory must be the page of the file. */
function isSoundLoad({ address, offset, fileBytes, memoryBytes, alignment }: Segment): boolean {
  return (
    alignment >= smallestPageBytes &&
    Number.isInteger(Math.log2(alignment)) &&
    address % alignment === offset % alignment &&
    fileBytes <= memoryBytes
  );
}

const smallestPageBytes = 4096;

/** Whole pages are mapped: two segments in one page would show other bytes than those that were checked. */
function areInOrder(loads: readonly Segment[]): boolean {
  return loads.every((load, index) => {
    const before = loads[index - 1];
    if (before === undefined) return true;
    const firstPage = Math.floor(load.address / load.alignment);
    const endPage = Math.ceil((before.address + before.memoryBytes) / load.alignment);
    return endPage <= firstPage;
  });
}

/** Whoever finds a segment by its place in the file must find the same bytes as who finds it by its address. */
function isAsLoaded(
  { offset, address, fileBytes, memoryBytes }: Segment,
  segments: readonly Segment[],
): boolean {
  return fileBytes === memoryBytes && fileOffset(segments, address, memoryBytes) === offset;
}

/** Entries that a library has: where its one symbol is. All others make a loader do something. */
const harmlessTags: ReadonlySet<number> = new Set([
  dynamicTags.hash,
  dynamicTags.gnuHash,
  dynamicTags.strings,
  dynamicTags.symbols,
  dynamicTags.stringsBytes,
  dynamicTags.symbolBytes,
]);

/** What the usual other entries mean; the tags of an entry's size and count stand beside its own. */
const tagProblems: readonly (readonly [problem: string, tags: readonly number[]])[] = [
  ["needs another library", [dynamicTags.needed, dynamicTags.auxiliary, dynamicTags.filter]],
  ["has a soname, by which a loader would take another release for it", [dynamicTags.soname]],
  ["has a constructor", dynamicTags.constructors],
  ["has a destructor", dynamicTags.destructors],
  ["has relocations", dynamicTags.relocations],
];

function checkDynamic(entries: readonly DynamicEntry[]): readonly string[] {
  const problems = entries.filter(({ tag }) => !harmlessTags.has(tag)).map(({ tag }) => describeTag(tag));
  return [...new Set(problems)];
}

function describeTag(tag: number): string {
  const known = tagProblems.find(([, tags]) => tags.includes(tag));
  return known === undefined ? `has the dynamic entry 0x${tag.toString(16)}` : known[0];
}

function checkImageSymbol({ image, segments }: ElfFile): readonly string[] {
  if (typeof image === "string") return [image];
  if (image.info !== globalObject) return [`defines ${imageSymbol}, but not as a data object`];
  if (image.address % imageAlignment !== 0) return [`has an image that is not aligned to ${imageAlignment}`];
  const readOnly = segments.filter(({ flags }) => (flags & segmentFlags.write) === 0);
  if (fileOffset(readOnly, image.address, image.bytes) === undefined) {
    return ["has an image outside its read-only segment"];
  }
  return [];
}
