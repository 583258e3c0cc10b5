import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { DamagedFile } from "../../src/sources/damaged-file.js";
import { openZip } from "../../src/sources/zip-archive.js";
import { makeZip } from "./make-files.js";

const text = "table-gen ".repeat(100);

test("parts are listed in order and come back as they were", () => {
  const zip = openZip(makeZip({ "b.txt": text, "a/": "", "a/空.txt": "", "a\\c.txt": "c" }));
  expect(zip.names).toEqual(["b.txt", "a/空.txt", "a/c.txt"]);
  expect(zip.read("b.txt")?.toString()).toBe(text);
  expect(zip.read("a/空.txt")?.toString()).toBe("");
  expect(zip.read("missing")).toBeUndefined();
});

test("bytes before the view and after the archive do not matter", () => {
  const bytes = Buffer.concat([Buffer.from("xyz"), makeZip({ a: "1" }), Buffer.from("trailing comment")]);
  expect(openZip(bytes.subarray(3)).read("a")?.toString()).toBe("1");
});

test("a flipped bit in a part is found", () => {
  const good = makeZip({ "a.txt": text });
  const from = 30 + "a.txt".length;
  const directory = good.indexOf("PK\x01\x02");
  for (let at = from; at < directory; at++) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    expect(() => openZip(bytes).read("a.txt"), `byte ${at}`).toThrow(
      new DamagedFile("a.txt in its zip archive has other bytes than it should"),
    );
  }
});

test("a part that unpacks to more than it declares is refused", () => {
  const bytes = makeZip({ "a.txt": text });
  bytes.writeUInt32LE(10, bytes.indexOf("PK\x01\x02") + 24);
  expect(() => openZip(bytes).read("a.txt")).toThrow("has other bytes than it should");
});

test.each([
  ["encrypted", 8, 1, "a in its zip archive is encrypted"],
  ["an unknown method", 10, 12, "a in its zip archive is packed in an unknown way"],
  [
    "a size that no string holds",
    24,
    0xfffffff0,
    "a in its zip archive has 4294967280 bytes, more than can be read",
  ],
  ["no header where it should be", 42, 1, "a in its zip archive is missing"],
  ["more bytes than the file has", 20, 0x7000_0000, "a in its zip archive breaks off"],
])("a part with %s is refused", (_, field, value, message) => {
  const bytes = makeZip({ a: text });
  const at = bytes.indexOf("PK\x01\x02") + field;
  if (field === 8 || field === 10) bytes.writeUInt16LE(value, at);
  else bytes.writeUInt32LE(value, at);
  expect(() => openZip(bytes).read("a")).toThrow(new DamagedFile(message));
});

test("a directory that leads nowhere is refused", () => {
  const bytes = makeZip({ a: "1" });
  bytes.writeUInt32LE(5, bytes.length - 6);
  expect(() => openZip(bytes)).toThrow(new DamagedFile("the directory of its zip archive is broken"));
});

test("64-bit sizes, offsets and counts are read", () => {
  expect(
    openZip(makeZip64("a.txt", Buffer.from(text)))
      .read("a.txt")
      ?.toString(),
  ).toBe(text);
});

/** Makes an archive of one stored part in which every field that can be is in its 64-bit form. */
function makeZip64(name: string, content: Buffer): Buffer {
  const shared = Buffer.alloc(26);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(0xffffffff, 14);
  shared.writeUInt32LE(0xffffffff, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, Buffer.from(name), content]);
  const extra = Buffer.alloc(4 + 8 + 28);
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeUInt16LE(1, 12);
  extra.writeUInt16LE(24, 14);
  extra.writeBigUInt64LE(BigInt(content.length), 16);
  extra.writeBigUInt64LE(BigInt(content.length), 24);
  extra.writeBigUInt64LE(0n, 32);
  const entry = Buffer.from(shared);
  entry.writeUInt16LE(extra.length, 24);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(0xffffffff, 10);
  const directory = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), entry, tail, Buffer.from(name), extra]);
  const record = Buffer.alloc(56);
  record.write("PK\x06\x06", "latin1");
  record.writeBigUInt64LE(1n, 32);
  record.writeBigUInt64LE(BigInt(local.length), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(local.length + directory.length), 8);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([local, directory, record, locator, end]);
}
