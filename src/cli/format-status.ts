import type { AttachedProcess, ChannelState, LibraryState } from "../release/read-release-directory.js";
import type { Colors } from "./colors.js";
import { formatColumns } from "./format-columns.js";
import { formatBytes, formatCount, formatNumberOf, formatProcesses } from "./format-size.js";
import { formatAge, formatTime, shortVersion } from "./format-time.js";
import { toVisibleText } from "./visible-text.js";

/** More switches than these are not shown. */
const mostSwitches = 10;

/** Returns what is known of a library as a person reads it: channels, releases, history, processes. */
export function formatStatus(
  state: LibraryState,
  { dir, now, colors }: { readonly dir: string; readonly now: number; readonly colors: Colors },
): string {
  const { name, channels, processes } = state;
  return [
    `${colors.bold(name)} in ${dir}\n`,
    channels.length === 0
      ? "  no channel\n"
      : formatColumns(
          channels.map((channel) => formatChannel(channel, now)),
          { indent: "  " },
        ),
    formatReleases(state),
    formatHistory(state),
    processes.length === 0
      ? "\nNo process follows it.\n"
      : `\n${formatProcesses(processes.length)}:\n${formatProcessTable(processes, now, colors)}`,
  ].join("");
}

function formatChannel(
  { channel, version, isOnDisk, switchedAt, switched }: ChannelState,
  now: number,
): readonly string[] {
  const at = switched?.at ?? switchedAt;
  const by = switched === undefined ? "" : `${switched.action} by ${toVisibleText(switched.by, 60)}`;
  return [
    channel,
    shortVersion(version),
    `since ${formatTime(at)} (${formatAge(at, now)})`,
    isOnDisk ? by : "its file is missing",
  ];
}

function formatReleases({ releases, channels }: LibraryState): string {
  if (releases.length === 0) return "";
  const rows = releases.map(({ version, sizeBytes, writtenAt }) => {
    const led = channels.filter((one) => one.version === version).map(({ channel }) => channel);
    return [shortVersion(version), formatBytes(sizeBytes), formatTime(writtenAt), led.join(", ")];
  });
  return `\n${formatNumberOf(releases.length, "release")} on the disk:\n${formatColumns(rows, { indent: "  ", right: [1] })}`;
}

function formatHistory({ history }: LibraryState): string {
  if (history.length === 0) return "";
  const rows = history
    .slice(-mostSwitches)
    .reverse()
    .map(({ at, action, channel, version, by }) => {
      return [formatTime(at), action, channel, shortVersion(version), toVisibleText(by, 60)];
    });
  const rest = history.length - rows.length;
  const more = rest > 0 ? `  … and ${formatCount(rest)} earlier\n` : "";
  return `\nSwitches:\n${formatColumns(rows, { indent: "  " })}${more}`;
}

const titles = [
  "pid",
  "process",
  "host",
  "runtime",
  "channel",
  "release",
  "since",
  "switches",
  "shared",
  "private",
];

/** A line for each process, and below it what is not as it should be. */
function formatProcessTable(processes: readonly AttachedProcess[], now: number, colors: Colors): string {
  const rows = processes.map((process) => formatProcess(process, now));
  const lines = formatColumns([titles, ...rows], { indent: "  ", right: [0, 7, 8, 9] })
    .trimEnd()
    .split("\n");
  const [head = "", ...others] = lines;
  const parts = processes.map((process, index) => {
    const notes = listNotes(process, now).map((note) => `      ${colors.yellow(note)}\n`);
    return `${others[index] ?? ""}\n${notes.join("")}`;
  });
  return `${head}\n${parts.join("")}`;
}

function formatProcess({ pid, record, memory }: AttachedProcess, now: number): readonly string[] {
  if (record === undefined) return [String(pid), "?"];
  return [
    String(pid),
    toVisibleText(record.process, 30),
    toVisibleText(record.host, 30),
    toVisibleText(record.runtime, 10),
    toVisibleText(record.channel, 20),
    toVisibleText(shortVersion(record.release)),
    formatAge(record.since, now),
    formatCount(record.switches),
    ...(memory === undefined ? [] : [memory.sharedKb, memory.privateKb].map((kb) => `${formatCount(kb)} kB`)),
  ];
}

function listNotes({ record }: AttachedProcess, now: number): readonly string[] {
  if (record === undefined) return ["its record cannot be read"];
  const { failure, held } = record;
  const failed =
    failure === null ? [] : `refused ${formatAge(failure.at, now)} ago: ${toVisibleText(failure.text, 600)}`;
  const holds = held.map(({ release, snapshots, since }) => {
    const version = toVisibleText(shortVersion(release));
    return `still holds ${version}: ${formatNumberOf(snapshots, "snapshot")}, replaced ${formatAge(since, now)} ago`;
  });
  return [failed, holds].flat();
}
