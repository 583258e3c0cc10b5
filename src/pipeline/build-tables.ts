import { basename, join, resolve } from "node:path";
import { assert } from "../base/assert.js";
import type { DiagnosticCode } from "../base/catalog/index.js";
import type { Level } from "../base/diagnostic-spec.js";
import { createDiagnosticSink, type Diagnostic, type DiagnosticSink } from "../base/diagnostics.js";
import type { ElfTarget } from "../base/elf/elf-format.js";
import { createHost, type Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import type { Config, TargetConfig } from "../model/config.js";
import { isChannelName, stableChannel } from "../model/release-directory.js";
import type { TableImage } from "../model/table-image.js";
import { type BuildCache, createEmptyCache } from "./build-cache.js";
import type { BuildRun, BuildState, BuiltRelease, OnProgress, PublishPlan, Stage } from "./build-state.js";
import { type LoadedConfig, loadConfig } from "./config/load-config.js";
import type { Usage } from "./describe-usage.js";
import { buildImage } from "./stages/build-image.js";
import { checkRows } from "./stages/check-rows.js";
import { checkTarget } from "./stages/check-target.js";
import { emitCppSources, emitRuleSources, emitTsSources } from "./stages/emit-sources.js";
import { linkLibrary } from "./stages/link-library.js";
import { linkRows } from "./stages/link-rows.js";
import { noteUsage } from "./stages/note-usage.js";
import { parseRows } from "./stages/parse-rows.js";
import { publish } from "./stages/publish.js";
import { readDocuments } from "./stages/read-documents.js";
import { readInputs } from "./stages/read-inputs.js";
import { releaseSources } from "./stages/release-sources.js";
import { resolveTables } from "./stages/resolve-tables.js";
import { runRules } from "./stages/run-rules.js";
import { selectForTarget } from "./stages/select-for-target.js";

/** The order of a build. A group runs only when those before it have reported no error, for any target. */
const stages: Readonly<
  Record<"understand" | "select" | "release" | "build" | "link" | "publish", readonly Stage[]>
> = {
  // Each of these runs whatever the ones before have reported: one run shows every problem of the sheets.
  understand: [readInputs, readDocuments, resolveTables, parseRows, linkRows, runRules, checkRows],
  // From here on once for each target.
  select: [selectForTarget],
  // What the next ones need no more would be half of the memory.
  release: [releaseSources],
  // Pure: nothing is written before all of it is there.
  build: [buildImage, emitCppSources, emitTsSources, emitRuleSources, checkTarget],
  link: [linkLibrary],
  publish: [publish, noteUsage],
};

export interface BuildOptions {
  /** A config file, or the folder that holds one; `cwd` unless given. */
  readonly config?: string;
  /** Absolute folder that paths are relative to. */
  readonly cwd: string;
  /** Output folder; the config's unless given. */
  readonly out?: string;
  /** How the C++ sources hold the tables; `auto` (the default) is literal for small tables. */
  readonly arrays?: "literal" | "embed" | "auto";
  /**
   * Who writes the library: `cc` is the system's C++ compiler. `auto` (the default) is the built-in writer,
   * which is faster and gives the same file on every machine, be there a compiler or not.
   */
  readonly linker?: "cc" | "builtin" | "auto";
  /** The machine that the library is for; this one, or x86_64 where this one is neither. */
  readonly arch?: ElfTarget;
  /** Names of the config's targets to build for; all of them unless given. */
  readonly targets?: readonly string[];
  /** False for a check: the same reports, nothing written. */
  readonly write?: boolean;
  /** Has warnings count as errors: all but those that the config turns off, or those with these codes. */
  readonly warningsAsErrors?: boolean | readonly DiagnosticCode[];
  /** Which pointer is switched to the library: `stable` unless given. */
  readonly channel?: string;
  /** How many of the newest releases stay; the config's unless given. */
  readonly keep?: number;
  /** The private key that the library is signed with; the config's, if any, unless given. */
  readonly sign?: string;
  /** What is at work, for other publishers that wait for it: `table-gen build` unless given. */
  readonly command?: string;
  /** How long another publisher is waited for; a minute unless given. */
  readonly lockTimeoutMs?: number;
  /** Called with a sentence that a person may want to read, such as whom is waited for. */
  readonly onNotice?: (text: string) => void;
  readonly onProgress?: OnProgress;
  /** How many threads read sheets; as many as there are cores unless given. The result is the same. */
  readonly jobs?: number;
  /** What is taken over from the build before, and kept for the next one; nothing unless given. */
  readonly cache?: BuildCache;
  /** The day in UTC, `2026-12-31`, by which rules that are warnings up to a day go; the current one unless given. */
  readonly today?: string;
  readonly host?: Host;
}

export interface BuildResult {
  /** True when there was no error; warnings do not count. */
  readonly isGood: boolean;
  /** In the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];
  readonly config?: Config;
  /** Absolute paths of the files that were read: the config, then the sheets. */
  readonly sources?: readonly string[];
  /** What was built: one for each target, one of everything where there are no targets; empty after an error. */
  readonly outputs: readonly BuildOutput[];
  /** Of the first of them: the only one, where there are no targets. */
  readonly image?: TableImage;
  readonly release?: BuiltRelease;
  readonly usage?: Usage;
}

/** A library that was built. */
export interface BuildOutput {
  /** Absent for a library of everything. */
  readonly target?: string;
  readonly image: TableImage;
  /** What was written; absent after a check and after any error. */
  readonly release?: BuiltRelease;
  /** How a row is looked up; absent where there is no row with a key. */
  readonly usage?: Usage;
}

/**
 * Builds the library and its sources from a config and the sheets that it names.
 *
 * Mistakes in the config and the sheets come back as diagnostics, all of them at once, and nothing is written
 * then. Throws ToolError when the environment is in the way.
 */
export async function buildTables(options: BuildOptions): Promise<BuildResult> {
  const host = options.host ?? createHost();
  let levelOf: (code: DiagnosticCode) => Level | undefined = () => undefined;
  const sink = createDiagnosticSink((code) => levelOf(code));
  const loaded = await loadConfig({ path: options.config ?? ".", cwd: options.cwd, host }, sink.report);
  if (loaded === undefined) return { isGood: false, diagnostics: sink.diagnostics, outputs: [] };
  levelOf = planLevels(loaded.config, options.warningsAsErrors ?? false);
  const run = planRun(options, loaded, { host, hasErrors: sink.hasErrors });
  const { sources, built } = await runStages(run, sink, options.write ?? true);
  const outputs = built.flatMap(describeOutput);
  const { target: _, ...first } = outputs[0] ?? {};
  return {
    isGood: !sink.hasErrors(),
    diagnostics: sink.diagnostics,
    config: loaded.config,
    sources,
    outputs,
    ...first,
  };
}

function describeOutput({ state, run }: TargetBuild): readonly BuildOutput[] {
  const { image, release, usage } = state;
  if (image === undefined) return [];
  return [
    {
      image,
      ...(run.target === undefined ? {} : { target: run.target.name }),
      ...(release === undefined ? {} : { release }),
      ...(usage === undefined ? {} : { usage }),
    },
  ];
}

/** What is asked for by name goes before the config, and the config before what is asked for as a whole. */
function planLevels(
  { diagnostics }: Config,
  asErrors: boolean | readonly DiagnosticCode[],
): (code: DiagnosticCode) => Level | undefined {
  const levels = new Map<string, Level>(Object.entries(diagnostics));
  if (typeof asErrors === "object") for (const code of asErrors) levels.set(code, "error");
  return (code) => levels.get(code) ?? (asErrors === true ? "error" : undefined);
}

function listSources(
  { file, folder }: Config,
  { workbooks, records, programs }: BuildState,
): readonly string[] {
  const read = [...workbooks, ...records.flatMap(({ documents }) => documents)].map((one) => one.file);
  return [
    join(folder, basename(file)),
    ...new Set([...read, ...programs].map((one) => resolve(folder, one))),
  ];
}

function planRun(
  options: BuildOptions,
  { config, report }: LoadedConfig,
  { host, hasErrors }: { readonly host: Host; readonly hasErrors: () => boolean },
): BuildRun {
  const { cwd, out, arrays = "auto", linker = "auto", onProgress = () => {} } = options;
  return {
    config,
    host,
    report,
    outFolder: out === undefined ? resolve(config.folder, config.out) : resolve(cwd, out),
    targets: chooseTargets(config, options.targets),
    arrays,
    linker: linker === "auto" ? "builtin" : linker,
    arch: options.arch ?? (host.arch === "arm64" ? "aarch64" : "x86_64"),
    publish: planPublish(options, config),
    cache: options.cache ?? createEmptyCache(),
    jobs: options.jobs ?? host.coreCount,
    today: options.today ?? new Date().toISOString().slice(0, 10),
    hasErrors,
    onProgress,
  };
}

function chooseTargets({ targets }: Config, names: readonly string[] | undefined): readonly TargetConfig[] {
  if (names === undefined) return targets;
  const known = targets.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return targets.filter(({ name }) => names.includes(name));
  throw new ToolError(`The config has no target ${unknown}.`, {
    help: known.length === 0 ? "It has no `targets` at all." : `It has ${known.join(", ")}.`,
  });
}

function planPublish(options: BuildOptions, { publish }: Config): PublishPlan {
  const { channel = stableChannel, command = "table-gen build", onNotice = () => {} } = options;
  assert(isChannelName(channel), `${channel} is no channel`);
  const { cwd, keep = publish.keep, sign, lockTimeoutMs } = options;
  return { channel, keep, sign, cwd, command, lockTimeoutMs, onNotice };
}

/** The build of one target, as far as it has come. Nothing else holds a state, so what it lets go of is gone. */
interface TargetBuild {
  state: BuildState;
  readonly run: BuildRun;
}

interface StagesResult {
  readonly sources: readonly string[];
  readonly built: readonly TargetBuild[];
}

/** A group goes over all targets before the next one begins: nothing is published before all of them are good. */
async function runStages(run: BuildRun, sink: DiagnosticSink, write: boolean): Promise<StagesResult> {
  const result = await understand(run);
  const { select, release, build, link, publish } = stages;
  for (const group of [select, release, build, ...(write ? [link, publish] : [])]) {
    if (sink.hasErrors()) return result;
    for (const one of result.built) {
      for (const stage of group) one.state = await stage(one.state, one.run);
    }
  }
  return result;
}

async function understand(run: BuildRun): Promise<StagesResult> {
  let state = emptyState(run.config);
  for (const stage of stages.understand) state = await stage(state, run);
  const sources = listSources(run.config, state);
  return { sources, built: planTargets(run).map((one) => ({ state, run: one })) };
}

function planTargets(run: BuildRun): readonly BuildRun[] {
  if (run.targets.length === 0) return [run];
  return run.targets.map((target) => ({ ...run, target, outFolder: resolve(run.outFolder, target.out) }));
}

function emptyState({ name, namespace }: Config): BuildState {
  const schema = { name, namespace, tables: [], enums: [], structs: [], variants: [] };
  return {
    workbooks: [],
    records: [],
    resolved: { schema, sources: [], constants: {} },
    tables: [],
    programs: [],
    files: [],
  };
}
