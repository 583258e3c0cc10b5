import type { DiagnosticSpec } from "../diagnostics.js";

export const checkDiagnostics = {
  "duplicate-key": {
    id: "TG3001",
    severity: "error",
    message: (p: { table: string; key: string }) => `Key ${p.key} occurs twice in ${p.table}.`,
    help: "Give one of the two rows another key.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
