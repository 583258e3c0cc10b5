// The server of ../server in Node: threads fight by the tables of a release directory, as fast as they can, while releases
// come and go. What it says of itself once a second shows that no reload holds them up.
//
//     npx jiti samples/game/node/server.ts [DIRECTORY] [--threads N] [--seconds N] [--http PORT] [--poll MS] [--manual]

import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Crew, shortVersion } from "./crew.js";
import { listenForOperator } from "./http-endpoint.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: "string", default: "2" },
    seconds: { type: "string", default: "0" },
    http: { type: "string" },
    poll: { type: "string" },
    manual: { type: "boolean", default: false },
  },
});

const crew = new Crew(Math.max(1, parseNumber("threads", values.threads)), {
  directory: positionals[0] ?? resolve(import.meta.dirname, "../tables/server"),
  pollIntervalMs: values.poll === undefined ? undefined : Math.max(1, parseNumber("poll", values.poll)),
  isManual: values.manual,
});
const seconds = parseNumber("seconds", values.seconds); // 0: until it is asked to end
await crew.open();
const http =
  values.http === undefined ? undefined : await listenForOperator(parseNumber("http", values.http), crew);
if (http !== undefined) {
  console.log(`curl -X POST http://127.0.0.1:${(http.address() as AddressInfo).port}/reload`);
}

process.on("SIGHUP", () => void crew.reload());
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());

let second = 0;
let before = 0;
const clock = setInterval(() => {
  second++;
  const { lookups, releases, failures, version } = crew;
  const speed = ((lookups - before) / 1e6).toFixed(2);
  console.log(
    `${String(second).padStart(4)} s  ${speed.padStart(7)} M lookups/s  release ${shortVersion(version)}  ${releases} seen  ${failures} not used`,
  );
  before = lookups;
  if (second === seconds) void stop();
}, 1000);

async function stop(): Promise<void> {
  clearInterval(clock);
  http?.close();
  http?.closeAllConnections(); // also those that have not asked anything yet
  await crew.stop();
  const { lookups, failedLookups, releases, failures } = crew;
  console.log(
    `${lookups} lookups, ${failedLookups} of them failed; ${releases} releases, ${failures} not used`,
  );
  process.exitCode = failedLookups === 0 ? 0 : 1;
}

function parseNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${option} needs a whole number, not ${text}.`);
  process.exit(2);
}
