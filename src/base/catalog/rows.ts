import type { DiagnosticSpec } from "../diagnostics.js";

export const rowDiagnostics = {
  "empty-cell": {
    id: "TG4001",
    severity: "error",
    message: (p: { table: string; column: string }) => `${p.table}.${p.column} has no value here.`,
    help: "Fill the cell, make the column optional (`T?`), or give it a default.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
