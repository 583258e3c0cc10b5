import type { TypedTable } from "../model/typed-table.js";
import type { CheckContext } from "./check-context.js";
import { checkKeyTexts } from "./check-key-texts.js";
import { checkReferences } from "./check-references.js";
import { checkUniqueKeys } from "./check-unique-keys.js";
import { checkFieldRules, compileStructs } from "./rules/check-field-rules.js";
import { checkTableRules } from "./rules/check-table-rules.js";

/** One step of the checks: what is looked for in one table. */
export interface TableCheck {
  readonly kind: "keys" | "references" | "field rules" | "table rules";
  readonly table: TypedTable;
  /** Reports what is wrong by the context's `report`. */
  readonly run: (context: CheckContext) => void;
}

/** Reports all that the rows of the tables break, each at its cell. */
export function checkTables(context: CheckContext): void {
  for (const { run } of listChecks(context)) run(context);
}

/** Yields the checks of all tables, in the order in which they are to report. */
export function* listChecks(context: CheckContext): Generator<TableCheck> {
  const { tables } = context;
  for (const table of tables) yield { kind: "keys", table, run: (own) => checkKeys(table, own) };
  for (const table of tables) yield { kind: "references", table, run: (own) => checkReferences(table, own) };
  const structs = compileStructs(context);
  for (const table of tables) {
    yield { kind: "field rules", table, run: (own) => checkFieldRules(table, structs, own) };
  }
  for (const table of tables) yield { kind: "table rules", table, run: (own) => checkTableRules(table, own) };
}

function checkKeys(table: TypedTable, { schema, report }: CheckContext): void {
  if (table.rowCount === 0) report("empty-table", { table: table.schema.name }, table.schema.at);
  checkUniqueKeys(table, schema, report);
  checkKeyTexts(table, report);
}
