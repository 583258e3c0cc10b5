import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import type { PublishConfig } from "../model/config.js";
import { systemErrorCode } from "./system-error.js";

/** Whose the files of a release directory are, and who may do what with them; what is absent stays as the system makes it. */
export interface FileAccess {
  /** Permission bits of a release. */
  readonly mode: number;
  /** Number of the user. */
  readonly owner?: number;
  readonly group?: number;
  /** Permission bits of the folders that hold releases, and what is kept about them. */
  readonly folderMode?: number;
  /** Permission bits of the folder in which processes leave their records. */
  readonly recordsMode?: number;
}

export const defaultAccess: FileAccess = { mode: 0o444 };

/** Finds the numbers of the names in a config. Throws ToolError for a name that this machine does not know. */
export function resolveAccess(
  host: Host,
  { mode, owner, group, folderMode, recordsMode }: PublishConfig,
): FileAccess {
  const isNumbered = host.platform !== "win32";
  return {
    mode,
    ...(owner === undefined || !isNumbered ? {} : { owner: findNumber(host, owner, "owner") }),
    ...(group === undefined || !isNumbered ? {} : { group: findNumber(host, group, "group") }),
    ...(folderMode === undefined ? {} : { folderMode }),
    ...(recordsMode === undefined ? {} : { recordsMode }),
  };
}

const lists = { owner: "/etc/passwd", group: "/etc/group" } as const;

function findNumber(host: Host, name: string | number, kind: keyof typeof lists): number {
  if (typeof name === "number") return name;
  const path = lists[kind];
  const lines = host.exists(path) ? new TextDecoder().decode(host.readFile(path)).split("\n") : [];
  for (const line of lines) {
    const [known, , number = ""] = line.split(":");
    if (known === name && /^\d+$/.test(number)) return Number(number);
  }
  throw new ToolError(`There is no ${kind} ${name} in ${path}, whom the config's publish.${kind} names.`, {
    help: `Correct the name, or give the number.`,
  });
}

/** Gives a file or symlink to the owner and the group of the config. */
export function giveAway(host: Host, path: string, { owner, group }: FileAccess): void {
  if (owner === undefined && group === undefined) return;
  try {
    host.setOwner(path, owner ?? -1, group ?? -1);
  } catch (error) {
    if (systemErrorCode(error) !== "EPERM") throw error;
    throw new ToolError(`${path} cannot be given to ${describeOwner(owner, group)}: permission is denied.`, {
      help: "Publish as root, or leave publish.owner and publish.group out of the config.",
      cause: error,
    });
  }
}

function describeOwner(owner: number | undefined, group: number | undefined): string {
  const parts = [
    owner === undefined ? [] : `user ${owner}`,
    group === undefined ? [] : `group ${group}`,
  ].flat();
  return parts.join(" and ");
}
