import type { HistoryEntry } from "./history.js";

/**
 * Returns what a channel can be rolled back to, oldest first: publishing and promoting put a version on top, rolling
 * back takes off all above the one that was chosen. So rolling back twice goes further back, not forth again.
 */
export function stackReleases(entries: readonly HistoryEntry[], channel: string): readonly string[] {
  let stack: string[] = [];
  for (const entry of entries) {
    if (entry.channel !== channel || entry.version === stack.at(-1)) continue;
    const earlier = stack.lastIndexOf(entry.version);
    // A switch that nobody has noted is taken for a rollback where it may be one: not to lead forth to a bad release.
    const goesBack = entry.action === "rollback" || entry.action === "unknown";
    stack = goesBack && earlier !== -1 ? stack.slice(0, earlier + 1) : [...stack, entry.version];
  }
  return stack;
}

/** Returns the version below the current one that `isThere`; `undefined` when there is none. */
export function findEarlierRelease(
  stack: readonly string[],
  current: string | undefined,
  isThere: (version: string) => boolean,
): string | undefined {
  const top = current === undefined ? -1 : stack.lastIndexOf(current);
  const below = top === -1 ? stack : stack.slice(0, top);
  return below.findLast((version) => version !== current && isThere(version));
}
