import { systemErrorCode, withSystemErrors } from "../release/system-error.js";

/** What a command sees of the terminal and the process, so that a test can stand in for both. */
export interface Io {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Returns the user's locale by the system, which counts where no variable says it (Windows): `zh-CN`. */
  readonly systemLocale: () => string;
  /** Has the listener called instead of ending the process at Ctrl-C, once; returns what takes it away again. */
  onInterrupt(listener: () => void): () => void;
}

export interface TextStream {
  /** Resolves when the reader can take more. Rejects with ToolError when what is behind it refuses (disk full). */
  write(text: string): Promise<void>;
  /** True when the reader is gone (`| head`): what is written from now on goes nowhere. */
  readonly isClosed: boolean;
  readonly isTerminal: boolean;
  /** Columns of the terminal; `undefined` where there is none. */
  readonly width: number | undefined;
}

/**
 * Returns the io of this process. A reader that goes away is no error: writing just stops. So it does where
 * stderr refuses, as there is nowhere left to say so.
 */
export function createProcessIo(): Io {
  return {
    stdout: wrap(process.stdout, (error) => refuse("stdout", error)),
    stderr: wrap(process.stderr, () => {}),
    env: process.env,
    cwd: process.cwd(),
    systemLocale: () => new Intl.DateTimeFormat().resolvedOptions().locale,
    onInterrupt,
  };
}

/** A second Ctrl-C ends the process as ever. */
function onInterrupt(listener: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const stop = () => {
    for (const signal of signals) process.off(signal, once);
  };
  const once = () => {
    stop();
    listener();
  };
  for (const signal of signals) process.on(signal, once);
  return stop;
}

function wrap(stream: NodeJS.WriteStream, onError: (error: Error) => void): TextStream {
  let isClosed = false;
  // Without a listener node would end the process; who writes gets the error by the callback.
  stream.on("error", () => {
    isClosed = true;
  });
  return {
    write: async (text) => {
      if (isClosed) return;
      const error = await new Promise<Error | null | undefined>((resolve) => stream.write(text, resolve));
      if (error === null || error === undefined) return;
      isClosed = true;
      if (!goneCodes.has(systemErrorCode(error) ?? "")) onError(error);
    },
    get isClosed() {
      return isClosed;
    },
    isTerminal: stream.isTTY === true,
    get width() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
  };
}

/** What the system answers when the reader is gone. */
const goneCodes: ReadonlySet<string> = new Set(["EPIPE", "EOF"]);

function refuse(name: string, error: Error): never {
  return withSystemErrors(`Cannot write to ${name}`, () => {
    throw error;
  });
}
