/** The process's exit code: a stable contract. */
export const exitCode = {
  good: 0,
  /** The sheets or the config have problems, a row that was asked for is not there, or a process does not run the release. */
  problems: 1,
  /** The command line cannot mean anything: unknown option, command or table, no config. */
  usage: 2,
  /** The environment is in the way: no compiler, disk full, a file that is no library of ours. */
  environment: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
