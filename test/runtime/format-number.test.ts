import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatDatetime,
  formatDuration,
  formatFloat32,
  formatFloat64,
} from "../../src/runtime/format-number.js";

describe("a float32", () => {
  test("is written with as few digits as read back the same", () => {
    const texts = [0.1, 1 / 3, 16777216, 3.4028234663852886e38, 1e-45, 0.5, -2.5, 1e21, 123456.79, 0, -0];
    expect(texts.map((value) => formatFloat32(Math.fround(value)))).toEqual([
      "0.1",
      "0.33333334",
      "16777216",
      "3.4028235e+38",
      "1e-45",
      "0.5",
      "-2.5",
      "1e+21",
      "123456.79",
      "0",
      "0",
    ]);
  });

  test("beside a power of two may have its shortest decimal on the farther side", () => {
    // 2^-44 and 2^87, where the nearest decimal of 8 or 9 digits lies below and does not read back.
    expect(formatFloat32(2 ** -44)).toBe("5.684342e-14");
    expect(formatFloat32(2 ** 87)).toBe("1.5474251e+26");
    expect(formatFloat32(2 ** 90)).toBe("1.2379401e+27");
  });

  test("between two equally short decimals is the even one, as other languages have it", () => {
    const texts = [1960608.25, 1960608.75, -1960608.25, 1960605.75, 491123.375].map(formatFloat32);
    expect(texts).toEqual(["1960608.2", "1960608.8", "-1960608.2", "1960605.8", "491123.38"]);
  });

  test("reads back the same, and no shorter decimal does", () => {
    const anyFloat32 = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(anyFloat32, (value) => {
        const text = formatFloat32(value);
        expect(Math.fround(Number(text))).toBe(value === 0 ? 0 : value);
        const digits = text.replace(/e.*|[-.]/g, "").replace(/^0+|0+$/g, "").length;
        if (digits > 1) expect(Math.fround(Number(value.toPrecision(digits - 1)))).not.toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});

test("a float64 is written as JSON.stringify does", () => {
  for (const value of [0.1, -0, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53]) {
    expect(formatFloat64(value)).toBe(JSON.stringify(value));
  }
});

test("a datetime is ISO 8601 in UTC, to the second", () => {
  expect([1714536000, 0, -1, 253402300800].map(formatDatetime)).toEqual([
    "2024-05-01T04:00:00Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "+010000-01-01T00:00:00Z",
  ]);
  expect(formatDatetime(2 ** 53)).toBe("9007199254740992");
});

test("a duration is ISO 8601 in seconds", () => {
  expect([90_000, 500, -1250, 0, 1, -60_000, 100_010].map(formatDuration)).toEqual([
    "PT90S",
    "PT0.5S",
    "-PT1.25S",
    "PT0S",
    "PT0.001S",
    "-PT60S",
    "PT100.01S",
  ]);
});
