import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeData, escapeProperty } from "../../../src/cli/reports/format-github.js";
import { escapeXml } from "../../../src/cli/reports/format-junit.js";
import { escapeMessage } from "../../../src/cli/reports/format-sarif.js";
import { parseXml } from "./parse-xml.js";

/** Any text at all, often with what means something somewhere. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "%",
      ":",
      ",",
      "\r",
      "\n",
      "0",
      "A",
      "2",
      "5",
      "=",
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "\\",
      "中",
    ),
  }),
  fc.string({
    unit: fc.constantFrom(
      "&",
      "<",
      ">",
      '"',
      "'",
      "]",
      ";",
      "#",
      "a",
      "\t",
      "\n",
      "\r",
      "\u0000",
      "\ud800",
      "\ufffe",
    ),
  }),
);

describe("github", () => {
  // As the runner reads a command: it splits at "::" and ",", and then replaces these.
  const unescapeData = (text: string) =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const unescapeProperty = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");

  test("any text comes out of a command as it went in", () => {
    fc.assert(
      fc.property(anyText, anyText, (title, message) => {
        const line = `::error title=${escapeProperty(title)},file=a::${escapeData(message)}`;
        expect(line).not.toMatch(/[\r\n]/);
        const [, properties = "", data = ""] = /^::error (.*?)::(.*)$/su.exec(line) ?? [];
        const [given = ""] = properties.split(",");
        expect(unescapeProperty(given.replace(/^title=/, ""))).toBe(title);
        expect(unescapeData(data)).toBe(message);
      }),
    );
  });
});

describe("junit", () => {
  const expected = (text: string) =>
    [...text]
      .map((character) =>
        /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character)
          ? character
          : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
      )
      .join("");

  test("any text comes out of the document, with illegal characters written out", () => {
    fc.assert(
      fc.property(anyText, anyText, (attribute, text) => {
        const { attributes, text: inside } = parseXml(
          `<a b="${escapeXml(attribute)}">${escapeXml(text)}</a>`,
        );
        expect(attributes).toEqual({ b: expected(attribute) });
        expect(inside).toBe(expected(text));
      }),
    );
  });
});

describe("sarif", () => {
  /** As the specification has it: braces of their own are doubled, and a number in braces is a placeholder. */
  const render = (text: string) => {
    if (/\{\d+\}/.test(text.replace(/\{\{|\}\}/g, ""))) throw new Error(`a placeholder: ${text}`);
    return text.replaceAll("{{", "{").replaceAll("}}", "}");
  };

  test("a message holds no placeholder and no link, whatever a cell says", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMessage(text);
        if (/\{\d+\}/.test(text))
          expect(render(escaped).replace(/\\(?=\[)/g, "")).toBe(text.replace(/\\(?=\[)/g, ""));
        expect(escaped.replace(/\\\[/g, "")).not.toMatch(/\[[^[\]]*\]\(/);
      }),
    );
  });

  test.each([
    ["No {ts,js} and [1] is as it is", "No {ts,js} and [1] is as it is"],
    ["{0} is {1}", "{{0}} is {{1}}"],
    ["{{0}}", "{{{{0}}}}"],
    ["see [a](1)", "see \\[a](1)"],
  ])("%s", (text, escaped) => {
    expect(escapeMessage(text)).toBe(escaped);
  });
});
