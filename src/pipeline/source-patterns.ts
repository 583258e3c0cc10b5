import { compileGlob } from "../schema/glob.js";

/** The sheet files of a config that names none. */
export const defaultSources = "**/*.{xlsx,xlsm,xls,ods,csv,tsv}";

/** A config's `sources`: globs that name files, and those with `!`, which take files away again. */
export interface SourcePatterns {
  readonly taken: readonly string[];
  /** Takes a path relative to the config's folder, with `/`. */
  readonly isExcluded: (path: string) => boolean;
}

export function splitSourcePatterns(sources: readonly string[]): SourcePatterns {
  const excluded = sources
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => compileGlob(pattern.slice(1)));
  return {
    taken: sources.filter((pattern) => !pattern.startsWith("!")),
    isExcluded: (path) => excluded.some((matches) => matches(path)),
  };
}
