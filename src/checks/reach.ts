import { at } from "../base/assert.js";
import type { FieldRule, TableRule } from "../model/rule.js";
import {
  type FieldSchema,
  type Schema,
  type TableSchema,
  type ValueType,
  walkType,
} from "../model/schema.js";
import type { TableCheck } from "./check-tables.js";

/** What the outcome of a check hangs on: certain tables, by their positions in the schema; all; or files beside them. */
export type Reach = readonly number[] | "all tables" | "files";

/** Returns what a check of a table looks at. */
export function reachOf(kind: TableCheck["kind"], table: number, schema: Schema): Reach {
  if (kind === "keys") return [table];
  if (kind === "references") return [table, ...listReferred(at(schema.tables, table), schema)];
  const rules = listRules(at(schema.tables, table), schema);
  if (rules.some((rule) => rule.kind === "path")) return "files";
  return rules.some((rule) => farRules.includes(rule.kind)) ? "all tables" : [table];
}

/** Expressions may name any table, and any table may refer to a row. */
const farRules: readonly (FieldRule | TableRule)["kind"][] = ["check", "sum", "count", "referenced"];

/** Returns the positions of the tables that columns of a table, or fields of structs in them, refer to. */
export function listReferred({ columns }: TableSchema, schema: Schema): readonly number[] {
  const found = new Set<number>();
  for (const { type } of walkFields(columns, schema)) {
    if (type.kind === "reference") for (const { table } of type.targets) found.add(table);
  }
  return [...found];
}

function listRules({ columns, rules = [] }: TableSchema, schema: Schema): readonly (FieldRule | TableRule)[] {
  const found: (FieldRule | TableRule)[] = [...rules];
  for (const { field } of walkFields(columns, schema)) found.push(...(field.rules ?? []));
  return found;
}

interface WalkedType {
  readonly field: FieldSchema;
  readonly type: ValueType;
}

/** Yields the types of fields and of all that they hold, with the field; each struct once. */
function* walkFields(
  fields: readonly FieldSchema[],
  schema: Schema,
  seen: Set<number> = new Set(),
): Generator<WalkedType> {
  for (const field of fields) {
    for (const type of walkType(field.type)) {
      yield { field, type };
      for (const struct of structsOf(type, schema)) {
        if (seen.has(struct)) continue;
        seen.add(struct);
        yield* walkFields(at(schema.structs, struct).fields, schema, seen);
      }
    }
  }
}

function structsOf(type: ValueType, { variants }: Schema): readonly number[] {
  if (type.kind === "struct") return [type.index];
  return type.kind === "variant" ? at(variants, type.index).kinds.map(({ struct }) => struct) : [];
}
