import type { FilesRoot, PathRoot } from "../../model/rule.js";
import type { FileFinder } from "./file-finder.js";

/** Says what is wrong with a value that names a file; `undefined` where the file is there. */
export type PathCheck = (value: string) => string | undefined;

/** Creates the check of the values below a root of the config's `paths`. Paths are relative to the config's folder. */
export function createPathCheck(config: PathRoot, files: FileFinder): PathCheck {
  switch (config.kind) {
    case "files":
      return (value) => checkFile(value, config, files);
    case "unity":
      return createUnityCheck(config.root, files);
    default:
      return (value) => checkUnreal(value, config.root, files);
  }
}

function checkFile(value: string, { pattern, extensions }: FilesRoot, files: FileFinder): string | undefined {
  if (!isInside(value)) return `${value} leads out of its folder`;
  const path = pattern.includes("{}") ? pattern.replaceAll("{}", value) : `${pattern}/${value}`;
  const candidates = extensions.length === 0 ? [path] : extensions.map((extension) => `${path}${extension}`);
  return findOneOf(candidates.map(normalize), files);
}

/**
 * Unity: `Assets/Icons/sword.png` and `Packages/…` are files of the project; anything else is what `Resources.Load`
 * takes, a path without its ending in one of the folders `Resources`.
 */
function createUnityCheck(root: string, files: FileFinder): PathCheck {
  let resources: readonly string[] | undefined;
  return (value) => {
    if (!isInside(value)) return `${value} leads out of its folder`;
    if (/^(?:Assets|Packages)\//.test(value)) return findOneOf([normalize(`${root}/${value}`)], files);
    resources ??= listResources(normalize(`${root}/Assets`), files);
    const slash = value.lastIndexOf("/");
    const [folder, stem] = [value.slice(0, Math.max(slash, 0)), value.slice(slash + 1).normalize("NFC")];
    const isThere = resources.some((one) =>
      files.list(folder === "" ? one : `${one}/${folder}`).some((name) => isAssetOf(name, stem)),
    );
    return isThere ? undefined : `no folder Resources holds ${value}`;
  };
}

function isAssetOf(name: string, stem: string): boolean {
  return name.startsWith(`${stem}.`) && !name.slice(stem.length + 1).includes(".");
}

function listResources(folder: string, files: FileFinder): readonly string[] {
  return files.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    // A name with a dot is hardly ever a folder, and asking for each file would take long.
    if (name.includes(".") || !files.isFolder(path)) return [];
    return [...(name === "Resources" ? [path] : []), ...listResources(path, files)];
  });
}

/** Unreal: `/Game/Icons/Sword`, `/Game/Icons/Sword.Sword_C`, `Texture2D'/Game/Icons/Sword.Sword'`, `/Plugin/…`. */
function checkUnreal(value: string, root: string, files: FileFinder): string | undefined {
  const [, quoted] = /^[\w/.]+'([^']*)'$/.exec(value) ?? [];
  const [, mount, path] = /^\/(\w+)\/([^.:]+)(?:\.[^.:/]+)?(?::[^/]*)?$/.exec(quoted ?? value) ?? [];
  if (mount === undefined || path === undefined || !isInside(path)) {
    return `${value} is no Unreal path such as /Game/Icons/Sword`;
  }
  const content = normalize(mount === "Game" ? `${root}/Content` : `${root}/Plugins/${mount}/Content`);
  return findOneOf(
    [".uasset", ".umap"].map((extension) => `${content}/${path}${extension}`),
    files,
  );
}

function findOneOf(candidates: readonly string[], files: FileFinder): string | undefined {
  let near: string | undefined;
  for (const path of candidates) {
    const found = files.find(path);
    if (found.kind === "file") return undefined;
    near ??= found.near;
  }
  const [first = ""] = candidates;
  return near === undefined
    ? `there is no file ${first}`
    : `there is no file ${first}; did you mean ${near}?`;
}

/** False for a value that would leave the folder, or name another of its root's. */
function isInside(value: string): boolean {
  return (
    !/^[/\\]|^[A-Za-z]:|\\/.test(value) && !value.split("/").some((step) => step === ".." || step === ".")
  );
}

function normalize(path: string): string {
  return path.replace(/^(?:\.\/)+/, "").replace(/\/{2,}/g, "/");
}
