import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/base/catalog/index.js";
import type { DiagnosticSpec } from "../../src/base/diagnostic-spec.js";

const tests = resolve(import.meta.dirname, "..");
const specs: readonly (readonly [string, DiagnosticSpec])[] = Object.entries(catalog);

describe("the catalog of diagnostics", () => {
  test("gives every code an id of its own", () => {
    const ids = specs.map(([, spec]) => spec.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("has four digits in every id and a sentence in every help", () => {
    for (const [, { id, help }] of specs) {
      expect(id).toMatch(/^TG[1-6]\d{3}$/);
      expect(help).toMatch(/^\S[^\n]*[.]$/);
    }
  });

  test("has no code that no test causes", () => {
    const texts = readdirSync(tests, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|txt|json|snap)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes("tidy"))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    expect(specs.filter(([code, { id }]) => !texts.includes(id) && !texts.includes(`"${code}"`))).toEqual([]);
  });
});
