import { ImageError } from "./errors.js";

/** A file of which parts are read: all of it in memory, or one that stays on disk. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Returns exactly these bytes. The caller keeps the range inside the file. */
  read(offset: number, sizeBytes: number): Uint8Array;
}

/** What there is to know of a library file before it is loaded. */
export interface LibraryFile {
  /** As ELF numbers machines: 62 is x86-64, 183 is aarch64. */
  readonly machine: number;
  /** Where the image lies in the file. */
  readonly imageOffset: number;
  readonly imageBytes: number;
  /** What in the file could run code or needs more than the file, each as `an executable segment`. */
  readonly dangers: readonly string[];
}

export const machineNames: Readonly<Record<number, string>> = { 62: "x86-64", 183: "aarch64" };

export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/**
 * Finds the image in a 64-bit little-endian ELF library the way the dynamic loader would: program headers,
 * dynamic section, symbol table. Throws ImageError for anything else and for a truncated file, so that
 * what it accepts can be mapped without a fault.
 */
export function readLibraryFile(source: ByteSource): LibraryFile {
  const machine = readIdentity(source);
  const segments = readSegments(source);
  const dynamic = readDynamic(source, segments);
  const symbol = findSymbol(source, segments, dynamic);
  const imageOffset = fileOffset(segments, symbol.address, symbol.bytes);
  if (imageOffset === undefined) throw damaged("its image lies outside of what the file holds");
  return { machine, imageOffset, imageBytes: symbol.bytes, dangers: listDangers(segments, dynamic) };
}

/** Far more symbols, or entries of the dynamic section, than a library of tables has: a bound for hostile files. */
const maxEntries = 4096;

const headerBytes = 64;
const segmentBytes = 56;
const symbolBytes = 24;
const symbolName = "tablegen_image";

const segmentTypes = { load: 1, dynamic: 2, threadLocal: 7 } as const;
const executableFlag = 1;

const tags = { hash: 4, strings: 5, symbols: 6, gnuHash: 0x6ffffef5 } as const;

/** Entries of the dynamic section that make the loader run code, change pages, or load more. */
const dangerousTags: ReadonlyMap<number, string> = new Map([
  [1, "another library that it needs"],
  [7, "relocations"],
  [12, "a constructor"],
  [13, "a destructor"],
  [17, "relocations"],
  [22, "relocations"],
  [23, "relocations"],
  [25, "a constructor"],
  [26, "a destructor"],
  [32, "a constructor"],
  [36, "relocations"],
]);

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

type Dynamic = ReadonlyMap<number, number>;

function readIdentity(source: ByteSource): number {
  const start = source.read(0, Math.min(source.sizeBytes, headerBytes));
  if (!isElf(start)) throw new ImageError("This is not a library: it does not begin as an ELF file does.");
  if (start.length < headerBytes) throw truncated(source);
  if (start[4] !== 2 || start[5] !== 1) {
    throw new ImageError("This ELF file is not a 64-bit little-endian one, as libraries of tables are.");
  }
  const view = viewOf(start);
  if (view.getUint16(16, true) !== 3) throw new ImageError("This ELF file is not a shared library.");
  return view.getUint16(18, true);
}

function readSegments(source: ByteSource): readonly Segment[] {
  const header = viewOf(source.read(0, headerBytes));
  const start = u64(header, 32);
  const count = header.getUint16(56, true);
  if (header.getUint16(54, true) !== segmentBytes || count === 0) throw damaged("it has no program headers");
  requireInFile(source, start, count * segmentBytes);
  const table = viewOf(source.read(start, count * segmentBytes));
  const segments = Array.from({ length: count }, (_, index) => {
    const at = index * segmentBytes;
    return {
      type: table.getUint32(at, true),
      flags: table.getUint32(at + 4, true),
      offset: u64(table, at + 8),
      address: u64(table, at + 16),
      fileBytes: u64(table, at + 32),
    };
  });
  for (const { type, offset, fileBytes } of segments) {
    if (type === segmentTypes.load) requireInFile(source, offset, fileBytes);
  }
  return segments;
}

function readDynamic(source: ByteSource, segments: readonly Segment[]): Dynamic {
  const segment = segments.find(({ type }) => type === segmentTypes.dynamic);
  if (segment === undefined) throw damaged("it has no dynamic section");
  const offset = fileOffset(segments, segment.address, segment.fileBytes);
  if (offset === undefined) throw damaged("its dynamic section lies outside of what the file holds");
  const table = viewOf(source.read(offset, Math.min(segment.fileBytes, maxEntries * 16)));
  const entries = new Map<number, number>();
  for (let at = 0; at + 16 <= table.byteLength; at += 16) {
    const tag = u64(table, at);
    if (tag === 0) return entries;
    entries.set(tag, u64(table, at + 8));
  }
  throw damaged("its dynamic section has no end");
}

interface FoundSymbol {
  readonly address: number;
  readonly bytes: number;
}

function findSymbol(source: ByteSource, segments: readonly Segment[], dynamic: Dynamic): FoundSymbol {
  const read = (address: number | undefined, bytes: number): Uint8Array => {
    const offset = address === undefined ? undefined : fileOffset(segments, address, bytes);
    if (offset === undefined) throw damaged("its symbol table lies outside of what the file holds");
    return source.read(offset, bytes);
  };
  const symbols = dynamic.get(tags.symbols);
  const strings = dynamic.get(tags.strings);
  for (const index of listCandidates(dynamic, read)) {
    const symbol = viewOf(read(add(symbols, index * symbolBytes), symbolBytes));
    if (symbol.getUint16(6, true) === 0) continue; // it is named here and defined elsewhere
    const nameAt = add(strings, symbol.getUint32(0, true));
    if (readName(nameAt, read) === symbolName) return { address: u64(symbol, 8), bytes: u64(symbol, 16) };
  }
  throw new ImageError(`This library has no symbol ${symbolName}: table-gen did not build it.`);
}

type ReadAddress = (address: number | undefined, bytes: number) => Uint8Array;

/** The positions of symbols that the hash table gives for the image's name. */
function listCandidates(dynamic: Dynamic, read: ReadAddress): Iterable<number> {
  const gnuTable = dynamic.get(tags.gnuHash);
  if (gnuTable !== undefined) return listGnuCandidates(gnuTable, read);
  const table = dynamic.get(tags.hash);
  const count = viewOf(read(add(table, 4), 4)).getUint32(0, true);
  return listHashCandidates(count);
}

/** DT_HASH counts all symbols, and a library of tables has one or two. */
function* listHashCandidates(count: number): IterableIterator<number> {
  for (let index = 1; index < Math.min(count, maxEntries); index++) yield index;
}

/** DT_GNU_HASH: a header of four words, the Bloom filter, the buckets, and chains that end with an odd hash. */
function* listGnuCandidates(table: number, read: ReadAddress): IterableIterator<number> {
  const header = viewOf(read(table, 16));
  const bucketCount = header.getUint32(0, true);
  const firstSymbol = header.getUint32(4, true);
  const buckets = table + 16 + header.getUint32(8, true) * 8;
  if (bucketCount === 0) return;
  const word = (address: number) => viewOf(read(address, 4)).getUint32(0, true);
  const chains = buckets + bucketCount * 4;
  const start = word(buckets + (gnuHash(symbolName) % bucketCount) * 4);
  if (start < firstSymbol) return;
  for (let index = start; index < start + maxEntries; index++) {
    yield index;
    if ((word(chains + (index - firstSymbol) * 4) & 1) === 1) return;
  }
}

/** The hash of GNU symbol tables: Bernstein's, times 33. */
function gnuHash(name: string): number {
  let hash = 5381;
  for (let index = 0; index < name.length; index++)
    hash = (Math.imul(hash, 33) + name.charCodeAt(index)) >>> 0;
  return hash;
}

/** Returns the name when it may be the image's: as many bytes as that has, and its NUL. */
function readName(address: number | undefined, read: ReadAddress): string | undefined {
  try {
    const bytes = read(address, symbolName.length + 1);
    return bytes[symbolName.length] === 0 ? String.fromCharCode(...bytes.subarray(0, -1)) : undefined;
  } catch {
    return undefined; // a shorter name at the very end of the strings
  }
}

function listDangers(segments: readonly Segment[], dynamic: Dynamic): readonly string[] {
  const dangers = new Set<string>();
  if (segments.some(({ flags }) => (flags & executableFlag) !== 0)) dangers.add("an executable segment");
  if (segments.some(({ type }) => type === segmentTypes.threadLocal)) dangers.add("thread-local data");
  for (const [tag, danger] of dangerousTags) {
    if (dynamic.has(tag)) dangers.add(danger);
  }
  return [...dangers];
}

/** Returns where in the file `bytes` bytes at an address are, or `undefined` when no segment holds them. */
function fileOffset(segments: readonly Segment[], address: number, bytes: number): number | undefined {
  const segment = segments.find(
    (one) =>
      one.type === segmentTypes.load &&
      address >= one.address &&
      address + bytes <= one.address + one.fileBytes,
  );
  return segment === undefined ? undefined : segment.offset + (address - segment.address);
}

function requireInFile(source: ByteSource, offset: number, bytes: number): void {
  if (offset + bytes > source.sizeBytes) throw truncated(source);
}

function truncated(source: ByteSource): ImageError {
  return new ImageError(
    `This library is truncated: ${source.sizeBytes} bytes are less than it claims to have.`,
    {
      help: "Copy or publish it again; the file is incomplete.",
    },
  );
}

function damaged(problem: string): ImageError {
  return new ImageError(`This library is damaged: ${problem}.`);
}

function add(address: number | undefined, offset: number): number | undefined {
  return address === undefined ? undefined : address + offset;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Rounded above 2^53, which is beyond any file and stays so. */
function u64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
