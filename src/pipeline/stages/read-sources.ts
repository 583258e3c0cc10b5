import { join } from "node:path";
import type { Workbook } from "../../model/workbook.js";
import { readWorkbook } from "../../sources/read-workbook.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findSources } from "./find-sources.js";

/** Reads every sheet file of the config. A file that cannot be read is reported and left out. */
export async function readSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  const files = await findSources(run.config, run.report);
  return { ...state, workbooks: await readFiles(files, run.config, run) };
}

/** Reads files relative to the config's folder. */
export async function readFiles(
  files: readonly string[],
  config: { readonly folder: string; readonly encoding: string; readonly separator: string },
  { host, report, onProgress }: Pick<BuildRun, "host" | "report" | "onProgress">,
): Promise<readonly Workbook[]> {
  const workbooks: Workbook[] = [];
  for (const [index, file] of files.entries()) {
    onProgress("reading sheets", index, files.length);
    let bytes: Uint8Array;
    try {
      bytes = host.readFile(join(config.folder, file));
    } catch (error) {
      report("unreadable-file", { reason: describe(error) }, { file });
      continue;
    }
    const workbook = await readWorkbook(bytes, file, config, report);
    if (workbook !== undefined) workbooks.push(workbook);
  }
  return workbooks;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EBUSY: "another program holds it open",
  EISDIR: "it is a folder",
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return reasons[code] ?? error.message;
}
