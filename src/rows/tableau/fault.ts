import type { Catalog, DiagnosticCode } from "../../base/catalog/index.js";
import type { Note, Report } from "../../base/diagnostics.js";
import type { CellProblem } from "../cell-parser.js";

/** A cell of the sheet; the column is absent for one that the sheet does not have. */
export interface CellPosition {
  readonly row: number;
  readonly column: number | undefined;
}

/** A mistake in a cell that ends the reading of a value; it is reported where the value's field is read. */
export class TableauFault extends Error {
  readonly position: CellPosition;
  readonly report: (report: Report, at: Parameters<Report>[2]) => void;

  constructor(position: CellPosition, report: TableauFault["report"]) {
    super("a cell is wrong");
    this.position = position;
    this.report = report;
  }
}

export function faultOf<Code extends DiagnosticCode>(
  position: CellPosition,
  code: Code,
  parameters: Parameters<Catalog[Code]["message"]>[0],
  notes: readonly Note[] = [],
): TableauFault {
  return new TableauFault(position, (report, at) => report(code, parameters, at, notes));
}

export function faultOfProblem(
  position: CellPosition,
  { code, parameters, notes }: CellProblem,
): TableauFault {
  return faultOf(position, code, parameters, notes);
}
