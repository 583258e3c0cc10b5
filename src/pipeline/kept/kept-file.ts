import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { type BuildCache, createBuildCache, type KeptTable } from "../build-cache.js";
import type { KnownContent } from "../content-keys.js";
import type { Usage } from "../describe-usage.js";
import type { KeptValue } from "../memo.js";
import type { KeptLibrary } from "./kept-blocks.js";
import type { KeptSchemas } from "./schema-memo.js";
import type { WrittenFiles } from "./written-files.js";

/** What one process leaves for the next: what it knows of files, and of what was made of them, but for their cells. */
interface KeptCache {
  readonly contents: readonly KnownContent[];
  readonly workbooks: readonly KeptValue<true>[];
  readonly schemas: KeptSchemas;
  readonly tables: readonly KeptValue<KeptTable>[];
  readonly checks: readonly KeptValue<true>[];
  readonly libraries: ReadonlyMap<string, KeptLibrary>;
  readonly sources: readonly KeptValue<readonly string[]>[];
  readonly usages: readonly KeptValue<Usage>[];
  readonly written: ReadonlyMap<string, WrittenFiles>;
}

/** Returns the bytes of a cache: a hash of them, by which what was cut off or changed is known, and behind it all there is to keep. */
export function formatCache(cache: BuildCache): Uint8Array {
  const kept: KeptCache = {
    contents: cache.contents.list(),
    workbooks: cache.workbooks.list(),
    schemas: cache.schemas.list(),
    tables: cache.tables.list(),
    checks: cache.checks.list(),
    libraries: cache.libraries,
    sources: cache.sources.list(),
    usages: cache.usages.list(),
    written: cache.written,
  };
  const content = serialize(kept);
  return Buffer.concat([hashBytes(content), content]);
}

/** Returns a cache with what `formatCache` has kept; an empty one for any other bytes. */
export function parseCache(bytes: Uint8Array): BuildCache {
  // The next build is another process.
  const cache = createBuildCache({ holdsValues: false });
  const content = bytes.subarray(hashSize);
  if (Buffer.compare(hashBytes(content), bytes.subarray(0, hashSize)) !== 0) return cache;
  // Whole, so it has the form that it was written in; who reads it knows that this program has.
  const kept = deserialize(content) as KeptCache;
  cache.contents.fill(kept.contents);
  cache.workbooks.fill(kept.workbooks);
  cache.schemas.fill(kept.schemas);
  cache.tables.fill(kept.tables);
  cache.checks.fill(kept.checks);
  for (const [key, library] of kept.libraries) cache.libraries.set(key, library);
  cache.sources.fill(kept.sources);
  cache.usages.fill(kept.usages);
  for (const [key, written] of kept.written) cache.written.set(key, written);
  return cache;
}

const hashSize = 32;

function hashBytes(content: Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
