import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateCell, parseOne, timeCell } from "./parsing.js";
import { types } from "./tables.js";

describe("duration", () => {
  test.each([
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["500ms", 500],
    ["1d", 86_400_000],
    ["1d2h3m4s5ms", 93_784_005],
    ["1m5ms", 60_005],
    ["1.5s", 1500],
    ["0.001s", 1],
    ["2.50 h", 9_000_000],
    ["-1.5m", -90_000],
    ["+0s", 0],
    ["-0s", 0],
    ["100h", 360_000_000],
    ["01:30:00", 5_400_000],
    ["100:00:00.250", 360_000_250],
    ["-0:00:01.5", -1500],
    [" 90s\u3000", 90_000],
    ["9007199254740991ms", 9_007_199_254_740_991],
    [timeCell(0), 0],
    [timeCell(0.0625), 5_400_000],
    [timeCell(1 / 3), 28_800_000],
    // 36:00:00, which a spreadsheet keeps as one and a half days.
    [timeCell(1.5), 129_600_000],
  ])("takes %j as %j ms", (content, milliseconds) => {
    expect(parseOne(types.duration, content)).toBe(milliseconds);
  });

  test.each([
    [90, "TG4018: 90 is not a duration."],
    ["90", "TG4018: 90 is not a duration."],
    ["", 'TG4018: "" is not a duration.'],
    ["-", 'TG4018: "-" is not a duration.'],
    ["s", 'TG4018: "s" is not a duration.'],
    ["5min", 'TG4018: "5min" is not a duration.'],
    ["30m1h", 'TG4018: "30m1h" is not a duration.'],
    ["1h1h", 'TG4018: "1h1h" is not a duration.'],
    ["1h-30m", 'TG4018: "1h-30m" is not a duration.'],
    ["1e3s", 'TG4018: "1e3s" is not a duration.'],
    ["1H", 'TG4018: "1H" is not a duration.'],
    ["01:30", 'TG4018: "01:30" is not a duration.'],
    ["00:60:00", 'TG4018: "00:60:00" is not a duration.'],
    [true, 'TG4018: "TRUE" is not a duration.'],
    ["９０s", 'TG4010: "９０s" is written in full-width characters; 90s would be right.'],
    [
      "０１：３０：００",
      'TG4010: "０１：３０：００" is written in full-width characters; 01:30:00 would be right.',
    ],
    ["0.5ms", 'TG4019: "0.5ms" has a fraction of a millisecond; duration counts whole milliseconds.'],
    ["1.0001s", 'TG4019: "1.0001s" has a fraction of a millisecond; duration counts whole milliseconds.'],
    [
      timeCell(1 / 7),
      'TG4019: "03:25:42.858" has a fraction of a millisecond; duration counts whole milliseconds.',
    ],
    ["9007199254740992ms", 'TG4020: "9007199254740992ms" is longer than a duration can be.'],
    ["-200000000d", 'TG4020: "-200000000d" is longer than a duration can be.'],
    [
      dateCell("2024-05-01"),
      "TG4013: The cell holds the date and time 2024-05-01 00:00:00; duration takes none.",
    ],
  ])("refuses %j", (content, message) => {
    expect(parseOne(types.duration, content)).toBe(message);
  });

  const durations = fc.maxSafeInteger();

  test("every duration reads back from its units, largest first", () => {
    fc.assert(
      fc.property(durations, fc.constantFrom("", " "), (milliseconds, blank) => {
        expect(parseOne(types.duration, formatUnits(milliseconds, blank))).toBe(milliseconds);
      }),
    );
  });

  test("every duration reads back from hours, minutes and seconds", () => {
    fc.assert(
      fc.property(durations, (milliseconds) => {
        expect(parseOne(types.duration, formatClock(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});

function formatUnits(milliseconds: number, blank: string): string {
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
    ["ms", 1],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  const text = parts.length === 0 ? "0s" : parts.join(blank);
  return milliseconds < 0 ? `-${text}` : text;
}

function formatClock(milliseconds: number): string {
  const rest = Math.abs(milliseconds);
  const pad = (value: number, digits: number) => String(value).padStart(digits, "0");
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor(rest / 60_000) % 60;
  const seconds = Math.floor(rest / 1000) % 60;
  return `${milliseconds < 0 ? "-" : ""}${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(rest % 1000, 3)}`;
}
