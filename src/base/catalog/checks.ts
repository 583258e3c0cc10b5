import type { DiagnosticSpec } from "../diagnostic-spec.js";

export const checkDiagnostics = {
  "duplicate-key": {
    id: "TG3001",
    severity: "error",
    message: (p: { table: string; key: string; index?: string }) =>
      p.index === undefined
        ? `Key ${p.key} occurs twice in ${p.table}.`
        : `Key ${p.key} of unique index ${p.index} occurs twice in ${p.table}.`,
    help: "Give one of the two rows another key.",
  },
  "empty-table": {
    id: "TG3002",
    severity: "warning",
    message: (p: { table: string }) => `${p.table} has no rows.`,
    help: "Add rows, or leave the sheet out of the config.",
  },
  "invisible-in-key": {
    id: "TG3003",
    severity: "warning",
    message: (p: { table: string; column: string; key: string }) =>
      `The key ${p.key} of ${p.table}.${p.column} holds characters that cannot be seen; a lookup must give them too.`,
    help: "Delete the blanks around the key and the invisible characters in it.",
  },
  "look-alike-keys": {
    id: "TG3004",
    severity: "warning",
    message: (p: { table: string; key: string; other: string }) =>
      `The keys ${p.key} and ${p.other} of ${p.table} look the same but are two different texts.`,
    help: "Give the two rows keys that a reader can tell apart, or the same row one key.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
