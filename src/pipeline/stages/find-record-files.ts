import type { Host } from "../../base/host.js";
import { patchOf } from "../../base/patch-of.js";
import type { Config } from "../../model/config.js";
import { globOfSource } from "../../model/record-source.js";
import { isDocumentFile } from "../../sources/documents/document-format.js";
import { listRecordSources, type TableRecordSource } from "../record-patterns.js";
import { findMatches } from "./find-sources.js";

/** The files of an entry of a table's `from`. */
export interface FoundRecords extends TableRecordSource {
  /** Relative to the config's folder, sorted by code unit, those of one patch after those of another. */
  readonly files: readonly string[];
}

/** Finds the files of records that the tables' `from` name, and what patches have in their places. */
export async function findRecordFiles(
  config: Pick<Config, "folder" | "out" | "patches" | "tables">,
  host: Host,
): Promise<readonly FoundRecords[]> {
  const found: FoundRecords[] = [];
  for (const one of listRecordSources(config, host)) {
    const glob = globOfSource(one.source);
    const own = await findMatches(config, glob, isDocumentFile);
    const files = own.filter((file) => patchOf(file, config.patches).patch === undefined).sort();
    for (const folder of config.patches) {
      const path = `${folder.replace(/^\.\//, "").replace(/\/+$/, "")}/${glob}`;
      files.push(...[...(await findMatches(config, path, isDocumentFile))].sort());
    }
    found.push({ ...one, files });
  }
  return found;
}
