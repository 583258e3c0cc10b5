import type { Document } from "../model/document.js";
import type { OutputFile } from "../model/output-file.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Workbook } from "../model/workbook.js";
import { createMemo, type Memo } from "./memo.js";

/**
 * What a build may take over from the one before it in the same process, such as those of `watch`: the same bytes come
 * out with it and without.
 */
export interface BuildCache {
  /** By the file's path. */
  readonly workbooks: Memo<Workbook | undefined>;
  readonly documents: Memo<Document | undefined>;
  /** By the table's name. */
  readonly tables: Memo<TypedTable>;
  /** By the language. */
  readonly sources: Memo<readonly OutputFile[]>;
  /** Returns a number that no other object has: what was taken over is the same object. */
  idOf(made: object): number;
}

export function createBuildCache(): BuildCache {
  const ids = new WeakMap<object, number>();
  let lastId = 0;
  return {
    workbooks: createMemo(),
    documents: createMemo(),
    tables: createMemo(),
    sources: createMemo(),
    idOf: (made) => {
      const known = ids.get(made);
      if (known !== undefined) return known;
      lastId++;
      ids.set(made, lastId);
      return lastId;
    },
  };
}
