import { resolve } from "node:path";
import type { Host } from "../base/host.js";
import type { Config } from "../model/config.js";
import { parseRecordSource, type RecordSource } from "../model/record-source.js";

/** An entry of a table's `from` that names files of records. */
export interface TableRecordSource {
  readonly source: RecordSource;
  readonly table: string;
  /** Position of the entry in the table's `from`. */
  readonly index: number;
}

/** Returns the entries of all tables' `from` that name files of records by their endings, or a folder. */
export function listRecordSources(
  { folder, tables }: Pick<Config, "folder" | "tables">,
  host: Pick<Host, "stat">,
): readonly TableRecordSource[] {
  const isFolder = (path: string) => host.stat(resolve(folder, path))?.kind === "folder";
  return Object.entries(tables).flatMap(([table, { from }]) =>
    from.flatMap((entry, index) => {
      const source = parseRecordSource(entry, isFolder);
      return source === undefined ? [] : [{ source, table, index }];
    }),
  );
}
