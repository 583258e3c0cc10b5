import type { TypedTable } from "../../model/typed-table.js";
import type { BuildRun, BuildState } from "../build-state.js";

/**
 * Lets go of the cells, which take more memory than the values that were made of them: all that is to be reported at a cell
 * has been. Where a cache keeps them, nothing would be won.
 */
export function releaseSources(state: BuildState, { cache }: BuildRun): BuildState {
  if (cache.isKept) return state;
  const { luban: _, tableau: _tableau, ...rest } = state;
  return {
    ...rest,
    workbooks: [],
    records: [],
    resolved: { ...state.resolved, sources: [] },
    tables: state.tables.map(withoutCells),
    ...(state.wholeTables === undefined ? {} : { wholeTables: state.wholeTables.map(withoutCells) }),
  };
}

/** Without an error there are no bad cells. */
function withoutCells({ schema, rowCount, columns }: TypedTable): TypedTable {
  const cellAt = () => {
    throw new Error(`table-gen bug: the cells of ${schema.name} have been let go of`);
  };
  return { schema, rowCount, columns, cellAt };
}
