export type Severity = "error" | "warning";

/** What is done with a diagnostic that the catalog has as a warning. */
export type Level = Severity | "off";

/** What the catalog says of one code. `id` is stable and never reused. */
export interface DiagnosticSpec {
  readonly id: `TG${number}`;
  readonly severity: Severity;
  // Each entry has its own parameters; `never` accepts them all and `Report` recovers the exact type.
  readonly message: (parameters: never) => string;
  /** What to do about it. */
  readonly help: string;
}
