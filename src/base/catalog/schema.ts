import type { DiagnosticSpec } from "../diagnostics.js";

export const schemaDiagnostics = {
  "unknown-marker": {
    id: "TG2001",
    severity: "error",
    message: (p: { marker: string }) => `${p.marker} is not a marker that table-gen knows.`,
    help: "Use ##name, ##type, ##rule, ##group, ##note, or ## alone for a comment row.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
