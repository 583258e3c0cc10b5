import type { LubanConfig } from "../../model/config.js";
import type { Document } from "../../model/document.js";
import type { RecordSource } from "../../model/record-source.js";
import type { Workbook } from "../../model/workbook.js";
import type { LubanDefinitions } from "./definitions.js";

/** What was read of a Luban project. */
export interface LubanProject {
  readonly config: LubanConfig;
  readonly definitions: LubanDefinitions;
  /** By full name of the table. */
  readonly inputs: ReadonlyMap<string, TableInputs>;
}

/** Where a table's records are, in the order in which they are read. */
export interface TableInputs {
  readonly workbooks: readonly InputWorkbook[];
  readonly documents: readonly InputDocument[];
  /** Inputs that are not there, or that are not read: their records are missing. */
  readonly missing: readonly string[];
}

export interface InputWorkbook {
  readonly workbook: Workbook;
  /** The only sheet that is meant; absent: all that have titles. */
  readonly sheet?: string;
}

export interface InputDocument {
  readonly document: Document;
  readonly source: RecordSource;
}
