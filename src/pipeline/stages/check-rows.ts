import { at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import type { CheckContext } from "../../checks/check-context.js";
import { listChecks, type TableCheck } from "../../checks/check-tables.js";
import { createFileFinder } from "../../checks/files/file-finder.js";
import { reachOf } from "../../checks/reach.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import { isProblem } from "../../rows/cell-parser.js";
import { ParserFactory } from "../../rows/create-parser.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Checks keys, references and rules over all rows. */
export async function checkRows(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { report, cache, onProgress } = run;
  const { tables } = state;
  onProgress("checking", 0, 1);
  const createContext = planContext(state, run);
  const keys = tables.map((table) => cache.keyOf(table));
  for (const check of listChecks(createContext(report))) {
    const key = describeCheck(check, state, { keys, today: run.today });
    await cache.checks.recall(
      `${check.kind} ${check.table.schema.name}`,
      key,
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
function describeCheck(
  { kind, table }: TableCheck,
  { tables, resolved: { schema } }: BuildState,
  { keys, today }: { readonly keys: readonly (string | undefined)[]; readonly today: string },
): string | undefined {
  const reach = reachOf(kind, tables.indexOf(table), schema);
  if (reach === "files") return undefined;
  const parts = reach === "all tables" ? keys : reach.map((index) => at(keys, index));
  return parts.includes(undefined) ? undefined : JSON.stringify([today, parts]);
}
