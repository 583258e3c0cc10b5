import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ExampleFiles } from "../../src/base/catalog/examples/explanation.js";
import { type AnyExplanation, explanations } from "../../src/base/catalog/examples/index.js";
import { catalog, type DiagnosticCode } from "../../src/base/catalog/index.js";
import type { Diagnostic } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import { buildExample } from "../base/catalog/build-example.js";
import { brokenRules } from "./broken-rules.js";

/*
 * Projects with one planted mistake each, and exactly what is said of them: code, cell, value, message, notes. Those of
 * the catalog's examples, and one for each rule. UPDATE_GOLDEN=1 writes what is said now; the difference is for people
 * to read.
 */

const folder = mkdtempSync(join(tmpdir(), "table-gen-planted-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codes = Object.keys(catalog) as DiagnosticCode[]; // its keys are the codes

const planted: readonly (readonly [name: string, files: ExampleFiles])[] = [
  ...codes.flatMap((code) => {
    const explanation: AnyExplanation = explanations[code];
    return "bad" in explanation ? [[code, explanation.bad] as const] : [];
  }),
  ...Object.entries(brokenRules).map(([name, files]) => [`rule ${name}`, files] as const),
];

const goldenPath = resolve(import.meta.dirname, "../golden/planted.txt");

describe("planted mistakes", () => {
  test("are at least eighty, and all have their texts", { timeout: 600_000 }, async () => {
    const sections: string[] = [];
    for (const [index, [name, files]] of planted.entries()) {
      const diagnostics = await buildExample(join(folder, String(index)), files);
      expect(diagnostics.length, name).toBeGreaterThan(0);
      sections.push(`## ${name}\n${diagnostics.map(format).join("")}`);
    }
    const text = sections.join("\n");
    if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(goldenPath, text);
    expect(sections.length).toBeGreaterThanOrEqual(80);
    expect(text).toBe(readFileSync(goldenPath, "utf8"));
  });
});

function format({ id, severity, at, message, notes }: Diagnostic): string {
  const value = at?.value === undefined ? "" : ` = ${JSON.stringify(at.value)}`;
  const place = at === undefined ? "" : ` ${formatCellRef(at)}${value}`;
  const lines = notes.map(
    (note) => `  note: ${note.message}${note.at === undefined ? "" : `, ${formatCellRef(note.at)}`}\n`,
  );
  return `${severity} ${id}${place}\n  ${message}\n${lines.join("")}`;
}
