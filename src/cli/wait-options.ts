import type { Command } from "commander";
import { parseSeconds } from "./publish-options.js";

/** Options of the commands that may wait for processes. */
export interface WaitCommandOptions {
  readonly wait?: true;
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: true;
}

/** Adds the options by which processes are waited for. */
export function addWaitOptions(command: Command): Command {
  return command
    .option(
      "-w, --wait",
      "wait until every process that follows the channel runs the release or says why not",
    )
    .option("--timeout <seconds>", "how long to wait; 30 unless given", parseSeconds)
    .option("--json", "print one JSON document");
}
