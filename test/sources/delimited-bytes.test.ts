import fc from "fast-check";
import { expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { scanDelimitedBytes } from "../../src/sources/delimited-bytes.js";
import { scanDelimitedText } from "../../src/sources/delimited-scan.js";

function scanBoth(text: string, separator = ",") {
  const { diagnostics, report } = createDiagnosticSink();
  const slow = scanDelimitedText(text, { separator, from: 0, file: "a.csv" }, report);
  const fast = scanDelimitedBytes(Buffer.from(text), { separator: separator.charCodeAt(0), from: 0 });
  return { slow, fast, isReported: diagnostics.length > 0 };
}

const pieces = [
  ",",
  ",",
  "\n",
  "\r",
  "\r\n",
  '"',
  '""',
  '"a,b"',
  '"x\ny"',
  " ",
  "#REF!",
  "道具",
  "\u3000",
  "\u00a0",
  "😀",
  "-",
  ".",
  "0",
  "-0",
  "7",
  "12.50",
  "-3.25",
  "1e3",
  "123456789012345",
  "9007199254740993",
  "abc",
  "\0",
];

test("bytes hold the cells that the text holds, or are left to the reader of texts", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const { slow, fast, isReported } = scanBoth(text);
      if (isReported || slow === undefined) {
        expect(fast).toBeUndefined();
        return;
      }
      if (fast === undefined) {
        // Blanks behind a closing quote are all that it leaves without a report.
        expect(text).toMatch(/"\s/);
        return;
      }
      expect([fast.rowCount, fast.columnCount]).toEqual([slow.rowCount, slow.columnCount]);
      for (let row = -1; row <= slow.rowCount; row++) {
        for (let column = -1; column <= slow.columnCount; column++) {
          const cell = slow.cell(row, column);
          expect(fast.cell(row, column)).toBe(cell);
          if (row >= 0 && row < slow.rowCount)
            expect(fast.lineOf(row, column)).toBe(slow.lineOf(row, column));
          expectPlain(fast.plain, [row, column], cell, text.includes('"'));
        }
      }
    }),
    { numRuns: 3000 },
  );
});

type Plain = NonNullable<ReturnType<typeof scanDelimitedBytes>>["plain"];

/** What is said of a plain cell is what its text says; of others, as those with quotes, nothing is said. */
function expectPlain(
  plain: Plain,
  [row, column]: readonly [number, number],
  cell: string | undefined,
  mayBeQuoted: boolean,
): void {
  if (plain === undefined) return;
  const text = plain.text(row, column);
  if (text !== undefined) expect(text).toBe(cell);
  if (plain.isFilled(row, column)) expect(cell?.trim()).not.toBe("");
  const integer = plain.integer(row, column);
  const isInteger = /^-?\d{1,15}$/.test(cell ?? "");
  if (!mayBeQuoted || !Number.isNaN(integer))
    expect(integer).toEqual(isInteger ? Number(cell) + 0 : Number.NaN);
  const number = plain.number(row, column);
  const isNumber = /^-?\d+(\.\d*)?$/.test(cell ?? "") && (cell?.match(/\d/g)?.length ?? 0) <= 15;
  if (!mayBeQuoted || !Number.isNaN(number)) expect(number).toEqual(isNumber ? Number(cell) + 0 : Number.NaN);
}

test("decimal numbers are the doubles that are nearest", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), fc.nat(14), (digits, decimals) => {
      const text = String(digits).padStart(decimals + 1, "0");
      const shown = `${text.slice(0, text.length - decimals)}.${text.slice(text.length - decimals)}`;
      expect(scanBoth(shown).fast?.plain?.number(0, 0)).toBe(Number(shown));
    }),
  );
});

test.each([";", "\t", "|", "a"])("%j divides cells", (separator) => {
  const { fast } = scanBoth(["x", "y", '"z"'].join(separator), separator);
  expect([0, 1, 2].map((column) => fast?.cell(0, column))).toEqual(["x", "y", "z"]);
});
