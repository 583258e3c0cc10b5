import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A running server: what it prints appears with its name, and is remembered. */
export class GameServer {
  readonly name: string;
  /** The releases that it has used, one after the other, as it names them. */
  readonly releases: string[] = [];
  /** Why it has not used others. */
  readonly failures: string[] = [];
  readonly #process: ChildProcess;
  readonly #ready: Promise<string>;

  constructor(name: string, [program, ...args]: readonly [string, ...string[]]) {
    this.name = name;
    this.#process = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(this.#process, "exit");
    this.#ready = new Promise((resolve, reject) => {
      if (this.#process.stdout === null) return;
      createInterface(this.#process.stdout).on("line", (line) => {
        console.log(`${name.padStart(8)} | ${line}`);
        const [, release] = /^release (\w+)/.exec(line) ?? [];
        if (release !== undefined) this.releases.push(release);
        const [, failure] = /^not used: (.*)/.exec(line) ?? [];
        if (failure !== undefined) this.failures.push(failure);
        const [, address] = /(http:.*)\/reload/.exec(line) ?? [];
        if (address !== undefined) resolve(address);
      });
      exited.then(() => reject(new Error(`${name} has ended.`)), reject);
    });
    this.#ready.catch(() => {});
  }

  /** Resolves when it can be asked. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  /** Resolves to the code and the text of its answer to `POST /reload`. */
  async reload(): Promise<string> {
    const answer = await fetch(`${await this.#ready}/reload`, { method: "POST" });
    return `${answer.status} ${(await answer.text()).trim()}`;
  }

  hangUp(): void {
    this.#process.kill("SIGHUP");
  }

  /** Asks it to end, and resolves to its exit code. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill("SIGTERM");
      await once(this.#process, "exit");
    }
    return this.#process.exitCode;
  }
}
