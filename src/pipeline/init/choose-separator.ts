import { isProblem } from "../../rows/cell-parser.js";
import { ParserFactory } from "../../rows/create-parser.js";
import { cellsOf, type SurveyedSheet } from "./survey-sheets.js";

const separators = [",", ";", "|"] as const;

/** Returns what separates list elements in most columns that could be lists of numbers; a comma where none is. */
export function chooseSeparator(sheets: readonly SurveyedSheet[]): string {
  const columns = sheets.flatMap((sheet) => sheet.columns.map((column) => [...cellsOf(sheet, column)]));
  const texts = columns.map((cells) => cells.filter((cell) => typeof cell === "string"));
  const counts = separators.map((separator) => texts.filter((cells) => areLists(cells, separator)).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

function areLists(texts: readonly string[], separator: string): boolean {
  if (!texts.some((text) => text.includes(separator))) return false;
  const parsers = new ParserFactory({
    schema: { enums: [], structs: [], variants: [] },
    options: { timeZone: "UTC", separators: [separator], emptyCells: {}, constants: {} },
  });
  const parse = parsers.create({ kind: "list", element: { kind: "float", bits: 64 } });
  return texts.every((text) => !isProblem(parse(text)));
}
