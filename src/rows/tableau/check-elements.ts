import { compareValues } from "../../base/compare-values.js";
import type { TableauField } from "../../model/tableau.js";
import type { Value } from "../../model/value.js";

/** An element that has been read, and where it begins. */
export interface ReadElement {
  readonly value: Value;
  readonly prefix: string;
  readonly row: number;
}

/** What a field of an element has to be beside those of the elements before it, and is not. */
export interface ElementFault extends Omit<ReadElement, "value"> {
  readonly field: TableauField;
  readonly rule: string;
  readonly reason: string;
}

/** Returns what breaks `unique`, `sequence` and `order` of the fields of elements. */
export function checkElements(
  fields: readonly TableauField[],
  elements: readonly ReadElement[],
): readonly ElementFault[] {
  return fields.flatMap((field, index) => {
    const test = createTest(field);
    if (test === undefined) return [];
    const known: Value[] = [];
    return elements.flatMap(({ value, prefix, row }) => {
      const own = Array.isArray(value) ? value[index] : undefined;
      if (own === undefined) return [];
      const reason = test.explain(own, known);
      known.push(own);
      return reason === undefined ? [] : [{ field, prefix, row, rule: test.rule, reason }];
    });
  });
}

interface Test {
  readonly rule: string;
  /** Says what is wrong with a value behind others; `undefined` where nothing is. */
  explain(value: Value, known: readonly Value[]): string | undefined;
}

function createTest({ isUnique, sequence, order }: TableauField): Test | undefined {
  if (sequence !== undefined) {
    const first = BigInt(sequence);
    return {
      rule: `sequence:${sequence}`,
      explain: (value, known) => {
        const expected = first + BigInt(known.length);
        return BigInt(Number(value)) === expected
          ? undefined
          : `${show(value)} stands where ${expected} should`;
      },
    };
  }
  if (order !== undefined) {
    const rule = `order:ORDER_${order.isStrict ? "STRICTLY_" : ""}${order.direction === "ascending" ? "ASC" : "DESC"}`;
    const sign = order.direction === "ascending" ? 1 : -1;
    return {
      rule,
      explain: (value, known) => {
        if (known.length === 0) return undefined;
        const previous = known.at(-1);
        const difference = compareValues(value, previous) * sign;
        const keeps = order.isStrict ? difference > 0 : difference >= 0;
        return keeps ? undefined : `${show(value)} follows ${show(previous)}`;
      },
    };
  }
  if (isUnique !== true) return undefined;
  return {
    rule: "unique:true",
    explain: (value, known) => (known.includes(value) ? `${show(value)} is there already` : undefined),
  };
}

function show(value: Value): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
