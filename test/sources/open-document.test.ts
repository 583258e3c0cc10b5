import { expect, test } from "vitest";
import { gridOf, makeOds, makeZip, read, readSheet } from "./make-files.js";

const table = (rows: string, attributes = 'table:name="S"') =>
  `<table:table ${attributes}>${rows}</table:table>`;
const row = (cells: string) => `<table:table-row>${cells}</table:table-row>`;
const text = (content: string) =>
  `<table:table-cell office:value-type="string">${content}</table:table-cell>`;

async function cellsOf(cells: string, styles = "") {
  return gridOf(await readSheet(makeOds(table(row(cells)), styles), "a.ods"))[0];
}

test("numbers, texts and booleans keep their kind, with or without a shown text", async () => {
  const cells = `<table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="7"/>
    <table:table-cell office:value-type="percentage" office:value="0.5"></table:table-cell>
    <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
    <table:table-cell office:value-type="boolean" office:boolean-value="false"><text:p>FALSCH</text:p></table:table-cell>
    <table:table-cell office:value-type="string" office:string-value="attribute"/>
    ${text("<text:p>007</text:p>")}<table:table-cell/>${text("<text:p/>")}${text("<text:p>end</text:p>")}`;
  expect(await cellsOf(cells)).toEqual([
    1.5,
    7,
    0.5,
    true,
    false,
    "attribute",
    "007",
    undefined,
    undefined,
    "end",
  ]);
});

test("paragraphs are lines, and blanks are what text:s says", async () => {
  const cells =
    text("<text:p>a</text:p><text:p>b</text:p>") +
    text('<text:p><text:s text:c="2"/>a<text:s/>&lt;<text:tab/>b<text:s/></text:p>') +
    text("<text:p><text:span>rich</text:span> text</text:p>") +
    text("<text:p>中文&#128512;_x0041_</text:p>");
  expect(await cellsOf(cells)).toEqual(["a\nb", "  a <\tb ", "rich text", "中文😀_x0041_"]);
});

test("dates and times are wall clock, with serial numbers", async () => {
  const cells = `<table:table-cell office:value-type="date" office:date-value="2024-01-01"><text:p>x</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2024-01-01T18:00:00"><text:p>x</text:p></table:table-cell>
    <table:table-cell office:value-type="time" office:time-value="PT12H00M00S"><text:p>x</text:p></table:table-cell>`;
  expect(await cellsOf(cells)).toEqual([
    { kind: "date", wallClockMs: Date.UTC(2024, 0, 1), serial: 45292 },
    { kind: "date", wallClockMs: Date.UTC(2024, 0, 1, 18), serial: 45292.75 },
    { kind: "date", wallClockMs: Date.UTC(1899, 11, 31, 12), serial: 0.5 },
  ]);
});

test("errors of formulas are errors; the same text typed by hand is text", async () => {
  const formula = (shown: string) =>
    `<table:table-cell table:formula="of:=X" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>${shown}</text:p></table:table-cell>`;
  expect(
    await cellsOf(formula("#REF!") + formula("Err:502") + formula("#N/A") + text("<text:p>#REF!</text:p>")),
  ).toEqual([
    { kind: "error", text: "#REF!" },
    { kind: "error", text: "Err:502" },
    { kind: "error", text: "#N/A" },
    "#REF!",
  ]);
});

test("a formula without a value is told, wherever repeats have put it", async () => {
  const uncached = '<table:table-cell table:formula="of:=SUM([.A1:.A2])&amp;&quot;x&quot;"/>';
  const rows =
    '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>' +
    row(`<table:table-cell table:number-columns-repeated="2"/><table:covered-table-cell/>${uncached}`) +
    row(
      '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/><table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"><text:p/></table:table-cell>',
    );
  const sheet = await readSheet(makeOds(table(rows)), "a.ods");
  expect([sheet.rowCount, sheet.columnCount]).toEqual([5, 4]);
  expect(sheet.cell(3, 3)).toEqual({ kind: "formula", formula: 'SUM([.A1:.A2])&"x"' });
  expect(sheet.cell(4, 0)).toBe(1);
});

test("hidden tables are left out", async () => {
  const style = (name: string, display: boolean) =>
    `<style:style style:name="${name}" style:family="table" style:master-page-name="d"><style:table-properties table:display="${display}"/></style:style>`;
  const cell = row('<table:table-cell office:value-type="float" office:value="1"/>');
  const bytes = makeOds(
    table(cell, 'table:name="甲&amp;" table:style-name="ta1"') +
      table(cell, 'table:name="Hidden" table:style-name="ta2"'),
    style("ta1", true) + style("ta2", false),
  );
  const { workbook, problems } = await read(bytes, "a.ods");
  expect(problems).toEqual([]);
  expect(workbook?.sheets.map((s) => s.name)).toEqual(["甲&"]);
});

test("repeated blank rows and columns to the end of the sheet cost nothing", async () => {
  const rows = `${row('<table:table-cell office:value-type="float" office:value="1"/><table:table-cell table:number-columns-repeated="16383"/>')}
    <table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"></table:table-cell></table:table-row>`;
  const sheet = await readSheet(makeOds(table(rows)), "a.ods");
  expect([sheet.rowCount, sheet.columnCount]).toEqual([1, 1]);
});

test("cells that a merged one covers are empty", async () => {
  const cells =
    '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="float" office:value="1"/><table:covered-table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:covered-table-cell>' +
    text("<text:p>c</text:p>");
  expect(await cellsOf(cells)).toEqual([1, undefined, "c"]);
});

test("dates of the 1904 system are moved", async () => {
  const settings =
    '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>';
  const cell = '<table:table-cell office:value-type="date" office:date-value="2024-01-01"/>';
  const bytes = makeOds(settings + table(row(cell)));
  expect(gridOf(await readSheet(bytes, "a.ods"))).toEqual([
    [{ kind: "date", wallClockMs: Date.UTC(2024, 0, 1), serial: 45292 }],
  ]);
});

test("content that breaks off is damage", async () => {
  const bytes = makeZip({
    "META-INF/manifest.xml": "opendocument.spreadsheet",
    "content.xml": "<office:document-content><office:body>",
  });
  expect((await read(bytes, "a.ods")).problems).toEqual([
    "TG1006 damaged-workbook a.ods | The workbook is damaged: content.xml in its zip archive breaks off.",
  ]);
});
