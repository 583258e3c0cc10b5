import { at } from "../base/assert.js";
import { onceForEach } from "../base/once-for-each.js";
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

/** Returns what the checks of a table look at. */
export function findReach(table: number, schema: Schema): Readonly<Record<TableCheck["kind"], Reach>> {
  const { referred, rules } = at(lookIntoTables(schema), table);
  const isFar = rules.some((rule) => farRules.includes(rule.kind));
  const ofRules = rules.some((rule) => rule.kind === "path") ? "files" : isFar ? "all tables" : [table];
  return { keys: [table], references: [table, ...referred], "field rules": ofRules, "table rules": ofRules };
}

/** Expressions may name any table, and any table may refer to a row. */
const farRules: readonly (FieldRule | TableRule)["kind"][] = ["check", "sum", "count", "referenced"];

/** Returns the positions of the tables that columns of a table, or fields of structs in them, refer to. */
export function listReferred(table: number, schema: Schema): readonly number[] {
  return at(lookIntoTables(schema), table).referred;
}

interface TableContents {
  readonly referred: readonly number[];
  readonly rules: readonly (FieldRule | TableRule)[];
}

const lookIntoTables = onceForEach((schema: Schema) => schema.tables.map((table) => lookInto(table, schema)));

function lookInto({ columns, rules = [] }: TableSchema, schema: Schema): TableContents {
  const referred = new Set<number>();
  const found = new Set<FieldRule | TableRule>(rules);
  for (const { field, type } of walkFields(columns, schema)) {
    for (const rule of field.rules ?? []) found.add(rule);
    if (type.kind === "reference") for (const { table } of type.targets) referred.add(table);
  }
  return { referred: [...referred], rules: [...found] };
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
