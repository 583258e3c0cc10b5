import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { explanations } from "../../../src/base/catalog/examples/index.js";
import { reported } from "../../../src/base/catalog/examples/reported.js";
import { root } from "../../docs/markdown.js";
import { buildExample } from "./build-example.js";

const folder = mkdtempSync(join(tmpdir(), "table-gen-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = Object.entries(explanations).flatMap(([code, explanation]) =>
  "bad" in explanation ? [{ code, ...explanation }] : [],
);

test("the messages that are shown are those that the examples give", async () => {
  const actual: Record<string, unknown> = {};
  for (const { code, bad } of examples) {
    const [first] = await buildExample(join(folder, `${code}-shown`), bad);
    if (first === undefined) throw new Error(`${code} gives nothing`);
    const { parameters, at, notes } = first;
    actual[code] = { parameters, ...(at === undefined ? {} : { at }), notes };
  }
  if (process.env["UPDATE_GOLDEN"] === "1") writeReported(actual);
  expect(reported).toEqual(actual);
});

/** Writes the file anew; the next run reads it. */
function writeReported(actual: object): void {
  const path = join(root, "src/base/catalog/examples/reported.ts");
  const head = `import type { Reported } from "./explanation.js";\n
/** Written by \`UPDATE_GOLDEN=1 npx vitest run test/base/catalog\` from what the examples give. */\n`;
  // What cannot be seen, or changes what stands before it, is written by its number.
  const json = JSON.stringify(actual).replace(
    /[\p{Cf}\p{M}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  writeFileSync(path, `${head}export const reported: Reported = ${json};\n`);
  execFileSync(process.execPath, [
    join(root, "node_modules/@biomejs/biome/bin/biome"),
    "check",
    "--write",
    path,
  ]);
}

describe.each(examples)("$code", ({ code, bad, good }) => {
  test("is what the bad example gives, and nothing else", async () => {
    const found = await buildExample(join(folder, `${code}-bad`), bad);
    expect([...new Set(found.map((d) => d.code))]).toEqual([code]);
  });

  test("is not what the good one gives, nor anything else", async () => {
    const found = await buildExample(join(folder, `${code}-good`), good);
    expect(found.map((d) => `${d.code} ${d.message}`)).toEqual([]);
  });
});
