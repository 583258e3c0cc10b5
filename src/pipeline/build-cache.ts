import type { OutputFile } from "../model/output-file.js";
import type { Workbook } from "../model/workbook.js";
import { createMemo, type Memo } from "./memo.js";

/**
 * What a build may take over from the one before it in the same process, such as those of `watch`: the same bytes come
 * out with it and without.
 */
export interface BuildCache {
  /** By the file's path. */
  readonly workbooks: Memo<Workbook | undefined>;
  /** By the language. */
  readonly sources: Memo<readonly OutputFile[]>;
}

export function createBuildCache(): BuildCache {
  return { workbooks: createMemo(), sources: createMemo() };
}
