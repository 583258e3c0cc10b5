import { crc32, inflateRawSync } from "node:zlib";
import { DamagedFile } from "./damaged-file.js";

/** The parts of a zip archive, by name. */
export interface ZipArchive {
  /** In the order of the central directory, without folders. */
  readonly names: readonly string[];
  /** Returns a part, inflated and checked against its CRC-32, or `undefined` where there is none. */
  read(name: string): Buffer | undefined;
}

interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const largestPartBytes = 0x1fff_ffe8; // what a string of node can hold

/**
 * Opens a zip archive (APPNOTE 6.3, with its 64-bit fields; one volume, stored or deflated parts).
 *
 * Unlike the reader inside SheetJS it checks every part, so a flipped or missing byte is found.
 * Throws `DamagedFile`, here and in `read`.
 */
export function openZip(bytes: Uint8Array): ZipArchive {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, ZipEntry>();
  for (const entry of readDirectory(file)) if (!entry.name.endsWith("/")) entries.set(entry.name, entry);
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      return entry && readPart(file, entry);
    },
  };
}

function readDirectory(file: Buffer): readonly ZipEntry[] {
  const end = findEnd(file);
  const entries: ZipEntry[] = [];
  let at = end.directoryOffset;
  for (let count = 0; count < end.entryCount; count++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x0201_4b50) {
      throw new DamagedFile("the directory of its zip archive is broken");
    }
    const nameBytes = file.readUInt16LE(at + 28);
    const extraBytes = file.readUInt16LE(at + 30);
    const extraAt = at + 46 + nameBytes;
    entries.push(readEntry(file, at, file.subarray(extraAt, extraAt + extraBytes)));
    at = extraAt + extraBytes + file.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(file: Buffer): { readonly entryCount: number; readonly directoryOffset: number } {
  // The end record has 22 bytes and a comment of at most 65,535.
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]), Math.max(0, file.length - 22));
  if (end < 0 || end < file.length - 22 - 0xffff) {
    throw new DamagedFile("its zip archive breaks off, as after an interrupted copy");
  }
  const entryCount = file.readUInt16LE(end + 10);
  const directoryOffset = file.readUInt32LE(end + 16);
  if (entryCount !== 0xffff && directoryOffset !== 0xffff_ffff) return { entryCount, directoryOffset };
  return findZip64End(file, end) ?? { entryCount, directoryOffset };
}

function findZip64End(file: Buffer, end: number) {
  const locator = end - 20;
  if (locator < 0 || file.readUInt32LE(locator) !== 0x0706_4b50) return undefined;
  const record = readSafeUInt64(file, locator + 8);
  if (record + 56 > file.length) throw new DamagedFile("the directory of its zip archive is broken");
  return {
    entryCount: readSafeUInt64(file, record + 32),
    directoryOffset: readSafeUInt64(file, record + 48),
  };
}

function readEntry(file: Buffer, at: number, extra: Buffer): ZipEntry {
  const nameBytes = file.readUInt16LE(at + 28);
  // In this order the 64-bit field holds those that do not fit.
  const [bytes, packedBytes, headerOffset] = widen(
    [file.readUInt32LE(at + 24), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)],
    extra,
  );
  return {
    name: file.toString("utf8", at + 46, at + 46 + nameBytes).replaceAll("\\", "/"),
    flags: file.readUInt16LE(at + 8),
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    packedBytes,
    bytes,
    headerOffset,
  };
}

type Three = readonly [number, number, number];

/** Replaces the values that do not fit 32 bits by those of the 64-bit extra field. */
function widen(values: Three, extra: Buffer): Three {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    const next = (value: number): number => {
      if (value !== 0xffff_ffff || from + 8 > extra.length) return value;
      from += 8;
      return readSafeUInt64(extra, from - 8);
    };
    return [next(values[0]), next(values[1]), next(values[2])];
  }
  return values;
}

function readSafeUInt64(buffer: Buffer, at: number): number {
  return Number(buffer.readBigUInt64LE(at));
}

function readPart(file: Buffer, entry: ZipEntry): Buffer {
  const broken = (what: string) => new DamagedFile(`${entry.name} in its zip archive ${what}`);
  if ((entry.flags & 1) !== 0) throw broken("is encrypted");
  if (entry.bytes > largestPartBytes) throw broken(`has ${entry.bytes} bytes, more than can be read`);
  const at = entry.headerOffset;
  if (at + 30 > file.length || file.readUInt32LE(at) !== 0x0403_4b50) throw broken("is missing");
  const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  if (from + entry.packedBytes > file.length) throw broken("breaks off");
  const part = unpack(file.subarray(from, from + entry.packedBytes), entry);
  if (part === undefined) throw broken("is packed in an unknown way");
  if (part.length !== entry.bytes || crc32(part) !== entry.crc)
    throw broken("has other bytes than it should");
  return part;
}

function unpack(packed: Buffer, { method, bytes }: ZipEntry): Buffer | undefined {
  if (method === 0) return packed;
  if (method !== 8) return undefined;
  try {
    // The limit keeps an archive from unpacking to more than it declares.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    return Buffer.alloc(0);
  }
}
