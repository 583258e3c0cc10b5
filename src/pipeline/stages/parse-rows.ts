import { contentHash, formatHash } from "../../base/hash/content-hash.js";
import type { TypedTable } from "../../model/typed-table.js";
import { parseTable } from "../../rows/parse-table.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Turns the cells of every table into typed values. */
export async function parseRows(
  state: BuildState,
  { config, report, cache, onProgress }: BuildRun,
): Promise<BuildState> {
  const { schema, sources, constants } = state.resolved;
  const options = { ...config, constants };
  // Which rows a sheet has, and what its cells mean, is said by these two.
  const meaning = formatHash(
    contentHash(new TextEncoder().encode(JSON.stringify([options, schema, state.resolved.reading]))),
  );
  const tables: TypedTable[] = [];
  for (const [index, source] of sources.entries()) {
    onProgress("reading rows", index, sources.length);
    const { regions, documents = [] } = source;
    const sheets = regions.map(({ sheet }) => cache.idOf(sheet));
    const files = documents.map(({ document }) => cache.idOf(document));
    const table = await cache.tables.recall(
      source.table.name,
      `${meaning} ${sheets} ${files}`,
      report,
      async (heard) => parseTable(source, schema, options, heard),
    );
    tables.push(table);
  }
  return { ...state, tables };
}
