import type { DiagnosticSpec } from "../diagnostics.js";

export const sourceDiagnostics = {
  "unreadable-file": {
    id: "TG1001",
    severity: "error",
    message: (p: { reason: string }) => `The file cannot be read: ${p.reason}.`,
    help: "Check that it exists, that it is not open with a lock, and that you may read it.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
