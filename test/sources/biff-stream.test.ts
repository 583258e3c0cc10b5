import { expect, test } from "vitest";
import { prepareBiffStream } from "../../src/sources/biff-stream.js";

function record(type: number, content = ""): Buffer {
  const bytes = Buffer.alloc(4 + content.length / 2, content, "hex");
  bytes.fill(0, 0, 4);
  bytes.write(content, 4, "hex");
  bytes.writeUInt16LE(type, 0);
  bytes.writeUInt16LE(content.length / 2, 2);
  return bytes;
}

const begin = record(0x0809, "0006");
const end = record(0x000a);

test("formula tokens are cut, computed values stay", () => {
  const head = `${"00".repeat(6)}1122334455667788${"00".repeat(6)}`;
  const stream = Buffer.concat([begin, record(0x0006, `${head}0300ffffff`), end]);
  prepareBiffStream(stream);
  expect(stream.equals(Buffer.concat([begin, record(0x0006, `${head}0000ffffff`), end]))).toBe(true);
});

test.each([0x0018, 0x0221, 0x04bc, 0x01b1])(
  "record %i, which holds formulas alone, is passed over",
  (type) => {
    const stream = Buffer.concat([begin, record(type, "abcd"), end, Buffer.alloc(20)]);
    prepareBiffStream(stream);
    expect(stream.equals(Buffer.concat([begin, record(0x0fff, "abcd"), end, Buffer.alloc(20)]))).toBe(true);
  },
);

test.each<[string, Buffer]>([
  ["no end record", begin],
  ["a record cut off", Buffer.concat([begin, record(0x0203, "0011223344").subarray(0, 7)])],
  ["nothing", Buffer.alloc(0)],
])("a stream with %s is damaged", (_, stream) => {
  expect(() => prepareBiffStream(stream)).toThrow("its workbook stream breaks off");
});

test.each<[string, Buffer, string]>([
  ["a formula too short for a value", record(0x0006, "0011"), "its workbook stream has a broken formula"],
  ["a version of another time", record(0x0809, "0004"), "its workbook stream has no known version"],
  ["no version", record(0x0809), "its workbook stream has no known version"],
  ["the beginning of an older file", record(0x0409, "0006"), "its workbook stream has no known version"],
])("%s is damage", (_, broken, message) => {
  expect(() => prepareBiffStream(Buffer.concat([begin, broken, end]))).toThrow(message);
});

test("an encrypted stream is named as such", () => {
  expect(() => prepareBiffStream(Buffer.concat([begin, record(0x002f, "0000"), end]))).toThrow(
    "it is encrypted",
  );
});
