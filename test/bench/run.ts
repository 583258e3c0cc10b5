// The benchmarks, as `npm run bench [-- SUITE…]`: prints their tables, and with `--write` docs/benchmarks.md.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../native-runtime/native.js";
import { describeMachine } from "./machine.js";
import { measureReload } from "./reload/suite.js";
import { formatSuite, type Suite } from "./suite.js";

/** Each measures for itself, prepares its own files and cleans them up. */
const suites: Readonly<Record<string, () => Promise<Suite>>> = { reload: measureReload };

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const unknown = asked.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}.\n`,
  );
  process.exit(2);
}

const parts: string[] = [];
for (const name of asked.length === 0 ? Object.keys(suites) : asked) {
  const suite = await suites[name]?.();
  if (suite === undefined) continue;
  const text = formatSuite(suite);
  process.stdout.write(`${text}\n`);
  parts.push(text);
}
if (process.argv.includes("--write")) {
  const head = [
    "# Benchmarks",
    "",
    `Written by \`npm run bench -- --write\` on ${describeMachine()}. The ratios inside one table were taken in one run and`,
    "carry over to other machines; the times do not.",
    "",
  ].join("\n");
  writeFileSync(join(root, "docs/benchmarks.md"), `${head}\n${parts.join("\n")}`);
}
