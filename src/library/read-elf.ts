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

/** What a loader reads of a shared object: no section, only what takes effect. */
export interface ElfFile {
  readonly target: ElfTarget;
  readonly segments: readonly Segment[];
  /** Entries of the dynamic section before its end, in order; a tag may occur more than once. */
  readonly dynamic: readonly DynamicEntry[];
  /** Every symbol of the dynamic table that has the image's name. */
  readonly imageSymbols: readonly ElfSymbol[];
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

export interface ElfSymbol {
  /** Binding in the high four bits, type in the low. */
  readonly info: number;
  /** 0 for a symbol that the file does not define. */
  readonly section: number;
  readonly address: number;
  readonly bytes: number;
}

/**
 * Reads a shared object as a loader would. Takes any bytes: returns what is wrong with a file that
 * is not a complete 64-bit little-endian shared object for a known target.
 */
export function readElf(bytes: Uint8Array): ElfFile | string {
  const view = createView(bytes);
  if (identification.some((byte, index) => bytes[index] !== byte)) return "is not a 64-bit ELF file";
  if (bytes.length < structBytes.header) return "ends inside the ELF header";
  if (view.u16(16) !== sharedObjectType) return "is not a shared object";
  const machine = view.u16(18);
  const target = (["x86_64", "aarch64"] as const).find((name) => machines[name] === machine);
  if (target === undefined) return `is for machine ${machine}, neither x86_64 nor aarch64`;

  const segments = readSegments(view);
  if (segments === undefined) return "has no complete table of segments";
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
  const imageSymbols = readImageSymbols(view, loads, dynamic);
  if (imageSymbols === undefined) return "has no complete table of symbols";
  return { target, segments, dynamic, imageSymbols };
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

function readSegments(view: View): readonly Segment[] | undefined {
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

function readDynamic(
  view: View,
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

function readImageSymbols(
  view: View,
  loads: readonly Segment[],
  dynamic: readonly DynamicEntry[],
): readonly ElfSymbol[] | undefined {
  // Like the loader, the last entry of a tag counts.
  const value = (tag: number): number | undefined => dynamic.findLast((entry) => entry.tag === tag)?.value;
  const table = value(dynamicTags.symbols);
  const names = value(dynamicTags.strings);
  const count = countSymbols(view, loads, value);
  if (table === undefined || names === undefined || count === undefined) return undefined;
  const offset = fileOffset(loads, table, count * structBytes.symbol);
  if (offset === undefined) return undefined;
  const found: ElfSymbol[] = [];
  for (let at = offset; at < offset + count * structBytes.symbol; at += structBytes.symbol) {
    const name = fileOffset(loads, names + view.u32(at), imageSymbol.length + 1);
    if (name === undefined || !view.hasText(name, `${imageSymbol}\0`)) continue;
    found.push({
      info: view.u8(at + 4),
      section: view.u16(at + 6),
      address: view.u64(at + 8),
      bytes: view.u64(at + 16),
    });
  }
  return found;
}

/** Returns the number of dynamic symbols, which no field of the file gives: the hash tables know it. */
function countSymbols(
  view: View,
  loads: readonly Segment[],
  value: (tag: number) => number | undefined,
): number | undefined {
  const word = (address: number): number | undefined => {
    const offset = fileOffset(loads, address, 4);
    return offset === undefined ? undefined : view.u32(offset);
  };
  // glibc and musl ask the GNU table where there is one.
  const gnu = value(dynamicTags.gnuHash);
  if (gnu !== undefined) return countGnuSymbols(gnu, word);
  const hash = value(dynamicTags.hash);
  return hash === undefined ? undefined : word(hash + 4);
}

function countGnuSymbols(table: number, word: (address: number) => number | undefined): number | undefined {
  const buckets = word(table);
  const first = word(table + 4);
  const blooms = word(table + 8);
  if (buckets === undefined || first === undefined || blooms === undefined) return undefined;
  const bucketsAt = table + 16 + 8 * blooms;
  let last = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const symbol = word(bucketsAt + 4 * bucket);
    if (symbol === undefined) return undefined;
    last = Math.max(last, symbol);
  }
  if (last < first) return first; // all buckets are empty
  for (const chainsAt = bucketsAt + 4 * buckets; ; last++) {
    const hash = word(chainsAt + 4 * (last - first));
    if (hash === undefined) return undefined;
    if ((hash & 1) === 1) return last + 1; // the chain ends here
  }
}

/** Little-endian numbers of a file. The caller has checked that they lie inside. */
interface View {
  readonly length: number;
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** Rounded above 2^53, which keeps it beyond every file. */
  u64(offset: number): number;
  hasText(offset: number, text: string): boolean;
}

function createView(bytes: Uint8Array): View {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    length: bytes.length,
    u8: (offset) => view.getUint8(offset),
    u16: (offset) => view.getUint16(offset, true),
    u32: (offset) => view.getUint32(offset, true),
    u64: (offset) => Number(view.getBigUint64(offset, true)),
    hasText: (offset, text) =>
      Array.from(text).every((character, index) => view.getUint8(offset + index) === character.charCodeAt(0)),
  };
}
