import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { plain, readFile } from "./read-file.js";

const utf16 = (text: string, mark: string) => new Uint8Array(Buffer.from(mark + text, "utf16le"));

test.each([
  ["UTF-8 with a byte order mark", new Uint8Array(Buffer.from('\uFEFF{"a":"中"}'))],
  ["UTF-16 with a byte order mark", utf16('{"a":"中"}', "\uFEFF")],
  ["GB18030", new Uint8Array([...Buffer.from('{"a":"'), 0xd6, 0xd0, ...Buffer.from('"}')])],
])("reads %s", async (_, bytes) => {
  expect(plain((await readFile("a.json", bytes)).root)).toEqual({ a: "中" });
});

test("reads XML in the encoding that it declares", async () => {
  const head = '<?xml version="1.0" encoding="GBK"?><a><b>';
  const bytes = new Uint8Array([...Buffer.from(head), 0xd6, 0xd0, ...Buffer.from("</b></a>")]);
  expect((await readFile("a.xml", bytes)).root?.fields?.[0]?.node.scalar).toBe("中");
});

test.each([
  ["a.json", gzipSync("{}"), "TG1004 a.json The name ends in .json, but the file is a gzip archive."],
  ["a.json", "PK\x03\x04", "TG1004 a.json The name ends in .json, but the file is a zip archive."],
  [
    "a.yaml",
    "<?xml version='1.0'?><a/>",
    "TG1004 a.yaml The name ends in .yaml, but the file is an XML file.",
  ],
  ["a.xml", "<html></html>", "TG1004 a.xml The name ends in .xml, but the file is an HTML page."],
  [
    "a.lua",
    "\x01\x02\x03\x04",
    "TG1004 a.lua The name ends in .lua, but the file is binary data of 4 bytes.",
  ],
  [
    "a.json",
    "version https://git-lfs.github.com/spec/v1\n",
    "TG1003 a.json The file is a text file of 43 bytes, a Git LFS pointer: the sheet itself was not fetched.",
  ],
  ["a.toml", "a = 1", "TG1005 a.toml Files ending in .toml are not read."],
  [
    "a.xml",
    '<?xml version="1.0" encoding="klingon"?><a/>',
    "TG1010 a.xml klingon is not the name of a text encoding.",
  ],
  [
    "a.json",
    new Uint8Array([0x22, 0xff, 0xff, 0x22]),
    "TG1011 a.json The text is neither UTF-8 (wrong at byte 1) nor GB18030 (wrong at byte 1).",
  ],
])("reports %s", async (file, content, problem) => {
  expect(await readFile(file, typeof content === "string" ? content : new Uint8Array(content))).toEqual({
    root: undefined,
    problems: [problem],
  });
});

test("never throws, whatever the bytes", async () => {
  const good = {
    "a.json": '[{"id":1,"a":[true,null,"x"],"b":{"c":1.5e3}}]',
    "a.yaml": "- id: 1\n  a: [true, ~, 'x']\n  b: &x {c: 1.5}\n- *x\n",
    "a.xml": '<?xml version="1.0"?><l><i id="1"><a>x</a><a/><!-- c --></i></l>',
    "a.lua": "return { { id = 1, a = { true, nil, 'x' }, [[k]] }, --[[c]] { [2] = 0x1F } }",
  };
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 0x7fff_ffff;
    return seed % below;
  };
  for (const [file, text] of Object.entries(good)) {
    for (let run = 0; run < 400; run++) {
      const bytes = Buffer.from(text);
      for (let change = random(4); change >= 0; change--) {
        bytes[random(bytes.length)] = random(4) === 0 ? random(256) : (bytes[random(bytes.length)] ?? 0);
      }
      const cut = random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      const { root, problems } = await readFile(file, new Uint8Array(cut));
      expect(root !== undefined || problems.length > 0).toBe(true);
    }
  }
});
