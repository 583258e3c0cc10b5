import type { DiagnosticSpec } from "../diagnostic-spec.js";
import type { Reason, WithSuggestion } from "./luban.js";

export const tableauDiagnostics = {
  "tableau-config": {
    id: "TG2221",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The tableau config cannot be followed: ${p.reason}${ask(p)}`,
    help: "Mend tableau's config.yaml, or what leads to it.",
  },
  "tableau-no-metasheet": {
    id: "TG2222",
    severity: "error",
    message: (p: { metasheet: string }) => `No workbook has a sheet ${p.metasheet}, so there is no table.`,
    help: "Add the sheet to each workbook that has tables (Book#@TABLEAU.csv beside Book#Item.csv), or correct `sources`.",
  },
  "tableau-metasheet": {
    id: "TG2223",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The metasheet is wrong: ${p.reason}${ask(p)}`,
    help: "Mend the line of the metasheet.",
  },
  "tableau-header": {
    id: "TG2224",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The header is wrong: ${p.reason}${ask(p)}`,
    help: "Mend the header, or say in the metasheet in which rows it stands.",
  },
  "tableau-invalid-type": {
    id: "TG2225",
    severity: "error",
    message: (p: Reason & WithSuggestion & { type: string }) =>
      `The type ${JSON.stringify(p.type)} is wrong: ${p.reason}${ask(p)}`,
    help: 'Write int32, []int32, [Item]int32, map<int32, Item>, {Item}int32 or enum<.Type>, and properties as |{range:"1,10"}.',
  },
  "tableau-definition": {
    id: "TG2226",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The definition is wrong: ${p.reason}${ask(p)}`,
    help: "Mend the definition where it stands: in a type sheet, or in a .proto file.",
  },
  "tableau-missing-column": {
    id: "TG2227",
    severity: "error",
    message: (p: WithSuggestion & { column: string; table: string }) =>
      `There is no column ${p.column}, which ${p.table} needs${ask(p)}`,
    help: "Add the column, correct its name, or make it optional: |{optional:true}, or Optional in the metasheet.",
  },
  "tableau-not-checked": {
    id: "TG2228",
    severity: "warning",
    message: (p: { what: string }) => `${p.what} has no effect: table-gen has nothing like it here.`,
    help: "Write a rule in the config where it matters, or turn this warning off.",
  },
  "tableau-row-conflict": {
    id: "TG2229",
    severity: "error",
    message: (p: { value: string; other: string }) =>
      `${JSON.stringify(p.value)} stands here and ${JSON.stringify(p.other)} in an earlier row of the same record.`,
    help: "Say the same in all rows of a record, leave the cell empty in the later ones, or set aggregate:true for lists and maps.",
  },
  "tableau-cell": {
    id: "TG2230",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The cell is wrong: ${p.reason}${ask(p)}`,
    help: "Mend the cell, or its type in the header.",
  },
} as const satisfies Record<string, DiagnosticSpec>;

function ask({ suggestion }: WithSuggestion): string {
  return suggestion === undefined ? "." : `; did you mean ${suggestion}?`;
}
