import { at } from "../base/assert.js";
import { findNearest } from "../base/find-nearest.js";
import { quote } from "../base/quote.js";
import type { ReferenceTarget, ReferenceType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";
import { createVisits, type Trail } from "../model/visit-values.js";
import type { CheckContext } from "./check-context.js";
import { formatValue } from "./format-value.js";

/** For so many dangling references of a column the rows that may be meant are looked for. */
const mostSearches = 20;

/** Reports every reference, in a column or within a cell, to a row that is not there. */
export function checkReferences(table: TypedTable, context: CheckContext): void {
  for (const [column, { type }] of table.schema.columns.entries()) {
    let searches = 0;
    const visit = createVisits(context.schema, {
      onType: (one) => {
        if (one.kind !== "reference") return undefined;
        return (key, trail) => {
          if (context.resolver.resolve(one, key) !== undefined) return;
          searches++;
          reportDangling({ table, column, trail, type: one, key }, searches <= mostSearches, context);
        };
      },
    })(type);
    if (visit === undefined) continue;
    const values = at(table.columns, column);
    const trail: Trail = { row: 0, fields: [], elements: [] };
    for (let row = 0; row < table.rowCount; row++) {
      if (values[row] === undefined || table.isInvalid?.(row, column) === true) continue;
      trail.row = row;
      visit(values[row], trail);
    }
  }
}

interface Dangling {
  readonly table: TypedTable;
  readonly column: number;
  readonly trail: Trail;
  readonly type: ReferenceType;
  readonly key: Value;
}

function reportDangling(
  { table, column, trail, type, key }: Dangling,
  withNear: boolean,
  { schema, tables, report }: CheckContext,
): void {
  const near = withNear ? listNear(key, type, tables) : [];
  const parameters = {
    table: table.schema.name,
    column: at(table.schema.columns, column).name,
    ...(trail.elements.length === 0 ? {} : { elements: [...trail.elements] }),
    key: formatValue(key, type, schema),
    targets: type.targets.map(({ name }) => name).join(", "),
    ...(near.length === 0 ? {} : { near: near.join(", ") }),
  };
  report("dangling-reference", parameters, table.cellAt(trail.row, column, trail.elements));
}

/** Returns the keys that may be meant: of texts the most similar one, of numbers the next ones below and above. */
function listNear(key: Value, type: ReferenceType, tables: readonly TypedTable[]): readonly string[] {
  if (type.key.length !== 1) return [];
  if (typeof key === "string") {
    const nearest = findNearest(key, listTexts(type.targets, tables));
    return nearest === undefined ? [] : [quote(nearest)];
  }
  if (type.key[0]?.kind !== "integer" || (typeof key !== "number" && typeof key !== "bigint")) return [];
  let [below, above]: (number | bigint | undefined)[] = [];
  for (const other of listKeys(type.targets, tables)) {
    if (typeof other !== "number" && typeof other !== "bigint") continue;
    if (other < key && (below === undefined || other > below)) below = other;
    if (other > key && (above === undefined || other < above)) above = other;
  }
  return [below, above].flatMap((one) => (one === undefined ? [] : [String(one)]));
}

function* listTexts(targets: readonly ReferenceTarget[], tables: readonly TypedTable[]): Generator<string> {
  for (const key of listKeys(targets, tables)) if (typeof key === "string") yield key;
}

function* listKeys(targets: readonly ReferenceTarget[], tables: readonly TypedTable[]): Generator<Value> {
  for (const { table: index, keyIndex } of targets) {
    const table = at(tables, index);
    const column = at(at(table.schema.keys, keyIndex).columns, 0);
    const values = at(table.columns, column);
    for (let row = 0; row < table.rowCount; row++) {
      if (!table.isInvalid?.(row, column)) yield at(values, row);
    }
  }
}
