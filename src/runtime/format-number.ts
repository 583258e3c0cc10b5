/** Returns a float64 as JSON has it: the shortest decimal that reads back as the same; negative zero is 0. */
export function formatFloat64(value: number): string {
  return String(value); // finite, as all floats of an image
}

/**
 * Returns the shortest decimal that reads back as the same float32, written as JSON.stringify writes numbers:
 * 0.1, not 0.10000000149011612. Of equally short ones it is the closest, of two equally close ones the even one,
 * as in other languages.
 */
export function formatFloat32(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const nearest = value.toExponential(digits - 1);
    const isGood = Math.fround(Number(nearest)) === value;
    if (isGood && !isOddOfTwo(value, nearest, digits)) return formatFloat64(Number(nearest));
    // The float32 below a power of two is nearer than the one above, so the decimal on the other side may do.
    const other = otherNeighbour(value, nearest, digits);
    if (Math.fround(other) === value) return formatFloat64(other);
    if (isGood) return formatFloat64(Number(nearest));
  }
  return formatFloat64(Number(value.toPrecision(9))); // 9 digits tell all float32 apart
}

/** True when another decimal of `digits` digits is as close, and even: toExponential takes the larger of the two. */
function isOddOfTwo(value: number, nearest: string, digits: number): boolean {
  if (!/[13579]e/.test(nearest)) return false;
  // A float32 has about 105 digits at most, and what ends in 5 here has no more than 9.
  const exact = value.toExponential(100).replace(/e.*|[-.]/g, "");
  return /^50*$/.test(exact.slice(digits));
}

/** Returns the decimal of `digits` digits that lies on the other side of `value` than the nearest one. */
function otherNeighbour(value: number, nearest: string, digits: number): number {
  const exponent = Number(nearest.slice(nearest.indexOf("e") + 1));
  const unit = Number(`1e${exponent - digits + 1}`);
  const decimal = Number(nearest);
  return Number((decimal + (decimal < value ? unit : -unit)).toPrecision(digits));
}

/** Returns seconds since 1970 as ISO 8601 in UTC: `2024-05-01T04:00:00Z`. Beyond the years that a Date has, the number. */
export function formatDatetime(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Returns milliseconds as ISO 8601 in seconds: `PT90S`, `PT0.5S`, `-PT1.25S`, `PT0S`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.abs(milliseconds);
  const fraction = total % 1000;
  const digits = fraction === 0 ? "" : `.${String(fraction).padStart(3, "0").replace(/0+$/, "")}`;
  return `${milliseconds < 0 ? "-" : ""}PT${Math.floor(total / 1000)}${digits}S`;
}
