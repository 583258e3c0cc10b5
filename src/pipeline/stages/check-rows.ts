import { checkTables } from "../../checks/check-tables.js";
import { createFileFinder } from "../../checks/files/file-finder.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import { isProblem } from "../../rows/cell-parser.js";
import { ParserFactory } from "../../rows/create-parser.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Checks keys, references and rules over all rows. */
export function checkRows(
  state: BuildState,
  { config, host, report, today, onProgress }: BuildRun,
): BuildState {
  onProgress("checking", 0, 1);
  const { schema, constants } = state.resolved;
  const parsers = new ParserFactory({ schema, options: { ...config, constants } });
  checkTables({
    schema,
    tables: state.tables,
    resolver: createRowResolver(state.tables),
    readText: (type, text, at) => {
      const value = parsers.create(type)(text);
      if (!isProblem(value)) return { value };
      report(value.code, value.parameters, at, value.notes);
      return undefined;
    },
    files: createFileFinder(host, config.folder),
    paths: config.paths,
    today,
    report,
  });
  return state;
}
