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
    if (type === filePass) throw new DamagedFile("it is encrypted");
    if (formulaOnlyRecords.has(type)) stream.writeUInt16LE(ignored, at);
    if (formulaRecords.has(type) && bytes >= tokenBytesOffset + 2) {
      stream.writeUInt16LE(0, at + 4 + tokenBytesOffset);
    }
    last = type;
    at += 4 + bytes;
  }
  if (last !== endOfFile) throw new DamagedFile("its workbook stream breaks off");
}
