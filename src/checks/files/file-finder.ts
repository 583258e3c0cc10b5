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

/** Creates a finder that lists each folder once. Names are compared in normal form C, as some systems store another. */
export function createFileFinder(host: Pick<Host, "list" | "stat">, folder: string): FileFinder {
  const listings = new Map<string, ReadonlySet<string>>();
  const found = new Map<string, FoundFile>();

  const namesIn = (path: string): ReadonlySet<string> => {
    const known = listings.get(path);
    if (known !== undefined) return known;
    const names = new Set(listNames(host, join(folder, path)));
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
    const steps = path.normalize("NFC").split("/");
    let above = "";
    for (const [index, step] of steps.entries()) {
      const names = namesIn(above);
      const here = above === "" ? step : `${above}/${step}`;
      // Steps up lead out of what has been listed.
      if (step !== ".." && step !== "." && !names.has(step)) {
        const nearest = findNearest(step, names);
        const rest = steps.slice(index + 1);
        const near = nearest === undefined ? undefined : [...(above === "" ? [] : [above]), nearest, ...rest];
        return { kind: "missing", near: near?.join("/") };
      }
      above = here;
    }
    return kindOf(path) === "file" ? { kind: "file" } : { kind: "missing", near: undefined };
  };

  return {
    find: (path) => {
      const known = found.get(path) ?? look(path);
      found.set(path, known);
      return known;
    },
    list: (path) => [...namesIn(path)],
    isFolder: (path) => kindOf(path) === "folder",
  };
}

function join(folder: string, path: string): string {
  return path === "" ? folder : `${folder}/${path}`;
}

function listNames(host: Pick<Host, "list">, folder: string): readonly string[] {
  try {
    return host.list(folder).map((name) => name.normalize("NFC"));
  } catch {
    return []; // what is no folder, or must not be looked into, holds nothing that could be found
  }
}
