import { expect, test } from "vitest";
import { createTimeZone } from "../../src/rows/time-zone.js";

const seconds = (text: string) => Date.parse(`${text}Z`) / 1000;

test("in UTC the clocks show the instant", () => {
  expect(createTimeZone("UTC").toUtc(-62_135_596_800)).toBe(-62_135_596_800);
});

test("of a time that is shown twice the earlier instant is meant", () => {
  const berlin = createTimeZone("Europe/Berlin");
  expect(berlin.toUtc(seconds("2024-10-27T02:30:00"))).toBe(seconds("2024-10-27T00:30:00"));
  expect(berlin.toUtc(seconds("2024-10-27T03:00:00"))).toBe(seconds("2024-10-27T02:00:00"));
});

test("a time that is never shown gives the times on both sides, the same when asked again", () => {
  const berlin = createTimeZone("Europe/Berlin");
  const gap = { from: seconds("2024-03-31T02:00:00"), to: seconds("2024-03-31T03:00:00") };
  expect(berlin.toUtc(seconds("2024-03-31T02:59:59"))).toEqual(gap);
  expect(berlin.toUtc(seconds("2024-03-31T02:59:59"))).toEqual(gap);
  expect(berlin.toUtc(gap.to)).toBe(seconds("2024-03-31T01:00:00"));
});

test("before zones were kept, clocks went by the sun, to the second", () => {
  expect(createTimeZone("Asia/Shanghai").toUtc(seconds("1890-01-01T08:05:43"))).toBe(
    seconds("1890-01-01T00:00:00"),
  );
});

test("a name that is no zone is refused", () => {
  expect(() => createTimeZone("Mars/Olympus")).toThrow(RangeError);
});
