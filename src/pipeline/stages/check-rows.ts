import { at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import type { CheckContext } from "../../checks/check-context.js";
import { listChecks } from "../../checks/check-tables.js";
import { createFileFinder } from "../../checks/files/file-finder.js";
import { findReach, type Reach } from "../../checks/reach.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import { isProblem } from "../../rows/cell-parser.js";
import { ParserFactory } from "../../rows/create-parser.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { hashContent } from "../content-keys.js";

/** Checks keys, references and rules over all rows. */
export async function checkRows(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { report, cache, onProgress } = run;
  const { tables } = state;
  onProgress("checking", 0, 1);
  const createContext = planContext(state, run);
  const keys = tables.map((table) => cache.keyOf(table));
  const everything = keys.includes(undefined) ? undefined : hashContent(keys.join(" "));
  const reaches = new Map(tables.map((table, index) => [table, findReach(index, state.resolved.schema)]));
  for (const check of listChecks(createContext(report))) {
    const reach = reaches.get(check.table)?.[check.kind];
    const key = reach && describeReach(reach, keys, everything);
    await cache.checks.recall(
      `${check.kind} ${check.table.schema.name}`,
      key === undefined ? undefined : `${run.today} ${key}`, // rules may be warnings up to a day
      report,
      (heard) => {
        check.run(createContext(heard));
        return true;
      },
      () => true,
    );
  }
  return state;
}

/** Returns a function that makes what the checks look at, with where they report to. */
function planContext(
  { tables, resolved }: BuildState,
  { config, host, today }: BuildRun,
): (report: Report) => CheckContext {
  const { schema, constants } = resolved;
  const parsers = new ParserFactory({ schema, options: { ...config, constants } });
  const resolver = createRowResolver(tables);
  const files = createFileFinder(host, config.folder);
  return (report) => ({
    ...{ schema, tables, resolver, files, paths: config.paths, today, report },
    readText: (type, text, place) => {
      const value = parsers.create(type)(text);
      if (!isProblem(value)) return { value };
      report(value.code, value.parameters, place, value.notes);
      return undefined;
    },
  });
}

/** Returns what is the same for the same outcome of a check; `undefined` where that cannot be told. */
function describeReach(
  reach: Reach,
  keys: readonly (string | undefined)[],
  everything: string | undefined,
): string | undefined {
  if (reach === "files") return undefined;
  if (reach === "all tables") return everything;
  const parts = reach.map((index) => at(keys, index));
  return parts.includes(undefined) ? undefined : parts.join(" ");
}
