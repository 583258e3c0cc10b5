import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { RowResolver } from "../model/row-resolver.js";
import type { PathRoot } from "../model/rule.js";
import type { Schema, ValueType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";
import type { FileFinder } from "./files/file-finder.js";

/** What the checks look at, and what they ask for. */
export interface CheckContext {
  readonly schema: Schema;
  /** In the schema's order. */
  readonly tables: readonly TypedTable[];
  readonly resolver: RowResolver;
  /** Reads a text of a rule as cells of the type are read; reports at the place what is wrong with it. */
  readonly readText: (type: ValueType, text: string, at: Place) => { readonly value: Value } | undefined;
  readonly files: FileFinder;
  /** The config's `paths`. */
  readonly paths: Readonly<Record<string, PathRoot>>;
  /** The day in UTC, `2026-12-31`: rules may be warnings up to one. */
  readonly today: string;
  readonly report: Report;
}
