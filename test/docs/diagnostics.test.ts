import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listTemplates, writeDiagnosticsPage } from "./diagnostics-page.js";
import { readPage, root } from "./markdown.js";

const page = "docs/diagnostics.md";

test(`${page} is what the catalog says`, () => {
  const text = writeDiagnosticsPage();
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(join(root, page), text);
  expect(readPage(page)).toBe(text);
});

describe("the template of a message", () => {
  test("has the names of its parameters", () => {
    const message = (p: { bytes: number; reason: string }) => `${p.bytes} bytes: ${p.reason}.`;
    expect(listTemplates(message)).toEqual(["{bytes} bytes: {reason}."]);
  });

  test("shows what may be left out in brackets", () => {
    const message = (p: { key: string; near: string | undefined }) =>
      `No ${p.key}.${p.near === undefined ? "" : ` Did you mean ${p.near}?`}`;
    expect(listTemplates(message)).toEqual(["No {key}.[ Did you mean {near}?]"]);
  });

  test("shows each form of a message that has several", () => {
    const message = (p: { name: string; other: string }) =>
      p.name === p.other ? "One." : `${p.name}, ${p.other}.`;
    expect(listTemplates(message)).toEqual(["{name}, {other}.", "One."]);
  });
});
