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
  /** Returns for another process what was recalled here. */
  list(): readonly KeptValue<Kept>[];
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

export interface MemoOptions<Value, Kept> {
  /** True to have the values in memory for the next build of this process; else only what is kept of them. */
  readonly holdsValues: boolean;
  /** Returns what is kept of a value for another process; nothing unless given, or for `undefined`. */
  readonly keep?: (value: Value) => Kept | undefined;
}

/** Creates a memo that keeps one value for each slot. */
export function createMemo<Value, Kept = never>({
  holdsValues,
  keep = () => undefined,
}: MemoOptions<Value, Kept>): Memo<Value, Kept> {
  const recalled = new Map<string, Recalled<Value, Kept>>();
  const others = new Map<string, KeptValue<Kept>>();
  /** Remembers a value, and returns it. */
  const remember = (slot: string, { key, reports, kept }: Recalled<Value, Kept>, value: Value) => {
    recalled.set(slot, { key, reports, kept, ...(holdsValues ? { held: [value] } : {}) });
    return value;
  };
  return {
    recall: async (slot, key, report, make, restore = () => undefined) => {
      const last: Recalled<Value, Kept> | undefined = recalled.get(slot) ?? others.get(slot);
      if (last !== undefined && last.key === key) {
        const { held, kept } = last;
        const restored = held === undefined && kept !== undefined ? restore(kept) : undefined;
        const found = restored === undefined ? held : ([restored] as const);
        if (found !== undefined) {
          for (const given of last.reports) report(...given);
          return remember(slot, last, found[0]);
        }
      }
      recalled.delete(slot);
      others.delete(slot);
      const heard = listen(report);
      const value = await make(heard.report);
      return key === undefined
        ? value
        : remember(slot, { key, reports: heard.reports, kept: keep(value) }, value);
    },
    list: () =>
      [...recalled].flatMap(([slot, { key, kept, reports }]) =>
        kept === undefined ? [] : [{ slot, key, kept, reports }],
      ),
    fill: (kept) => {
      for (const one of kept) others.set(one.slot, one);
    },
  };
}

interface Recalled<Value, Kept> {
  readonly key: string;
  readonly reports: readonly ReportArguments[];
  readonly kept: Kept | undefined;
  /** The value itself, which may be `undefined`. */
  readonly held?: readonly [Value];
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
