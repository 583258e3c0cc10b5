import type { Host } from "../base/host.js";
import type { ProcessAnswer, WaitResult } from "../release/wait-for-processes.js";
import { createColors } from "./colors.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { formatColumns } from "./format-columns.js";
import { formatProcesses } from "./format-size.js";
import { formatAge, formatTime, shortVersion } from "./format-time.js";
import type { Io } from "./io.js";
import { createProgress } from "./progress.js";
import { toVisibleText } from "./visible-text.js";
import type { WaitCommandOptions } from "./wait-options.js";

/** A switch that processes are to follow. */
export interface Switch {
  readonly folder: string;
  readonly name: string;
  readonly channel: string;
  readonly version: string;
  /** False when the pointer led there already; then it was only touched, if at all. */
  readonly isSwitched: boolean;
  /** What there is to say of the switch itself, whole lines. */
  readonly text: string;
}

/**
 * Prints a switch and, with --wait, what became of it in the processes that follow the channel. Returns `problems`
 * when not all of them run the release.
 */
export async function showSwitch(
  host: Host,
  done: Switch,
  options: WaitCommandOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.json !== true) await io.stdout.write(done.text);
  const result = options.wait === true ? await wait(host, done, options, io) : undefined;
  const problem = result === undefined ? undefined : findProblem(done, result);
  if (options.json === true) {
    await io.stdout.write(`${JSON.stringify(toJson(done, result, problem), undefined, 2)}\n`);
  } else if (result !== undefined) {
    await io.stdout.write(formatAnswers(done, result, io));
    if (problem !== undefined) {
      const colors = createColors(io, io.stderr);
      await io.stderr.write(`${colors.bold(colors.red("error"))}: ${toVisibleText(problem)}\n`);
    }
  }
  return problem === undefined ? exitCode.good : exitCode.problems;
}

const usualTimeoutSeconds = 30;

async function wait(
  host: Host,
  { folder, name, channel }: Switch,
  { timeout = usualTimeoutSeconds }: WaitCommandOptions,
  io: Io,
): Promise<WaitResult> {
  const { waitForProcesses } = await import("../release/wait-for-processes.js");
  const progress = createProgress(io.stderr);
  return waitForProcesses(host, {
    folder,
    name,
    channel,
    timeoutMs: timeout * 1000,
    onProgress: (answered, total) => progress.show("waiting for processes", answered, total),
  }).finally(progress.clear);
}

/** Returns what is not as it should be, as sentences; `undefined` when all is well. */
function findProblem(
  { name, channel, version }: Switch,
  { pointer, answers }: WaitResult,
): string | undefined {
  if (pointer === undefined) return `The pointer of ${channel} of ${name} went away meanwhile.`;
  if (pointer.version !== version) {
    return `${channel} of ${name} was switched to ${shortVersion(pointer.version)} meanwhile.`;
  }
  const others = answers.filter(({ outcome }) => outcome !== "runs");
  if (others.length === 0) return undefined;
  const count = `${others.length} of ${formatProcesses(answers.length)} ${others.length === 1 ? "does" : "do"} not`;
  const runs = others.every(({ record }) => record?.release === version);
  return `${count} ${runs ? "answer" : `run ${shortVersion(version)}`}: ${nameProcesses(others)}.`;
}

const mostNames = 3;

/** Their reasons stand in the table. */
function nameProcesses(answers: readonly ProcessAnswer[]): string {
  const names = answers.slice(0, mostNames).map(nameProcess);
  const more = answers.length - names.length;
  return `${names.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

function nameProcess({ pid, record }: ProcessAnswer): string {
  if (record === undefined) return `process ${pid}`;
  return `${showName(record.process)} ${pid} on ${showName(record.host)}`;
}

function showName(name: string): string {
  return toVisibleText(name, 30);
}

function describeAnswer({ outcome, record, writtenAt }: ProcessAnswer): string {
  if (record === undefined) return "has left a record that cannot be read";
  const stays = `uses ${shortVersion(record.release)}`;
  if (outcome === "runs") return "runs it";
  if (outcome === "refuses") return `${stays}: ${record.failure?.text ?? "no reason given"}`;
  const age = `${formatTime(writtenAt)} (${formatAge(writtenAt, Date.now())} ago)`;
  return `${stays} and has not looked since ${age}; it may hang`;
}

function formatAnswers({ name, channel, version }: Switch, { answers }: WaitResult, io: Io): string {
  if (answers.length === 0) return `No process follows ${channel} of ${name}.\n`;
  const colors = createColors(io, io.stdout);
  const paint = { runs: colors.green, refuses: colors.red, silent: colors.yellow };
  const rows = answers.map((answer) => [
    String(answer.pid),
    showName(answer.record?.process ?? "?"),
    showName(answer.record?.host ?? "?"),
    answer.record?.runtime === undefined ? "?" : toVisibleText(answer.record.runtime, 10),
    paint[answer.outcome](toVisibleText(describeAnswer(answer))),
  ]);
  const titles = ["pid", "process", "host", "runtime", shortVersion(version)];
  return formatColumns([titles, ...rows], { indent: "  ", right: [0] });
}

function toJson(done: Switch, result: WaitResult | undefined, problem: string | undefined) {
  const { name, channel, version, isSwitched } = done;
  return {
    version: 1,
    ok: problem === undefined,
    name,
    channel,
    release: version,
    isSwitched,
    problem: problem ?? null,
    ...(result === undefined ? {} : { processes: result.answers.map(answerToJson) }),
  };
}

function answerToJson({ pid, record, outcome, writtenAt }: ProcessAnswer) {
  return {
    pid,
    outcome,
    process: record?.process ?? null,
    host: record?.host ?? null,
    runtime: record?.runtime ?? null,
    release: record?.release ?? null,
    failure: record?.failure ?? null,
    writtenAt,
  };
}
