import type { DiagnosticSpec } from "../diagnostic-spec.js";

export const emitDiagnostics = {
  "cpp-name-taken": {
    id: "TG5201",
    severity: "warning",
    message: (p: { what: string; name: string; reason: string }) =>
      `${p.what} is called ${p.name} in C++, because ${p.reason}.`,
    help: "Use it under this name, or give it another one in the sheet or the config.",
  },
  "ts-name-taken": {
    id: "TG5301",
    severity: "warning",
    message: (p: { what: string; wish: string; name: string }) =>
      `${p.what} is called ${p.name} in TypeScript, because ${p.wish} is taken there.`,
    help: "Use it under this name, or give it another one in the sheet or the config.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
