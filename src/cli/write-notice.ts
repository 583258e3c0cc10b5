import type { Io } from "./io.js";
import type { Progress } from "./progress.js";
import { toVisibleText } from "./visible-text.js";

/** Says on stderr what a person may want to know while something goes on. */
export function writeNotice(io: Io, progress: Progress, text: string): void {
  void progress.clear();
  void io.stderr.write(`note: ${toVisibleText(text)}\n`);
}
