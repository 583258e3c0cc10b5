import { join, relative, sep } from "node:path";
import type { Workbook } from "../../model/workbook.js";
import { readWorkbook } from "../../sources/read-workbook.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findSourceFolders } from "../find-source-folders.js";
import { findSources } from "./find-sources.js";

/** Reads every sheet file of the config. A file or folder that cannot be read is reported and left out. */
export async function readSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  const files = await findSources(run.config, run.report);
  await reportUnreadableFolders(run);
  return { ...state, workbooks: await readFiles(files, run.config, run) };
}

/** A glob passes by what it may not look into, and the tables there would be gone without a word. */
async function reportUnreadableFolders({ config, host, outFolder, report }: BuildRun): Promise<void> {
  for (const folder of await findSourceFolders(host, config, outFolder)) {
    try {
      host.list(folder);
    } catch (error) {
      const file = relative(config.folder, folder).split(sep).join("/");
      report("unreadable-file", { reason: describe(error) }, { file: file === "" ? "." : file });
    }
  }
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
  ENOTDIR: "it is no folder",
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return reasons[code] ?? error.message;
}
