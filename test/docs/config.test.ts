import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { createHost } from "../../src/base/host.js";
import { loadConfig } from "../../src/pipeline/config/load-config.js";
import { type Block, listBlocks, readPage } from "./markdown.js";

const page = "docs/config.md";
const folder = mkdtempSync(join(tmpdir(), "table-gen-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = listBlocks(page).filter(({ language }) => ["jsonc", "ts"].includes(language));

describe(`the configs of ${page}`, () => {
  test.each(examples)("can be loaded: line $line, $language", async (block) => {
    const { diagnostics, isLoaded } = await load(block);
    expect(diagnostics).toEqual([]);
    expect(isLoaded).toBe(true);
  });

  test("leave no key out", () => {
    const types = readPage("src/pipeline/config/user-config.ts");
    const keys = [...types.matchAll(/^ {2}readonly (\$?\w+)\??:/gm)].map((found) => found[1] ?? "");
    expect(keys.length).toBeGreaterThan(20);
    const text = readPage(page);
    expect(keys.filter((key) => !text.includes(`| \`${key}\` |`))).toEqual([]);
  });
});

async function load({ language, line, text }: Block) {
  const path = join(folder, `line-${line}.${language}`);
  writeFileSync(path, text);
  const sink = createDiagnosticSink();
  const loaded = await loadConfig({ path, cwd: folder, host: createHost() }, sink.report);
  return { diagnostics: sink.diagnostics, isLoaded: loaded !== undefined };
}
