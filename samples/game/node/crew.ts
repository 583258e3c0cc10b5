import { type Question, type Report, Thread, type ThreadNews, type ThreadOptions } from "./thread.js";

/** All threads of the server, as if they were one. */
export class Crew {
  readonly #threads: readonly Thread[];
  #releases = 0;
  #failures = 0;
  #version = "";

  constructor(count: number, options: Omit<ThreadOptions, "counters">) {
    this.#threads = Array.from({ length: count }, () => new Thread(options, (news) => this.#print(news)));
  }

  /** Of the release in use. */
  get version(): string {
    return this.#version;
  }

  /** How many releases have been used, the first among them. */
  get releases(): number {
    return this.#releases;
  }

  /** How many could not be used. */
  get failures(): number {
    return this.#failures;
  }

  get lookups(): number {
    return this.#threads.reduce((sum, { lookups }) => sum + lookups, 0);
  }

  get failedLookups(): number {
    return this.#threads.reduce((sum, { failedLookups }) => sum + failedLookups, 0);
  }

  /** Resolves when every thread has opened its store. */
  async open(): Promise<void> {
    for (const report of await this.#askAll("report")) this.#print({ kind: "switch", text: "", report });
  }

  /** Has every thread look for a new release. Resolves when all have; to ask again does no harm. */
  async reload(): Promise<Report> {
    return combine(await this.#askAll("reload"));
  }

  async report(): Promise<Report> {
    return combine(await this.#askAll("report"));
  }

  async stop(): Promise<void> {
    await this.#askAll("stop");
  }

  #askAll(what: Question): Promise<readonly Report[]> {
    return Promise.all(this.#threads.map((thread) => thread.ask(what)));
  }

  /** Threads look each for itself, a moment apart: what the first of them tells is printed. */
  #print({ kind, text, report }: ThreadNews): void {
    if (kind === "switch" && report.releases > this.#releases) {
      this.#releases = report.releases;
      this.#version = report.version;
      console.log(`release ${shortVersion(report.version)}${text}`);
    }
    if (kind === "failure" && report.failures > this.#failures) {
      this.#failures = report.failures;
      console.log(`not used: ${text}`);
    }
  }
}

/** Returns the beginning of a release's version, as the commands of table-gen print it. */
export function shortVersion(version: string): string {
  return version.slice(0, 12);
}

/** Returns the report of a thread that does not use the pointer's release if there is one, and the highest numbers. */
function combine(reports: readonly Report[]): Report {
  const report = reports.find(({ failure }) => failure !== undefined) ?? reports[0];
  if (report === undefined) throw new Error("There is no thread.");
  const releases = Math.max(...reports.map((one) => one.releases));
  const failures = Math.max(...reports.map((one) => one.failures));
  return { ...report, releases, failures };
}
