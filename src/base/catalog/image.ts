import type { DiagnosticSpec } from "../diagnostic-spec.js";

export const imageDiagnostics = {
  "image-too-large": {
    id: "TG5001",
    severity: "error",
    message: (p: { bytes: number }) => `The tables take ${p.bytes} bytes; an image holds at most 2 GiB.`,
    help: "Split the tables into several libraries with a config each.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
