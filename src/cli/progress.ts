import type { TextStream } from "./io.js";

export interface Progress {
  show(stage: string, done: number, total: number): void;
  /** Removes the line; call it before anything else is printed. */
  clear(): Promise<void>;
}

/** Short work shows nothing; then the line is redrawn at most ten times a second. */
const firstAfterMs = 500;
const everyMs = 100;

/** Creates a one-line progress display; it shows nothing where there is no terminal. */
export function createProgress(stream: TextStream, now: () => number = Date.now): Progress {
  if (!stream.isTerminal) return { show: () => {}, clear: async () => {} };
  const start = now();
  let drawnAt = 0;
  return {
    show: (stage, done, total) => {
      const time = now();
      if (time - start < firstAfterMs || time - drawnAt < everyMs) return;
      drawnAt = time;
      void stream.write(`\r\u001b[K${fitLine(stage, done, total, stream.width ?? 80)}`);
    },
    clear: async () => {
      if (drawnAt > 0) await stream.write("\r\u001b[K");
      drawnAt = 0;
    },
  };
}

function fitLine(stage: string, done: number, total: number, width: number): string {
  const line = total > 1 ? `${stage} ${done}/${total}` : stage;
  return line.slice(0, width - 1);
}
