import type { Report } from "../base/diagnostics.js";
import type { ElfTarget } from "../base/elf/elf-format.js";
import type { Host } from "../base/host.js";
import type { Config, TargetConfig } from "../model/config.js";
import type { OutputFile } from "../model/output-file.js";
import type { RecordInput } from "../model/record-source.js";
import type { Schema } from "../model/schema.js";
import type { TableImage } from "../model/table-image.js";
import type { ResolvedSchema } from "../model/table-source.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Workbook } from "../model/workbook.js";
import type { LubanProject } from "../schema/luban/project.js";
import type { TableauProject } from "../schema/tableau/project.js";
import type { BuildCache } from "./build-cache.js";
import type { Usage } from "./describe-usage.js";
import type { LaidBlock } from "./kept/kept-blocks.js";

/** What a build is asked to do, with every choice made. */
export interface BuildRun {
  readonly config: Config;
  readonly host: Host;
  readonly report: Report;
  /** Absolute. */
  readonly outFolder: string;
  /** What is built for, one after the other; empty for a library of everything. */
  readonly targets: readonly TargetConfig[];
  /** The one that is being built for; absent for a library of everything. */
  readonly target?: TargetConfig;
  readonly arrays: "literal" | "embed" | "auto";
  readonly linker: "cc" | "builtin";
  readonly arch: ElfTarget;
  readonly publish: PublishPlan;
  readonly cache: BuildCache;
  /** How many threads read sheets. */
  readonly jobs: number;
  /** The day in UTC, `2026-12-31`: rules may be warnings up to one. */
  readonly today: string;
  /** True when an error has been reported. */
  readonly hasErrors: () => boolean;
  readonly onProgress: OnProgress;
}

/** How the library comes to its pointer. Who signs and who owns the files is found out when it does. */
export interface PublishPlan {
  /** Which pointer is switched. */
  readonly channel: string;
  /** How many of the newest releases stay. */
  readonly keep: number;
  /** The signing key that was asked for, relative to `cwd`. */
  readonly sign: string | undefined;
  readonly cwd: string;
  /** What is at work, for other publishers that wait for it. */
  readonly command: string;
  readonly lockTimeoutMs: number | undefined;
  readonly onNotice: (text: string) => void;
}

/** Called as the work goes on; `total` is 1 for work that has no parts. */
export type OnProgress = (stage: string, done: number, total: number) => void;

/** What the stages have made so far. Each adds its own part and reads those before it. */
export interface BuildState {
  readonly workbooks: readonly Workbook[];
  /** What was read of a Luban project, where the tables are one. */
  readonly luban?: LubanProject;
  /** What was read of a tableau project, where the tables are one. */
  readonly tableau?: TableauProject;
  /** What tables have in files of records. */
  readonly records: readonly RecordInput[];
  readonly resolved: ResolvedSchema;
  /** In the order of the schema's tables. */
  readonly tables: readonly TypedTable[];
  /** The schema and the tables of all targets, where `resolved` and `tables` are those of one. */
  readonly whole?: Schema;
  readonly wholeTables?: readonly TypedTable[];
  /** Programs with rules, relative to the config's folder. */
  readonly programs: readonly string[];
  readonly image?: TableImage;
  /** What the next image may take over of this one. */
  readonly laidBlocks?: readonly LaidBlock[];
  /** The sources that read the library. */
  readonly files: readonly OutputFile[];
  /** Absent when no table has a key and a row. */
  readonly usage?: Usage;
  readonly library?: Uint8Array;
  readonly release?: BuiltRelease;
}

/** What a build has written. Paths are absolute. */
export interface BuiltRelease {
  readonly folder: string;
  readonly library: string;
  readonly libraryBytes: number;
  readonly pointer: string;
  readonly channel: string;
  /** False when the pointer led to the library already. */
  readonly isSwitched: boolean;
  readonly isSigned: boolean;
  /** Versions that were removed. */
  readonly pruned: readonly string[];
  /** The sources, relative to the folder, with `/`. */
  readonly files: readonly string[];
  readonly arch: ElfTarget;
}

/** One step of a build: returns the state with its own part added, and reports instead of throwing. */
export type Stage = (state: BuildState, run: BuildRun) => BuildState | Promise<BuildState>;
