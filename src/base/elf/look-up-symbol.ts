import type { ByteSource } from "./byte-source.js";
import { dynamicTags, gnuHash, mostEntries, structBytes, systemVHash } from "./elf-format.js";
import { readStruct } from "./read-struct.js";

/** A file as its loader sees it: by address, and by the entries of its dynamic section. */
export interface LoadedFile {
  readonly source: ByteSource;
  /** The value of a dynamic entry; like the loader, the last one of a tag. */
  dynamic(tag: number): number | undefined;
  /** Where in the file the bytes at an address are; `undefined` when the file does not hold them all. */
  offsetOf(address: number, bytes: number): number | undefined;
}

/**
 * Returns where in the file the symbol is that dlsym would find by a name, for each hash table that the file
 * has: GNU's, then System V's. A loader asks one of them, so all have to give the same.
 */
export function lookUpSymbol(file: LoadedFile, name: string): readonly (number | undefined)[] {
  const tables = [
    { address: file.dynamic(dynamicTags.gnuHash), listCandidates: listGnuCandidates },
    { address: file.dynamic(dynamicTags.hash), listCandidates: listSystemVCandidates },
  ];
  return tables.flatMap(({ address, listCandidates }) => {
    if (address === undefined) return [];
    for (const index of listCandidates(file, address, name)) {
      const symbol = findSymbol(file, index, name);
      if (symbol !== undefined) return [symbol];
    }
    return [undefined];
  });
}

/** Bloom filter, bucket, then the bucket's hashes up to an odd one, as in glibc's `do_lookup_x`. */
function* listGnuCandidates(file: LoadedFile, table: number, name: string): IterableIterator<number> {
  const hash = gnuHash(name);
  const bucketCount = word(file, table);
  const firstSymbol = word(file, table + 4);
  const bloomWords = word(file, table + 8);
  const bloomShift = word(file, table + 12);
  if (!bucketCount || firstSymbol === undefined || !bloomWords || bloomShift === undefined) return;
  if (bloomShift > 31) return; // what a shift by more gives is the processor's choice
  const bloom = table + 16 + 8 * (Math.floor(hash / 64) % bloomWords);
  if (!hasBit(file, bloom, hash % 64) || !hasBit(file, bloom, (hash >>> bloomShift) % 64)) return;
  const buckets = table + 16 + 8 * bloomWords;
  const hashes = buckets + 4 * bucketCount;
  const first = word(file, buckets + 4 * (hash % bucketCount));
  if (first === undefined || first < firstSymbol || first === 0) return;
  for (let index = first; index < first + mostEntries; index++) {
    const other = word(file, hashes + 4 * (index - firstSymbol));
    if (other === undefined) return;
    if ((other | 1) >>> 0 === (hash | 1) >>> 0) yield index;
    if ((other & 1) === 1) return;
  }
}

/** A bucket, then from link to link up to 0. */
function* listSystemVCandidates(file: LoadedFile, table: number, name: string): IterableIterator<number> {
  const bucketCount = word(file, table);
  const chainCount = word(file, table + 4);
  if (!bucketCount || !chainCount) return;
  const chains = table + 8 + 4 * bucketCount;
  const mostSteps = Math.min(chainCount, mostEntries);
  let index = word(file, table + 8 + 4 * (systemVHash(name) % bucketCount));
  for (let steps = 0; index !== undefined && index > 0 && steps < mostSteps; steps++) {
    yield index;
    index = word(file, chains + 4 * index);
  }
}

/** Returns where the symbol of an index is, when it has the name and the file defines it. */
function findSymbol(file: LoadedFile, index: number, name: string): number | undefined {
  const symbols = file.dynamic(dynamicTags.symbols);
  const strings = file.dynamic(dynamicTags.strings);
  if (symbols === undefined || strings === undefined) return undefined;
  const offset = file.offsetOf(symbols + index * structBytes.symbol, structBytes.symbol);
  if (offset === undefined) return undefined;
  const symbol = readStruct(file.source, offset, structBytes.symbol);
  const isDefined = symbol.u16(6) !== 0;
  return isDefined && hasText(file, strings + symbol.u32(0), `${name}\0`) ? offset : undefined;
}

/** True when these ASCII characters stand at an address. */
function hasText(file: LoadedFile, address: number, text: string): boolean {
  const offset = file.offsetOf(address, text.length);
  return offset !== undefined && String.fromCharCode(...file.source.read(offset, text.length)) === text;
}

function word(file: LoadedFile, address: number): number | undefined {
  const offset = file.offsetOf(address, 4);
  return offset === undefined ? undefined : readStruct(file.source, offset, 4).u32(0);
}

function hasBit(file: LoadedFile, address: number, bit: number): boolean {
  const half = word(file, address + (bit < 32 ? 0 : 4));
  return half !== undefined && ((half >>> (bit % 32)) & 1) === 1;
}
