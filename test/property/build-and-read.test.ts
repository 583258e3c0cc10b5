import fc from "fast-check";
import { expect, test } from "vitest";
import { at } from "../../src/base/assert.js";
import { compareValues } from "../../src/base/compare-values.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import type { KeyValue } from "../../src/runtime/key-lookup.js";
import { openImage } from "../../src/runtime/open-image.js";
import type { RowValues, TableReader } from "../../src/runtime/table-reader.js";
import { describeProject, expectedDump, expectedKeys, writeProject } from "../differential/random-files.js";
import { anyProject, type RandomProject } from "../differential/random-project.js";
import { dumpWithTypeScript, listProblems, tryKeys, withFolder } from "../differential/read-both-ways.js";

/** More runs: TABLE_GEN_RUNS; other ones: TABLE_GEN_SEED. */
const numRuns = Number(process.env["TABLE_GEN_RUNS"] ?? 100);
const timeout = 60_000 + numRuns * 1000;
const seed = Number(process.env["TABLE_GEN_SEED"] ?? 20_240_501);

test("random sheets come back from their library row for row, and by every key", { timeout }, async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(anyProject({ minTables: 1, maxTables: 4 }).map(showFiles), async (project) => {
      const image = await buildImage(project);
      expect(dumpWithTypeScript(image)).toEqual(expectedDump(project));
      const keys = image.tables.flatMap((table) =>
        tryKeys(table).map(({ name, found }) => `${name}: found ${found}`),
      );
      expect(keys).toEqual(expectedKeys(project));
      for (const table of image.tables) tryIndexes(table);
      for (const table of image.tables)
        for (const index of table.indexes) kinds.add(`${index.kind} ${index.form}`);
    }),
    { numRuns, seed },
  );
  expect([...kinds].sort()).toEqual([
    ...["bytes hashed", "bytes packed", "dense packed", "hash hashed"],
    ...["sorted hashed", "sorted packed"],
  ]);
});

/** Every key of several rows leads to these rows, and the rows of an ordered index come in its order. */
function tryIndexes(table: TableReader): void {
  for (const [position, { purpose, parts }] of table.indexes.entries()) {
    if (purpose === "unique") continue;
    const keyOf = (row: RowValues) => parts.map(({ column }) => row[column] as KeyValue);
    const textOf = (row: RowValues) => keyOf(row).map(String).join("\n");
    const rows = [...table.rows()];
    const groups = new Map<string, RowValues[]>();
    for (const row of rows) groups.set(textOf(row), [...(groups.get(textOf(row)) ?? []), row]);
    for (const group of groups.values()) {
      expect(table.findAll(keyOf(at(group, 0)), position)).toEqual(group);
    }
    if (purpose !== "ordered") continue;
    const sorted = [...rows].sort(
      (left, right) =>
        keyOf(left)
          .map((value, part) => compareValues(value, keyOf(right)[part]))
          .find((order) => order !== 0) ?? 0,
    );
    expect([...table.ordered(position)]).toEqual(sorted);
  }
}

/** The files are what a person wants to see of a counterexample. */
function showFiles(project: RandomProject): RandomProject {
  return Object.defineProperty({ ...project }, fc.toStringMethod, { value: () => describeProject(project) });
}

async function buildImage(project: RandomProject): Promise<ReturnType<typeof openImage>> {
  return withFolder(async (folder) => {
    writeProject(project, folder);
    const { image, isGood, diagnostics } = await buildTables({ cwd: folder, write: false });
    if (!isGood || image === undefined) throw new Error(listProblems(diagnostics));
    return openImage(image.bytes);
  });
}
