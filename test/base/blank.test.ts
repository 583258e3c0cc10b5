import fc from "fast-check";
import { expect, test } from "vitest";
import { isBlank, trim } from "../../src/base/blank.js";

test.each([
  " ",
  "\t",
  "\r\n",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200e",
  "\u202f",
  "\u2060",
  "\u3000",
  "\ufeff",
])("%j does not count at the ends of a text, and alone it is blank", (blank) => {
  expect(trim(`${blank}a${blank}b${blank}${blank}`)).toBe(`a${blank}b`);
  expect(isBlank(blank + blank)).toBe(true);
  expect(isBlank(`${blank}.`)).toBe(false);
});

test("trimming takes at least what the language's own trimming takes, and nothing twice", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(" ", "\u200b", "\u3000", "\n", "a", "绿", "~", "\u007f") }),
      (text) => {
        expect(trim(text)).toBe(trim(text.trim()));
        expect(trim(trim(text))).toBe(trim(text));
      },
    ),
  );
});

test("trimming takes time in proportion to the text", () => {
  const text = `é${" ".repeat(200_000)}é`;
  const start = performance.now();
  expect(trim(text)).toBe(text);
  expect(performance.now() - start).toBeLessThan(1000);
});
