import { describe, expect, test } from "vitest";
import {
  formatProcessRecord,
  type ProcessRecord,
  parseProcessRecord,
  recordBytes,
} from "../../src/model/process-record.js";
import { usualRecord } from "../release/release-folder.js";

const heldOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    release: index.toString(16).padStart(32, "0"),
    snapshots: Number.MAX_SAFE_INTEGER,
    since: Number.MAX_SAFE_INTEGER,
  }));

const roundTrip = (record: ProcessRecord) => parseProcessRecord(formatProcessRecord(record));

/** A record as a process of before wrote it, or another program. */
const bytesOf = (content: object) => new TextEncoder().encode(JSON.stringify(content));

describe("a record", () => {
  test("is read as it was written", () => {
    expect(roundTrip(usualRecord)).toMatchObject({ ...usualRecord, heldMore: false });
    expect(formatProcessRecord(usualRecord)).toHaveLength(recordBytes);
  });

  test("lists eight releases that are held, and says when there are more", () => {
    expect(roundTrip({ ...usualRecord, held: heldOf(8) })).toMatchObject({
      held: heldOf(8),
      heldMore: false,
    });
    expect(roundTrip({ ...usualRecord, held: heldOf(9) })).toMatchObject({ held: heldOf(8), heldMore: true });
    expect(roundTrip({ ...usualRecord, heldMore: true })?.heldMore).toBe(true);
  });

  test("without a word on more is one of before; with another word it is none", () => {
    const content = { ...usualRecord, format: 1, end: usualRecord.sequence };
    expect(parseProcessRecord(bytesOf(content))).toEqual(content);
    expect(parseProcessRecord(bytesOf({ ...content, heldMore: "yes" }))).toBeUndefined();
  });

  test("is whole also where all texts are as long as they may be", () => {
    const text = "表".repeat(1000);
    const long = { host: text, process: text, failure: { text, at: 5 }, held: heldOf(20) };
    expect(roundTrip({ ...usualRecord, ...long })).toMatchObject({ heldMore: true });
  });
});
