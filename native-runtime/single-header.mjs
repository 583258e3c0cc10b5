#!/usr/bin/env node
// Writes the runtime as one header: node single-header.mjs [tablegen.hpp]
// Without a path it goes to stdout. Put it on the include path; generated headers find it by <tablegen.hpp>.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("include/tablegen/", import.meta.url);
const ownInclude = /^#include "([^"]+)"\n/gm;

const sources = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".hpp"))
    .sort()
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
);

/** Puts each header where it is first included, so that conditions around an include hold for it too. */
function inline(name, done) {
  done.add(name);
  const text = sources.get(name);
  if (text === undefined) throw new Error(`there is no header ${name}`);
  return text.replace(ownInclude, (_, included) => (done.has(included) ? "" : `${inline(included, done)}\n`));
}

const included = new Set(
  [...sources.values()].flatMap((text) => [...text.matchAll(ownInclude)].map((m) => m[1])),
);
const roots = [...sources.keys()].filter((name) => !included.has(name));
const version = /TABLEGEN_VERSION "(.*)"/.exec(sources.get("config.hpp") ?? "")?.[1];
const done = new Set();
const header = [
  `// table-gen ${version}: the C++ runtime in one header, made by native-runtime/single-header.mjs.`,
  "// SPDX-License-Identifier: MIT",
  "",
  ...roots.map((root) => inline(root, done)),
].join("\n");

const output = process.argv[2];
if (output === undefined) process.stdout.write(header);
else writeFileSync(output, header);
