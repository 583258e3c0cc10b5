import { expect, test } from "vitest";
import { linesOf, plain, readFile } from "./read-file.js";

test("reads elements and attributes as fields, and elements of one name as a list", async () => {
  const { root, problems } = await readFile(
    "a.xml",
    `<?xml version="1.0" encoding="utf-8"?>
<!-- an item -->
<item id="7" xml:lang="en" xmlns:x="y">
  <name>a &lt; b<![CDATA[ & c]]></name>
  <tag>x</tag>
  <tag>y</tag>
  <empty/>
</item>`,
  );
  expect(problems).toEqual([]);
  expect(plain(root)).toEqual({ id: "7", name: "a < b & c", tag: ["x", "y"], empty: "" });
  expect(linesOf(root)).toEqual(["id:3", "name:4", "tag:5", "tag[0]:5", "tag[1]:6", "empty:7"]);
});

test("an element without attributes may be a list of those within", async () => {
  const { root } = await readFile("a.xml", "<list><item>1</item><item>2</item></list>");
  expect(plain(root)).toEqual({ list: ["1", "2"], record: { item: ["1", "2"] } });
});

test("the attribute of the kind gives way to an element of its name", async () => {
  const { root } = await readFile("a.xml", '<shape type="Circle"><type>9</type></shape>');
  expect(plain(root)).toEqual({ type: "9" });
  expect(root?.kind?.node.scalar).toBe("Circle");
});

test.each([
  ["<a>\n<b></a>", "TG1101 a.xml:2 The file is no good XML: Missing end tag for element b."],
  ["<a>&x;</a>", "TG1101 a.xml:1 The file is no good XML: Named entity isn't defined: &x;."],
  ["<a>\n<b/>text</a>", "TG1101 a.xml:1 The file is no good XML: <a> has text beside its elements."],
  ['<a b="1" b="2"/>', "TG1101 a.xml:1 The file is no good XML: Duplicate attribute: b."],
])("reports %j", async (text, problem) => {
  const { root, problems } = await readFile("a.xml", text);
  expect(root).toBeUndefined();
  expect(problems).toEqual([problem]);
});

test("entities of a document's own are not expanded", async () => {
  const text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>';
  expect((await readFile("a.xml", text)).problems).toEqual([
    "TG1101 a.xml:2 The file is no good XML: Named entity isn't defined: &x;.",
  ]);
});

test("a field that is an attribute and an element stands twice", async () => {
  expect((await readFile("a.xml", '<a id="1">\n<id>2</id></a>')).problems).toEqual([
    'TG1103 a.xml:2 "id" stands twice in one record. | first here @ a.xml:1',
  ]);
});

test("reports elements that hold each other without end", async () => {
  const { problems } = await readFile("a.xml", "<a>\n".repeat(100_000));
  expect(problems).toEqual(["TG1102 a.xml:201 More than 200 values hold each other here."]);
});

test("what looks like a tag in a comment, in CDATA or in an attribute is none", async () => {
  const text = `<a><!--${"<b>".repeat(300)}--><c d="/>${">".repeat(300)}"/><e><![CDATA[${"<f>".repeat(300)}]]></e></a>`;
  expect((await readFile("a.xml", text)).problems).toEqual([]);
});
