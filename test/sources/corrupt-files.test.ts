import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSheetXlsx, makeZip, read, writeWithSheetJs, xlsxParts } from "./make-files.js";

const rows = Array.from({ length: 20 }, (_, i) => [i, `text ${i}`, i % 2 === 0, "中文"]);
const files: Readonly<Record<string, Uint8Array>> = {
  "a.xlsx": writeWithSheetJs(rows, "xlsx"),
  "a.xls": writeWithSheetJs(rows, "xls"),
  "a.ods": writeWithSheetJs(rows, "ods"),
  "a.csv": Buffer.from(rows.map((row) => row.join(",")).join("\n")),
};

test.each(Object.keys(files))(
  "%s with altered bytes is read or reported, and nothing is thrown",
  async (file) => {
    const good = files[file] ?? new Uint8Array();
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(good.length), fc.boolean(), async (changes, length, cut) => {
        const bytes = Uint8Array.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        const { workbook, problems } = await read(cut ? bytes.subarray(0, length) : bytes, file);
        expect(workbook !== undefined || problems.length > 0).toBe(true);
        // Reading each cell throws nothing either.
        for (const sheet of workbook?.sheets ?? []) {
          for (let row = 0; row < Math.min(sheet.rowCount, 100); row++) sheet.cell(row, 0);
        }
      }),
      { numRuns: 300 },
    );
  },
);

test("parts of an xlsx with altered text are read or reported, and nothing is thrown", async () => {
  const parts = xlsxParts({
    sheets: {
      A: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f></c></row></sheetData>',
    },
    sharedStrings: "<si><t>a</t></si>",
    styles:
      '<numFmts><numFmt numFmtId="170" formatCode="0"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>',
  });
  const scraps = fc.constantFrom(
    "",
    "<",
    ">",
    "/",
    '"',
    "&",
    "&#x110000;",
    "]]>",
    "<!--",
    "A99999999999",
    "-1",
    "\0",
    "é",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(parts)),
      fc.nat(),
      fc.nat(9),
      scraps,
      async (name, at, count, scrap) => {
        const text = parts[name] ?? "";
        const from = at % (text.length + 1);
        const altered = text.slice(0, from) + scrap + text.slice(from + count);
        const { workbook, problems } = await read(makeZip({ ...parts, [name]: altered }), "a.xlsx");
        expect(workbook !== undefined || problems.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("an xlsx whose cells lie beyond the last row or column is read without a flood of memory", async () => {
  const bytes = makeSheetXlsx('<row r="99999999"><c r="ZZZZZZZ99999999"><v>1</v></c></row>');
  const { workbook, problems } = await read(bytes, "a.xlsx");
  expect(workbook !== undefined || problems.length > 0).toBe(true);
});
