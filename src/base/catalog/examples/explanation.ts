import type { DiagnosticSpec } from "../../diagnostic-spec.js";
import type { Note } from "../../diagnostics.js";
import type { Place } from "../../place.js";

/** What `explain` and the documentation say of a code beside its message. */
export type Explanation<Spec extends DiagnosticSpec> = {
  /** What is wrong about it, or what would come of it: a sentence or two. */
  readonly why: InBoth;
} & (ByExample | ByCause<Spec>);

export interface InBoth {
  readonly en: string;
  readonly zh: string;
}

/** A small project that breaks the rule, and one that does not. A test builds both. */
export interface ByExample {
  readonly bad: ExampleFiles;
  readonly good: ExampleFiles;
}

/** What brings the diagnostic about where no sheet that can be shown does. */
export interface ByCause<Spec extends DiagnosticSpec> {
  readonly cause: InBoth;
  /** What its message may be made of. */
  readonly parameters: Parameters<Spec["message"]>[0];
}

/**
 * By file name: the text of a file, or the rows of a sheet, their cells separated by `|`. In an .xlsx file a cell like
 * `=B4*2` is a formula without a value, one like `#N/A` an error, and numbers and dates are stored as such. Without a
 * config among the files there is an empty one.
 */
export type ExampleFiles = Readonly<Record<string, string | readonly string[]>>;

export type ExplanationsOf<Specs extends Readonly<Record<string, DiagnosticSpec>>> = {
  readonly [Code in keyof Specs]: Explanation<Specs[Code]>;
};

/** By code, the first of what the pipeline reports of the bad example. */
export type Reported = Readonly<
  Record<
    string,
    { readonly parameters: object; readonly at?: Place; readonly notes: readonly Note[] } | undefined
  >
>;
