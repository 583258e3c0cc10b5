import type { ByteSource } from "./byte-source.js";
import {
  dynamicTags,
  type ElfTarget,
  identification,
  imageSymbol,
  machines,
  mostEntries,
  segmentTypes,
  sharedObjectType,
  structBytes,
} from "./elf-format.js";
import { lookUpSymbol } from "./look-up-symbol.js";
import { readStruct, type Struct } from "./read-struct.js";

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
 * Reads a shared object as a loader would: a few hundred bytes, whatever the size of the file. Takes any
 * file: returns what is wrong with one that is not a complete 64-bit little-endian shared object for a
 * known target, as the end of a sentence. A file that it takes can be mapped and read without a fault.
 */
export function readElf(source: ByteSource): ElfFile | string {
  const start = source.read(0, Math.min(source.sizeBytes, identification.length));
  if (identification.some((byte, index) => start[index] !== byte)) return "is not a 64-bit ELF file";
  if (source.sizeBytes < structBytes.header) return "ends inside the ELF header";
  const header = readStruct(source, 0, structBytes.header);
  if (header.u16(16) !== sharedObjectType) return "is not a shared object";
  const machine = header.u16(18);
  const target = (["x86_64", "aarch64"] as const).find((name) => machines[name] === machine);
  if (target === undefined) return `is for machine ${machine}, neither x86_64 nor aarch64`;

  const segments = readSegments(source, header);
  if (segments === undefined) return "has no complete table of segments";
  if (segments.some((segment) => !isAddressable(segment))) return "has segments that no linker writes";
  const dynamicSegments = segments.filter(({ type }) => type === segmentTypes.dynamic);
  const [dynamicSegment] = dynamicSegments;
  if (dynamicSegment === undefined || dynamicSegments.length > 1)
    return "has not exactly one dynamic segment";
  const loads = segments.filter(({ type }) => type === segmentTypes.load);
  if (loads.some((load) => load.offset + load.fileBytes > source.sizeBytes)) {
    return "is cut off: a segment ends behind the end of the file";
  }
  // The loader finds the dynamic section by its address; the offset beside it has no say.
  const dynamic = readDynamic(source, loads, dynamicSegment);
  if (dynamic === undefined) return "has a dynamic section without an end";
  return { target, segments, dynamic, image: findImageSymbol(source, loads, dynamic) };
}

/** True for bytes that begin as an ELF file of any kind does. */
export function isElf(bytes: Uint8Array): boolean {
  return identification.slice(0, 4).every((byte, index) => bytes[index] === byte);
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

function readSegments(source: ByteSource, header: Struct): readonly Segment[] | undefined {
  const start = header.u64(32);
  const count = header.u16(56);
  const sizeBytes = count * structBytes.segment;
  if (header.u16(54) !== structBytes.segment || start + sizeBytes > source.sizeBytes) return undefined;
  const table = readStruct(source, start, sizeBytes);
  return Array.from({ length: count }, (_, index) => {
    const at = index * structBytes.segment;
    return {
      type: table.u32(at),
      flags: table.u32(at + 4),
      offset: table.u64(at + 8),
      address: table.u64(at + 16),
      fileBytes: table.u64(at + 32),
      memoryBytes: table.u64(at + 40),
      alignment: table.u64(at + 48),
    };
  });
}

/** Everything below adds addresses and sizes: they have to be far from where numbers lose their precision. */
function isAddressable({ offset, address, fileBytes, memoryBytes }: Segment): boolean {
  return Math.max(offset, address, fileBytes, memoryBytes) < addressSpaceBytes;
}

const addressSpaceBytes = 2 ** 47;

function readDynamic(
  source: ByteSource,
  loads: readonly Segment[],
  { address, memoryBytes }: Segment,
): readonly DynamicEntry[] | undefined {
  const sizeBytes = Math.min(memoryBytes, mostEntries * structBytes.dynamic);
  const offset = fileOffset(loads, address, sizeBytes);
  if (offset === undefined) return undefined;
  const table = readStruct(source, offset, sizeBytes);
  const entries: DynamicEntry[] = [];
  for (let at = 0; at + structBytes.dynamic <= sizeBytes; at += structBytes.dynamic) {
    const tag = table.u64(at);
    if (tag === dynamicTags.end) return entries;
    entries.push({ tag, value: table.u64(at + 8) });
  }
  return undefined;
}

function findImageSymbol(
  source: ByteSource,
  loads: readonly Segment[],
  dynamic: readonly DynamicEntry[],
): ElfSymbol | string {
  const file = {
    source,
    dynamic: (tag: number) => dynamic.findLast((entry) => entry.tag === tag)?.value,
    offsetOf: (address: number, bytes: number) => fileOffset(loads, address, bytes),
  };
  const [offset, ...others] = lookUpSymbol(file, imageSymbol);
  if (offset === undefined || others.includes(undefined)) return `does not define ${imageSymbol}`;
  if (others.some((other) => other !== offset)) return `defines ${imageSymbol} more than once`;
  const symbol = readStruct(source, offset, structBytes.symbol);
  return { info: symbol.u8(4), address: symbol.u64(8), bytes: symbol.u64(16) };
}
