import type { Report } from "../base/diagnostics.js";

/** Values that cost something to make, with what was reported of them. */
export interface Memo<Value> {
  /**
   * Returns the value that was made last for a slot if its key is still the same, and reports again what was reported
   * then; else makes it. Without a key nothing is kept.
   */
  recall(
    slot: string,
    key: string | undefined,
    report: Report,
    make: (report: Report) => Promise<Value>,
  ): Promise<Value>;
}

/** Creates a memo that keeps one value for each slot. */
export function createMemo<Value>(): Memo<Value> {
  const kept = new Map<string, Kept<Value>>();
  return {
    recall: async (slot, key, report, make) => {
      const last = kept.get(slot);
      if (last !== undefined && last.key === key) {
        for (const repeat of last.reports) repeat(report);
        return last.value;
      }
      kept.delete(slot);
      const reports: ((report: Report) => void)[] = [];
      const value = await make((...given) => {
        reports.push((again) => again(...given));
        report(...given);
      });
      if (key !== undefined) kept.set(slot, { key, value, reports });
      return value;
    },
  };
}

interface Kept<Value> {
  readonly key: string;
  readonly value: Value;
  readonly reports: readonly ((report: Report) => void)[];
}
