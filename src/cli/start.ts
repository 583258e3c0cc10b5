import type { ExitCode } from "./exit-code.js";
import { createProcessIo, type Io } from "./io.js";
import { repeatBuild } from "./unchanged/repeat-build.js";

/** Runs one command line as `main` does, which is loaded where there is something to do. */
export async function start(argv: readonly string[], io: Io = createProcessIo()): Promise<ExitCode> {
  const repeated = await repeatBuild(argv, io);
  if (repeated !== undefined) return repeated;
  const { main } = await import("./main.js");
  return main(argv, io, { keepsRecords: true });
}
