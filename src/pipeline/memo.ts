import type { Report } from "../base/diagnostics.js";

/** Values that cost something to make, with what was reported of them. */
export interface Memo<Value, Kept = never> {
  /**
   * Returns the value that was made last for a slot if its key is still the same, and reports again what was reported
   * then; else makes it. Without a key nothing is kept. With `restore` a value may come from another process; where it
   * returns `undefined` the value is made.
   */
  recall(
    slot: string,
    key: string | undefined,
    report: Report,
    make: (report: Report) => Value | Promise<Value>,
    restore?: (kept: Kept) => Value | undefined,
  ): Promise<Value>;
  /** Returns for another process what was recalled here, as `keep` has it; `undefined` leaves a value out. */
  list(keep: (value: Value) => Kept | undefined): readonly KeptValue<Kept>[];
  /** Takes over what another process has listed. */
  fill(kept: readonly KeptValue<Kept>[]): void;
}

/** What a memo keeps of a value, in plain data. */
export interface KeptValue<Kept> {
  readonly slot: string;
  readonly key: string;
  readonly kept: Kept;
  readonly reports: readonly ReportArguments[];
}

export type ReportArguments = Parameters<Report>;

/** Creates a memo that keeps one value for each slot. */
export function createMemo<Value, Kept = never>(): Memo<Value, Kept> {
  const made = new Map<string, Made<Value, Kept>>();
  const others = new Map<string, KeptValue<Kept>>();
  const find = (
    slot: string,
    key: string | undefined,
    restore: ((kept: Kept) => Value | undefined) | undefined,
  ) => {
    const last = made.get(slot);
    if (last !== undefined) return last.key === key ? last : undefined;
    const other = others.get(slot);
    if (restore === undefined || other === undefined || other.key !== key) return undefined;
    const value = restore(other.kept);
    return value === undefined ? undefined : { ...other, value };
  };
  return {
    recall: async (slot, key, report, make, restore) => {
      const last = find(slot, key, restore);
      if (last !== undefined) {
        made.set(slot, last);
        for (const given of last.reports) report(...given);
        return last.value;
      }
      made.delete(slot);
      others.delete(slot);
      const heard = listen(report);
      const value = await make(heard.report);
      if (key !== undefined) made.set(slot, { key, value, reports: heard.reports });
      return value;
    },
    list: (keep) =>
      [...made].flatMap(([slot, { key, value, reports, kept = keep(value) }]) =>
        kept === undefined ? [] : [{ slot, key, kept, reports }],
      ),
    fill: (kept) => {
      for (const one of kept) others.set(one.slot, one);
    },
  };
}

interface Made<Value, Kept> {
  readonly key: string;
  readonly value: Value;
  readonly reports: readonly ReportArguments[];
  /** Where it came from another process: what that has kept. */
  readonly kept?: Kept;
}

/** Returns a report that reports, and remembers. */
export function listen(report: Report): {
  readonly report: Report;
  readonly reports: readonly ReportArguments[];
} {
  const reports: ReportArguments[] = [];
  return {
    reports,
    report: (...given) => {
      reports.push(given);
      report(...given);
    },
  };
}

/** Creates a memo that keeps nothing. */
export function createEmptyMemo<Value, Kept = never>(): Memo<Value, Kept> {
  return {
    recall: async (_slot, _key, report, make) => make(report),
    list: () => [],
    fill: () => {},
  };
}
