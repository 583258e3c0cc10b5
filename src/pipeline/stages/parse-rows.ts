import type { TableSource } from "../../model/table-source.js";
import type { TypedTable } from "../../model/typed-table.js";
import { parseTable } from "../../rows/parse-table.js";
import { originalOf } from "../../schema/transpose-sheet.js";
import type { BuildCache } from "../build-cache.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { hashContent, keyOfSchema } from "../content-keys.js";
import { restoreTable } from "../kept/restore-table.js";

/** Turns the cells of every table into typed values. */
export async function parseRows(
  state: BuildState,
  { config, report, cache, onProgress }: BuildRun,
): Promise<BuildState> {
  const { schema, sources, constants } = state.resolved;
  const options = { ...config, constants };
  // Which rows a sheet has, and what its cells mean, is said by these.
  const meaning = hashContent(JSON.stringify([options, keyOfSchema(schema, cache), state.resolved.reading]));
  const tables: TypedTable[] = [];
  for (const [index, source] of sources.entries()) {
    onProgress("reading rows", index, sources.length);
    const key = describeSource(source, meaning, cache);
    const parse = (heard: BuildRun["report"]) => parseTable(source, schema, options, heard);
    const table = await cache.tables.recall(source.table.name, key, report, parse, ({ rowCount }) =>
      restoreTable(source.table, rowCount, () => parse(() => {})),
    );
    if (key !== undefined) cache.setKey(table, key);
    tables.push(table);
  }
  return { ...state, tables };
}

/** Returns what is the same for the same values of a table. */
function describeSource(
  { regions, documents = [] }: TableSource,
  meaning: string,
  cache: BuildCache,
): string | undefined {
  const parts = [
    ...regions.map(({ sheet }) => cache.keyOf(originalOf(sheet))),
    ...documents.map(({ document }) => cache.keyOf(document)),
  ];
  return parts.includes(undefined) ? undefined : hashContent(JSON.stringify([meaning, parts]));
}
