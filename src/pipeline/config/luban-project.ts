import { posix, resolve } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { formatPath } from "../../base/format-path.js";
import type { Host } from "../../base/host.js";
import { isIdentifier } from "../../base/identifiers.js";
import type { Config, LubanConfig, TargetConfig } from "../../model/config.js";
import type { RawConfig } from "./read-config-file.js";
import { readConfigFile } from "./read-config-file.js";
import type { UserConfig, UserLubanDialect } from "./user-config.js";

/** Returns the config of a Luban project that is built without one of ours. */
export function lubanAlone(file: string): RawConfig {
  const value: UserConfig = { dialect: { kind: "luban", conf: file } };
  return { value, lineOf: () => undefined };
}

/**
 * Adds what a `luban.conf` says: where the definitions and records are, and the targets, unless the config has its
 * own. Reports what is wrong with it, and returns `undefined` where nothing can be read.
 */
export async function addLubanProject(
  config: Config,
  dialect: UserLubanDialect,
  { host, report, user }: { readonly host: Host; readonly report: Report; readonly user: UserConfig },
): Promise<Config | undefined> {
  const file = dialect.conf.replaceAll("\\", "/");
  const raw = await readConfigFile(resolve(config.folder, file), file, host, report);
  if (raw === undefined) return undefined;
  const conf = new ConfReader(raw, file, report);
  const folder = posix.dirname(file);
  const luban: LubanConfig = {
    file,
    dataFolder: posix.join(folder, conf.text(["dataDir"], "")),
    schemaFiles: conf.objects(["schemaFiles"]).map((path) => ({
      path: posix.join(folder, conf.text([...path, "fileName"], undefined)),
      type: conf.text([...path, "type"], ""),
    })),
    groups: conf.objects(["groups"]).map((path) => ({
      names: conf.texts([...path, "names"]),
      isDefault: conf.get([...path, "default"]) === true,
    })),
    variants: dialect.variants ?? {},
    incomplete: dialect.incomplete ?? [],
    pathRoot: findPathRoot(conf, folder),
  };
  const groups = luban.groups.flatMap(({ names }) => names);
  const targets = conf.objects(["targets"]).map((path) => readTarget(conf, path, groups));
  const chosen = chooseTargets(targets, dialect.target, file, report);
  if (!conf.isGood || chosen === undefined) return undefined;
  const [first] = chosen;
  return {
    ...config,
    ...(user.namespace !== undefined || first === undefined
      ? {}
      : { namespace: first.namespace ?? config.namespace }),
    sources: listSources(luban),
    luban,
    targets: config.targets.length > 0 ? config.targets : chosen.map(({ target }) => target),
  };
}

/** What a change of is a change of the tables. */
function listSources({ file, dataFolder, schemaFiles }: LubanConfig): readonly string[] {
  const isFile = (path: string) => posix.extname(path) !== "";
  return [
    file,
    `${dataFolder}/**/*.*`,
    ...schemaFiles.map(({ path }) => (isFile(path) ? path : `${path}/**/*.*`)),
  ];
}

/** As Luban is told on its command line: `-x pathValidator.rootDir=…`. */
function findPathRoot(conf: ConfReader, folder: string): string | undefined {
  const found = conf.texts(["xargs"]).map((text) => /^pathValidator\.rootDir=(.+)$/.exec(text.trim())?.[1]);
  const root = found.find((one) => one !== undefined);
  return root === undefined ? undefined : posix.join(folder, root.replaceAll("\\", "/"));
}

interface LubanTarget {
  readonly target: TargetConfig;
  /** `cfg` or `editor::cfg`. */
  readonly namespace: string | undefined;
}

function readTarget(conf: ConfReader, path: Path, known: readonly string[]): LubanTarget {
  const name = conf.text([...path, "name"], undefined);
  const namespace = conf
    .text([...path, "topModule"], "")
    .split(".")
    .join("::");
  const isGood = namespace.split("::").every(isIdentifier);
  const library = name.replace(/[^\p{XID_Continue}]+/gu, "_");
  const groups = conf.texts([...path, "groups"]);
  const unknown = groups.find((group) => !known.includes(group));
  if (unknown !== undefined) {
    conf.fail([...path, "groups"], {
      reason: `there is no group ${unknown}`,
      suggestion: findNearest(unknown, known),
    });
  }
  return {
    target: { name, groups, library, out: name },
    namespace: isGood ? namespace : undefined,
  };
}

function chooseTargets(
  targets: readonly LubanTarget[],
  name: string | undefined,
  file: string,
  report: Report,
): readonly LubanTarget[] | undefined {
  if (name === undefined) return targets;
  const chosen = targets.filter(({ target }) => target.name === name);
  if (chosen.length > 0) return chosen;
  const names = targets.map(({ target }) => target.name);
  const reason = `it has no target ${name}`;
  report("luban-conf", { reason, suggestion: findNearest(name, names) }, { file });
  return undefined;
}

type Path = readonly (string | number)[];

/** Reads values of a `luban.conf`; the case of its keys does not count. */
class ConfReader {
  isGood = true;
  readonly #raw: RawConfig;
  readonly #file: string;
  readonly #report: Report;

  constructor(raw: RawConfig, file: string, report: Report) {
    this.#raw = raw;
    this.#file = file;
    this.#report = report;
  }

  get(path: Path): unknown {
    let value: unknown = this.#raw.value;
    for (const step of path) {
      if (typeof value !== "object" || value === null) return undefined;
      const key = Object.keys(value).find((one) => one.toLowerCase() === String(step).toLowerCase());
      value = key === undefined ? undefined : (value as Record<string, unknown>)[key]; // it is an object
    }
    return value;
  }

  /** Without a fallback the text must be there. */
  text(path: Path, fallback: string | undefined): string {
    const value = this.get(path) ?? fallback;
    if (typeof value === "string") return value;
    this.fail(path, { reason: "it is no text" });
    return "";
  }

  texts(path: Path): readonly string[] {
    const value = this.get(path) ?? [];
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    this.fail(path, { reason: "it is no list of texts" });
    return [];
  }

  /** Returns the paths of the objects of a list. */
  objects(path: Path): readonly Path[] {
    const value = this.get(path) ?? [];
    if (Array.isArray(value)) return value.map((_, index) => [...path, index]);
    this.fail(path, { reason: "it is no list" });
    return [];
  }

  fail(path: Path, why: { readonly reason: string; readonly suggestion?: string | undefined }): void {
    this.isGood = false;
    const line = this.#raw.lineOf(path);
    const at = { file: this.#file, path: formatPath(path), ...(line === undefined ? {} : { line }) };
    this.#report("luban-conf", why, at);
  }
}
