import { trim } from "../base/blank.js";
import type { DateCell } from "../model/workbook.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";
import { createTimeZone, type TimeZone } from "./time-zone.js";

/**
 * Creates the parser of datetimes: a date cell, or `2024-05-01`, `2024-05-01 12:30`, `2024-05-01T12:30:00`,
 * with `/` for `-`, one-digit months, days and hours, and `Z` or an offset such as `+08:00` after a time.
 *
 * The value is in whole seconds since 1970-01-01T00:00:00Z. What has no offset is meant in `timeZone`; of a
 * time that its clocks show twice the earlier one is taken, one that they skip is a problem.
 */
export function createDatetimeParser(timeZone: string): CellParser<number> {
  const zone = createTimeZone(timeZone);
  return (content) => {
    const value = contentText(content);
    const wall = readWallTime(content);
    if (isProblem(wall)) return wall;
    if (!isInYears1To9999(wall.seconds)) return problem("no-such-time", { value });
    const instant = wall.offset === undefined ? toUtc(value, wall.seconds, zone) : wall.seconds - wall.offset;
    if (isProblem(instant) || isInYears1To9999(instant)) return instant;
    return problem("time-beyond-utc", { value: trim(value), isLate: instant > 0 });
  };
}

interface WallTime {
  /** Seconds since 1970-01-01T00:00 of the same clock. */
  readonly seconds: number;
  /** Seconds ahead of UTC, where the cell says so. */
  readonly offset: number | undefined;
}

function readWallTime(content: CellContent): WallTime | CellProblem {
  if (typeof content === "string") return readText(trim(content));
  if (typeof content === "object") return readDateCell(content);
  return problem("not-a-datetime", { value: contentText(content) });
}

function readDateCell(cell: DateCell): WallTime | CellProblem {
  const value = contentText(cell);
  // A time of day without a date.
  if (cell.serial < 1) return problem("not-a-datetime", { value });
  // The serial number counts days in binary, so times are off by some microseconds.
  const milliseconds = Math.round(cell.wallClockMs);
  if (milliseconds % 1000 !== 0) return problem("fraction-of-second", { value });
  return { seconds: milliseconds / 1000, offset: undefined };
}

function readText(text: string): WallTime | CellProblem {
  const found = pattern.exec(text);
  if (found === null) {
    const plain = toHalfWidth(text);
    if (!pattern.test(plain)) return problem("not-a-datetime", { value: text });
    return problem("full-width-characters", { value: text, plain });
  }
  const { fraction = "", offset } = found.groups ?? {};
  const seconds = readParts(found.groups ?? {});
  const offsetSeconds = offset === undefined ? undefined : readOffset(offset);
  if (seconds === undefined || Number.isNaN(offsetSeconds)) return problem("no-such-time", { value: text });
  if (/[1-9]/.test(fraction)) return problem("fraction-of-second", { value: text });
  return { seconds, offset: offsetSeconds };
}

const pattern = new RegExp(
  "^(?<year>[0-9]{4})(?<separator>[-/])(?<month>[0-9]{1,2})\\k<separator>(?<day>[0-9]{1,2})" +
    "(?:(?:[Tt]|\\s+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?<fraction>\\.[0-9]+)?)?" +
    "(?:\\s*(?<offset>[Zz]|[-+][0-9]{2}:[0-9]{2}))?)?$",
);

/** Returns the seconds of a date and time, or `undefined` where one of its parts is too large or zero. */
function readParts(parts: Readonly<Record<string, string | undefined>>): number | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = parts;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // A day that the month does not have runs over into the next one.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}

/** Returns seconds, or NaN for hours and minutes that no clock has. */
function readOffset(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4))];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (text.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function isInYears1To9999(seconds: number): boolean {
  return seconds >= -62_135_596_800 && seconds <= 253_402_300_799;
}

function toUtc(value: string, wall: number, zone: TimeZone): number | CellProblem {
  const instant = zone.toUtc(wall);
  if (typeof instant === "number") return instant;
  const [from, to] = [formatWallTime(instant.from), formatWallTime(instant.to)];
  return problem("time-in-gap", { value: trim(value), zone: zone.name, from, to });
}

function formatWallTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}
