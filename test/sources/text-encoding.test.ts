import { expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import { decodeText } from "../../src/sources/text-encoding.js";

function decode(bytes: Uint8Array, label = "auto") {
  const { diagnostics, report } = createDiagnosticSink();
  const text = decodeText(bytes, label, "a.csv", report);
  const problems = diagnostics.map(
    (d) => `${d.id} ${d.code} ${formatCellRef(d.at ?? { file: "" })} | ${d.message}`,
  );
  return { text, problems };
}

const text = "编号,name\r\n1,测试\n";
const utf16le = Buffer.from(text, "utf16le");
const utf16be = Buffer.from(utf16le).swap16();
const gb18030 = Buffer.from("b1e0bac52c6e616d650d0a312cb2e2cad40a", "hex");
const mark = (hex: string, bytes: Uint8Array) => Buffer.concat([Buffer.from(hex, "hex"), bytes]);

test.each<[string, Uint8Array]>([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with a mark", mark("efbbbf", Buffer.from(text))],
  ["UTF-16 LE with a mark", mark("fffe", utf16le)],
  ["UTF-16 BE with a mark", mark("feff", utf16be)],
  ["UTF-16 LE", utf16le],
  ["UTF-16 BE", utf16be],
  ["GB18030", gb18030],
  ["GB18030 with a mark", mark("84319533", gb18030)],
])("%s is detected", (_, bytes) => {
  expect(decode(bytes)).toEqual({ text, problems: [] });
});

test.each<[string, Uint8Array]>([
  ["UTF8", Buffer.from(text)],
  ["utf-16", utf16le],
  ["utf-16le", utf16le],
  ["UTF-16BE", utf16be],
  ["gb18030", gb18030],
  ["gbk", gb18030],
  ["GB2312", gb18030],
])("the label %s is followed", (label, bytes) => {
  expect(decode(bytes, label)).toEqual({ text, problems: [] });
});

test("any WHATWG label is known", () => {
  expect(decode(Buffer.from("b4fab8d5", "hex"), "big5").text).toBe("測試");
  expect(decode(Buffer.from("83658358836783", "hex").subarray(0, 6), "shift_jis").text).toBe("テスト");
  expect(decode(Buffer.from("e9", "hex"), "latin1").text).toBe("é");
});

test("a byte order mark is stronger than a label", () => {
  expect(decode(mark("efbbbf", Buffer.from(text)), "gb18030").text).toBe(text);
  expect(decode(mark("feff", utf16be), "utf-8").text).toBe(text);
});

test("one mark is taken off, a second one is text", () => {
  expect(decode(mark("efbbbfefbbbf", Buffer.from("a"))).text).toBe("\ufeffa");
  expect(decode(mark("fffefffe", Buffer.from("a\0"))).text).toBe("\ufeffa");
});

test("ASCII in UTF-16 is detected, though its bytes are valid UTF-8", () => {
  expect(decode(Buffer.from("a,b\n1,2\n", "utf16le")).text).toBe("a,b\n1,2\n");
  expect(decode(Buffer.from("a,b\n1,2\n", "utf16le").swap16()).text).toBe("a,b\n1,2\n");
});

test("a stray NUL does not make UTF-8 to UTF-16", () => {
  const table = `${"id,name,price\n".repeat(50)}\0\0`;
  expect(decode(Buffer.from(table)).text).toBe(table);
  expect(decode(Buffer.from("\0\0\0\0")).text).toBe("\0\0\0\0");
});

test("NUL and lone surrogates of UTF-16 are kept", () => {
  const odd = "a,\ud800,\0,\udc00b\n";
  expect(decode(mark("fffe", Buffer.from(odd, "utf16le"))).text).toBe(odd);
  expect(decode(Buffer.from(odd, "utf16le").swap16(), "utf-16be").text).toBe(odd);
});

test("text at an odd address is read", () => {
  expect(decode(Buffer.concat([Buffer.from("x"), utf16le]).subarray(1), "utf-16le").text).toBe(text);
});

test("an unknown label is an error", () => {
  expect(decode(Buffer.from("a"), "ansi")).toEqual({
    text: undefined,
    problems: ["TG1010 unknown-encoding a.csv | ansi is not the name of a text encoding."],
  });
});

test.each<[string, string, string, Uint8Array]>([
  [
    "a.csv:3",
    "Byte 8 does not belong to text in utf-8.",
    "utf-8",
    Buffer.from("61620d0a630d6461ff0a", "hex"),
  ],
  [
    "a.csv:2",
    "Byte 5 does not belong to text in utf-8.",
    "auto",
    mark("efbbbf", Buffer.from("610aff", "hex")).subarray(0),
  ],
  ["a.csv:1", "Byte 3 does not belong to text in utf-8.", "utf-8", Buffer.from("61e4b8", "hex")],
  ["a.csv:2", "Byte 3 does not belong to text in gb18030.", "gb18030", Buffer.from("610a62ff63", "hex")],
  [
    "a.csv:2",
    "Byte 8 does not belong to text in utf-16le.",
    "auto",
    mark("fffe", Buffer.from("a\0\n\0b\0c")),
  ],
  ["a.csv:1", "Byte 4 does not belong to text in utf-16be.", "utf-16be", Buffer.from("\0a\0bc")],
])("bytes of another encoding are reported with line and offset (%#)", (place, message, label, bytes) => {
  expect(decode(bytes, label)).toEqual({
    text: undefined,
    problems: [`TG1012 invalid-bytes ${place} | ${message}`],
  });
});

test("bytes of no known encoding are an error that names where each fails", () => {
  const latin1 = Buffer.from("id,name\n1,caf\u00e9,\u00fcber\n", "latin1");
  expect(decode(latin1)).toEqual({
    text: undefined,
    problems: [
      "TG1011 undetected-encoding a.csv | The text is neither UTF-8 (wrong at byte 14) nor GB18030 (wrong at byte 14).",
    ],
  });
});

test("Big5 that passes for GB18030 gives a warning", () => {
  // 編號,名稱,測試
  const { problems } = decode(Buffer.from("bd73b8b92ca657bad92cb4fab8d5", "hex"));
  expect(problems).toEqual([
    "TG1013 unsure-encoding a.csv | The text was read as GB18030, but most of its characters are rare ones there.",
  ]);
});

test("GB18030 with some rare characters and four-byte ones gives none", () => {
  // 测试测试测试测试㐀镕
  const rare = Buffer.from(`${"b2e2cad4".repeat(4)}8139ee39e946`, "hex");
  expect(decode(rare)).toEqual({ text: "测试测试测试测试㐀镕", problems: [] });
});

test("text larger than a string can be is refused before it is touched", () => {
  expect(decode(new Uint8Array(0x2000_0000))).toEqual({
    text: undefined,
    problems: ["TG1014 text-too-large a.csv | The text has 536870912 bytes, more than can be read at once."],
  });
});
