import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../native-runtime/native.js";

const files = [
  "direct-slots",
  ...["int32", "int32-hash", "int64", "pair", "text"].map((keys) => `${keys}-lookup`),
];
/** What only the slow ways read. */
const rare = ["#rows", "#others"];

test.each(files)("%s has no field that is undefined before it is set", (file) => {
  // Lookups of a thousand keys take twice as long where the engine has to ask what kind of value a field has; see key-lookup.ts.
  const compiled = readFileSync(join(root, `dist/runtime/${file}.js`), "utf8");
  const declared = [...compiled.matchAll(/^ {4}(#?\w+);$/gm)].map(([, name = ""]) => name);
  expect(declared.filter((name) => !rare.includes(name))).toEqual([]);
  expect(compiled).toContain("class ");
});
