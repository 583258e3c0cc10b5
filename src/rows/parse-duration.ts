import { trim } from "../base/blank.js";
import type { DateCell } from "../model/workbook.js";
import { type CellContent, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";

/**
 * Parses a duration to whole milliseconds: numbers with the units d, h, m, s, ms, largest first
 * (`90s`, `1h30m`, `1.5s`, `500ms`), or hours:minutes:seconds (`01:30:00`, `100:00:00.250`), with `-` before
 * the whole where negative. A cell that a spreadsheet shows as a time counts as far as no date can be meant.
 */
export function parseDuration(content: CellContent): number | CellProblem {
  if (typeof content === "object") return readTimeCell(content);
  const text = trim(contentText(content));
  const amount = typeof content === "string" ? readAmount(text) : undefined;
  if (amount === undefined) return explain(text);
  if (isProblem(amount)) return amount;
  if (amount > Number.MAX_SAFE_INTEGER || amount < Number.MIN_SAFE_INTEGER) {
    return problem("duration-out-of-range", { value: text });
  }
  return Number(amount);
}

/** Serial numbers up to this are times, as `36:00:00` is 1.5; later ones are dates from 1901 on. */
const firstDateSerial = 367;
const millisecondsPerDay = 86_400_000;

function readTimeCell(cell: DateCell): number | CellProblem {
  const value = contentText(cell);
  if (cell.serial < 0 || cell.serial >= firstDateSerial)
    return problem("date-cell", { value, type: "duration" });
  const exact = cell.serial * millisecondsPerDay;
  const milliseconds = Math.round(exact);
  // The serial number counts days in binary: what was typed in milliseconds is off by far less than this.
  if (Math.abs(exact - milliseconds) > 0.01) return problem("fraction-of-millisecond", { value });
  return milliseconds;
}

function readAmount(text: string): bigint | CellProblem | undefined {
  const unsigned = text.replace(/^[-+]/, "");
  const amounts = readUnits(unsigned) ?? readClock(unsigned);
  if (amounts === undefined) return undefined;
  let sum = 0n;
  for (const { digits, unit } of amounts) {
    const milliseconds = multiply(digits, unit);
    if (milliseconds === undefined) return problem("fraction-of-millisecond", { value: text });
    sum += milliseconds;
  }
  return text.startsWith("-") ? -sum : sum;
}

/** A decimal number of units of so many milliseconds. */
interface Amount {
  readonly digits: string;
  readonly unit: bigint;
}

function readUnits(text: string): readonly Amount[] | undefined {
  const found = unitPattern.exec(text);
  if (found === null || text === "") return undefined;
  return units.flatMap((unit, index) => {
    const digits = found[index + 1];
    return digits === undefined ? [] : [{ digits, unit }];
  });
}

const number = "([0-9]+(?:\\.[0-9]+)?)";
const unitPattern = new RegExp(
  `^${["d", "h", "m(?!s)", "s", "ms"].map((unit) => `(?:${number}\\s*${unit}\\s*)?`).join("")}$`,
);
const units = [86_400_000n, 3_600_000n, 60_000n, 1000n, 1n];

function readClock(text: string): readonly Amount[] | undefined {
  const [, hours, minutes, seconds] = /^([0-9]+):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  return [
    { digits: hours, unit: 3_600_000n },
    { digits: minutes, unit: 60_000n },
    { digits: seconds, unit: 1000n },
  ];
}

/** Returns the exact product, or `undefined` where it has a fraction. */
function multiply(digits: string, unit: bigint): bigint | undefined {
  const [whole = "", fraction = ""] = digits.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * unit;
  return scaled % scale === 0n ? scaled / scale : undefined;
}

function explain(text: string): CellProblem {
  const plain = toHalfWidth(text);
  if (plain === text || readAmount(plain) === undefined) return problem("not-a-duration", { value: text });
  return problem("full-width-characters", { value: text, plain });
}
