import type { Place } from "../../base/place.js";
import type { LimitText, RangeText } from "../../model/rule.js";
import type { ValueType } from "../../model/schema.js";
import type { CheckContext } from "../check-context.js";
import { formatValue } from "../format-value.js";

/** A range whose limits are values of a type. Numbers and bigints compare with each other exactly. */
export interface Range {
  readonly minimum: Limit | undefined;
  readonly maximum: Limit | undefined;
}

interface Limit {
  readonly value: number | bigint;
  readonly isOpen: boolean;
  readonly text: string;
}

/** Reads the limits; reports one that is no value of the type, and returns `undefined` then. */
export function readRange(
  { minimum, maximum }: RangeText,
  type: ValueType,
  rule: { readonly text: string; readonly at: Place },
  context: CheckContext,
): Range | undefined {
  const read = (limit: LimitText): Limit | undefined => {
    const value = context.readText(type, limit.text, rule.at)?.value;
    if (typeof value !== "number" && typeof value !== "bigint") return undefined;
    return { value, isOpen: limit.isOpen, text: formatValue(value, type, context.schema) };
  };
  const low = minimum && read(minimum);
  // One value is both limits, and reported once when it is wrong.
  const isOne = minimum !== undefined && minimum.text === maximum?.text && minimum.isOpen === maximum.isOpen;
  const high = isOne ? low : maximum && read(maximum);
  if ((minimum !== undefined && low === undefined) || (maximum !== undefined && high === undefined))
    return undefined;
  const range = { minimum: low, maximum: high };
  if (low !== undefined && high !== undefined && isEmpty(low, high)) {
    report("no value is within its limits");
    return undefined;
  }
  return range;

  function report(reason: string): void {
    context.report("invalid-rule", { rule: rule.text, reason }, rule.at);
  }
}

function isEmpty(low: Limit, high: Limit): boolean {
  return low.value > high.value || (low.value === high.value && (low.isOpen || high.isOpen));
}

export function isWithin(value: number | bigint, { minimum, maximum }: Range): boolean {
  if (minimum !== undefined && !(minimum.isOpen ? value > minimum.value : value >= minimum.value))
    return false;
  return maximum === undefined || (maximum.isOpen ? value < maximum.value : value <= maximum.value);
}

/** Says on which side of the range a value is that is not within it. */
export function explainRange(value: number | bigint, shown: string, { minimum, maximum }: Range): string {
  if (minimum !== undefined && !isWithin(value, { minimum, maximum: undefined })) {
    return minimum.isOpen ? `${shown} is not above ${minimum.text}` : `${shown} is below ${minimum.text}`;
  }
  return maximum?.isOpen === true
    ? `${shown} is not below ${maximum.text}`
    : `${shown} is above ${maximum?.text ?? ""}`;
}
