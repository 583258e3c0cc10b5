import type { Severity } from "../../base/diagnostic-spec.js";
import type { Diagnostic } from "../../base/diagnostics.js";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** What is printed about problems, in one language. */
export interface Texts {
  readonly language: Language;
  /** As BCP 47 has it. */
  readonly tag: string;
  readonly words: Words;
  /** Returns the problem with its texts in this language. */
  translate(diagnostic: Diagnostic): Diagnostic;
}

export interface Words {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly note: string;
  readonly help: string;
  /** Between a title and its text, blank included. */
  readonly colon: string;
  readonly comma: string;
  /** `3 errors, 1 warning in 2 files` */
  summary(counts: { readonly errors: number; readonly warnings: number; readonly files: number }): string;
  /** `12 more problems are not shown; --max-errors 0 shows all` */
  omitted(count: number): string;
  readonly noProblem: string;
  /** What a build made and where it is. Sizes have their unit. */
  readonly build: BuildWords;
  readonly breaksRule: string;
  readonly followsRule: string;
  readonly causedBy: string;
  /** What can be done with a warning of this code. */
  aboutWarning(code: string): string;
  readonly howToExplain: string;
  /** Names a test of JUnit that a file without errors passes. */
  readonly fileIsGood: string;
}

export interface BuildWords {
  counts(tables: number, rows: number, size: string): string;
  noProblemIn(counts: string): string;
  /** Stands before the library's name. */
  readonly built: string;
  /** Stands behind the library's version. */
  took(seconds: string, what: string): string;
  unchanged(name: string): string;
  rows(count: number): string;
  moreTables(count: number): string;
  files(count: number): string;
  library(size: string, target: string, isSigned: boolean): string;
  readonly pointer: string;
  /** Before what follows once for all targets, as one of them has it. */
  usedAlike(target: string): string;
  readonly inCpp: string;
  readonly inTypeScript: string;
  readonly here: string;
}
