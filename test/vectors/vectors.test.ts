import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { computeVectors } from "./write-vectors.js";

/** Writes the files anew when UPDATE_VECTORS is set; else compares, so that a change shows as a failure. */
for (const [name, vectors] of Object.entries(computeVectors())) {
  test(`${name} is what the reference computes`, () => {
    const file = new URL(name, import.meta.url);
    const text = `${JSON.stringify(vectors, undefined, 2)}\n`;
    if (process.env["UPDATE_VECTORS"] !== undefined) writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
}
