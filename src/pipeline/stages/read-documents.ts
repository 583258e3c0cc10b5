import { join } from "node:path";
import type { Document } from "../../model/document.js";
import type { RecordInput } from "../../model/record-source.js";
import { readDocument } from "../../sources/documents/read-document.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findRecordFiles } from "./find-record-files.js";
import { lookInto, readBytes } from "./read-sources.js";

/** Reads the files of records that tables name. One that cannot be read is reported and left out. */
export async function readDocuments(state: BuildState, run: BuildRun): Promise<BuildState> {
  const found = await findRecordFiles(run.config, run.host);
  const files = [...new Set(found.flatMap((one) => one.files))];
  const documents = await readDocumentFiles(files, run.config, run);
  const records = found.map(
    ({ files: own, ...input }): RecordInput => ({
      ...input,
      fileCount: own.length,
      documents: own.flatMap((file) => documents.get(file) ?? []),
    }),
  );
  return { ...state, records: [...state.records, ...records] };
}

/** Reads files of records relative to a folder, each once; by their paths those that are good. */
export async function readDocumentFiles(
  files: readonly string[],
  { folder }: { readonly folder: string },
  { host, report, onProgress, cache }: Pick<BuildRun, "host" | "report" | "onProgress" | "cache">,
): Promise<ReadonlyMap<string, Document>> {
  const documents = new Map<string, Document>();
  for (const [index, file] of files.entries()) {
    onProgress("reading records", index, files.length);
    const path = join(folder, file);
    const content = lookInto(host, path, file, { report, cache });
    if (content === undefined) continue;
    const key = JSON.stringify([content.hash, file]);
    const document = await cache.documents.recall(path, key, report, (heard) => {
      const bytes = content.bytes ?? readBytes(host, path, file, heard);
      return bytes && readDocument(bytes, file, heard);
    });
    if (document === undefined) continue;
    cache.setKey(document, key);
    documents.set(file, document);
  }
  return documents;
}
