import type { ImageInfo } from "../image-info.js";

/** Names of tables, each list in order of name. */
export interface TableChanges {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export const noChanges: TableChanges = { changed: [], added: [], removed: [] };

/**
 * Compares two releases by the data hashes of their tables; no row is read. A table whose own rows are the same has not
 * changed, also where rows moved that it refers to. Before the first there are no tables.
 */
export function compareReleases(before: ImageInfo | undefined, after: ImageInfo): TableChanges {
  const old = new Map(before?.tables.map((table) => [table.name, table.dataHash]));
  const now = new Set(after.tables.map(({ name }) => name));
  const isChanged = (name: string, hash: string) => old.has(name) && old.get(name) !== hash;
  return {
    changed: after.tables.filter((table) => isChanged(table.name, table.dataHash)).map(({ name }) => name),
    added: [...now].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}
