import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateCell, parseOne, timeCell } from "./parsing.js";
import { types } from "./tables.js";

const noon = Date.UTC(2024, 4, 1, 12) / 1000;

function parse(content: Parameters<typeof parseOne>[1], timeZone = "UTC") {
  return parseOne(types.datetime, content, { timeZone });
}

describe("datetime", () => {
  test.each([
    ["2024-05-01", noon - 43_200],
    ["2024-05-01 12:00", noon],
    ["2024-05-01 12:00:00", noon],
    ["2024-05-01T12:00:00", noon],
    ["2024-05-01T12:00:00.000Z", noon],
    ["2024-05-01T12:00Z", noon],
    ["2024-05-01 20:00 +08:00", noon],
    ["2024-05-01T06:30:00-05:30", noon],
    ["2024/5/1 12:00:07", noon + 7],
    ["2024-5-1 9:05", noon - 2 * 3600 - 55 * 60],
    ["\u3000 2024-05-01 12:00\u00a0", noon],
    ["1969-12-31 23:59:59", -1],
    ["0001-01-01", -62_135_596_800],
    ["9999-12-31 23:59:59", 253_402_300_799],
    ["2000-02-29", Date.UTC(2000, 1, 29) / 1000],
    [dateCell("2024-05-01T12:00:00"), noon],
    // What a cell holds for noon is a binary fraction of a day.
    [{ kind: "date", wallClockMs: noon * 1000 + 0.0003, serial: 45_413.5 } as const, noon],
  ])("takes %j as %j", (content, seconds) => {
    expect(parse(content)).toBe(seconds);
  });

  test.each([
    ["tomorrow", 'TG4014: "tomorrow" is not a date and time.'],
    ["", 'TG4014: "" is not a date and time.'],
    ["24-05-01", 'TG4014: "24-05-01" is not a date and time.'],
    ["05/01/2024", 'TG4014: "05/01/2024" is not a date and time.'],
    ["2024-05/01", 'TG4014: "2024-05/01" is not a date and time.'],
    ["2024-05-01 12", 'TG4014: "2024-05-01 12" is not a date and time.'],
    ["2024-05-01Z", 'TG4014: "2024-05-01Z" is not a date and time.'],
    ["2024-05-01 12:00 CET", 'TG4014: "2024-05-01 12:00 CET" is not a date and time.'],
    ["2024-05-01 1:00 PM", 'TG4014: "2024-05-01 1:00 PM" is not a date and time.'],
    [45_413, "TG4014: 45413 is not a date and time."],
    ["1714564800", "TG4014: 1714564800 is not a date and time."],
    [true, 'TG4014: "TRUE" is not a date and time.'],
    [timeCell(0.5), 'TG4014: "12:00:00" is not a date and time.'],
    ["2024-02-30", 'TG4015: "2024-02-30" is a date or time that no calendar or clock has.'],
    ["2023-02-29", 'TG4015: "2023-02-29" is a date or time that no calendar or clock has.'],
    ["2024-13-01", 'TG4015: "2024-13-01" is a date or time that no calendar or clock has.'],
    ["2024-05-00", 'TG4015: "2024-05-00" is a date or time that no calendar or clock has.'],
    ["0000-01-01", 'TG4015: "0000-01-01" is a date or time that no calendar or clock has.'],
    ["2024-05-01 24:00", 'TG4015: "2024-05-01 24:00" is a date or time that no calendar or clock has.'],
    ["2024-05-01 12:60", 'TG4015: "2024-05-01 12:60" is a date or time that no calendar or clock has.'],
    ["2024-06-30 23:59:60", 'TG4015: "2024-06-30 23:59:60" is a date or time that no calendar or clock has.'],
    [
      "2024-05-01 12:00 +24:00",
      'TG4015: "2024-05-01 12:00 +24:00" is a date or time that no calendar or clock has.',
    ],
    [
      "0001-01-01 00:00 +08:00",
      'TG4030: "0001-01-01 00:00 +08:00" is before the year 0001 in UTC, in which times are kept.',
    ],
    [
      "2024-05-01 12:00:00.5",
      'TG4017: "2024-05-01 12:00:00.5" has a fraction of a second; datetime counts whole seconds.',
    ],
    [
      dateCell("2024-05-01T12:00:00.250"),
      'TG4017: "2024-05-01 12:00:00.250" has a fraction of a second; datetime counts whole seconds.',
    ],
    [
      "２０２４-05-01",
      'TG4010: "２０２４-05-01" is written in full-width characters; 2024-05-01 would be right.',
    ],
  ])("refuses %j", (content, message) => {
    expect(parse(content)).toBe(message);
  });

  // Computed with Python's zoneinfo, of two instants the earlier.
  test.each([
    ["Asia/Shanghai", "2024-05-01 12:00:00", 1714536000],
    ["Asia/Shanghai", "1969-12-31 23:59:59", -28801],
    ["Asia/Shanghai", "1986-05-04 01:59:59", 515527199],
    ["Asia/Shanghai", "1986-05-04 03:00:00", 515527200],
    ["Asia/Shanghai", "1900-12-31 23:00:00", -2177485543],
    ["Asia/Shanghai", "1890-01-01 00:00:00", -2524550743],
    ["Asia/Shanghai", "1991-09-15 01:30:00", 684865800],
    ["America/New_York", "2024-03-10 01:59:59", 1710053999],
    ["America/New_York", "2024-03-10 03:00:00", 1710054000],
    ["America/New_York", "2024-11-03 01:30:00", 1730611800],
    ["America/New_York", "2024-11-03 02:00:00", 1730617200],
    ["America/New_York", "1960-07-04 12:00:00", -299577600],
    ["America/New_York", "1883-11-18 11:00:00", -2717654638],
    ["Australia/Lord_Howe", "2024-04-07 01:45:00", 1712414700],
    ["Australia/Lord_Howe", "2024-10-06 01:59:59", 1728142199],
    ["Australia/Lord_Howe", "2024-10-06 02:30:00", 1728142200],
    ["Australia/Lord_Howe", "2024-07-01 00:00:00", 1719754200],
    ["Asia/Kathmandu", "1985-12-31 23:59:59", 504901799],
    ["Asia/Kathmandu", "1986-01-01 00:15:00", 504901800],
    ["Pacific/Apia", "2011-12-29 23:59:59", 1325239199],
    ["Pacific/Apia", "2011-12-31 00:00:00", 1325239200],
    ["Europe/Dublin", "1971-10-31 02:30:00", 57720600],
    ["Africa/Casablanca", "2024-04-14 03:00:00", 1713060000],
    ["Europe/London", "0001-01-01 12:00:00", -62135553525],
    ["Asia/Tokyo", "9999-12-31 23:59:59", 253402268399],
    ["America/Caracas", "2016-05-01 03:00:00", 1462086000],
    ["Africa/Monrovia", "1972-01-07 01:00:00", 63594000],
    ["America/St_Johns", "1987-10-25 00:00:30", 562127430],
    ["Antarctica/Troll", "2024-03-31 03:00:00", 1711846800],
  ])("in %s, %s is %d", (zone, text, seconds) => {
    expect(parse(text, zone)).toBe(seconds);
    const cell = dateCell(text.replace(" ", "T"));
    if (cell.serial >= 1) expect(parse(cell, zone)).toBe(seconds);
  });

  test.each([
    ["America/New_York", "2024-03-10 02:30", "2024-03-10 02:00:00", "2024-03-10 03:00:00"],
    ["America/New_York", "2024-03-10 02:00:00", "2024-03-10 02:00:00", "2024-03-10 03:00:00"],
    ["Asia/Shanghai", "1986-05-04 02:59:59", "1986-05-04 02:00:00", "1986-05-04 03:00:00"],
    ["Australia/Lord_Howe", "2024-10-06 02:15", "2024-10-06 02:00:00", "2024-10-06 02:30:00"],
    ["Asia/Kathmandu", "1986-01-01 00:14:59", "1986-01-01 00:00:00", "1986-01-01 00:15:00"],
    ["Pacific/Apia", "2011-12-30 12:00", "2011-12-30 00:00:00", "2011-12-31 00:00:00"],
  ])("in %s, %s does not exist", (zone, text, from, to) => {
    expect(parse(text, zone)).toBe(
      `TG4016: "${text}" does not exist in ${zone}: its clocks went from ${from} to ${to}.`,
    );
    expect(parse(`${text}Z`, zone)).toBe(Date.parse(`${text.replace(" ", "T")}Z`) / 1000);
  });

  const zones = [
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Asia/Kolkata",
  ];

  test.each(zones)(
    "what the clocks of %s show at an instant means that instant, or an earlier one that shows the same",
    (zone) => {
      const clock = createClock(zone);
      const anywhere = fc.integer({ min: -62_135_000_000, max: 253_402_200_000 });
      const thisCentury = fc.integer({ min: -1_000_000_000, max: 2_100_000_000 });
      fc.assert(
        fc.property(fc.oneof(anywhere, thisCentury), (instant) => {
          const shown = clock(instant);
          const parsed = parse(shown, zone);
          expect(typeof parsed).toBe("number");
          expect(clock(Number(parsed))).toBe(shown);
          expect(parsed).toBeLessThanOrEqual(instant);
          expect(instant - Number(parsed)).toBeLessThanOrEqual(7200);
        }),
        { numRuns: 300 },
      );
    },
  );

  test("every minute around a change of the clocks is the earliest instant that shows it, or does not exist", () => {
    for (const [zone, day] of [
      ["America/New_York", "2024-03-10"],
      ["America/New_York", "2024-11-03"],
      ["Australia/Lord_Howe", "2024-04-07"],
      ["Australia/Lord_Howe", "2024-10-06"],
    ] as const) {
      const clock = createClock(zone);
      const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
      const earliest = new Map<string, number>();
      for (let instant = midnight + 86_400 * 2; instant >= midnight - 86_400; instant -= 60) {
        earliest.set(clock(instant), instant);
      }
      for (let minute = 0; minute < 360; minute++) {
        const shown = new Date((midnight + minute * 60) * 1000).toISOString().slice(0, 19).replace("T", " ");
        const expected = earliest.get(shown) ?? expect.stringMatching(/^TG4016: /);
        expect(parse(shown, zone)).toEqual(expected);
      }
    }
  });
});

/** Tells what the clocks of a zone show, as `2024-05-01 12:00:00`, by another way than the parser's. */
function createClock(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant * 1000).map(({ type, value }) => [type, value]),
    );
    const { year = "", month, day, hour, minute, second } = parts;
    return `${year.padStart(4, "0")}-${month}-${day} ${hour}:${minute}:${second}`;
  };
}
