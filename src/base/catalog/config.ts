import type { DiagnosticSpec } from "../diagnostic-spec.js";

export const configDiagnostics = {
  "config-invalid": {
    id: "TG6001",
    severity: "error",
    message: (p: { problem: string }) => p.problem,
    help: "Correct the config; `table-gen init` writes one to start from.",
  },
  "config-missing": {
    id: "TG6002",
    severity: "error",
    message: (p: { looked: string }) => `There is no config: ${p.looked}.`,
    help: "Run `table-gen init --from DIR` to write one for a folder of sheets, or name one with --config.",
  },
  "config-ambiguous": {
    id: "TG6003",
    severity: "error",
    message: (p: { names: string }) => `The folder holds several configs: ${p.names}.`,
    help: "Keep one of them, or name the file with --config.",
  },
  "config-syntax": {
    id: "TG6004",
    severity: "error",
    message: (p: { problem: string }) => `The config cannot be parsed: ${p.problem}.`,
    help: "Correct the text at this line. Comments and trailing commas are allowed.",
  },
  "config-unknown-key": {
    id: "TG6005",
    severity: "error",
    message: (p: { key: string; suggestion: string | undefined }) =>
      `${p.key} is not a key of the config here.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Correct the name or remove the entry; unknown keys are never ignored.",
  },
  "config-duplicate-key": {
    id: "TG6006",
    severity: "error",
    message: (p: { key: string }) => `${p.key} is given twice.`,
    help: "Remove one of the two; the second would silently hide the first.",
  },
  "config-failed": {
    id: "TG6007",
    severity: "error",
    message: (p: { reason: string }) => `The config could not be run: ${p.reason}.`,
    help: "Correct the program; its default export is the config, see `defineConfig`.",
  },
  "config-no-sources": {
    id: "TG6008",
    severity: "error",
    message: (p: { pattern: string }) => `No sheet file matches ${p.pattern}.`,
    help: "Correct the pattern; it is relative to the config's folder and uses `/`. Files in the output folder do not count.",
  },
  "config-no-tables": {
    id: "TG6009",
    severity: "error",
    message: (_: object) => "There is no table to build.",
    help: "Check that the sheets have a header of the config's dialect, or run `table-gen init --from DIR`.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
