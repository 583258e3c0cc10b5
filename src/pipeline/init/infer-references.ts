/** A table as the search for references sees it. */
export interface ReferenceTable {
  readonly name: string;
  /** The column that is the table's key; `undefined` for a composite key or none. */
  readonly key: ReferenceColumn | undefined;
  readonly columns: readonly ReferenceColumn[];
}

export interface ReferenceColumn {
  readonly name: string;
  /** Returns the values of all rows, list elements one by one, without the empty ones. Only asked where the name fits. */
  readonly values: () => ReadonlySet<string>;
}

export interface ReferenceFinding {
  readonly table: string;
  readonly column: string;
  /** `Item.id` */
  readonly target: string;
  /** Distinct values that the target does not have; 0 and -1, which often mean "none", are not counted. */
  readonly missing: readonly string[];
}

/**
 * Finds the columns whose names suggest a table and whose values are (almost) all keys of it. One value in
 * ten may be missing: a reference with mistakes is worth knowing of.
 */
export function inferReferences(tables: readonly ReferenceTable[]): readonly ReferenceFinding[] {
  return tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const targets = tables.filter((target) => target !== table && suggests(column.name, target.name));
      const finding = targets
        .map((target) => compare(table, column, target))
        .find((found) => found !== undefined);
      return finding === undefined ? [] : [finding];
    }),
  );
}

/** `ItemId`, `item_id`, `ItemIdList`, `DropItemId` and `Items` suggest `Item`, `ItemConfig` and `item_table`. */
function suggests(column: string, table: string): boolean {
  const name = simplify(column)
    .replace(/(list|array)$/, "")
    .replace(/s$/, "");
  const stem = name.replace(/ids?$/, "");
  const base = simplify(table).replace(/(config|cfg|table|data)$/, "");
  if (stem.length < 2 || base.length < 2) return false;
  return stem === base || (stem !== name && base.length >= 3 && stem.endsWith(base));
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function compare(
  table: ReferenceTable,
  column: ReferenceColumn,
  target: ReferenceTable,
): ReferenceFinding | undefined {
  const { key } = target;
  if (key === undefined) return undefined;
  const known = key.values();
  const values = [...column.values()].filter((value) => value !== "0" && value !== "-1");
  const missing = values.filter((value) => !known.has(value));
  const found = values.length - missing.length;
  if (found === 0 || missing.length * 10 > values.length) return undefined;
  return { table: table.name, column: column.name, target: `${target.name}.${key.name}`, missing };
}
