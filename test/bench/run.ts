// The benchmarks, as `npm run bench [-- SUITE… --quick --write]`: prints their tables and which goals are met. With `--write` the
// section of each suite in docs/benchmarks.md is written anew; with `--quick` sizes are small.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../native-runtime/native.js";
import { measureBuilds } from "./build/suite.js";
import { measureCompiling } from "./compile/suite.js";
import { measureLoads } from "./load/suite.js";
import { measureLookups } from "./lookup/suite.js";
import { describeMachine } from "./machine.js";
import { measureNode } from "./node/suite.js";
import { measurePages } from "./pages/suite.js";
import { measureReload } from "./reload/suite.js";
import { formatData, formatSuite, type Suite, type SuiteOptions } from "./suite.js";

/** Each measures for itself, prepares its own files and cleans them up. */
const suites: Readonly<Record<string, (options: SuiteOptions) => Promise<Suite>>> = {
  build: measureBuilds,
  compile: measureCompiling,
  load: measureLoads,
  lookup: measureLookups,
  node: measureNode,
  pages: measurePages,
  reload: measureReload,
};

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const unknown = asked.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}.\n`,
  );
  process.exit(2);
}

const options = { isQuick: process.argv.includes("--quick") };
const page = join(root, "docs/benchmarks.md");
for (const name of asked.length === 0 ? Object.keys(suites) : asked) {
  const suite = await suites[name]?.(options);
  if (suite === undefined) continue;
  process.stdout.write(`${formatSuite(suite)}\n`);
  if (process.argv.includes("--write"))
    writeSection(suite.title, `${formatSuite(suite)}\n${formatData(suite)}`);
}

/** Puts a suite's section in the place of its last one, or behind all others. */
function writeSection(title: string, text: string): void {
  const [head = "", ...sections] = readFileSync(page, "utf8").split(/^(?=## )/m);
  const dated = text.replace("\n\n", `\n\nTaken on ${describeMachine()}.\n\n`);
  const at = sections.findIndex((section) => section.startsWith(`## ${title}\n`));
  if (at < 0) sections.push(dated);
  else sections[at] = dated;
  writeFileSync(page, `${head}${sections.map((section) => `${section.trimEnd()}\n`).join("\n")}`);
}
