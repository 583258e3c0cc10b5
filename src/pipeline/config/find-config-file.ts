import { extname, join, resolve } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { isLubanConf, lubanConf } from "./luban-conf.js";

const extensions = [".ts", ".mjs", ".js", ".json", ".jsonc"] as const;
/** The names by which a folder's config is found; a folder may hold one of them. */
export const configNames: readonly string[] = extensions.map((extension) => `table-gen.config${extension}`);

/**
 * Returns the absolute path of the config file that `path` names, be it the file or the folder that holds
 * it; reports and returns `undefined` where there is none, or several.
 */
export function findConfigFile(
  { path, cwd, host }: { readonly path: string; readonly cwd: string; readonly host: Host },
  report: Report,
): string | undefined {
  const absolute = resolve(cwd, path);
  const status = host.stat(absolute);
  if (status?.kind === "folder") {
    const name = findInFolder(absolute, path, host, report);
    return name === undefined ? undefined : join(absolute, name);
  }
  const isConfig = extensions.some((known) => known === extname(path)) || isLubanConf(absolute);
  if (status?.kind === "file" && isConfig) return absolute;
  const looked =
    status === undefined ? `${path} does not exist` : `${path} is not a .ts, .mjs, .js, .json or .jsonc file`;
  report("config-missing", { looked }, { file: path });
  return undefined;
}

function findInFolder(absolute: string, folder: string, host: Host, report: Report): string | undefined {
  const found = configNames.filter((name) => host.stat(join(absolute, name))?.kind === "file");
  if (found.length === 1) return found[0];
  if (found.length === 0 && host.stat(join(absolute, lubanConf))?.kind === "file") return lubanConf;
  if (found.length > 1) {
    report("config-ambiguous", { names: found.join(", ") }, { file: folder });
  } else {
    const where = folder === "." ? "this folder" : folder;
    const looked = `${where} holds no table-gen.config.{${extensions.map((e) => e.slice(1)).join(",")}}`;
    report("config-missing", { looked }, { file: folder });
  }
  return undefined;
}
