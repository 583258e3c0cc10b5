import type { Host } from "../base/host.js";
import type { ProcessRecord } from "../model/process-record.js";
import { type Pointer, readPointer } from "./pointer.js";
import { isToBeHeeded, listRecords, type RecordFile, readRecord } from "./process-records.js";
import { withSystemErrors } from "./system-error.js";

export interface WaitOptions {
  readonly folder: string;
  readonly name: string;
  readonly channel: string;
  readonly timeoutMs: number;
  /** Called as answers come in. */
  readonly onProgress?: (answered: number, total: number) => void;
}

/** How the processes of a channel have taken a switch. */
export interface WaitResult {
  /** Where the channel leads at the end; absent when its pointer went away meanwhile. */
  readonly pointer?: Pointer;
  /** Those that live, in order of their numbers. */
  readonly answers: readonly ProcessAnswer[];
}

export interface ProcessAnswer {
  readonly pid: number;
  /** Absent where the process's record is not whole. */
  readonly record?: ProcessRecord;
  /**
   * `runs`: it has looked, and uses the release. `refuses`: it has looked, and does not. `silent`: it has not looked,
   * until the time was up.
   */
  readonly outcome: "runs" | "refuses" | "silent";
  /** When it last wrote its record, milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Reading a record takes microseconds, and a reload some milliseconds. */
const everyMs = 25;
/** Whether a process lives is asked by a program that has to be started: only of those that do not answer. */
const firstTestAfterMs = 200;
const testEveryMs = 1000;

/**
 * Waits until every process that follows a channel has looked at its pointer, or the time is up. Processes that come
 * meanwhile count, and those that go do not. When the pointer is switched again, the last switch counts.
 */
export async function waitForProcesses(host: Host, options: WaitOptions): Promise<WaitResult> {
  const { timeoutMs, onProgress } = options;
  const dead = new Set<string>();
  const start = performance.now(); // not the time of day, which may jump
  let testedAt = start + firstTestAfterMs - testEveryMs;
  for (;;) {
    const isLate = performance.now() - start >= timeoutMs;
    const round = withSystemErrors(`Cannot read ${options.folder}`, () => readRound(host, options, dead));
    const open = round.answers.filter(({ outcome }) => outcome === "silent");
    onProgress?.(round.answers.length - open.length, round.answers.length);
    const isOver = isLate || open.length === 0;
    if (isOver || performance.now() - testedAt >= testEveryMs) {
      testedAt = performance.now();
      const unsettled = round.answers.filter(({ outcome }) => outcome !== "runs");
      const gone = unsettled.filter((answer) => !isToBeHeeded(host, answer));
      for (const { path } of gone) dead.add(path);
      if (isOver) return finish(round, dead);
      if (gone.length > 0) continue;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

type LocatedAnswer = ProcessAnswer & { readonly path: string };

interface Round {
  readonly pointer: Pointer | undefined;
  readonly answers: readonly LocatedAnswer[];
}

function readRound(host: Host, { folder, name, channel }: WaitOptions, dead: ReadonlySet<string>): Round {
  const pointer = readPointer(host, { folder, name }, channel);
  const answers = listRecords(host, folder, name)
    .filter(({ path }) => !dead.has(path))
    .flatMap((file) => {
      const record = readRecord(host, file.path);
      if (record !== undefined && record.channel !== channel) return [];
      return judge(file, record, pointer);
    });
  return { pointer, answers };
}

function judge(
  { path, pid, writtenAt }: RecordFile,
  record: ProcessRecord | undefined,
  pointer: Pointer | undefined,
): LocatedAnswer {
  if (record === undefined) return { path, pid, outcome: "silent", writtenAt };
  const hasLooked = pointer !== undefined && record.pointer === pointer.stamp;
  const runs = record.release === pointer?.version;
  // Without a reason it may be about to switch.
  const outcome = !hasLooked || (!runs && record.failure === null) ? "silent" : runs ? "runs" : "refuses";
  return { path, pid, record, outcome, writtenAt };
}

function finish({ pointer, answers }: Round, dead: ReadonlySet<string>): WaitResult {
  const living = answers
    .filter(({ path }) => !dead.has(path))
    .map(({ path: _, ...answer }) => answer)
    .sort((left, right) => left.pid - right.pid);
  return { ...(pointer === undefined ? {} : { pointer }), answers: living };
}
