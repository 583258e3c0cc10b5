#!/usr/bin/env node
// Writes the runtime as one header: node single-header.mjs [tablegen.hpp]
// Without a path it goes to stdout. Put it on the include path; generated headers find it by <tablegen.hpp>.
// The store is in it for who defines TABLEGEN_STORE, since it needs more of the standard library and of the system.
// What needs another library is left out.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("include/tablegen/", import.meta.url);
const roots = ["library.hpp", "ref.hpp", "types.hpp"];
const storeRoots = ["store.hpp"];
const leftOut = ["openssl_signature.hpp"];
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

const version = /TABLEGEN_VERSION "(.*)"/.exec(sources.get("config.hpp") ?? "")?.[1];
const done = new Set();
const header = [
  `// table-gen ${version}: the C++ runtime in one header, made by native-runtime/single-header.mjs.`,
  "// SPDX-License-Identifier: MIT",
  "",
  ...roots.map((root) => inline(root, done)),
  "#if defined(TABLEGEN_STORE)",
  ...storeRoots.map((root) => inline(root, done)),
  "#endif",
  "",
].join("\n");

const forgotten = [...sources.keys()].filter((name) => !done.has(name) && !leftOut.includes(name));
if (forgotten.length > 0) throw new Error(`${forgotten.join(", ")}: included by no header of this list`);

const output = process.argv[2];
if (output === undefined) process.stdout.write(header);
else writeFileSync(output, header);
