import type { Place } from "../../base/place.js";

/** Returns the line that a viewer takes one to: of a text file its line, of a spreadsheet, which has none, the row. */
export function viewerLine({ line, row }: Place): number | undefined {
  return line ?? (row === undefined ? undefined : row + 1);
}
