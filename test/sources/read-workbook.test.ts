import { expect, test } from "vitest";
import { makeOds, makeSheetXlsx, makeZip, read, writeWithSheetJs, xlsxParts } from "./make-files.js";

const xlsx = makeSheetXlsx('<row r="1"><c r="A1"><v>1</v></c></row>');
const ods = makeOds(
  '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>',
);
const xls = writeWithSheetJs([[1]], "xls");

test.each([
  ["a.xlsx", xlsx],
  ["a.XLSM", xlsx],
  ["a.xls", xls],
  ["a.ods", ods],
])("%s is read without a report", async (file, bytes) => {
  const { workbook, problems } = await read(bytes, file);
  expect(problems).toEqual([]);
  expect(workbook?.file).toBe(file);
  expect(workbook?.sheets.map((s) => s.file)).toEqual([file]);
});

test.each([
  ["a.doc", "TG1005 unsupported-extension a.doc | Files ending in .doc are not read."],
  [
    "a/b.c/Makefile",
    "TG1005 unsupported-extension a/b.c/Makefile | The file name has no extension that tells its format.",
  ],
])("the name %s is refused", async (file, problem) => {
  expect(await read("x", file)).toMatchObject({ workbook: undefined, problems: [problem] });
});

test.each(["a.xlsx", "a.xls", "a.ods", "a.csv"])("an empty file named %s is an error", async (file) => {
  const { workbook, problems } = await read("", file);
  expect(workbook).toBeUndefined();
  expect(problems).toEqual([`TG1002 empty-file ${file} | The file is empty: it has 0 bytes.`]);
});

const pointer =
  "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

test.each(["a.xlsx", "a.csv", "a.ods"])("a Git LFS pointer named %s says what to run", async (file) => {
  const { workbook, diagnostics, problems } = await read(pointer, file);
  expect(workbook).toBeUndefined();
  expect(problems).toEqual([
    `TG1003 git-lfs-pointer ${file} | The file is a text file of 130 bytes, a Git LFS pointer: the sheet itself was not fetched.`,
  ]);
  expect(diagnostics[0]?.help).toBe("Run `git lfs pull`.");
});

test.each<[string, Uint8Array | string, string]>([
  ["a.xlsx", "id,name\n1,x\n", "a text file of 12 bytes"],
  ["a.xlsx", Buffer.from([1, 2, 3, 4, 5]), "binary data of 5 bytes"],
  ["a.xls", "\ufeff<!DOCTYPE html>\n<html><table>", "an HTML page"],
  ["a.xls", Buffer.from("\ufeff<html xmlns:x='y'>", "utf16le"), "an HTML page"],
  ["a.csv", "<?xml version='1.0'?>\n<html>", "an HTML page"],
  ["a.xls", "<?xml version='1.0'?><Workbook>", "an XML file"],
  ["a.xlsx", "%PDF-1.7", "a PDF document"],
  ["a.csv", Buffer.from("89504e470d0a1a0a", "hex"), "a PNG image"],
  ["a.csv", Buffer.from("1f8b0800", "hex"), "a gzip archive"],
  ["a.csv", xlsx, "an .xlsx workbook"],
  ["a.tsv", xls, "an .xls workbook of Excel 97-2003"],
  ["a.xls", xlsx, "an .xlsx workbook"],
  ["a.xlsx", xls, "an .xls workbook of Excel 97-2003"],
  ["a.xlsx", ods, "an .ods spreadsheet"],
  ["a.ods", xlsx, "an .xlsx workbook"],
  ["a.xlsx", makeZip({ "readme.txt": "x" }), "a zip archive without a workbook"],
  ["a.xlsx", makeZip({}), "a zip archive without a workbook"],
  ["a.xlsx", makeZip({ "[Content_Types].xml": "wordprocessingml.template.main+xml" }), "a Word document"],
  ["a.xlsx", makeZip({ "[Content_Types].xml": "presentationml.presentation" }), "a PowerPoint presentation"],
  ["a.xlsx", makeZip({ "[Content_Types].xml": "<Types/>" }), "a zip archive without a workbook"],
  ["a.xlsx", writeWithSheetJs([[1]], "xlsb"), "a binary workbook (.xlsb)"],
  ["a.xlsx", makeZip({ "Index/Document.iwa": "x" }), "an Apple Numbers document"],
  [
    "a.ods",
    makeZip({ "META-INF/manifest.xml": "x", mimetype: "application/vnd.oasis.opendocument.text" }),
    "an OpenDocument file without sheets",
  ],
  ["a.xls", compound("WordDocument"), "a Word document"],
  ["a.xls", compound("PowerPoint Document"), "a PowerPoint presentation"],
  ["a.xls", compound("Whatever"), "a compound file without a workbook"],
])("%s with other content is named for what it is (%#)", async (file, content, kind) => {
  const { workbook, problems } = await read(content, file);
  expect(workbook).toBeUndefined();
  const extension = file.slice(1);
  expect(problems).toEqual([
    `TG1004 wrong-file-kind ${file} | The name ends in ${extension}, but the file is ${kind}.`,
  ]);
});

test.each<[string, Uint8Array]>([
  ["a.xlsx", compound("EncryptedPackage")],
  ["a.xls", compound("EncryptedPackage")],
  ["a.ods", makeZip({ "META-INF/manifest.xml": "<manifest:encryption-data/>", mimetype: "x" })],
])("an encrypted %s asks to remove the password (%#)", async (file, content) => {
  const { workbook, problems } = await read(content, file);
  expect(workbook).toBeUndefined();
  expect(problems).toEqual([
    `TG1007 protected-workbook ${file} | The workbook is encrypted with a password.`,
  ]);
});

test.each<[string, Uint8Array | string]>([
  ["a.xlsx", makeSheetXlsx("")],
  ["a.xlsx", makeSheetXlsx('<row r="1"><c r="A1" s="0"/></row>')],
  ["a.csv", ',,\n"",\n'],
  ["a.csv", "\ufeff"],
])("%s without a cell is a warning (%#)", async (file, content) => {
  const { workbook, diagnostics, problems } = await read(content, file);
  expect(workbook?.sheets.map((s) => [s.rowCount, s.columnCount])).toEqual([[0, 0]]);
  expect(problems).toEqual([`TG1009 no-cells ${file} | The file has no visible sheet with a cell in it.`]);
  expect(diagnostics[0]?.severity).toBe("warning");
});

test("a workbook with documents of other kinds in it is a workbook", async () => {
  const parts = xlsxParts({
    sheets: { A: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' },
  });
  const types = "[Content_Types].xml";
  const others = [
    "x.wordprocessingml.document",
    "x.presentationml.presentation",
    "x.sheet.binary.macroEnabled.main",
  ];
  const defaults = others.map((type, i) => `<Default Extension="x${i}" ContentType="${type}"/>`).join("");
  parts[types] = (parts[types] ?? "").replace("<Override", `${defaults}<Override`);
  expect((await read(makeZip(parts), "a.xlsx")).problems).toEqual([]);
});

test("a workbook that lost its workbook part is damaged", async () => {
  const { "xl/workbook.xml": _, ...parts } = xlsxParts({ sheets: { A: "<sheetData/>" } });
  expect((await read(makeZip(parts), "a.xlsx")).problems).toEqual([
    "TG1006 damaged-workbook a.xlsx | The workbook is damaged: xl/workbook.xml is missing in its zip archive.",
  ]);
});

test("an xlsx cut off anywhere is reported as damaged", async () => {
  for (let length = 4; length < xlsx.length; length += 7) {
    const { workbook, problems } = await read(xlsx.subarray(0, length), "a.xlsx");
    expect(workbook).toBeUndefined();
    expect(problems).toEqual([
      "TG1006 damaged-workbook a.xlsx | The workbook is damaged: its zip archive breaks off, as after an interrupted copy.",
    ]);
  }
});

/** Makes bytes that begin as a compound file does and hold the name of a stream. */
function compound(stream: string): Buffer {
  const bytes = Buffer.alloc(2048);
  bytes.write("d0cf11e0a1b11ae1", "hex");
  bytes.write(`${stream}\0`, 1024, "utf16le");
  return bytes;
}
