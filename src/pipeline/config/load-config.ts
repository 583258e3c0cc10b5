import { basename, dirname } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { Config } from "../../model/config.js";
import { addConfigLines } from "./add-config-lines.js";
import { checkConfigShape } from "./check-config-shape.js";
import { findConfigFile } from "./find-config-file.js";
import { isLubanConf } from "./luban-conf.js";
import { addLubanProject, lubanAlone } from "./luban-project.js";
import { readConfigFile } from "./read-config-file.js";
import { isLuban, isTableau, resolveConfig } from "./resolve-config.js";
import { addTableauProject } from "./tableau-project.js";
import type { UserConfig } from "./user-config.js";

export interface LoadConfigOptions {
  /** A config file, or the folder that holds one. */
  readonly path: string;
  /** Absolute folder that `path` is relative to. */
  readonly cwd: string;
  readonly host: Host;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Reports as the report that was given, and adds to places in the config the line that they are in. */
  readonly report: Report;
}

/**
 * Loads the config, fills in the defaults, and reports everything that is wrong with it. Returns `undefined`
 * when a problem leaves nothing to go on with.
 */
export async function loadConfig(
  options: LoadConfigOptions,
  report: Report,
): Promise<LoadedConfig | undefined> {
  const { host } = options;
  const path = findConfigFile(options, report);
  if (path === undefined) return undefined;
  // As of the sheets, relative to its folder: generated files name it, wherever the build was started.
  const file = basename(path);
  const raw = isLubanConf(file) ? lubanAlone(file) : await readConfigFile(path, file, host, report);
  if (raw === undefined) return undefined;
  const user = await checkConfigShape(raw, file, report);
  if (user === undefined) return undefined;
  const config = resolveConfig(user, { file, folder: dirname(path), lineOf: raw.lineOf }, report);
  if (config === undefined) return undefined;
  const complete = await addProject(config, user, { host, report });
  return complete === undefined ? undefined : { config: complete, report: addConfigLines(report, raw, file) };
}

/** Adds what the file of another tool's project says, where the tables are one. */
async function addProject(
  config: Config,
  user: UserConfig,
  { host, report }: { readonly host: Host; readonly report: Report },
): Promise<Config | undefined> {
  const { dialect } = user;
  if (isLuban(dialect)) return addLubanProject(config, dialect, { host, report, user });
  return isTableau(dialect) ? addTableauProject(config, dialect, { host, report, user }) : config;
}
