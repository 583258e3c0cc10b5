import { describe, expect, test } from "vitest";
import { formatAge, formatTime, shortVersion } from "../../src/cli/format-time.js";

describe("a time", () => {
  test("is shown in the zone of this machine, without any locale", () => {
    expect(formatTime(new Date(2026, 8, 1, 4, 5, 6).getTime())).toBe("2026-09-01 04:05:06");
  });

  test("that is none is shown as such", () => {
    expect(formatTime(Number.MAX_SAFE_INTEGER)).toBe("?");
  });
});

describe("an age", () => {
  test.each([
    [-5_000, "0 s"],
    [999, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_000, "59 min"],
    [3_600_000, "1 h"],
    [86_399_000, "23 h"],
    [86_400_000, "1 d"],
    [4_000_000_000, "46 d"],
  ])("of %i ms is %s", (ms, text) => {
    expect(formatAge(1_790_000_000_000 - ms, 1_790_000_000_000)).toBe(text);
  });
});

test("a version is named by its beginning", () => {
  expect(shortVersion("0123456789abcdef0123456789abcdef")).toBe("0123456789ab");
});
