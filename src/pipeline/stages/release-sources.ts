import type { TypedTable } from "../../model/typed-table.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { isUnread } from "../kept/restore-table.js";

/**
 * Lets go of the cells, which take more memory than the values that were made of them: all that is to be reported at a cell
 * has been. Where a cache holds them, nothing would be won.
 */
export function releaseSources(state: BuildState, { cache }: BuildRun): BuildState {
  if (cache.holdsValues) return state;
  const release = (table: TypedTable): TypedTable => {
    if (isUnread(table)) return table;
    const released = withoutCells(table);
    const key = cache.keyOf(table);
    if (key !== undefined) cache.setKey(released, key);
    return released;
  };
  const { luban: _, tableau: _tableau, ...rest } = state;
  return {
    ...rest,
    workbooks: [],
    records: [],
    resolved: { ...state.resolved, sources: [] },
    tables: state.tables.map(release),
    ...(state.wholeTables === undefined ? {} : { wholeTables: state.wholeTables.map(release) }),
  };
}

/** Without an error there are no bad cells. */
function withoutCells({ schema, rowCount, columns }: TypedTable): TypedTable {
  const cellAt = () => {
    throw new Error(`table-gen bug: the cells of ${schema.name} have been let go of`);
  };
  return { schema, rowCount, columns, cellAt };
}
