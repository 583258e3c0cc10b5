import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { Sheet } from "../model/workbook.js";
import { type DeclarationRow, readDeclarationRows, type SheetForm } from "./declaration-sheet.js";

/** A name that cells may use for a value, not yet checked. */
export interface ConstantDeclaration {
  readonly name: string;
  readonly at: Place;
  /** As a cell would say it. */
  readonly text: string;
}

type Heading = "name" | "value" | "note";

const form: SheetForm<Heading> = {
  mark: "##const",
  headings: ["name", "value", "note"],
  needed: ["name", "value"],
};

/** Reads the constants of a sheet. `##const` in column A is followed by the headings `name`, `value` and `note`. */
export function readConstantSheet(sheet: Sheet, report: Report): readonly ConstantDeclaration[] {
  const { rows } = readDeclarationRows(sheet, form, report) ?? { rows: [] };
  return rows.flatMap((row) => readConstant(row, report) ?? []);
}

function readConstant(row: DeclarationRow<Heading>, report: Report): ConstantDeclaration | undefined {
  const [name, text, cell] = [row.text("name"), row.text("value"), row.cell("value")];
  const missing = name === "" ? "name" : text === "" ? "value" : undefined;
  if (missing !== undefined) {
    report("incomplete-row", { what: missing }, row.at(missing));
    return undefined;
  }
  if (typeof cell === "object" && cell.kind !== "date") {
    const code = cell.kind === "error" ? "error-cell" : "formula-without-value";
    report(code, { value: text }, row.at("value"));
    return undefined;
  }
  return { name, at: row.at("name"), text };
}
