import { cpus, release, totalmem } from "node:os";
import { runGood } from "../native-runtime/native.js";

/** Returns what the figures were taken on, and when. */
export function describeMachine(): string {
  const [first] = cpus();
  const compiler = runGood(["g++", "-dumpfullversion"]).trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}: ${cpus().length} × ${first?.model ?? "unknown"}, ${memory} GiB, Linux ${release()}, g++ ${compiler}, node ${process.version}`;
}
