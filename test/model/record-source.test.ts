import { expect, test } from "vitest";
import { formatRecordSource, globOfSource, parseRecordSource } from "../../src/model/record-source.js";

test.each([
  ["items.json", "items.json", [], false],
  ["a/*.YAML", "a/*.YAML", [], false],
  ["a/*.{json,lua}", "a/*.{json,lua}", [], false],
  ["a/*.{xlsx,xml}#*", "a/*.{xlsx,xml}", [], true],
  ["all.json#data.items", "all.json", ["data", "items"], false],
  ["all.json#data.0.items.*", "all.json", ["data", 0, "items"], true],
  ["a#b.json", "a#b.json", [], false],
  ["a#b.json#c", "a#b.json", ["c"], false],
  ["drops/", "drops/", [], false],
  ["drops/#rows", "drops/", ["rows"], false],
  ["folder", "folder/", [], false],
  ["folder#rows.*", "folder/", ["rows"], true],
])("%s names files of records", (entry, files, path, isList) => {
  const source = parseRecordSource(entry, (one) => one === "folder");
  expect(source).toEqual({ files, path, isList });
});

test.each(["items.xlsx", "items.xlsx#Item", "**", "a/*", "*.{xlsx,csv}", "other", "", "#json"])(
  "%j names none",
  (entry) => {
    expect(parseRecordSource(entry)).toBeUndefined();
  },
);

test("an entry is written as it is read", () => {
  for (const entry of ["items.json", "all.json#data.0.items.*", "drops/#*"]) {
    const source = parseRecordSource(entry);
    expect(source === undefined ? undefined : formatRecordSource(source)).toBe(entry);
  }
});

test("a folder stands for all files of records below it", () => {
  expect(globOfSource({ files: "a/", path: [], isList: false })).toBe("a/**/*.{json,jsonc,yaml,yml,xml,lua}");
});
