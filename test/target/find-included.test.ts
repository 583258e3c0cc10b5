import fc from "fast-check";
import { expect, test } from "vitest";
import { findIncluded } from "../../src/target/find-included.js";

const shortest = 4;
const letters = fc.constantFrom("a", "b", " ", "剑");

test("the same texts are found as by a search for each of them", () => {
  const text = fc.string({ unit: letters, maxLength: 200 });
  const wanted = fc.array(fc.string({ unit: letters, minLength: shortest, maxLength: 12 }));
  fc.assert(
    fc.property(text, wanted, (whole, texts) => {
      const expected = new Set(texts.filter((one) => whole.includes(one)));
      expect(findIncluded(whole, texts, shortest)).toEqual(expected);
    }),
  );
});

test("a text is found at the very beginning and at the very end, and where others begin as it does", () => {
  const texts = ["Iron", "Iron sword", "Iron shield", "a sword", "swords"];
  expect([...findIncluded("Iron shield or a sword", texts, shortest)]).toEqual([
    "Iron",
    "Iron shield",
    "a sword",
  ]);
});
