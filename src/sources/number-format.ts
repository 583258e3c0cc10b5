/** What a number format shows: a plain number, a date (with or without time), or a time alone. */
export type NumberFormatKind = "number" | "date" | "time";

/**
 * Formats that ECMA-376 part 1, 18.8.30 gives a number but no text, as they differ by language: dates and times of
 * Chinese, Japanese, Korean and Thai spreadsheets. Their texts here only tell dates from times.
 */
export const implicitDateFormats: ReadonlyMap<number, string> = new Map([
  ...numbers(27, 31, "yyyy/m/d"),
  ...numbers(32, 35, "h:mm:ss"),
  ...numbers(36, 36, "yyyy/m/d"),
  ...numbers(50, 54, "yyyy/m/d"),
  ...numbers(55, 56, "h:mm:ss"),
  ...numbers(57, 58, "yyyy/m/d"),
  ...numbers(71, 74, "yyyy/m/d"),
  ...numbers(75, 76, "h:mm:ss"),
  ...numbers(77, 77, "yyyy/m/d h:mm"),
  ...numbers(78, 80, "h:mm:ss"),
  ...numbers(81, 81, "yyyy/m/d"),
]);

function numbers(first: number, last: number, format: string): readonly (readonly [number, string])[] {
  return Array.from({ length: last - first + 1 }, (_, index) => [first + index, format] as const);
}

/**
 * Tells what a format shows from its section for positive numbers. `isDate` is SheetJS's judgement of a whole
 * format, which knows quoting, colours, locales and elapsed times such as `[h]`.
 */
export function classifyNumberFormat(format: string, isDate: (format: string) => boolean): NumberFormatKind {
  if (!isDate(format)) return "number";
  const bare = format
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, "")
    .replace(/AM\/PM|A\/P/gi, "");
  // An m is a month or a minute; beside h or s it is a minute.
  if (/[yegd]/i.test(bare)) return "date";
  return /[hs]|\[m+\]/i.test(bare) ? "time" : "date";
}
