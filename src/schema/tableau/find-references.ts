import type { Report } from "../../base/diagnostics.js";
import type { TableauScalar, TableauSingle, TableauType } from "../../model/tableau.js";
import type { PlannedTable } from "./plan-tables.js";
import type { DraftField } from "./project-types.js";

/** Where a field leads: rows of these tables, by a key that is read as this type. */
export interface FoundReference {
  readonly targets: readonly string[];
  readonly key: TableauScalar;
}

/**
 * Looks up what a field refers to, `Item.ID,Equip.ID`. What is no key of a table, or of another kind than the field, is
 * reported as not checked.
 */
export function findReference(
  { refer, type, at }: DraftField,
  tables: readonly PlannedTable[],
  report: Report,
): FoundReference | undefined {
  if (refer === undefined) return undefined;
  const keys = refer.split(",").map((one) => findKey(one.trim(), tables));
  const [first] = keys;
  const own = referringType(type);
  const isGood =
    own?.kind === "scalar" &&
    keys.every((key) => key?.type.scalar === first?.type.scalar && isAlike(own, key?.type));
  if (first === undefined || !isGood) {
    report("tableau-not-checked", { what: `refer:"${refer}"` }, at);
    return undefined;
  }
  const targets = new Set(keys.flatMap((key) => key?.table.name ?? []));
  return { targets: [...targets], key: first.type };
}

interface FoundKey {
  readonly table: PlannedTable;
  readonly type: TableauScalar;
}

/** `Sheet.Column`, or `Sheet(Alias).Column`: the alias is what the table is called. */
function findKey(text: string, tables: readonly PlannedTable[]): FoundKey | undefined {
  const [, sheet, alias, column] = /^([^().]+)(?:\(([^()]*)\))?\.(.+)$/.exec(text) ?? [];
  const name = alias ?? sheet;
  const table =
    tables.find((one) => one.name === name) ??
    tables.find((one) => alias === undefined && one.options.sheet === sheet);
  const key = table?.fields.find((field) => field.column === table.keyColumn);
  if (table === undefined || key === undefined || table.prefix + key.column !== column) return undefined;
  // A key of an enum, or one that is a reference itself, is the same number in each.
  return key.type.kind === "scalar" ? { table, type: key.type } : undefined;
}

/** A list's elements refer, and a map's keys. */
function referringType(type: TableauType): TableauSingle | undefined {
  if (type.kind === "list") return type.element;
  return type.kind === "map" ? type.key : type;
}

function isAlike(own: TableauScalar, key: TableauScalar | undefined): boolean {
  if (key === undefined) return false;
  const isInteger = ({ scalar }: TableauScalar) => /^u?int(32|64)$/.test(scalar);
  return own.scalar === key.scalar || (isInteger(own) && isInteger(key));
}
