import { posix } from "node:path";
import type { Host } from "../base/host.js";
import { parseReleaseFile } from "../model/release-directory.js";
import { isOfThisContainer, type NumberSpace } from "./is-of-this-container.js";
import { systemErrorCode } from "./system-error.js";

/** What the releases of a library take in a process. */
export interface ProcessMemory {
  /** Pages of the files, which all processes share. */
  readonly sharedKb: number;
  /** Pages of the process alone. */
  readonly privateKb: number;
}

interface Measured extends NumberSpace {
  readonly pid: number;
}

/**
 * Measures what a process has mapped of a library's releases, old ones that it still holds among them. Returns
 * `undefined` for a process that is none of this machine and container, may not be looked at, or maps none.
 */
export function measureMemory(host: Host, process: Measured, name: string): ProcessMemory | undefined {
  try {
    if (!isOfThisContainer(host, process)) return undefined;
    return parseMappings(new TextDecoder().decode(host.readFile(`/proc/${process.pid}/smaps`)), name);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Sums up the mappings of a library's releases in the text of `/proc/PID/smaps`. */
export function parseMappings(smaps: string, name: string): ProcessMemory | undefined {
  const ours = smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).filter((mapping) => {
    const [head = ""] = mapping.split("\n", 1);
    const path = /^\S+ +\S+ +\S+ +\S+ +\S+ +(\/.*)$/.exec(head)?.[1]?.replace(/ \(deleted\)$/, "");
    return path !== undefined && parseReleaseFile(name, posix.basename(path)) !== undefined;
  });
  if (ours.length === 0) return undefined;
  const sum = (field: string) => ours.reduce((total, mapping) => total + readKb(mapping, field), 0);
  const privateKb = sum("Anonymous");
  return { sharedKb: sum("Rss") - privateKb, privateKb };
}

function readKb(mapping: string, field: string): number {
  return Number(new RegExp(`^${field}: +(\\d+) kB$`, "m").exec(mapping)?.[1] ?? 0);
}
