import pc from "picocolors";
import type { Io, TextStream } from "./io.js";

export type Colors = ReturnType<typeof pc.createColors>;

/** Returns the colours for a stream: none without a terminal, unless FORCE_COLOR is set; none with NO_COLOR. */
export function createColors(io: Io, stream: TextStream): Colors {
  return pc.createColors(wantsColor(io.env, stream));
}

function wantsColor(env: Io["env"], stream: TextStream): boolean {
  if (isSet(env["NO_COLOR"])) return false;
  const forced = env["FORCE_COLOR"];
  if (isSet(forced)) return forced !== "0" && forced !== "false";
  return stream.isTerminal && env["TERM"] !== "dumb";
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
