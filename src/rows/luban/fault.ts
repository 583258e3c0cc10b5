import type { Catalog, DiagnosticCode } from "../../base/catalog/index.js";
import type { Report } from "../../base/diagnostics.js";
import type { CellProblem } from "../cell-parser.js";
import type { CellPart } from "./part-stream.js";

/** A mistake in a cell that ends the reading of a value; it is reported where the value's column is read. */
export class LubanFault extends Error {
  readonly part: CellPart;
  readonly report: (report: Report, at: Parameters<Report>[2]) => void;

  constructor(part: CellPart, report: LubanFault["report"]) {
    super("a cell is wrong");
    this.part = part;
    this.report = report;
  }
}

export function faultOf<Code extends DiagnosticCode>(
  part: CellPart,
  code: Code,
  parameters: Parameters<Catalog[Code]["message"]>[0],
): LubanFault {
  return new LubanFault(part, (report, at) => report(code, parameters, at));
}

export function faultOfProblem(part: CellPart, { code, parameters, notes }: CellProblem): LubanFault {
  return new LubanFault(part, (report, at) => report(code, parameters, at, notes));
}
