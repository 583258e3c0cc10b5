import type { Report } from "../base/diagnostics.js";
import type { TypedTable } from "../model/typed-table.js";
import type { CheckContext } from "./check-context.js";
import { checkKeyTexts } from "./check-key-texts.js";
import { checkReferences } from "./check-references.js";
import { checkUniqueKeys } from "./check-unique-keys.js";
import { checkFieldRules } from "./rules/check-field-rules.js";
import { checkTableRules } from "./rules/check-table-rules.js";

/** Reports all that the rows of the tables break, each at its cell. */
export function checkTables(context: CheckContext): void {
  const { schema, tables, report } = context;
  for (const table of tables) {
    checkNotEmpty(table, report);
    checkUniqueKeys(table, schema, report);
    checkKeyTexts(table, report);
  }
  checkReferences(context);
  checkFieldRules(context);
  checkTableRules(context);
}

function checkNotEmpty({ schema, rowCount }: TypedTable, report: Report): void {
  if (rowCount === 0) report("empty-table", { table: schema.name }, schema.at);
}
