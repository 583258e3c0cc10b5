import { at } from "../base/assert.js";
import { trim } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Config } from "../model/config.js";
import { listNamedTypes } from "../model/image-format.js";
import {
  type FieldSchema,
  keyTypeOf,
  primaryKeyOf,
  type Schema,
  type TableSchema,
  type ValueType,
  walkType,
} from "../model/schema.js";
import { placeInConfig } from "./places.js";

/**
 * Adds the columns that lead back: `"backReferences": { "users": "Hero.weapon" }` of Item gives each item the heroes
 * whose weapon it is. What they hold is filled in when all rows are read.
 */
export function addBackReferences(
  schema: Pick<Schema, "tables" | "structs" | "variants">,
  config: Config,
  report: Report,
): readonly TableSchema[] {
  return schema.tables.map((table, position) => {
    const declared = Object.entries(config.tables[table.name]?.backReferences ?? {});
    const added = declared.flatMap(([name, path]) => {
      const place = placeInConfig(config, ["tables", table.name, "backReferences", name]);
      const complain = (reason: string, suggestion?: string) => {
        report("invalid-back-reference", { name, reference: path, reason, suggestion }, place);
        return [];
      };
      if (!isIdentifier(name)) return complain("its name is no name of a column");
      if (table.columns.some((column) => column.name === name))
        return complain(`${table.name} has a column ${name}`);
      const [fromName = "", columnName = "", ...rest] = path.normalize("NFC").split(".").map(trim);
      if (rest.length > 0 || columnName === "") return complain("it is not of the form Table.column");
      const from = schema.tables.findIndex((one) => one.name === fromName);
      const source = schema.tables[from];
      if (source === undefined) {
        const names = schema.tables.map((one) => one.name);
        return complain(`there is no table ${fromName}`, findNearest(fromName, names));
      }
      const column = source.columns.findIndex((one) => one.name === columnName);
      if (column < 0) {
        const names = source.columns.map((one) => one.name);
        return complain(`${fromName} has no column ${columnName}`, findNearest(columnName, names));
      }
      const key = primaryKeyOf(source)?.columns.map((part) => keyTypeOf(at(source.columns, part).type));
      if (key === undefined || !key.every((part) => part !== undefined)) {
        return complain(`${fromName} has no primary key`);
      }
      if (!refersTo(at(source.columns, column), position, schema)) {
        return complain(`${columnName} does not refer to ${table.name}`);
      }
      const element: ValueType = {
        kind: "reference",
        targets: [{ table: from, name: fromName, keyIndex: 0 }],
        key,
      };
      const field: FieldSchema = {
        name,
        note: `The rows of ${fromName} that refer to this one by ${columnName}.`,
        type: { kind: "list", element },
        defaultText: "[]",
        backReference: { table: from, column },
        at: place,
      };
      return [field];
    });
    return added.length === 0 ? table : { ...table, columns: [...table.columns, ...added] };
  });
}

/** True when a column, or a struct that it leads to, holds references to a table. */
function refersTo(column: FieldSchema, table: number, schema: Pick<Schema, "structs" | "variants">): boolean {
  const { structs } = listNamedTypes(schema, [column]);
  const fields = [column, ...structs.flatMap((struct) => at(schema.structs, struct).fields)];
  return fields
    .flatMap(({ type }) => [...walkType(type)])
    .some((type) => type.kind === "reference" && type.targets.some((target) => target.table === table));
}
