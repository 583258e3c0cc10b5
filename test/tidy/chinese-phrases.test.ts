import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { translatePhrase } from "../../src/base/catalog/zh/phrases.js";

const source = resolve(import.meta.dirname, "../../src");
/** Where sheets and configs are read, and so notes are made. */
const folders = ["sources", "schema", "rows", "checks", "pipeline/config"];

test("what the stages say in notes and reasons has a Chinese text in src/base/catalog/zh/phrases.ts", () => {
  const missing = folders
    .flatMap(listTexts)
    .filter(({ text }) => translatePhrase(text) === text && !parts.some((part) => text.startsWith(part)));
  expect(missing).toEqual([]);
});

/** What is only said together with more, and has a text as a whole. */
const parts = ["and in ", "must be "];

function listTexts(folder: string) {
  return readdirSync(join(source, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .flatMap((entry) => {
      const code = readFileSync(join(entry.parentPath, entry.name), "utf8");
      const texts = [
        ...code.matchAll(/\b(?:message|reason)(?::| =) (?:"((?:[^"\\]|\\.)+)"|`((?:[^`\\]|\\.)+)`)/g),
      ];
      return texts.map(([, plain, template]) => ({
        file: `${folder}/${entry.name}`,
        text: plain ?? template?.replace(/\$\{[^}]*\}/g, "X").replaceAll("\\`", "`") ?? "",
      }));
    });
}
