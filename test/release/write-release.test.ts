import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { holds } from "../../src/release/write-release.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-release-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file that is compared in steps holds its bytes, and no others of their number", () => {
  const path = join(folder, "lib.so");
  const bytes = new Uint8Array((1 << 23) + 5).fill(7);
  writeFileSync(path, bytes);
  const host = createHost();
  expect(holds(host, path, bytes)).toBe(true);
  expect(holds(host, path, bytes.subarray(1))).toBe(false);
  for (const position of [0, 1 << 22, bytes.length - 1]) {
    const other = bytes.slice();
    other[position] = 8;
    expect(holds(host, path, other)).toBe(false);
  }
  expect(holds(host, folder, bytes)).toBe(false);
  expect(holds(host, join(folder, "none.so"), bytes)).toBe(false);
});
