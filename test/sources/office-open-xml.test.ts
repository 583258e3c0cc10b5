import { expect, test } from "vitest";
import { placeOfCell } from "../../src/model/workbook.js";
import {
  gridOf,
  makeSheetXlsx,
  makeXlsx,
  makeZip,
  read,
  readSheet,
  writeWithSheetJs,
  xlsxParts,
} from "./make-files.js";

async function cellsOf(rows: string, rest = {}) {
  return gridOf(await readSheet(makeSheetXlsx(rows, rest), "a.xlsx"));
}

test("numbers, texts, booleans and errors keep their kind", async () => {
  const cells = `<c r="A1"><v>7</v></c><c r="B1" t="n"><v>-2.5E-3</v></c><c r="C1" t="s"><v>0</v></c>
    <c r="D1" t="inlineStr"><is><t>in</t></is></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="b"><v>0</v></c>
    <c r="G1" t="e"><v>#REF!</v></c><c r="H1" t="e"><v>#N/A</v></c><c r="I1" t="e"><v>#SPILL!</v></c>`;
  expect(await cellsOf(`<row r="1">${cells}</row>`, { sharedStrings: "<si><t>007</t></si>" })).toEqual([
    [
      7,
      -0.0025,
      "007",
      "in",
      true,
      false,
      { kind: "error", text: "#REF!" },
      { kind: "error", text: "#N/A" },
      { kind: "error", text: "#ERROR!" },
    ],
  ]);
});

test("all error values have their text", async () => {
  const errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"];
  const rows = errors.map((text, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="e"><v>${text}</v></c></row>`);
  expect(await cellsOf(rows.join(""))).toEqual(errors.map((text) => [{ kind: "error", text }]));
});

test("a number that is none, or has no end, is an error value and never a number", async () => {
  expect(await cellsOf('<row r="1"><c r="A1"><v>abc</v></c><c r="B1"><v>1e999</v></c></row>')).toEqual([
    [
      { kind: "error", text: "#NUM!" },
      { kind: "error", text: "#NUM!" },
    ],
  ]);
});

test("a formula gives its computed value, and is told where it has none", async () => {
  const rows = `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1&amp;"&lt;"</f></c><c r="C1"><f>A1</f><v></v></c>
    <c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"x"</f><v>x</v></c><c r="F1" t="b"><f>TRUE()</f></c>
    <c r="G1" t="n"><f>A1</f><v/></c><c r="H1" t="e"><f>NA()</f><v>#N/A</v></c></row>`;
  expect(await cellsOf(rows)).toEqual([
    [
      2,
      { kind: "formula", formula: 'A1&"<"' },
      { kind: "formula", formula: "A1" },
      undefined,
      "x",
      { kind: "formula", formula: "TRUE()" },
      { kind: "formula", formula: "A1" },
      { kind: "error", text: "#N/A" },
    ],
  ]);
});

test("a formula without a value counts as a cell where it stands last", async () => {
  const sheet = await readSheet(makeSheetXlsx('<row r="3"><c r="B3"><f>1</f></c></row>'), "a.xlsx");
  expect([sheet.rowCount, sheet.columnCount, sheet.cell(2, 1)]).toEqual([
    3,
    2,
    { kind: "formula", formula: "1" },
  ]);
  expect(placeOfCell(sheet, 2, 1, "id")).toEqual({
    file: "a.xlsx",
    sheet: "Sheet1",
    row: 2,
    column: 1,
    header: "id",
    value: "=1",
  });
});

test("text keeps blanks, line ends, escapes, characters beyond 16 bits, NUL and lone surrogates", async () => {
  const texts: readonly [xml: string, text: string | undefined][] = [
    ['<t xml:space="preserve">  a b \u00a0</t>', "  a b \u00a0"],
    ["<t>tail  </t>", "tail  "],
    ["<t>a\nb</t>", "a\nb"],
    ["<t>a_x000D_\nb</t>", "a\nb"],
    ["<t>&lt;b&gt;&amp;lt;&quot;&apos;</t>", "<b>&lt;\"'"],
    ["<t>&#x4E2D;&#25991;&#128512;&#x1F601;</t>", "中文😀😁"],
    ["<t>中文😀</t>", "中文😀"],
    ["<t>_x0000_|_xD800_|_x005F_x0041_</t>", "\0|\ud800|_x0041_"],
    [
      '<r><rPr><b/></rPr><t>rich</t></r><r><t xml:space="preserve"> text</t></r><rPh sb="0" eb="1"><t>no</t></rPh>',
      "rich text",
    ],
    ["<t/>", undefined],
    ["<t></t>", undefined],
    ["<t>end</t>", "end"],
  ];
  const rows = texts.map((_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i}</v></c></row>`).join("");
  const sharedStrings = texts.map(([xml]) => `<si>${xml}</si>`).join("");
  expect((await cellsOf(rows, { sharedStrings })).map(([cell]) => cell)).toEqual(
    texts.map(([, text]) => text),
  );
});

test("texts of formulas are not unescaped twice", async () => {
  const cell = (v: string, i: number) =>
    `<row r="${i + 1}"><c r="A${i + 1}" s="0" t="str"><f>X</f><v>${v}</v></c></row>`;
  const values = ["&amp;lt;b&amp;gt;", "_x005F_x0041_", "&#x4E2D;文", "a &amp; b", "<![CDATA[]]>"];
  expect((await cellsOf(values.slice(0, 4).map(cell).join(""))).map(([c]) => c)).toEqual([
    "&lt;b&gt;",
    "_x0041_",
    "中文",
    "a & b",
  ]);
});

test("integers beyond 2^53 stay exact as text", async () => {
  expect(
    await cellsOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', {
      sharedStrings: "<si><t>18446744073709551615</t></si>",
    }),
  ).toEqual([["18446744073709551615"]]);
});

const dateStyles = (formats: readonly number[], texts: Readonly<Record<number, string>> = {}) =>
  `${
    Object.keys(texts).length === 0
      ? ""
      : `<numFmts count="1">${Object.entries(texts)
          .map(([id, text]) => `<numFmt numFmtId="${id}" formatCode="${text}"/>`)
          .join("")}</numFmts>`
  }<cellXfs>${formats.map((id) => `<xf numFmtId="${id}"/>`).join("")}</cellXfs>`;

test("a number with a date format is a date on the wall clock, with its serial number", async () => {
  const styles = dateStyles([0, 14, 22, 164, 31, 165], {
    164: "yyyy&quot;年&quot;m&quot;月&quot;",
    165: "0.00&quot;days&quot;",
  });
  const rows = `<row r="1"><c r="A1" s="0"><v>45292</v></c><c r="B1" s="1"><v>45292</v></c><c r="C1" s="2"><v>45292.75</v></c>
    <c r="D1" s="3"><v>1</v></c><c r="E1" s="4"><v>60.5</v></c><c r="F1" s="5"><v>61</v></c></row>`;
  expect(await cellsOf(rows, { styles })).toEqual([
    [
      45292,
      { kind: "date", wallClockMs: Date.UTC(2024, 0, 1), serial: 45292 },
      { kind: "date", wallClockMs: Date.UTC(2024, 0, 1, 18), serial: 45292.75 },
      { kind: "date", wallClockMs: Date.UTC(1900, 0, 1), serial: 1 },
      { kind: "date", wallClockMs: Date.UTC(1900, 1, 28, 12), serial: 60.5 },
      61,
    ],
  ]);
});

test.each([27, 31, 36, 50, 57, 58])(
  "format %i of East Asian files, which has no text, is a date",
  async (id) => {
    const rows = '<row r="1"><c r="A1" s="0"><v>45292</v></c></row>';
    const date = { kind: "date", wallClockMs: Date.UTC(2024, 0, 1), serial: 45292 };
    expect(await cellsOf(rows, { styles: dateStyles([id]) })).toEqual([[date]]);
    expect(await cellsOf(rows, { styles: dateStyles([id], { 170: "0" }) })).toEqual([[date]]);
    expect(await cellsOf(rows, { styles: `<numFmts count="0"/>${dateStyles([id])}` })).toEqual([[date]]);
  },
);

test("a file's own text for such a format is respected", async () => {
  const rows = '<row r="1"><c r="A1" s="0"><v>5</v></c></row>';
  expect(await cellsOf(rows, { styles: dateStyles([31], { 31: "0.0" }) })).toEqual([[5]]);
});

test("serial numbers of the 1904 system are moved to the 1900 system; times alone are not", async () => {
  const rows =
    '<row r="1"><c r="A1" s="0"><v>43830</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1"><v>9</v></c></row>';
  expect(await cellsOf(rows, { styles: dateStyles([14, 46]), properties: 'date1904="1"' })).toEqual([
    [
      { kind: "date", wallClockMs: Date.UTC(2024, 0, 1), serial: 45292 },
      { kind: "date", wallClockMs: Date.UTC(1899, 11, 31, 12), serial: 0.5 },
      9,
    ],
  ]);
});

test("a number that no date has stays a number", async () => {
  const rows =
    '<row r="1"><c r="A1" s="0"><v>-1</v></c><c r="B1" s="0"><v>2958466</v></c><c r="C1" s="0"><v>21000001</v></c></row>';
  expect(await cellsOf(rows, { styles: dateStyles([14]) })).toEqual([[-1, 2958466, 21000001]]);
});

test("hidden and very hidden sheets are left out, hidden rows are not", async () => {
  const row = '<sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row></sheetData>';
  const bytes = makeXlsx({
    sheets: { A: row, B: row, C: row, 数据: row },
    states: { A: "hidden", C: "veryHidden" },
  });
  const { workbook, problems } = await read(bytes, "a.xlsx");
  expect(problems).toEqual([]);
  expect(workbook?.sheets.map((s) => [s.name, s.rowCount, s.cell(0, 0)])).toEqual([
    ["B", 1, 1],
    ["数据", 1, 1],
  ]);
});

test("of merged cells the top left has the value, whatever the others hold", async () => {
  const cell = (a: string) => `<c r="${a}"><v>${a.charCodeAt(1)}</v></c>`;
  const rows = [1, 2, 3]
    .map((r) => `<row r="${r}">${cell(`A${r}`)}${cell(`B${r}`)}${cell(`C${r}`)}</row>`)
    .join("");
  const sheet = `<sheetData>${rows}</sheetData><mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C2:XFD1048576"/></mergeCells>`;
  expect(gridOf(await readSheet(makeXlsx({ sheets: { A: sheet } }), "a.xlsx"))).toEqual([
    [49, undefined, 49],
    [undefined, undefined, 50],
    [51, 51, undefined],
  ]);
});

test("a sheet that claims all columns and rows has the size of its cells, and is cheap", async () => {
  const phantom = (row: number) => `<c r="XFD${row}" s="0"/>`;
  const rows = Array.from(
    { length: 2000 },
    (_, r) => `<row r="${r + 1}">${r < 2 ? `<c r="A${r + 1}"><v>${r}</v></c>` : ""}${phantom(r + 1)}</row>`,
  );
  const bytes = makeSheetXlsx(`${rows.join("")}<row r="1048576">${phantom(1048576)}</row>`);
  const start = performance.now();
  const sheet = await readSheet(bytes, "a.xlsx");
  expect([sheet.rowCount, sheet.columnCount]).toEqual([2, 1]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("positions outside the sheet are empty", async () => {
  const sheet = await readSheet(makeSheetXlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), "a.xlsx");
  expect([
    sheet.cell(-1, 0),
    sheet.cell(0, -1),
    sheet.cell(1, 0),
    sheet.cell(0, 1),
    sheet.cell(9e9, 9e9),
  ]).toEqual(Array(5).fill(undefined));
});

test("cells and rows without an address are counted, also for formulas without a value", async () => {
  const rows = '<row><c><v>1</v></c><c><f>A1</f></c></row><row r="3"><c r="B3"/><c><f>B1</f></c></row>';
  expect(await cellsOf(rows)).toEqual([
    [1, { kind: "formula", formula: "A1" }, undefined],
    [undefined, undefined, undefined],
    [undefined, undefined, { kind: "formula", formula: "B1" }],
  ]);
});

test("cells that share a formula are told with its text", async () => {
  const rows = `<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f></c></row>
    <row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>`;
  const formula = { kind: "formula", formula: "B1*2" };
  expect(await cellsOf(rows)).toEqual([[formula], [4], [formula]]);
});

test("tags with a namespace prefix are read", async () => {
  const parts = xlsxParts({ sheets: { A: "" } });
  parts["xl/worksheets/sheet1.xml"] =
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>';
  expect(gridOf(await readSheet(makeZip(parts), "a.xlsx"))).toEqual([
    [5, { kind: "formula", formula: "A1" }],
  ]);
});

test("a sheet that breaks off, is missing or names strings that are not there is an error; the others are read", async () => {
  const good = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>';
  const parts = xlsxParts({
    sheets: {
      好: good,
      Cut: good,
      Gone: good,
      Strings: '<sheetData><row r="1"><c r="A1" t="s"><v>5</v></c></row></sheetData>',
    },
  });
  parts["xl/worksheets/sheet2.xml"] = (parts["xl/worksheets/sheet2.xml"] ?? "").slice(0, -20);
  delete parts["xl/worksheets/sheet3.xml"];
  const { workbook, problems } = await read(makeZip(parts), "a.xlsx");
  expect(workbook?.sheets.map((s) => s.name)).toEqual(["好"]);
  expect(problems).toEqual(
    ["Cut", "Gone", "Strings"].map(
      (name) => `TG1008 unreadable-sheet a.xlsx:${name} | Sheet ${name} is damaged and cannot be read.`,
    ),
  );
});

test("sheets that hold a chart are no sheets of cells", async () => {
  const parts = xlsxParts({
    sheets: { A: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', Chart: "" },
  });
  const rels = "xl/_rels/workbook.xml.rels";
  parts[rels] = (parts[rels] ?? "").replace(
    'worksheet" Target="worksheets/sheet2.xml"',
    'chartsheet" Target="chartsheets/sheet1.xml"',
  );
  parts["xl/chartsheets/sheet1.xml"] = "<chartsheet/>";
  const { workbook, problems } = await read(makeZip(parts), "a.xlsx");
  expect(problems).toEqual([]);
  expect(workbook?.sheets.map((s) => s.name)).toEqual(["A"]);
});

test("a sheet named __proto__ and headers such as constructor are plain text", async () => {
  const rows =
    '<row r="1"><c r="A1" t="inlineStr"><is><t>constructor</t></is></c><c r="B1" t="inlineStr"><is><t>__proto__</t></is></c></row>';
  const { workbook, problems } = await read(
    makeXlsx({ sheets: { __proto__x: `<sheetData>${rows}</sheetData>` } }),
    "a.xlsx",
  );
  expect(problems).toEqual([]);
  expect(workbook?.sheets.map((s) => [s.name, gridOf(s)])).toEqual([
    ["__proto__x", [["constructor", "__proto__"]]],
  ]);
});

test("comments and links make no cells", async () => {
  const bytes = writeWithSheetJs([["a"], ["b"]], "xlsx", (_, sheet) => {
    sheet["D9"] = { t: "z", c: [{ a: "x", t: "note" }], l: { Target: "https://example.com" } };
    sheet["!ref"] = "A1:D9";
  });
  const sheet = await readSheet(bytes, "a.xlsx");
  expect([sheet.rowCount, sheet.columnCount]).toEqual([2, 1]);
});
