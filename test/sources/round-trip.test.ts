import fc from "fast-check";
import { expect, test } from "vitest";
import { read, writeWithSheetJs } from "./make-files.js";

const lineEnds = ["\n", "\r", "\r\n"] as const;
const separators = [",", ";", "\t", "|"] as const;

/** Text that has what a reader of delimited text can stumble over. */
const cellText = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    '"',
    '""',
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\ufeff",
    "sep=;",
    "编号",
    "😀",
    "\0",
  ),
  fc.string({
    unit: fc.constantFrom("a", "编", '"', ",", ";", "|", "\t", "\n", "\r", " ", "é"),
    maxLength: 8,
  }),
  fc.string({ unit: "binary", maxLength: 6 }).filter((text) => !/\p{Surrogate}/u.test(text)),
);
const grid = fc.array(fc.array(cellText, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

interface Written {
  readonly rows: readonly (readonly string[])[];
  readonly separator: string;
  readonly lineEnd: string;
  readonly quoteAll: boolean;
}
const written: fc.Arbitrary<Written> = fc.record({
  rows: grid,
  separator: fc.constantFrom(...separators),
  lineEnd: fc.constantFrom(...lineEnds),
  quoteAll: fc.boolean(),
});

function write({ rows, separator, lineEnd, quoteAll }: Written): string {
  const quoted = (text: string) =>
    quoteAll || text.includes(separator) || /["\r\n]/.test(text) || /^sep=/i.test(text);
  const cell = (text: string) => (quoted(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(separator)).join(lineEnd);
}

const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "utf-8": (text) => Buffer.from(text, "utf8"),
  "utf-16le": (text) => Buffer.from(text, "utf16le"),
  "utf-16be": (text) => Buffer.from(text, "utf16le").swap16(),
  gb18030: encodeGb18030,
};

test.each(["utf-8", "utf-16le", "utf-16be", "gb18030"])(
  "grid → text in named %s → grid",
  async (encoding) => {
    await fc.assert(
      fc.asyncProperty(written, async (made) => {
        // A mark would begin the file and be taken off.
        fc.pre(!write(made).startsWith("\ufeff"));
        const bytes = encoders[encoding]?.(write(made)) ?? new Uint8Array();
        fc.pre(bytes.length > 0 && !startsLikeAnotherFile(bytes));
        await expectGrid(bytes, made, { encoding, separator: made.separator });
      }),
      { numRuns: 400 },
    );
  },
);

test.each(["utf-8", "utf-16le", "utf-16be", "gb18030"])(
  "grid → text in %s with a mark → grid",
  async (encoding) => {
    await fc.assert(
      fc.asyncProperty(written, async (made) => {
        const bytes = encoders[encoding]?.(`\ufeff${write(made)}`) ?? new Uint8Array();
        await expectGrid(bytes, made, { separator: made.separator });
      }),
      { numRuns: 400 },
    );
  },
);

test("detected separators and encodings give the same grid for tables of one width", async () => {
  const word = fc.string({
    unit: fc.constantFrom("a", "b", "1", "测", "试", " "),
    minLength: 1,
    maxLength: 6,
  });
  const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
    fc.record({
      rows: fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 8 }),
      separator: fc.constantFrom(...separators),
      lineEnd: fc.constantFrom(...lineEnds),
      quoteAll: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom("utf-8", "utf-16le", "utf-16be"), async (made, encoding) => {
      await expectGrid(encoders[encoding]?.(write(made)) ?? new Uint8Array(), made, {});
    }),
    { numRuns: 600 },
  );
});

test("xlsx, xls and ods hold the same cells", async () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "编", '"', "<", "&", ";", "_", "x", "é", "😀", "1"),
    minLength: 1,
    maxLength: 8,
  });
  // SheetJS writes the smallest and the largest numbers wrongly to xls.
  const number = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => value === 0 || (Math.abs(value) > 1e-200 && Math.abs(value) < 1e200));
  const cell = fc.oneof(text, fc.integer(), number, fc.boolean());
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom("xlsx", "xls", "ods"), async (made, format) => {
      const { workbook, problems } = await read(writeWithSheetJs(made, format), `a.${format}`);
      expect(problems).toEqual([]);
      const sheet = workbook?.sheets[0];
      for (const [r, row] of made.entries()) {
        for (const [c, value] of row.entries())
          expect(sheet?.cell(r, c)).toEqual(Object.is(value, -0) ? expect.closeTo(0) : value);
      }
    }),
    { numRuns: 150 },
  );
});

async function expectGrid(bytes: Uint8Array, made: Written, options: object): Promise<void> {
  const { workbook, problems } = await read(bytes, "a.csv", options);
  expect(problems.filter((problem) => !problem.includes("no-cells"))).toEqual([]);
  const sheet = workbook?.sheets[0];
  const wanted = made.rows.map((row) => row.map((text) => (text === "" ? undefined : text)));
  expect(made.rows.map((row, r) => row.map((_, c) => sheet?.cell(r, c)))).toEqual(wanted);
  const filled = wanted.map((row) => row.findLastIndex((text) => text !== undefined) + 1);
  expect(sheet?.rowCount).toBe(filled.findLastIndex((count) => count > 0) + 1);
  expect(sheet?.columnCount).toBe(Math.max(...filled));
}

function startsLikeAnotherFile(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Encodes by searching what the decoder knows; a character that it does not know is skipped. */
function encodeGb18030(text: string): Uint8Array {
  return Buffer.concat(
    [...text].map((character) => gb18030Table().get(character) ?? encodeSupplementary(character)),
  );
}

let table: Map<string, Buffer> | undefined;

function gb18030Table(): ReadonlyMap<string, Buffer> {
  if (table !== undefined) return table;
  table = new Map();
  const decoder = new TextDecoder("gb18030", { fatal: true, ignoreBOM: true });
  const add = (bytes: Buffer) => {
    try {
      const character = decoder.decode(bytes);
      if ([...character].length === 1 && table?.has(character) === false) table.set(character, bytes);
    } catch {
      // Not assigned.
    }
  };
  for (let byte = 0; byte < 0x80; byte++) add(Buffer.from([byte]));
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) add(Buffer.from([lead, trail]));
  for (let rank = 0; rank < 39420; rank++) add(fourBytes(rank));
  return table;
}

/** Characters beyond the basic plane have four bytes in order, from 90308130 on. */
function encodeSupplementary(character: string): Buffer {
  const codePoint = character.codePointAt(0) ?? 0;
  fc.pre(codePoint > 0xffff);
  return fourBytes(189000 + codePoint - 0x10000);
}

function fourBytes(rank: number): Buffer {
  return Buffer.from([
    0x81 + Math.floor(rank / 12600),
    0x30 + (Math.floor(rank / 1260) % 10),
    0x81 + (Math.floor(rank / 10) % 126),
    0x30 + (rank % 10),
  ]);
}
