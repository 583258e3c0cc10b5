import type { Report } from "../base/diagnostics.js";
import type { Host } from "../base/host.js";
import type { Document } from "../model/document.js";
import type { OutputFile } from "../model/output-file.js";
import type { ResolvedSchema } from "../model/table-source.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Workbook } from "../model/workbook.js";
import { isReadAgain } from "../sources/read-again.js";
import { ContentKeys } from "./content-keys.js";
import type { Usage } from "./describe-usage.js";
import type { KeptLibrary } from "./kept/kept-blocks.js";
import { SchemaMemo } from "./kept/schema-memo.js";
import type { WrittenFiles } from "./kept/written-files.js";
import { createEmptyMemo, createMemo, type Memo } from "./memo.js";

/**
 * What a build may take over from the one before it, in the same process, such as those of `watch`, or in another: the same
 * bytes come out with it and without.
 */
export interface BuildCache {
  /** True where the next build is one of this process; else what has been made is gone as soon as nobody needs it. */
  readonly holdsValues: boolean;
  readonly contents: ContentKeys;
  /** By the file's path. */
  readonly workbooks: Memo<Workbook | undefined, true>;
  readonly documents: Memo<Document | undefined>;
  readonly schemas: SchemaMemo;
  /** By the table's name. */
  readonly tables: Memo<TypedTable, KeptTable>;
  /** By the check and the table's name; what they report is all that comes of them. */
  readonly checks: Memo<true, true>;
  /** What was published last, by `libraryKey`. */
  readonly libraries: Map<string, KeptLibrary>;
  /** By `libraryKey` and language; kept are their paths. */
  readonly sources: Memo<readonly OutputFile[], readonly string[]>;
  /** By `libraryKey`. */
  readonly usages: Memo<Usage, Usage>;
  /** By `libraryKey`. */
  readonly written: Map<string, WrittenFiles>;
  /** Returns what is the same for an object with the same content; `undefined` where that is not known. */
  keyOf(made: object): string | undefined;
  setKey(made: object, key: string): void;
}

export interface KeptTable {
  readonly rowCount: number;
}

/** Creates the cache of a first build. `holdsValues`, for which see `BuildCache`, is true unless given. */
export function createBuildCache({ holdsValues = true } = {}): BuildCache {
  const keys = new WeakMap<object, string>();
  const setKey = (made: object, key: string) => {
    keys.set(made, key);
  };
  return {
    holdsValues,
    contents: new ContentKeys(),
    workbooks: createMemo({
      holdsValues,
      keep: (workbook) => (workbook !== undefined && isReadAgain(workbook) ? true : undefined),
    }),
    documents: createMemo({ holdsValues }),
    schemas: new SchemaMemo(setKey),
    tables: createMemo({ holdsValues, keep: ({ rowCount }) => ({ rowCount }) }),
    checks: createMemo({ holdsValues, keep: () => true }),
    libraries: new Map(),
    sources: createMemo({ holdsValues, keep: (files) => files.map(({ path }) => path) }),
    usages: createMemo({ holdsValues, keep: (usage) => usage }),
    written: new Map(),
    keyOf: (made) => keys.get(made),
    setKey,
  };
}

/** Creates the cache of a build that none follows. */
export function createEmptyCache(): BuildCache {
  return {
    ...createBuildCache({ holdsValues: false }),
    contents: new UnknownContents(),
    workbooks: createEmptyMemo(),
    documents: createEmptyMemo(),
    schemas: new UnkeptSchemas(() => {}),
    tables: createEmptyMemo(),
    checks: createEmptyMemo(),
    sources: createEmptyMemo(),
    usages: createEmptyMemo(),
    keyOf: () => undefined,
    setKey: () => {},
  };
}

class UnknownContents extends ContentKeys {
  /** Nobody asks for the hash. */
  override read(host: Host, path: string): { readonly bytes: Uint8Array; readonly hash: string } {
    return { bytes: host.readFile(path), hash: "" };
  }
}

class UnkeptSchemas extends SchemaMemo {
  override recall(
    workbooks: readonly Workbook[],
    _options: string,
    report: Report,
    resolve: (workbooks: readonly Workbook[], report: Report) => ResolvedSchema,
  ): ResolvedSchema {
    return resolve(workbooks, report);
  }
}
