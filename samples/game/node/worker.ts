// A thread of the server: a store of its own, and one frame of battle after the other, as fast as it can.

import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../tables/server/ts/game.js";
import { Battle } from "./battle.js";
import { checkRelease } from "./release-check.js";
import type { Ask, Report, ThreadNews, ThreadOptions } from "./thread.js";

const { directory, pollIntervalMs, isManual, counters } = workerData as ThreadOptions;

const store = openStore(directory, {
  ...(isManual || pollIntervalMs === undefined ? { watch: !isManual } : { watch: "poll", pollIntervalMs }),
  beforeSwitch: ({ tables }) => checkRelease(tables),
  processName: "game server",
});

let failures = 0;
store.on("failure", ({ message }) => {
  failures++;
  tell("failure", message);
});
store.on("switch", ({ changed, added, removed }) => {
  tell("switch", `: ${[...changed, ...added, ...removed].join(", ")}`);
});

parentPort?.on("message", async ({ what, reply }: Ask) => {
  if (what === "reload") await store.reload().catch(() => {}); // the report says why
  if (what === "stop") stop();
  reply.postMessage(report());
});

const battle = new Battle();
let frame = setImmediate(runFrame);
const ticks = isManual ? setInterval(() => store.poll(), 16) : undefined;

/** The tables stay those of one release until the event loop turns, and a frame does not wait for anything. */
function runFrame(): void {
  battle.runFrame(store.tables);
  Atomics.store(counters, 0, BigInt(battle.lookups));
  Atomics.store(counters, 1, BigInt(battle.failedLookups));
  frame = setImmediate(runFrame);
}

function stop(): void {
  clearImmediate(frame);
  clearInterval(ticks);
  store.close();
  parentPort?.close();
}

function tell(kind: ThreadNews["kind"], text: string): void {
  parentPort?.postMessage({ kind, text, report: report() } satisfies ThreadNews);
}

function report(): Report {
  const { version, switches, failure } = store;
  return { version, releases: switches + 1, failures, failure: failure?.message };
}
