import { dirname, join, resolve } from "node:path";
import type { Diagnostic } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { BuildResult } from "../../pipeline/build-tables.js";
import { configNames } from "../../pipeline/config/find-config-file.js";
import { sortDiagnostics, summarize } from "../format-diagnostics.js";
import { limitDiagnostics } from "../limit-diagnostics.js";
import type { Texts } from "../texts/texts.js";
import { createFingerprinter } from "./fingerprint.js";
import { findForgeRoot, toForgePath } from "./forge-paths.js";
import type { Failure, Report } from "./report.js";

export interface ReportOptions {
  /** As it was given: a config file, or the folder that holds one. */
  readonly config: string;
  /** Absolute. */
  readonly cwd: string;
  /** How many problems are shown at most; 0 for all. */
  readonly limit: number;
  readonly texts: Texts;
}

/** Brings what came of a run into the form that reports are made from. */
export function createReport(
  host: Host,
  outcome: { readonly result: BuildResult } | { readonly failure: Failure },
  { config, cwd, limit, texts }: ReportOptions,
): Report {
  const path = resolve(cwd, config);
  const folder = host.stat(path)?.kind === "folder" ? path : dirname(path);
  const root = findForgeRoot(host, folder, cwd);
  // What has no place of its own is shown at the config, if there is one.
  const name = configNames.find((one) => host.stat(join(path, one))?.kind === "file");
  const configPath = toForgePath(root, cwd, name === undefined ? config : join(config, name));
  const all = "result" in outcome ? sortDiagnostics(outcome.result.diagnostics) : [];
  const fingerprint = createFingerprinter();
  const problems = all.map((diagnostic) => {
    const fileOf = (file: string | undefined) =>
      file === undefined ? undefined : toForgePath(root, isAboutSearch(diagnostic) ? cwd : folder, file);
    const file = fileOf(diagnostic.at?.file) ?? configPath;
    return {
      diagnostic: texts.translate(diagnostic),
      file,
      noteFiles: diagnostic.notes.map(({ at }) => fileOf(at?.file)),
      fingerprint: fingerprint(diagnostic, file),
    };
  });
  const shown = new Set(limitDiagnostics(all, limit));
  return {
    problems: problems.filter((_, index) => shown.has(all[index] as Diagnostic)), // as many as were mapped
    omitted: all.length - shown.size,
    summary: summarize(all),
    files:
      "result" in outcome ? (outcome.result.sources ?? []).map((file) => toForgePath(root, cwd, file)) : [],
    config: configPath,
    texts,
    ...outcome,
  };
}

/** The place of a config that was not found is what was typed; all other places are seen from the config's folder. */
function isAboutSearch({ code }: Diagnostic): boolean {
  return code === "config-missing" || code === "config-ambiguous";
}
