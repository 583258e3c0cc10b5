import type { FileStatus } from "./host.js";

/** Returns what changes when a file is written to, or another takes its place. */
export function describeFileState({ stamp, changedMs, sizeBytes }: FileStatus): string {
  return `${stamp}-${changedMs}-${sizeBytes}`;
}
