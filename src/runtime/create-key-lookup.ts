import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import { Int32HashLookup } from "./int32-hash-lookup.js";
import { Int32Lookup } from "./int32-lookup.js";
import { Int64Lookup } from "./int64-lookup.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { PairLookup } from "./pair-lookup.js";
import { PartsLookup } from "./parts-lookup.js";
import { TextLookup } from "./text-lookup.js";

/** Creates the lookup for the keys that an index has; the next release may have others. */
export function createKeyLookup(rows: IndexRows): KeyLookup {
  const { memory, table, index } = rows;
  memory.requireOpen();
  const usual = [Int32Lookup, Int32HashLookup, PairLookup, Int64Lookup, TextLookup];
  // An empty index has no hash.
  const type = index.keyCount === 0 ? PartsLookup : usual.find((one) => one.fits(table, index));
  return new (type ?? PartsLookup)(rows);
}

/** Throws unless a key has as many parts as the index. */
export function checkPartCount(table: TableInfo, { parts }: IndexInfo, key: readonly KeyValue[]): void {
  if (key.length === parts.length) return;
  throw new TypeError(`A key of ${table.name} has ${parts.length} parts, not ${key.length}.`);
}
