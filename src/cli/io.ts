/** What a command sees of the terminal and the process, so that a test can stand in for both. */
export interface Io {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
}

export interface TextStream {
  /** Resolves when the reader can take more. */
  write(text: string): Promise<void>;
  /** True when the reader is gone (`| head`): what is written from now on goes nowhere. */
  readonly isClosed: boolean;
  readonly isTerminal: boolean;
  /** Columns of the terminal; `undefined` where there is none. */
  readonly width: number | undefined;
}

/** Returns the io of this process. A reader that goes away is no error: writing just stops. */
export function createProcessIo(): Io {
  return {
    stdout: wrap(process.stdout),
    stderr: wrap(process.stderr),
    env: process.env,
    cwd: process.cwd(),
  };
}

function wrap(stream: NodeJS.WriteStream): TextStream {
  let isClosed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EOF") throw error;
    isClosed = true;
  });
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (isClosed) resolve();
        // The callback also comes after an error, which the listener above has seen.
        else stream.write(text, () => resolve());
      }),
    get isClosed() {
      return isClosed;
    },
    isTerminal: stream.isTTY === true,
    get width() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
  };
}
