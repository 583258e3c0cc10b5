import { createHost, type Host } from "../../base/host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Io } from "../io.js";
import {
  type BuildRecord,
  describeRequest,
  hashNames,
  parseRecord,
  recordPathOf,
  secondsMark,
  stampOf,
  stateFolderOf,
} from "./build-record.js";

/**
 * Prints again what the same build has printed, where nothing that it read or wrote has changed since; returns
 * `undefined` where there is anything to do. It loads nothing of what builds: this is most of all runs.
 */
export async function repeatBuild(argv: readonly string[], io: Io): Promise<ExitCode | undefined> {
  if (argv[0] !== "build" || argv.includes("--no-cache")) return undefined;
  const startMs = performance.now();
  const record = findRecord(createHost(), argv, io);
  if (record === undefined) return undefined;
  for (const { stream, text } of record.printed) {
    const seconds = ((performance.now() - startMs) / 1000).toFixed(2);
    await io[stream].write(text.replaceAll(secondsMark, seconds));
  }
  return exitCode.good;
}

/** Whatever is wrong with the record, or with a look at a file, the build itself will say it better. */
function findRecord(host: Host, argv: readonly string[], io: Io): BuildRecord | undefined {
  try {
    const key = describeRequest(host, argv, io);
    const path = recordPathOf(stateFolderOf(host, argv, io.cwd), key);
    if (!host.exists(path)) return undefined;
    const record = parseRecord(new TextDecoder().decode(host.readFile(path)));
    return record?.key === key && isUnchanged(host, record) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isUnchanged(host: Host, { files, folders, outFolders }: BuildRecord): boolean {
  return (
    files.every(([path, stamp]) => stampOf(host.statEntry(path)) === stamp) &&
    folders.every(([path, names]) => hashNames(path, host.list(path), outFolders) === names)
  );
}
