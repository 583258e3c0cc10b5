import type { Io, TextStream } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly systemLocale?: string;
  /** Stands for Ctrl-C. */
  readonly interrupt?: AbortSignal;
  /** Called with each text that is written. */
  readonly onWrite?: (text: string) => void;
  /** What runs it; `main` unless given. */
  readonly run?: (argv: readonly string[], io: Io) => Promise<number>;
}

/** Runs one command line in this process and returns what it printed. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [stdout, stderr] = [createCapture(options), createCapture(options)];
  const io: Io = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    systemLocale: () => options.systemLocale ?? "en-US",
    onInterrupt: (listener) => {
      options.interrupt?.addEventListener("abort", listener);
      return () => options.interrupt?.removeEventListener("abort", listener);
    },
  };
  const code = await (options.run ?? main)(argv, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function createCapture({ isTerminal = false, onWrite }: RunOptions): {
  readonly stream: TextStream;
  text(): string;
} {
  let captured = "";
  const stream: TextStream = {
    write: async (text) => {
      captured += text;
      onWrite?.(text);
    },
    isClosed: false,
    isTerminal,
    width: isTerminal ? 80 : undefined,
  };
  return { stream, text: () => captured };
}
