import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { plain } from "./schema.js";

/** A value within the rows: of a column, or of what its cell holds. */
export interface InRows {
  readonly table: string;
  /** Absent where rows or the whole table are meant. */
  readonly column?: string;
  /** From the column inwards: positions from 1, and names of fields. */
  readonly elements?: readonly (number | string)[];
}

/** What breaks a rule, and how. */
export interface BrokenRule extends InRows {
  readonly rule: string;
  readonly reason: string;
  /** What the author of the rule has to say. */
  readonly message?: string;
}

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
  "dangling-reference": {
    id: "TG3005",
    severity: "error",
    message: (p: InRows & { key: string; targets: string; near?: string }) =>
      `${nameValue(p)} is ${p.key}, but ${p.targets} has no such row.${p.near === undefined ? "" : ` Near it: ${p.near}.`}`,
    help: "Write the key of a row that exists, or add the row. Where there may be none, make the type optional (`ref<T>?`).",
  },
  "rule-broken": {
    id: "TG3006",
    severity: "error",
    message: (p: BrokenRule) => describeBroken(p),
    help: "Correct the value, or the rule where it is too narrow.",
  },
  "rule-not-kept": {
    id: "TG3007",
    severity: "warning",
    message: (p: BrokenRule) => describeBroken(p),
    help: "Correct the value, or the rule where it is too narrow. The rule is declared to be a warning.",
  },
  "rule-not-for-type": {
    id: "TG3008",
    severity: "error",
    message: (p: InRows & { rule: string; type: string; takes: string }) =>
      `${plain(p.rule)} cannot be a rule of ${nameValue(p)}, which is ${p.type}: it is for ${p.takes}.`,
    help: "Remove the rule, or put another in its place; docs/rules.md says which rule is for which type.",
  },
  "invalid-expression": {
    id: "TG3009",
    severity: "error",
    message: (p: { expression: string; character: number; reason: string; suggestion?: string }) =>
      `${plain(p.expression)} is wrong at character ${p.character}: ${p.reason}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Correct the expression: names are those of columns, texts stand in 'quotes'; docs/rules.md says what there is.",
  },
  "unknown-rule-name": {
    id: "TG3010",
    severity: "error",
    message: (p: { rule: string; what: string; name: string; suggestion?: string }) =>
      `${plain(p.rule)} names ${p.what} ${plain(p.name)} that does not exist.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Correct the name: columns are those of the table, paths those of the config's `paths`.",
  },
  "rule-program-failed": {
    id: "TG3011",
    severity: "error",
    message: (p: { reason: string }) =>
      `The rules could not be run: ${p.reason}${p.reason.endsWith("?") ? "" : "."}`,
    help: "Correct the program; its default export is what `defineRules` takes.",
  },
} as const satisfies Record<string, DiagnosticSpec>;

function describeBroken(p: BrokenRule): string {
  const text = `${nameValue(p)} breaks ${p.rule}: ${p.reason}${p.reason.endsWith("?") ? "" : "."}`;
  return p.message === undefined ? text : `${p.message.replace(/[.:!。：！]$/, "")}: ${text}`;
}

/** Returns `Item.hp`, `element 2 of Item.drops`, `weight of element 2 of Item.drops`. */
function nameValue({ table, column, elements = [] }: InRows): string {
  let name = column === undefined ? table : `${table}.${column}`;
  let hasElement = false;
  for (const step of elements) {
    if (typeof step === "number") name = `element ${step} of ${name}`;
    else name = hasElement ? `${step} of ${name}` : `${name}.${step}`;
    hasElement ||= typeof step === "number";
  }
  return name.startsWith("element ") ? `E${name.slice(1)}` : name;
}
