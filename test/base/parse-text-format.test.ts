import { describe, expect, test } from "vitest";
import { parseTextFormat } from "../../src/base/parse-text-format.js";

const word = (text: string) => ({ kind: "word", text });
const text = (value: string) => ({ kind: "text", text: value });

describe("parseTextFormat", () => {
  test("parses words, texts, messages and lists, with whatever is between them", () => {
    expect(parseTextFormat("a:1, b : true; c:-2.5e3 # note\nd {e:X} f:{} g:[1, 2] g:3")).toEqual([
      { name: "a", value: word("1") },
      { name: "b", value: word("true") },
      { name: "c", value: word("-2.5e3") },
      { name: "d", value: { kind: "message", fields: [{ name: "e", value: word("X") }] } },
      { name: "f", value: { kind: "message", fields: [] } },
      { name: "g", value: word("1") },
      { name: "g", value: word("2") },
      { name: "g", value: word("3") },
    ]);
  });

  test("resolves escapes, and joins texts that follow each other", () => {
    expect(parseTextFormat(String.raw`a:"x\"y\n\x41\u5251" 'z'`)).toEqual([
      { name: "a", value: text('x"y\nA剑z') },
    ]);
  });

  test("has nothing of nothing", () => {
    expect(parseTextFormat(" ")).toEqual([]);
  });

  test.each([
    ["a", ": is missing behind a"],
    ["a:", "a has no value"],
    ["a:}", "a has no value"],
    ["a {b:1", "} is missing"],
    ["a:[1", "] is missing"],
    ['a:"x', "a quote is not closed"],
    ["a:1 ?", "? is not expected here"],
    ["{a:1}", "{ is no name of a property"],
  ])("refuses %s: %s", (given, reason) => {
    expect(() => parseTextFormat(given)).toThrow(reason);
  });
});
