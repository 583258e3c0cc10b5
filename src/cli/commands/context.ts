import type { ExitCode } from "../exit-code.js";
import type { Io } from "../io.js";

/** What every command is given. */
export interface CommandContext {
  readonly io: Io;
  /** Sets the process's exit code; 0 unless called. */
  readonly finish: (code: ExitCode) => void;
  /** The command line, where records of builds are to be kept for it. */
  readonly recordedArgv?: readonly string[];
}
