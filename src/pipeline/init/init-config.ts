import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { createDiagnosticSink, type Diagnostic, type Report } from "../../base/diagnostics.js";
import { createHost, type Host } from "../../base/host.js";
import type { DialectConfig } from "../../model/config.js";
import type { Workbook } from "../../model/workbook.js";
import { createBuildCache } from "../build-cache.js";
import type { OnProgress } from "../build-state.js";
import { configNames } from "../config/find-config-file.js";
import { isLubanConf, lubanConf } from "../config/luban-conf.js";
import { findSources } from "../stages/find-sources.js";
import { readFiles } from "../stages/read-sources.js";
import { chooseSeparator } from "./choose-separator.js";
import { groupSheets } from "./group-sheets.js";
import { initLuban } from "./init-luban.js";
import { planTables } from "./plan-tables.js";
import { type SurveyedSheet, surveySheets } from "./survey-sheets.js";
import { writeConfig } from "./write-config.js";

export interface InitOptions {
  /** Folder of sheets, or one sheet file. */
  readonly from: string;
  /** The config to write. */
  readonly out: string;
  /** Absolute folder that both are relative to. */
  readonly cwd: string;
  /** Replaces a config that is there. */
  readonly replace: boolean;
  readonly onProgress?: OnProgress;
  readonly host?: Host;
}

export interface InitResult {
  /** What is wrong with the files; those that cannot be read are left out of the config. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why nothing was even tried, as a sentence. */
  readonly refused?: string;
  /** Absent when no sheet holds a table. */
  readonly written?: WrittenConfig;
}

export interface WrittenConfig {
  /** As `out` was given. */
  readonly file: string;
  readonly tables: number;
  readonly rows: number;
  /** What a person should look at, as sentences without their end. */
  readonly doubts: readonly string[];
}

/** Looks at a folder of sheets and writes a config for it. Throws ToolError when the disk refuses. */
export async function initConfig(options: InitOptions): Promise<InitResult> {
  const { cwd, from, out, onProgress = () => {}, host = createHost() } = options;
  const target = resolve(cwd, out);
  const { diagnostics, report } = createDiagnosticSink();
  const refused = refuse(options, target, host);
  if (refused !== undefined) return { diagnostics, refused };
  const folder = dirname(target);
  const conf = findLubanConf(resolve(cwd, from), host);
  if (conf !== undefined) {
    const path = relative(folder, conf).split(sep).join("/");
    const { diagnostics: found, ...counts } = await initLuban({
      ...{ target, conf: path, host, onProgress },
      schema: findSchema(folder, host),
    });
    return { diagnostics: found, written: { file: out, ...counts } };
  }
  const sources = listPatterns(resolve(cwd, from), folder, host);
  const workbooks = await readAll({ sources, folder, from }, { host, report, onProgress });
  const survey = surveySheets(workbooks);
  if (survey.sheets.length === 0) {
    if (diagnostics.length === 0) report("config-no-tables", {}, { file: from });
    return { diagnostics };
  }
  const grouping = groupSheets(survey);
  onProgress("inferring types and keys", 0, 1);
  const { enums, typeNames } = survey;
  const style = { timeZone: "UTC", listSeparator: chooseSeparator(survey.sheets), enums, typeNames };
  const plan = planTables(grouping.groups, style);
  const head = {
    schema: findSchema(folder, host),
    sources: narrowPatterns(sources, workbooks),
    dialect: chooseDialect(survey.sheets),
    listSeparator: style.listSeparator,
  };
  host.makeFolder(folder);
  host.writeFile(target, writeConfig(head, plan));
  const doubts = [
    ...survey.doubts,
    ...grouping.doubts,
    ...plan.tables.flatMap(({ name, doubts: ofTable }) => ofTable.map((doubt) => `${name}: ${doubt}`)),
  ];
  const rows = plan.tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return { diagnostics, written: { file: out, tables: plan.tables.length, rows, doubts } };
}

/** Returns the config of the Luban project that a folder holds, or that is named itself. */
function findLubanConf(from: string, host: Host): string | undefined {
  if (isLubanConf(from)) return from;
  const path = join(from, lubanConf);
  return host.stat(path)?.kind === "file" ? path : undefined;
}

function refuse({ from, cwd, out, replace }: InitOptions, target: string, host: Host): string | undefined {
  if (host.stat(resolve(cwd, from)) === undefined) return `There is no folder ${from}.`;
  if (!target.endsWith(".jsonc") && !target.endsWith(".json"))
    return `${out} must end in .jsonc: comments go into it.`;
  if (host.stat(target) !== undefined && !replace) return `${out} exists already; --force replaces it.`;
  const other = findOther(target, host);
  if (other === undefined) return undefined;
  const path = join(dirname(out), other).split(sep).join("/");
  return `${path} is in the way: a folder holds one config. Remove it, or give --out another folder.`;
}

/** The config of another form beside this one: with both of them a build would not know which one is meant. */
function findOther(target: string, host: Host): string | undefined {
  const own = basename(target);
  if (!configNames.includes(own)) return undefined;
  return configNames.find((name) => name !== own && host.stat(join(dirname(target), name))?.kind === "file");
}

/** Returns the glob of all sheets below the folder, relative to the config, or the one file. */
function listPatterns(from: string, folder: string, host: Host): readonly string[] {
  const path = relative(folder, from).split(sep).join("/");
  if (host.stat(from)?.kind === "file") return [path];
  return [`${path === "" ? "" : `${path}/`}**/*.{xlsx,xlsm,xls,ods,csv,tsv}`];
}

/** Returns the way from the config to the schema in the package that is installed in its folder or one above. */
function findSchema(folder: string, host: Host): string | undefined {
  const inPackage = "node_modules/table-gen/schema/table-gen.config.schema.json";
  for (let at = folder; ; at = dirname(at)) {
    if (host.exists(join(at, inPackage))) {
      const path = relative(folder, join(at, inPackage)).split(sep).join("/");
      return path.startsWith("..") ? path : `./${path}`;
    }
    if (dirname(at) === at) return undefined;
  }
}

async function readAll(
  {
    sources,
    folder,
    from,
  }: { readonly sources: readonly string[]; readonly folder: string; readonly from: string },
  {
    host,
    report,
    onProgress,
  }: { readonly host: Host; readonly report: Report; readonly onProgress: OnProgress },
): Promise<readonly Workbook[]> {
  const files = await findSources({ file: from, folder, sources, out: "tables", patches: [] }, report);
  const run = { host, report, onProgress, cache: createBuildCache() };
  return readFiles(files, { folder, encoding: "auto", separator: "auto" }, run);
}

/** Names only the formats that are there. */
function narrowPatterns(patterns: readonly string[], workbooks: readonly Workbook[]): readonly string[] {
  const formats = new Set(workbooks.map(({ file }) => file.slice(file.lastIndexOf(".") + 1).toLowerCase()));
  const known = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv"].filter((format) => formats.has(format));
  const [only] = known;
  const ending = known.length === 1 && only !== undefined ? only : `{${known.join(",")}}`;
  return patterns.map((pattern) => pattern.replace(/\{[^{}]*\}$/, () => ending));
}

/** The dialect of most sheets; the others get their own with their table. */
function chooseDialect(sheets: readonly SurveyedSheet[]): DialectConfig {
  const counts = new Map<string, { readonly dialect: DialectConfig; count: number }>();
  for (const { dialect } of sheets) {
    const key = JSON.stringify(dialect);
    const entry = counts.get(key) ?? { dialect, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const [most] = [...counts.values()].sort((left, right) => right.count - left.count);
  return most?.dialect ?? { kind: "marked" };
}
