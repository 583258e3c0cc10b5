import type { Diagnostic } from "../../base/diagnostics.js";
import type { BuildResult } from "../../pipeline/build-tables.js";
import type { DiagnosticsSummary } from "../format-diagnostics.js";
import type { Texts } from "../texts/texts.js";

/** What a run has found, for any form that it is printed in. */
export interface Report {
  /** Those that are shown, in the order in which they are shown. */
  readonly problems: readonly Problem[];
  /** How many more there are. */
  readonly omitted: number;
  /** Counts all of them. */
  readonly summary: DiagnosticsSummary;
  /** What kept the run from its end. */
  readonly failure?: Failure;
  /** Absent when the run did not come to its end. */
  readonly result?: BuildResult;
  /** Every file that was read, as a forge names it. */
  readonly files: readonly string[];
  /** Where to look for what has no place of its own: the config, as a forge names it. */
  readonly config: string;
  readonly texts: Texts;
}

export interface Problem {
  readonly diagnostic: Diagnostic;
  /** The file as a forge names it: relative to the root of the repository, with `/`. */
  readonly file: string;
  /** The same for the notes, in their order. */
  readonly noteFiles: readonly (string | undefined)[];
  /** The same for the same problem of a later run, also where rows above came or went; no two are equal. */
  readonly fingerprint: string;
}

export interface Failure {
  readonly kind: "usage" | "environment";
  readonly message: string;
  readonly help?: string;
}

/** Returns the text of a report. `isLine`: in one line, for output that goes on with another one. */
export type FormatReport = (report: Report, options: { readonly isLine: boolean }) => string;
