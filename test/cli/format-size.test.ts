import { expect, test } from "vitest";
import { formatBytes, formatCount, formatNumberOf, formatProcesses } from "../../src/cli/format-size.js";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [9_949, "9.9 kB"],
  [9_960, "10 kB"],
  [999_499, "999 kB"],
  [999_600, "1.0 MB"],
  [16_000_000, "16 MB"],
  [2_147_483_647, "2.1 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("thousands are told apart, whatever the locale", () => {
  expect([formatCount(999), formatCount(1000), formatCount(1234567)]).toEqual(["999", "1,000", "1,234,567"]);
  expect([formatNumberOf(1, "row"), formatNumberOf(5380, "row")]).toEqual(["1 row", "5,380 rows"]);
  expect([formatProcesses(1), formatProcesses(1000)]).toEqual(["1 process", "1,000 processes"]);
});
