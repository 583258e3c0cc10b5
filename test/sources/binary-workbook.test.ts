import { expect, test } from "vitest";
import * as XLSX from "xlsx";
import { gridOf, read, readSheet, writeWithSheetJs } from "./make-files.js";

test("all kinds of cells keep their kind", async () => {
  const bytes = writeWithSheetJs([[1.5, "007", " 中文😀 ", true, false, "", "a\nb"]], "xls", (_, sheet) => {
    sheet["H1"] = { t: "e", v: 0x17 };
    sheet["!ref"] = "A1:H1";
  });
  expect(gridOf(await readSheet(bytes, "a.xls"))).toEqual([
    [1.5, "007", " 中文😀 ", true, false, undefined, "a\nb", { kind: "error", text: "#REF!" }],
  ]);
});

test.each([false, true])("dates are wall clock, 1904 system: %s", async (date1904) => {
  const bytes = writeWithSheetJs([[0, 45292]], "xls", (book, sheet) => {
    book.Workbook = { WBProps: { date1904 } };
    sheet["A1"] = { t: "n", v: date1904 ? 45292.75 - 1462 : 45292.75, z: "yyyy-mm-dd hh:mm" };
  });
  expect(gridOf(await readSheet(bytes, "a.xls"))).toEqual([
    [{ kind: "date", wallClockMs: Date.UTC(2024, 0, 1, 18), serial: 45292.75 }, 45292],
  ]);
});

test("hidden sheets are left out, the others keep their order", async () => {
  const bytes = writeWithSheetJs([[1]], "xls", (book) => {
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[2]]), "Hidden");
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[3]]), "表");
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }] };
  });
  const { workbook, problems } = await read(bytes, "a.xls");
  expect(problems).toEqual([]);
  expect(workbook?.sheets.map((s) => [s.name, s.cell(0, 0)])).toEqual([
    ["Sheet1", 1],
    ["表", 3],
  ]);
});

test("of merged cells the top left has the value", async () => {
  const bytes = writeWithSheetJs(
    [
      ["a", "b"],
      ["c", "d"],
    ],
    "xls",
    (_, sheet) => {
      sheet["!merges"] = [XLSX.utils.decode_range("A1:B1")];
    },
  );
  expect(gridOf(await readSheet(bytes, "a.xls"))).toEqual([
    ["a", undefined],
    ["c", "d"],
  ]);
});

test("text of Excel 95 is read in its code page", async () => {
  const bytes = Buffer.from(writeWithSheetJs([["abcd"]], "biff5" as XLSX.BookType));
  bytes.writeUInt16LE(936, bytes.indexOf(Buffer.from([0x42, 0, 2, 0])) + 4);
  bytes.write("d6d0cec4", bytes.indexOf("abcd"), "hex");
  expect(gridOf(await readSheet(bytes, "a.xls"))).toEqual([["中文"]]);
});

test("a workbook stream with a password asks to remove it", async () => {
  const bytes = Buffer.from(writeWithSheetJs([[1]], "xls"));
  // The FilePass record of the simplest encryption takes the place of the author's name.
  const writeAccess = bytes.indexOf(Buffer.from([0x5c, 0, 0x70, 0]));
  bytes.writeUInt16LE(0x2f, writeAccess);
  bytes.fill(0, writeAccess + 4, writeAccess + 10);
  expect((await read(bytes, "a.xls")).problems).toEqual([
    "TG1007 protected-workbook a.xls | The workbook is encrypted with a password.",
  ]);
});

test.each([5e-324, 1e-310, -1.5, Number.MAX_VALUE, 2 ** 53 + 2])(
  "the number %d is read bit for bit",
  async (value) => {
    const bytes = Buffer.from(writeWithSheetJs([[1.5123456789]], "xls"));
    const written = Buffer.alloc(8);
    written.writeDoubleLE(1.5123456789);
    bytes.writeDoubleLE(value, bytes.indexOf(written));
    expect((await readSheet(bytes, "a.xls")).cell(0, 0)).toBe(value);
  },
);

test("formulas give their computed values", async () => {
  const bytes = writeWithSheetJs([[7, "x"]], "xls", (_, sheet) => {
    sheet["C1"] = { t: "n", v: 2.5, f: "A1-4.5" };
    sheet["D1"] = { t: "s", v: "text", f: '"te"&"xt"' };
    sheet["!ref"] = "A1:D1";
  });
  const before = Buffer.from(bytes);
  expect(gridOf(await readSheet(bytes, "a.xls"))).toEqual([[7, "x", 2.5, "text"]]);
  // The caller's bytes stay as they are.
  expect(before.equals(bytes)).toBe(true);
});

test("a record that leads beyond the stream is damage", async () => {
  const bytes = Buffer.from(writeWithSheetJs([["abc"]], "xls"));
  bytes.writeUInt16LE(0x7fff, bytes.indexOf(Buffer.from([0x5c, 0, 0x70, 0])) + 2);
  expect((await read(bytes, "a.xls")).problems).toEqual([
    "TG1006 damaged-workbook a.xls | The workbook is damaged: its workbook stream breaks off.",
  ]);
});

test("a file cut off anywhere is an error, never fewer rows", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [i, `text ${i}`]);
  const bytes = writeWithSheetJs(rows, "xls");
  for (let length = 600; length < bytes.length; length += 997) {
    const { problems } = await read(bytes.subarray(0, length), "a.xls");
    expect(problems, `${length} of ${bytes.length} bytes`).toHaveLength(1);
    expect(problems[0]).toMatch(/^TG10(06 damaged-workbook|04 wrong-file-kind) a\.xls \|/);
  }
});
