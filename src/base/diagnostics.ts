import { type Catalog, catalog, type DiagnosticCode } from "./catalog/index.js";
import type { DiagnosticSpec, Level, Severity } from "./diagnostic-spec.js";
import type { Place } from "./place.js";

export interface Note {
  readonly message: string;
  readonly at?: Place;
}

/** One problem of the user's sheets or config, with the place where it can be mended. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly id: string;
  readonly severity: Severity;
  /** What the message is made of, for texts in other languages. */
  readonly parameters: object;
  readonly message: string;
  readonly at?: Place;
  readonly notes: readonly Note[];
  readonly help: string;
}

/** Reports one problem and returns; the caller goes on with what is still good. */
export type Report = <Code extends DiagnosticCode>(
  code: Code,
  parameters: Parameters<Catalog[Code]["message"]>[0],
  at?: Place,
  notes?: readonly Note[],
) => void;

export interface DiagnosticSink {
  /** All that was reported, in the order of the reports. */
  readonly diagnostics: readonly Diagnostic[];
  readonly report: Report;
  hasErrors(): boolean;
}

/** Creates a sink that keeps every diagnostic at its level: the one of the catalog unless `levelOf` gives another. */
export function createDiagnosticSink(
  levelOf: (code: DiagnosticCode) => Level | undefined = () => undefined,
): DiagnosticSink {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, parameters, at, notes = []) => {
    const level = levelOf(code) ?? catalog[code].severity;
    if (level === "off") return;
    diagnostics.push({ ...createDiagnostic(code, parameters, at, notes), severity: level });
  };
  return { diagnostics, report, hasErrors: () => diagnostics.some((d) => d.severity === "error") };
}

/** Makes a diagnostic as the catalog has it. */
export function createDiagnostic<Code extends DiagnosticCode>(
  code: Code,
  parameters: Parameters<Catalog[Code]["message"]>[0],
  at: Place | undefined,
  notes: readonly Note[],
): Diagnostic {
  const spec: DiagnosticSpec = catalog[code];
  // The signature above has tied the parameters to this code's message.
  const message = spec.message(parameters as never);
  const { id, severity, help } = spec;
  const base = { code, id, severity, parameters: parameters ?? {}, message, notes, help };
  return at === undefined ? base : { ...base, at };
}
