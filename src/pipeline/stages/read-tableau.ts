import { join, posix } from "node:path";
import type { catalog } from "../../base/catalog/index.js";
import type { Report } from "../../base/diagnostics.js";
import type { Config, TableauConfig } from "../../model/config.js";
import type { Workbook } from "../../model/workbook.js";
import type { ProtoFile, TableauProject } from "../../schema/tableau/project.js";
import { listImports } from "../../schema/tableau/proto-files.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findMatches } from "./find-sources.js";
import { readBytes, readSources } from "./read-sources.js";

/** Reads a tableau project: its workbooks, and the .proto files with predefined types. */
export async function readTableauProject(
  config: TableauConfig,
  state: BuildState,
  run: BuildRun,
): Promise<TableauProject> {
  const empty: string[] = [];
  const { workbooks } = await readSources(state, {
    ...run,
    report: listenToMetasheets(run.report, empty),
  });
  const all = [...workbooks, ...empty.map((file) => makeEmpty(file))].toSorted((left, right) =>
    left.file < right.file ? -1 : 1,
  );
  return { config, workbooks: all, protoFiles: await new ProtoFiles(config, run).read() };
}

/** An empty file is a metasheet without a line, which is about all sheets of its workbook. */
function listenToMetasheets(report: Report, empty: string[]): Report {
  return (code, ...rest) => {
    const [, at] = rest;
    // A workbook may have several, for tools that read it in other ways.
    const isMeta = /#@[^/]*$/.test(at?.file ?? "");
    if (!isMeta || !emptyCodes.includes(code)) report(code, ...rest);
    else if (code === "empty-file" && at !== undefined) empty.push(at.file);
  };
}

function makeEmpty(file: string): Workbook {
  return { file, sheets: [{ file, name: undefined, rowCount: 0, columnCount: 0, cell: () => undefined }] };
}

const emptyCodes: readonly (keyof typeof catalog)[] = ["no-cells", "empty-file"];

/** Returns the files that a pattern names in the first of the folders that has any, sorted. */
export async function findProtoFiles(
  pattern: string,
  folders: readonly string[],
  config: Pick<Config, "folder" | "out">,
): Promise<readonly string[]> {
  for (const folder of folders) {
    const found = await findMatches(config, posix.join(folder, pattern), (file) => file.endsWith(".proto"));
    if (found.length > 0) return found.toSorted();
  }
  return [];
}

class ProtoFiles {
  readonly #config: TableauConfig;
  readonly #run: BuildRun;
  readonly #files = new Map<string, ProtoFile>();

  constructor(config: TableauConfig, run: BuildRun) {
    this.#config = config;
    this.#run = run;
  }

  async read(): Promise<readonly ProtoFile[]> {
    const { protoFiles, protoFolders } = this.#config;
    const { config, report } = this.#run;
    for (const pattern of protoFiles) {
      const found = await findProtoFiles(pattern, protoFolders, config);
      if (found.length === 0)
        report("tableau-config", { reason: `${pattern} names no file` }, { file: config.file });
      for (const file of found) this.#readFile(file);
    }
    return [...this.#files.values()];
  }

  /** Reads a file and those that it imports, as far as they are there. */
  #readFile(file: string): void {
    if (this.#files.has(file)) return;
    const { host, config, report } = this.#run;
    const bytes = readBytes(host, join(config.folder, file), file, report);
    if (bytes === undefined) return;
    const text = new TextDecoder().decode(bytes);
    this.#files.set(file, { file, text });
    for (const path of listImports(text)) {
      const found = this.#findImport(path, file);
      if (found !== undefined) this.#readFile(found);
    }
  }

  /** An import is relative to one of the folders, or to a folder that the file is in. */
  #findImport(path: string, file: string): string | undefined {
    const { host, config } = this.#run;
    const folders = [...this.#config.protoFolders];
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      folders.push(folder);
      if (folder === posix.dirname(folder)) break;
    }
    return folders
      .map((folder) => posix.join(folder, path))
      .find((one) => host.stat(join(config.folder, one))?.kind === "file");
  }
}
