import {
  dynamicTags,
  type ElfTarget,
  identification,
  imageSymbol,
  machines,
  segmentTypes,
  sharedObjectType,
  structBytes,
} from "./elf-format.js";
import { createFileView, type FileView } from "./file-view.js";
import { lookUpSymbol } from "./look-up-symbol.js";

/** What a loader reads of a shared object: no section, only what takes effect. */
export interface ElfFile {
  readonly target: ElfTarget;
  readonly segments: readonly Segment[];
  /** Entries of the dynamic section before its end, in order; a tag may occur more than once. */
  readonly dynamic: readonly DynamicEntry[];
  /** What dlsym finds by the image's name, whichever hash table it asks; one text for all that may be wrong. */
  readonly image: ElfSymbol | string;
}

export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
  readonly alignment: number;
}

export interface DynamicEntry {
  readonly tag: number;
  readonly value: number;
}

interface ElfSymbol {
  /** Binding in the high four bits, type in the low. */
  readonly info: number;
  readonly address: number;
  readonly bytes: number;
}

/**
 * Reads a shared object as a loader would. Takes any bytes: returns what is wrong with a file that
 * is not a complete 64-bit little-endian shared object for a known target.
 */
export function readElf(bytes: Uint8Array): ElfFile | string {
  const view = createFileView(bytes);
  if (identification.some((byte, index) => bytes[index] !== byte)) return "is not a 64-bit ELF file";
  if (bytes.length < structBytes.header) return "ends inside the ELF header";
  if (view.u16(16) !== sharedObjectType) return "is not a shared object";
  const machine = view.u16(18);
  const target = (["x86_64", "aarch64"] as const).find((name) => machines[name] === machine);
  if (target === undefined) return `is for machine ${machine}, neither x86_64 nor aarch64`;

  const segments = readSegments(view);
  if (segments === undefined) return "has no complete table of segments";
  if (segments.some((segment) => !isAddressable(segment))) return "has segments that no linker writes";
  const dynamicSegments = segments.filter(({ type }) => type === segmentTypes.dynamic);
  const [dynamicSegment] = dynamicSegments;
  if (dynamicSegment === undefined || dynamicSegments.length > 1)
    return "has not exactly one dynamic segment";
  const loads = segments.filter(({ type }) => type === segmentTypes.load);
  if (loads.some((load) => load.offset + load.fileBytes > bytes.length)) {
    return "is cut off: a segment ends behind the end of the file";
  }
  // The loader finds the dynamic section by its address; the offset beside it has no say.
  const dynamic = readDynamic(view, loads, dynamicSegment);
  if (dynamic === undefined) return "has a dynamic section without an end";
  return { target, segments, dynamic, image: findImageSymbol(view, loads, dynamic) };
}

/** Returns the offset in the file of an address whose next `bytes` bytes one segment takes from the file. */
export function fileOffset(segments: readonly Segment[], address: number, bytes: number): number | undefined {
  const load = segments.find(
    (segment) =>
      segment.type === segmentTypes.load &&
      address >= segment.address &&
      address + bytes <= segment.address + segment.fileBytes,
  );
  return load === undefined ? undefined : load.offset + (address - load.address);
}

function readSegments(view: FileView): readonly Segment[] | undefined {
  const start = view.u64(32);
  const count = view.u16(56);
  if (view.u16(54) !== structBytes.segment || start + count * structBytes.segment > view.length)
    return undefined;
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * structBytes.segment;
    return {
      type: view.u32(at),
      flags: view.u32(at + 4),
      offset: view.u64(at + 8),
      address: view.u64(at + 16),
      fileBytes: view.u64(at + 32),
      memoryBytes: view.u64(at + 40),
      alignment: view.u64(at + 48),
    };
  });
}

/** Everything below adds addresses and sizes: they have to be far from where numbers lose their precision. */
function isAddressable({ offset, address, fileBytes, memoryBytes }: Segment): boolean {
  return Math.max(offset, address, fileBytes, memoryBytes) < addressSpaceBytes;
}

const addressSpaceBytes = 2 ** 47;

function readDynamic(
  view: FileView,
  loads: readonly Segment[],
  { address, memoryBytes }: Segment,
): readonly DynamicEntry[] | undefined {
  const entries: DynamicEntry[] = [];
  for (let at = address; at + structBytes.dynamic <= address + memoryBytes; at += structBytes.dynamic) {
    const offset = fileOffset(loads, at, structBytes.dynamic);
    if (offset === undefined) return undefined;
    const tag = view.u64(offset);
    if (tag === dynamicTags.end) return entries;
    entries.push({ tag, value: view.u64(offset + 8) });
  }
  return undefined;
}

function findImageSymbol(
  view: FileView,
  loads: readonly Segment[],
  dynamic: readonly DynamicEntry[],
): ElfSymbol | string {
  const file = {
    view,
    dynamic: (tag: number) => dynamic.findLast((entry) => entry.tag === tag)?.value,
    offsetOf: (address: number, bytes: number) => fileOffset(loads, address, bytes),
  };
  const [offset, ...others] = lookUpSymbol(file, imageSymbol);
  if (offset === undefined || others.includes(undefined)) return `does not define ${imageSymbol}`;
  if (others.some((other) => other !== offset)) return `defines ${imageSymbol} more than once`;
  return readSymbol(view, offset);
}

function readSymbol(view: FileView, offset: number): ElfSymbol {
  return { info: view.u8(offset + 4), address: view.u64(offset + 8), bytes: view.u64(offset + 16) };
}
