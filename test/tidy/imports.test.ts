import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const sourceFolder = join(root, "src");

/** The layout: a file imports its own folder and folders of lower rank, nothing else. */
const ranks: Readonly<Record<string, number>> = {
  base: 1,
  model: 2,
  sources: 3,
  schema: 3,
  rows: 3,
  references: 3,
  checks: 3,
  target: 3,
  index: 3,
  image: 3,
  "emit/cpp": 3,
  "emit/ts": 3,
  library: 3,
  release: 3,
  runtime: 3,
  pipeline: 4,
  "index.ts": 5,
  cli: 6,
};

/** The only files that may touch the operating system. */
const doors = ["sources/workers/", "base/host.ts", "library/", "release/", "runtime/node/", "cli/"];

/** Packages that cost more than a few milliseconds to load: only `await import()`, where they are needed. */
const heavy = ["xlsx", "ts-morph", "handlebars", "zod", "jiti", "chokidar", "yaml"];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: "static" | "type" | "dynamic";
}

const files = listSources(sourceFolder);
const imports = files.flatMap(readImports);
const localImports = imports.filter((one) => !isPackage(one.to));

describe("the layout of src", () => {
  test("has every file in a folder that the layout knows", () => {
    expect(files.filter((file) => areaOf(file) === undefined)).toEqual([]);
  });

  test("imports run from higher ranks to lower ones, and stages do not know each other", () => {
    const wrong = localImports.filter(({ from, to }) => {
      const [here, there] = [areaOf(from), areaOf(to)];
      if (here === undefined || there === undefined) return true;
      return here !== there && rankOf(there) >= rankOf(here);
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test("has no import cycle", () => {
    expect(findCycle(localImports.filter((one) => one.kind !== "type"))).toEqual([]);
  });

  test("touches the operating system only at its doors", () => {
    const wrong = imports.filter(
      ({ from, to, kind }) =>
        /^node:(fs|child_process|os|worker_threads)/.test(to) &&
        kind !== "type" &&
        !doors.some((door) => from.startsWith(door)),
    );
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test("keeps node out of what a browser loads", () => {
    const shared = ["base/elf/", "base/hash/", "model/", "runtime/"];
    const isForBrowsers = (file: string): boolean =>
      shared.some((folder) => file.startsWith(folder)) && !file.startsWith("runtime/node/");
    const wrong = imports.filter(({ from, to }) => isForBrowsers(from) && isPackage(to));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test("loads heavy packages only where they are needed", () => {
    const wrong = imports.filter(({ to, kind }) => kind === "static" && heavy.includes(to));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(sourceFolder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function readImports(file: string): readonly Import[] {
  const text = readFileSync(join(sourceFolder, file), "utf8");
  const found: Import[] = [];
  const statement = /^\s*(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm;
  for (const [, type, to = ""] of text.matchAll(statement)) {
    found.push({ from: file, to: resolveImport(file, to), kind: type === undefined ? "static" : "type" });
  }
  for (const [, to = ""] of text.matchAll(/^\s*import\s+"([^"]+)"/gm)) {
    found.push({ from: file, to: resolveImport(file, to), kind: "static" });
  }
  for (const [, to = ""] of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)) {
    found.push({ from: file, to: resolveImport(file, to), kind: "dynamic" });
  }
  return found;
}

function resolveImport(from: string, to: string): string {
  if (isPackage(to)) return to;
  const path = resolve(sourceFolder, dirname(from), to).replace(/\.js$/, ".ts");
  return relative(sourceFolder, path).replaceAll("\\", "/");
}

function isPackage(to: string): boolean {
  return to.startsWith("node:") || (!to.startsWith(".") && !files.includes(to));
}

function areaOf(file: string): string | undefined {
  return Object.keys(ranks).find((area) => file === area || file.startsWith(`${area}/`));
}

function rankOf(area: string): number {
  return ranks[area] ?? 0;
}

/** Returns the files of one cycle, or an empty list. */
function findCycle(edges: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of files) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
