import { DamagedFile } from "./damaged-file.js";

/** Record types of [MS-XLS] 2.3.2, with those of BIFF 5. */
const formulaRecords: ReadonlySet<number> = new Set([0x0006, 0x0206, 0x0406]);
const formulaOnlyRecords: ReadonlySet<number> = new Set([
  0x0018, // Lbl: a defined name
  0x0218,
  0x0021, // Array
  0x0221,
  0x0023, // ExternName
  0x0223,
  0x04bc, // ShrFmla
  0x01b1, // CF: a conditional format
  0x01be, // Dv: a validation
]);
/** The BOF record of BIFF 5 and 8, and those of older versions. */
const beginOfFile = 0x0809;
const olderBegins: ReadonlySet<number> = new Set([0x0009, 0x0209, 0x0409]);
const versions: ReadonlySet<number> = new Set([0x0500, 0x0600]);
const filePass = 0x002f;
const endOfFile = 0x000a;
/** A type that no reader knows, so that the record is passed over. */
const ignored = 0x0fff;

/** Where a Formula record has the size of its tokens; its computed value stands before. */
const tokenBytesOffset = 20;

/**
 * Checks that the records of a workbook stream follow each other to its end, and takes all formulas out of it, in place.
 * Only computed values are read, and SheetJS does not come to an end over damaged formulas.
 * Throws `DamagedFile`.
 */
export function prepareBiffStream(stream: Buffer): void {
  let last = 0;
  let at = 0;
  while (at + 4 <= stream.length) {
    const type = stream.readUInt16LE(at);
    const bytes = stream.readUInt16LE(at + 2);
    // Zeros fill the last sector.
    if (type === 0 && last === endOfFile) return;
    if (at + 4 + bytes > stream.length) break;
    prepareRecord(stream.subarray(at, at + 4 + bytes), type);
    last = type;
    at += 4 + bytes;
  }
  if (last !== endOfFile) throw new DamagedFile("its workbook stream breaks off");
}

function prepareRecord(record: Buffer, type: number): void {
  if (type === filePass) throw new DamagedFile("it is encrypted");
  if (olderBegins.has(type) || (type === beginOfFile && !versions.has(readUInt16(record, 4)))) {
    throw new DamagedFile("its workbook stream has no known version");
  }
  if (formulaOnlyRecords.has(type)) record.writeUInt16LE(ignored, 0);
  if (!formulaRecords.has(type)) return;
  const at = 4 + tokenBytesOffset;
  if (record.length < at + 2) throw new DamagedFile("its workbook stream has a broken formula");
  record.writeUInt16LE(0, at);
}

function readUInt16(record: Buffer, at: number): number {
  return at + 2 <= record.length ? record.readUInt16LE(at) : 0;
}
