import type { Host } from "../base/host.js";

/** Where a process's number holds, as its record has it. */
export interface NumberSpace {
  readonly pidNamespace: string;
  readonly host: string;
}

/** True when the numbers of a process there are those that this process sees. May throw the system's error. */
export function isOfThisContainer(host: Host, process: NumberSpace): boolean {
  // The first namespace of every machine has the same number.
  if (process.host !== host.hostName || process.pidNamespace === "") return false;
  return process.pidNamespace === host.readSymlink("/proc/self/ns/pid");
}
