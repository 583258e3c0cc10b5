import * as fs from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BuildCache, createBuildCache } from "../../src/pipeline/build-cache.js";
import { type BuildResult, buildTables } from "../../src/pipeline/build-tables.js";
import { formatCache, parseCache } from "../../src/pipeline/kept/kept-file.js";
import { describeProject, writeProject } from "../differential/random-files.js";
import { anyProject, type RandomProject, type RandomTable } from "../differential/random-project.js";
import { withFolder } from "../differential/read-both-ways.js";

/** More runs: TABLE_GEN_RUNS; other ones: TABLE_GEN_SEED. */
const numRuns = Number(process.env["TABLE_GEN_RUNS"] ?? 20);
const timeout = 60_000 + numRuns * 2000;
const seed = Number(process.env["TABLE_GEN_SEED"] ?? 20_261_127);

/** Which table is changed, and how: where the change has nothing to change, it leaves the table as it is. */
interface Edit {
  readonly table: number;
  readonly change: (table: RandomTable) => RandomTable;
}

const changes: readonly ((table: RandomTable) => RandomTable)[] = [
  (table) => ({ ...table, rows: table.rows.slice(0, -1) }),
  (table) => ({ ...table, rows: table.rows.slice(1) }),
  (table) => ({ ...table, rows: [...table.rows].reverse() }),
  (table) => ({ ...table, note: `${table.note} again` }),
];

const anyEdits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ table: fc.nat(), change: fc.constantFrom(...changes) }),
  { minLength: 1, maxLength: 4 },
);

test("a build with what another process has left writes and reports what a cold one does", {
  timeout,
}, async () => {
  let reused = 0;
  await fc.assert(
    fc.asyncProperty(anyProject({ minTables: 2, maxTables: 5 }), anyEdits, async (project, edits) => {
      await withFolder(async (folder) => {
        let cache = createBuildCache();
        for (const [step, edited] of [project, ...applyEdits(project, edits), project].entries()) {
          clearSheets(folder);
          writeProject(edited, folder);
          const warm = await build(folder, "warm", cache);
          const cold = await build(folder, `cold${step}`);
          const files = describeProject(edited);
          expect([describe(warm), files]).toEqual([describe(cold), files]);
          if (!warm.isGood) continue;
          expect(readOutputs(folder, "warm", warm)).toEqual(readOutputs(folder, `cold${step}`, cold));
          cache = parseCache(formatCache(cache));
          reused += [...cache.libraries.values()].flatMap(({ blocks }) => blocks).length;
        }
      });
    }),
    { numRuns, seed },
  );
  // Without this, a cache that keeps nothing would pass.
  expect(reused).toBeGreaterThan(2 * numRuns);
});

function applyEdits(project: RandomProject, edits: readonly Edit[]): readonly RandomProject[] {
  const all: RandomProject[] = [];
  let last = project;
  for (const { table: number, change } of edits) {
    const index = number % last.tables.length;
    const tables = last.tables.map((table, at) =>
      at === index && table.rows.length > 1 ? change(table) : table,
    );
    last = { ...last, tables };
    all.push(last);
  }
  return all;
}

/** The sheets of another version of the project may have other names. */
function clearSheets(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!/^(?:warm|cold)/.test(name)) fs.rmSync(join(folder, name), { recursive: true });
  }
}

function build(cwd: string, out: string, cache?: BuildCache): Promise<BuildResult> {
  return buildTables({ cwd, out, ...(cache === undefined ? {} : { cache }) });
}

function describe({ isGood, diagnostics, image, usage }: BuildResult): unknown {
  return [isGood, diagnostics, image?.version, usage];
}

/** Returns the sources and the library that a build has written. */
function readOutputs(
  folder: string,
  out: string,
  { release }: BuildResult,
): Readonly<Record<string, string>> {
  const paths = [...(release?.files ?? []), `${release?.library.slice(release.folder.length + 1)}`];
  return Object.fromEntries(paths.map((path) => [path, fs.readFileSync(join(folder, out, path), "latin1")]));
}
