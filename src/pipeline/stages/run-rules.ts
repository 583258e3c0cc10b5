import { resolve } from "node:path";
import { at } from "../../base/assert.js";
import { primaryKeyOf } from "../../model/schema.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findPrograms } from "../rules/find-programs.js";
import { PlainTable } from "../rules/plain-table.js";
import { readPrevious } from "../rules/read-previous.js";
import { runPrograms } from "../rules/run-programs.js";

/**
 * Runs the config's programs with rules. They are not run over rows of which some could not be read: what they would find
 * wrong with what stands in for a bad cell, or with a table that is not there, is not what is wrong.
 */
export async function runRules(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { config, host, report, today, hasErrors, onProgress } = run;
  if (config.rules.length === 0) return state;
  const programs = await findPrograms(config, report);
  if (hasErrors()) return { ...state, programs };
  onProgress("running rules", 0, 1);
  await runPrograms(programs, {
    host,
    folder: config.folder,
    tables: createTables(state),
    cells: new Map(state.tables.map((table) => [table.schema.name, table])),
    previous: readPrevious(host, listLibraries(run), run.publish.channel),
    today,
    report,
  });
  return { ...state, programs };
}

function createTables({ tables, resolved }: BuildState): Readonly<Record<string, PlainTable>> {
  const made: Record<string, PlainTable> = Object.create(null);
  for (const { schema, rowCount, columns } of tables) {
    made[schema.name] = new PlainTable({
      name: schema.name,
      rowCount,
      columns: schema.columns,
      key: primaryKeyOf(schema)?.columns ?? [],
      rowAt: (row) => columns.map((values) => at(values, row)),
      names: resolved.schema,
    });
  }
  return Object.freeze(made);
}

function listLibraries({ config, targets, outFolder }: BuildRun) {
  if (targets.length === 0) return [{ folder: outFolder, name: config.name }];
  return targets.map(({ library, out }) => ({ folder: resolve(outFolder, out), name: library }));
}
