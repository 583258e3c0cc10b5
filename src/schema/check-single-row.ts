import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import { placeOfNode } from "../model/document.js";
import type { RecordRegion } from "../model/record-source.js";
import type { SheetRegion } from "../model/table-source.js";
import { placeOfCell } from "../model/workbook.js";

/** Reports a singleton without a row, which could not be read, and one with more rows, which would never be read. */
export function checkSingleRow(
  table: { readonly name: string; readonly at: Place },
  regions: readonly SheetRegion[],
  documents: readonly RecordRegion[],
  report: Report,
): void {
  const own = <Region extends SheetRegion | RecordRegion>(all: readonly Region[]) =>
    all.filter(({ patch }) => patch === undefined);
  const places = [
    ...own(regions).flatMap(({ sheet, rows }) => Array.from(rows, (row) => placeOfCell(sheet, row, 0))),
    ...own(documents).flatMap(({ document, records }) =>
      records.map(({ node, path }) => placeOfNode(document.file, node, path)),
    ),
  ];
  if (places.length === 1) return;
  report("singleton-rows", { table: table.name, count: places.length }, places[1] ?? table.at);
}
