import type { DiagnosticSpec } from "../diagnostics.js";

export const configDiagnostics = {
  "config-invalid": {
    id: "TG6001",
    severity: "error",
    message: (p: { problem: string }) => p.problem,
    help: "Correct the config; `table-gen init` writes one to start from.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
