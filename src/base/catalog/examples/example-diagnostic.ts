import { createDiagnostic, type Diagnostic } from "../../diagnostics.js";
import type { DiagnosticCode } from "../index.js";
import { type AnyExplanation, explanations } from "./index.js";
import { reported } from "./reported.js";

/** Returns what the example of a code gives; for one without an example, what its message may look like. */
export function exampleDiagnostic(code: DiagnosticCode): Diagnostic {
  const explanation: AnyExplanation = explanations[code];
  const { parameters, at, notes } =
    "cause" in explanation
      ? { parameters: explanation.parameters, at: undefined, notes: [] }
      : { at: undefined, notes: [], parameters: undefined, ...reported[code] };
  // A test holds both kinds to the code's parameters.
  return createDiagnostic(code, parameters as never, at, notes);
}
