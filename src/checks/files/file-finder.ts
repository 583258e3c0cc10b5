import { findNearest } from "../../base/find-nearest.js";
import type { Host } from "../../base/host.js";

/** Finds files below a folder by their exact names, also where the file system does not mind the case of letters. */
export interface FileFinder {
  /** `path` is relative to the folder, with `/`. */
  find(path: string): FoundFile;
  /** Returns the names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  isFolder(path: string): boolean;
}

export type FoundFile =
  | { readonly kind: "file" }
  /** What is there in its place: a folder, or a name that differs little. */
  | { readonly kind: "missing"; readonly near: string | undefined };

/** For so many missing files a similar name is looked for: in a folder of thousands that takes its time. */
const mostSearches = 50;

/** Creates a finder that lists each folder once. Names are compared in normal form C, as some systems store another. */
export function createFileFinder(host: Pick<Host, "list" | "stat">, folder: string): FileFinder {
  /** By folder the names in normal form, with what the system has. */
  const listings = new Map<string, ReadonlyMap<string, string>>();
  const found = new Map<string, FoundFile>();
  let searches = 0;

  const namesIn = (path: string): ReadonlyMap<string, string> => {
    const known = listings.get(path);
    if (known !== undefined) return known;
    const listed = listNames(host, join(folder, path));
    const names = new Map(listed.map((name) => [name.normalize("NFC"), name]));
    listings.set(path, names);
    return names;
  };

  const kindOf = (path: string) => {
    try {
      return host.stat(join(folder, path))?.kind;
    } catch {
      return undefined; // what cannot be looked at cannot be found
    }
  };

  const look = (path: string): FoundFile => {
    let above = "";
    const steps = path.normalize("NFC").split("/");
    for (const [index, step] of steps.entries()) {
      const names = namesIn(above);
      // Steps up lead out of what has been listed.
      const actual = step === ".." || step === "." ? step : names.get(step);
      if (actual === undefined) {
        searches++;
        const isSearched = searches <= mostSearches;
        const near = isSearched ? findNear(above, steps.slice(index), names.keys()) : undefined;
        return { kind: "missing", near };
      }
      above = joinStep(above, actual);
    }
    return kindOf(above) === "file" ? { kind: "file" } : { kind: "missing", near: undefined };
  };

  return {
    find: (path) => {
      const known = found.get(path) ?? look(path);
      found.set(path, known);
      return known;
    },
    list: (path) => [...namesIn(path).keys()],
    isFolder: (path) => kindOf(path) === "folder",
  };
}

/** Returns the path with its first unknown step replaced by the most similar name. */
function findNear(
  above: string,
  [step = "", ...rest]: readonly string[],
  names: Iterable<string>,
): string | undefined {
  const nearest = findNearest(step, names);
  return nearest && [joinStep(above, nearest), ...rest].join("/");
}

function joinStep(above: string, step: string): string {
  return above === "" ? step : `${above}/${step}`;
}

function join(folder: string, path: string): string {
  return path === "" ? folder : `${folder}/${path}`;
}

function listNames(host: Pick<Host, "list">, folder: string): readonly string[] {
  try {
    return host.list(folder);
  } catch {
    return []; // what is no folder, or must not be looked into, holds nothing that could be found
  }
}
