import { isBlank } from "../base/blank.js";
import { type Cell, cellText, type ErrorCell, type FormulaCell } from "../model/workbook.js";
import { type CellContent, type CellProblem, problem } from "./cell-parser.js";

/** Returns what a cell holds, `undefined` for nothing, or the problem of one that cannot be read. */
export function readContent(cell: Cell): CellContent | CellProblem | undefined {
  if (cell === undefined || (typeof cell === "string" && isBlank(cell))) return undefined;
  return isContent(cell) ? cell : explainUnreadable(cell);
}

function isContent(cell: CellContent | ErrorCell | FormulaCell): cell is CellContent {
  if (typeof cell === "string") return cell.charCodeAt(0) !== hash || !errorTexts.has(cell);
  return typeof cell !== "object" || cell.kind === "date";
}

const hash = 0x23;

/** What a spreadsheet program writes into a text file, or pastes as a value, for the error of a formula. */
const errorTexts: ReadonlySet<string> = new Set([
  "#REF!",
  "#N/A",
  "#NAME?",
  "#VALUE!",
  "#DIV/0!",
  "#NULL!",
  "#NUM!",
]);

function explainUnreadable(cell: string | ErrorCell | FormulaCell): CellProblem {
  if (typeof cell === "string") return problem("error-cell", { value: cell });
  const value = cellText(cell) ?? "";
  return problem(cell.kind === "error" ? "error-cell" : "formula-without-value", { value });
}
