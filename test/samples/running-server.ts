import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server of samples/game, C++ or Node; killed at the latest when the test is over. */
export class RunningServer {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;
  #output = "";

  constructor(argv: readonly string[]) {
    const [program = "", ...args] = argv;
    this.#process = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#exit = once(this.#process, "close");
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (part: string) => {
        this.#output += part;
      });
    }
    onTestFinished(() => {
      this.#process.kill("SIGKILL");
    });
  }

  /** Standard output and standard error, so far. */
  get output(): string {
    return this.#output;
  }

  /** Waits until the output has it, and returns the first group, or all that was found. */
  async prints(wanted: RegExp): Promise<string> {
    for (;;) {
      const found = wanted.exec(this.#output);
      if (found !== null) return found[1] ?? found[0];
      const { exitCode, signalCode } = this.#process;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`It has ended with ${exitCode ?? signalCode}.\n${this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async uses(version: string): Promise<void> {
    await this.prints(new RegExp(`^release ${version.slice(0, 12)}`, "m"));
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Resolves to its exit code when it has ended. */
  async ended(): Promise<number | null> {
    await this.#exit;
    return this.#process.exitCode;
  }

  async stop(): Promise<number | null> {
    this.signal("SIGTERM");
    return this.ended();
  }

  /** The answer to an HTTP request: `200 text`. */
  async ask(method: string, path: string): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${await this.port()}${path}`, { method });
    return `${answer.status} ${(await answer.text()).trimEnd()}`;
  }

  /** Connects to the endpoint. */
  async connect(): Promise<Socket> {
    const socket = connect(await this.port(), "127.0.0.1");
    onTestFinished(() => {
      socket.destroy();
    });
    socket.on("error", () => {}); // the endpoint may close first
    await once(socket, "connect");
    return socket;
  }

  /** Sends bytes as they are, and returns all that comes back. */
  async send(bytes: string | Uint8Array): Promise<string> {
    const socket = await this.connect();
    let text = "";
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
    });
    socket.write(bytes);
    await new Promise((resolve) => socket.once("close", resolve));
    return text;
  }

  /** Where it answers. */
  async port(): Promise<number> {
    return Number(await this.prints(/127\.0\.0\.1:(\d+)/));
  }
}
