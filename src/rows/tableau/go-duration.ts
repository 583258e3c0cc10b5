import type { CellContent, CellProblem } from "../cell-parser.js";
import { problem } from "../cell-parser.js";

/** Nanoseconds. */
const units: Readonly<Record<string, bigint>> = {
  ...{ ns: 1n, us: 1000n, µs: 1000n, μs: 1000n, ms: 1_000_000n },
  ...{ s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n },
};

const unitPattern = /(\d+)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;

/**
 * Reads a duration as Go writes it, `72h3m0.5s`, or a time of day, `10:25`, `10:25:00`, `1025`, `102500`, to whole
 * milliseconds. Returns `undefined` for what is written otherwise.
 */
export function readGoDuration(content: CellContent): number | CellProblem | undefined {
  if (typeof content !== "string" && typeof content !== "number") return undefined;
  const text = String(content).trim();
  const plain = spellClock(text);
  const unsigned = plain.replace(/^[-+]/, "");
  if (unsigned === "" || unsigned.replace(unitPattern, "") !== "") return undefined;
  let nanoseconds = 0n;
  for (const [, whole = "", decimals = "", unit = ""] of unsigned.matchAll(unitPattern)) {
    const scale = 10n ** BigInt(decimals.length);
    const scaled = BigInt(whole + decimals) * (units[unit] ?? 0n);
    if (scaled % scale !== 0n) return problem("fraction-of-millisecond", { value: text });
    nanoseconds += scaled / scale;
  }
  if (nanoseconds % 1_000_000n !== 0n) return problem("fraction-of-millisecond", { value: text });
  const milliseconds = Number(nanoseconds / 1_000_000n);
  if (!Number.isSafeInteger(milliseconds)) return problem("duration-out-of-range", { value: text });
  return plain.startsWith("-") && milliseconds !== 0 ? -milliseconds : milliseconds;
}

/** Returns `10h25m0s` for a time of day; other texts stay. */
function spellClock(text: string): string {
  const [, hours, minutes, seconds = "0"] =
    /^(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2})?$/.exec(text) ?? [];
  return hours === undefined ? text : `${hours}h${minutes}m${seconds}s`;
}
