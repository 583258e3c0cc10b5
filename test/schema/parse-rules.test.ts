import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { parseRules } from "../../src/schema/parse-rules.js";
import { formatDiagnostic } from "./resolve.js";

const at = { file: "items.xlsx", sheet: "Item", row: 2, column: 1 };

function parse(text: string) {
  const { diagnostics, report } = createDiagnosticSink();
  const rules = parseRules(text, at, report).map(({ at: _, ...rule }) => rule);
  return { rules, reported: diagnostics.flatMap(formatDiagnostic) };
}

describe("the rules of a column", () => {
  test("are separated by blanks or semicolons", () => {
    expect(parse(" key;  unique default=5; ")).toEqual({
      rules: [{ kind: "key" }, { kind: "unique", group: undefined }, { kind: "default", text: "5" }],
      reported: [],
    });
  });

  test("may name the key that several columns are together", () => {
    expect(parse("unique( slot )").rules).toEqual([{ kind: "unique", group: "slot" }]);
  });

  test("make a column part of indexes beside the unique keys", () => {
    expect(parse("multi ordered(rank) multi(zone)")).toEqual({
      rules: [
        { kind: "multi", group: undefined },
        { kind: "ordered", group: "rank" },
        { kind: "multi", group: "zone" },
      ],
      reported: [],
    });
  });

  test.each([
    ["default=1,2,3", "1,2,3"],
    ['default="two words; and a ""quote"""', 'two words; and a "quote"'],
    ['default=""', ""],
    ["default=剑", "剑"],
    ["default=a=b", "a=b"],
  ])("%s gives the default %s", (text, value) => {
    expect(parse(text)).toEqual({ rules: [{ kind: "default", text: value }], reported: [] });
  });

  test("an unknown rule is reported with the nearest one, and the others count", () => {
    expect(parse("uniqe key sort(1,5)")).toEqual({
      rules: [{ kind: "key" }],
      reported: [
        "TG2020 items.xlsx:Item!B3 There is no rule uniqe. Did you mean unique?",
        "TG2020 items.xlsx:Item!B3 There is no rule sort.",
      ],
    });
  });

  test.each([
    ["range=1..100", { kind: "range", range: range("1", "100") }],
    ["range=..5", { kind: "range", range: range(undefined, "5") }],
    ["size=(1,]", { kind: "size", range: range("1", undefined, true) }],
    ['length="[1, 8)"', { kind: "length", range: range("1", "8", false, true) }],
    ["size=3", { kind: "size", range: range("3", "3") }],
    ['range="2024-01-01 8:00..2024-02-01"', { kind: "range", range: range("2024-01-01 8:00", "2024-02-01") }],
    ['oneOf="red | dark blue"', { kind: "oneOf", values: ["red", "dark blue"] }],
    ['pattern="a ""b""|c"', { kind: "pattern", pattern: 'a "b"|c' }],
    ["required", { kind: "required" }],
    ["notDefault", { kind: "notDefault" }],
    ["path=icons", { kind: "path", root: "icons" }],
    ["path", { kind: "path", root: "" }],
    ["sequence=1", { kind: "sequence", first: "1" }],
    ["sequence", { kind: "sequence" }],
    ["ascending=strict", { kind: "ascending", isStrict: true }],
    ["descending", { kind: "descending", isStrict: false }],
    ['check="a < b && c"', { kind: "check", expression: "a < b && c" }],
  ])("%s is a rule of values", (text, terms) => {
    expect(parse(text)).toEqual({ rules: [{ kind: "value", rule: { ...terms, text, at } }], reported: [] });
  });

  test.each([
    ["range(1,5)", "what it takes stands behind =: range=…"],
    ["range", "write range=1..10, range=1.. or range=..10"],
    ["range=..", "it has no limit; write 1..10, 1.. or ..10"],
    ["size=(1", "write (1,10] or 1..10"],
    ["oneOf=a||b", "write oneOf=a|b|c"],
    ["pattern=(", "the pattern is wrong: Unterminated group"],
    ["required=yes", "`required` takes no value"],
    ["ascending=true", "write ascending, or ascending=strict where no two may be equal"],
    ["check", 'write check="a < b"'],
  ])("%s is no rule of values", (text, reason) => {
    expect(parse(text).reported).toEqual([`TG2021 items.xlsx:Item!B3 "${text}" is not a rule: ${reason}.`]);
  });

  test.each([
    ["key(1)", "key(1)", "`key` stands alone"],
    ["key=1", "key=1", "`key` stands alone"],
    ["unique=name", "unique=name", "`unique` takes no value"],
    ["unique()", "unique()", "unique(NAME) takes one name"],
    ["multi=1", "multi=1", "`multi` takes no value"],
    ["ordered(1)", "ordered(1)", "ordered(NAME) takes one name"],
    ["default", "default", 'write default=TEXT, "" for an empty text'],
    ["default=", "default=", 'write default=TEXT, "" for an empty text'],
    ["default(5)", "default(5)", "write default=TEXT"],
    ['default="open', 'default="open', "a quote is not closed"],
    ["unique(a", "unique(a", "a bracket is not closed"],
    ["key, unique", "key, unique", "rules are separated by a space or ;"],
    ["key 5", "key 5", "it cannot be read from 5 on"],
    ["unique（a）", "unique（a）", "it has full-width signs; write unique(a)"],
  ])("%s is no rule, and the reason is given", (text, rule, reason) => {
    expect(parse(text)).toEqual({
      rules: text === "key 5" ? [{ kind: "key" }] : [],
      reported: [`TG2021 items.xlsx:Item!B3 "${rule}" is not a rule: ${reason}.`],
    });
  });
});

function range(minimum?: string, maximum?: string, isLowOpen = false, isHighOpen = false) {
  return {
    ...(minimum === undefined ? {} : { minimum: { text: minimum, isOpen: isLowOpen } }),
    ...(maximum === undefined ? {} : { maximum: { text: maximum, isOpen: isHighOpen } }),
  };
}
