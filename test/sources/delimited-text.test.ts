import { expect, test } from "vitest";
import { placeOfCell } from "../../src/model/workbook.js";
import { gridOf, read, readSheet } from "./make-files.js";

async function gridOfText(text: string, options = {}) {
  return gridOf(await readSheet(text, "a.csv", options));
}

test.each([
  ["LF", "a,b\n1,2\n"],
  ["CR", "a,b\r1,2\r"],
  ["CR LF", "a,b\r\n1,2\r\n"],
  ["mixed line ends", "a,b\r1,2\n"],
  ["no final line end", "a,b\n1,2"],
  ["blank lines at the end", "a,b\n1,2\n\n\r\n,,\n"],
  ["blank cells at the end", "a,b,,\n1,2,\n"],
  ["blank quoted cells at the end", 'a,b,"",""\n1,2\n""\n'],
])("%s gives the same rows", async (_, text) => {
  expect(await gridOfText(text)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("all cells are text as it stands", async () => {
  expect(await gridOfText("007, 1.50 ,1e5,TRUE,2024-01-01,#REF!,12345678901234567890,\u00a0,=1+1\n")).toEqual(
    [["007", " 1.50 ", "1e5", "TRUE", "2024-01-01", "#REF!", "12345678901234567890", "\u00a0", "=1+1"]],
  );
});

test("quoted cells hold separators, quotes and lines", async () => {
  expect(await gridOfText('"a,b","say ""hi""","line 1\r\nline 2\n\nline 4"\n"""","""""",""""""""\n')).toEqual(
    [
      ["a,b", 'say "hi"', "line 1\r\nline 2\n\nline 4"],
      ['"', '""', '"""'],
    ],
  );
});

test("a quote inside a cell that does not begin with one is text", async () => {
  expect(await gridOfText('5" disk,a"b"c\nx, "y"\n')).toEqual([
    ['5" disk', 'a"b"c'],
    ["x", ' "y"'],
  ]);
});

test("rows may be ragged; what a row does not have is empty", async () => {
  const sheet = await readSheet("a\nb,c,d\n\n,e\n", "a.csv");
  expect(gridOf(sheet)).toEqual([
    ["a", undefined, undefined],
    ["b", "c", "d"],
    [undefined, undefined, undefined],
    [undefined, "e", undefined],
  ]);
  expect([
    sheet.cell(-1, 0),
    sheet.cell(0, -1),
    sheet.cell(0, 1),
    sheet.cell(4, 0),
    sheet.cell(1, 3),
  ]).toEqual(Array(5).fill(undefined));
});

test("a row is a record, however many lines it has, and its place says the line", async () => {
  const sheet = await readSheet('id,text\n1,"a\nb\nc"\n2,d\n', "dir/a.csv");
  expect(placeOfCell(sheet, 2, 1)).toEqual({ file: "dir/a.csv", line: 5, row: 2, column: 1, value: "d" });
});

test.each(["sep=;\n", "sep=;\r\n", "SEP=;\r"])(
  "the line %j names the separator and is no row",
  async (line) => {
    expect(await gridOfText(`${line}a,b;c\n`)).toEqual([["a,b", "c"]]);
    expect(await gridOfText(`\ufeff${line}a,b;c\n`)).toEqual([["a,b", "c"]]);
  },
);

test("a named separator is taken, whatever the text looks like", async () => {
  expect(await gridOfText("a,b;c\n1,2;3\n", { separator: "semicolon" })).toEqual([
    ["a,b", "c"],
    ["1,2", "3"],
  ]);
  expect(await gridOfText("a b\n", { separator: " " })).toEqual([["a", "b"]]);
});

test("a separator that is none is an error", async () => {
  expect(await read("a,b\n", "a.csv", { separator: "::" })).toMatchObject({
    workbook: undefined,
    problems: ['TG1015 invalid-separator a.csv | "::" is not a separator.'],
  });
});

test("a tsv without tabs is one column, unless another separator shows", async () => {
  expect(gridOf(await readSheet("name\nx\n", "a.tsv"))).toEqual([["name"], ["x"]]);
  expect(gridOf(await readSheet("a\tb,c\n", "a.tsv"))).toEqual([["a", "b,c"]]);
});

test("a quote that is not closed is an error at its line", async () => {
  const { workbook, problems } = await read('id,text\r\n1,"a\nb"\r2,x,"open\n3,y\n', "a.csv");
  expect(workbook).toBeUndefined();
  expect(problems).toEqual([
    "TG1016 unterminated-quote a.csv:4:C3 | A quoted cell begins here and does not end.",
  ]);
});

test("text after a closing quote is an error at its line; blanks are not", async () => {
  const { workbook, problems } = await read('id,text\n1,"say "hi""\n2,"a\nb" c\n3,"d"  \n', "a.csv");
  expect(problems).toEqual([
    'TG1017 text-after-quote a.csv:2:B2 | "hi\\"\\"" stands after the closing quote of a cell.',
    'TG1017 text-after-quote a.csv:4:B3 | "c" stands after the closing quote of a cell.',
  ]);
  expect(workbook?.sheets[0]?.cell(3, 1)).toBe("d  ");
});

test("NUL and lone surrogates come through", async () => {
  const text = "a\0b,\ud800\n";
  const sheet = await readSheet(Buffer.from(`\ufeff${text}`, "utf16le"), "a.csv");
  expect(gridOf(sheet)).toEqual([["a\0b", "\ud800"]]);
});

test("a million rows of 12 columns are read in little time and memory", async () => {
  const row = '21000001,10,乌木战刃,1,"1,2,3",2,60,0.5,0,0,200,end\n';
  const bytes = Buffer.from(row.repeat(1_000_000));
  const before = process.memoryUsage();
  const start = performance.now();
  const sheet = await readSheet(bytes, "a.csv");
  const seconds = (performance.now() - start) / 1000;
  const after = process.memoryUsage();
  expect([sheet.rowCount, sheet.columnCount]).toEqual([1_000_000, 12]);
  expect([sheet.cell(999_999, 4), sheet.cell(999_999, 11)]).toEqual(["1,2,3", "end"]);
  expect(seconds).toBeLessThan(20);
  const growth = after.heapUsed + after.external - before.heapUsed - before.external;
  expect(growth / bytes.length).toBeLessThan(8);
});
