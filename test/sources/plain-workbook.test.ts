import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SSF } from "xlsx";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import type { Sheet, Workbook } from "../../src/model/workbook.js";
import { classifyNumberFormat } from "../../src/sources/number-format.js";
import { openWorkbook, readBySheetJs } from "../../src/sources/office-open-xml.js";
import { classifyPlainFormat } from "../../src/sources/xlsx/cell-kinds.js";
import { readPlainWorkbook } from "../../src/sources/xlsx/read-plain-workbook.js";
import { openZip } from "../../src/sources/zip-archive.js";
import { gridOf, makeXlsx, type XlsxContent } from "./make-files.js";
import { workbooksAtHand } from "./workbooks-at-hand.js";

/** Reads a workbook by both readers and compares them; returns what the plain one gives. */
async function compare(bytes: Uint8Array, what: string): Promise<Workbook | undefined> {
  const source = openWorkbook(openZip(bytes));
  const plain = readPlainWorkbook(source, "a.xlsx");
  const { diagnostics, report } = createDiagnosticSink();
  const judge = await readBySheetJs(source, "a.xlsx", report);
  if (plain === undefined) return undefined;
  expect(diagnostics, what).toEqual([]);
  expect(plain.sheets.map(describeSheet), what).toEqual(judge.sheets.map(describeSheet));
  for (const sheet of plain.sheets) checkPlainCells(sheet);
  return plain;
}

function describeSheet(sheet: Sheet) {
  const { name, rowCount, columnCount, merges } = sheet;
  return { name, rowCount, columnCount, merges, cells: gridOf(sheet) };
}

function checkPlainCells(sheet: Sheet): void {
  for (const [row, cells] of gridOf(sheet).entries()) {
    for (const [column, cell] of cells.entries()) {
      const { plain } = sheet;
      const text = plain?.text(row, column);
      if (text !== undefined) expect(text).toBe(cell);
      const number = plain?.number(row, column);
      if (!Number.isNaN(number)) expect(number).toBe(Number(cell) + 0);
      const integer = plain?.integer(row, column);
      if (!Number.isNaN(integer)) expect(integer).toBe(number);
      if (plain?.isFilled(row, column)) expect(String(cell).trim()).not.toBe("");
    }
  }
}

test("the workbooks at hand have the cells that SheetJS finds in them, and most are plain", async () => {
  let plainCount = 0;
  for (const file of workbooksAtHand)
    if ((await compare(readFileSync(file), file)) !== undefined) plainCount++;
  expect(workbooksAtHand.length).toBeGreaterThan(5);
  expect(plainCount / workbooksAtHand.length).toBeGreaterThan(0.8);
});

const texts = fc.constantFrom(
  "",
  "a",
  " a ",
  "&amp;lt;",
  "道具",
  "😀",
  "line\nline",
  "a\r\nb",
  "_x0041_",
  "_x005F_x0041_",
  "#REF!",
  "&#x4E2D;",
  "&#10;",
  "&quot;&apos;&gt;",
  "12",
  "&unknown;",
  "\u00a0",
);
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    "-0",
    "1E+3",
    "0.1",
    "123456789012345678",
    "45000.5",
    "59",
    "0.25",
    "2958466",
    "1.",
    "",
    "x",
  ),
);
const styles = fc.constantFrom("", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="9"');

const cells = fc.oneof(
  fc.tuple(styles, numbers).map(
    ([style, value]) =>
      (at: string) =>
        `<c r="${at}"${style}><v>${value}</v></c>`,
  ),
  fc.nat(8).map((index) => (at: string) => `<c r="${at}" t="s"><v>${index}</v></c>`),
  texts.map((text) => (at: string) => `<c r="${at}" t="str"><f>A1&amp;"x"</f><v>${text}</v></c>`),
  texts.map((text) => (at: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`),
  fc.constantFrom("0", "1", "true").map((value) => (at: string) => `<c r="${at}" t="b"><v>${value}</v></c>`),
  fc
    .constantFrom("#N/A", "#DIV/0!", "#SPILL!")
    .map((value) => (at: string) => `<c r="${at}" t="e"><v>${value}</v></c>`),
  fc.constantFrom(
    (at: string) => `<c r="${at}" s="1"/>`,
    (at: string) => `<c r="${at}"></c>`,
    (at: string) => `<c r="${at}"><f>1+1</f></c>`,
    (at: string) => `<c r="${at}"><f t="shared" si="0"/><v>5</v></c>`,
    (at: string) => `<c r="${at}" t="d"><v>2024-01-01</v></c>`,
    (_: string) => "<c><v>7</v></c>",
    (_: string) => "",
  ),
);

const sheets = fc
  .array(fc.tuple(fc.array(cells, { maxLength: 5 }), fc.boolean()), { maxLength: 6 })
  .map((rows) =>
    rows
      .map(([row, isNumbered], index) => {
        const content = row.map((cell, column) => cell(`${String.fromCharCode(65 + column)}${index + 1}`));
        return `<row${isNumbered ? ` r="${index + 1}"` : ""} spans="1:5">${content.join("")}</row>`;
      })
      .join(""),
  );

const runs = '<si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r></si>';
const styleParts =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs>';

test("random workbooks are read as SheetJS reads them, or left to it", async () => {
  let plainCount = 0;
  await fc.assert(
    fc.asyncProperty(
      sheets,
      fc.array(texts, { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      fc.constantFrom("", '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'),
      async (rows, shared, is1904, merges) => {
        const content: XlsxContent = {
          sheets: { Sheet1: `<sheetData>${rows}</sheetData>${merges}`, Other: "<sheetData/>" },
          sharedStrings: shared.map((text) => `<si><t>${text}</t></si>`).join("") + runs,
          styles: styleParts,
          ...(is1904 ? { properties: 'date1904="1"' } : {}),
        };
        if ((await compare(makeXlsx(content), rows)) !== undefined) plainCount++;
      },
    ),
    { numRuns: 1500 },
  );
  expect(plainCount).toBeGreaterThan(300);
});

test.each([
  ["a prefix", { sheets: { A: "<x:sheetData/>" } }],
  ["a comment", { sheets: { A: '<sheetData><!-- --><row r="1"/></sheetData>' } }],
  ["rows out of order", { sheets: { A: '<sheetData><row r="2"/><row r="1"/></sheetData>' } }],
  [
    "an unknown format",
    {
      sheets: { A: "<sheetData/>" },
      styles: '<numFmts><numFmt numFmtId="164" formatCode="[DBNum1]e"/></numFmts>',
    },
  ],
  ["phonetic runs", { sheets: { A: "<sheetData/>" }, sharedStrings: "<si><t>a</t><rPh><t>b</t></rPh></si>" }],
] satisfies [string, XlsxContent][])("%s is left to SheetJS", async (_, content) => {
  expect(await compare(makeXlsx(content), "")).toBeUndefined();
});

test("number formats that are known show what SheetJS says they show", () => {
  const pieces = fc.constantFrom(
    ..."0 # ? . , % $ - + ( ) / : ; @ y m d h s yyyy mm dd hh ss AM/PM [h] [mm] [ss] [Red] [$-409] E+00 General".split(
      " ",
    ),
    '"text"',
    "\\ ",
    "_)",
    "* ",
    "年",
    " ",
  );
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 6 }), (parts) => {
      const format = parts.join("");
      const kind = classifyPlainFormat(format);
      if (kind === undefined) return;
      expect(kind, format).toBe(classifyNumberFormat(format, (text) => SSF.is_date(text) === true));
    }),
    { numRuns: 5000 },
  );
});
