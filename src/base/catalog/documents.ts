import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { quote } from "../quote.js";

/** Records in JSON, YAML, XML and Lua files. */
export const documentDiagnostics = {
  "broken-document": {
    id: "TG1101",
    severity: "error",
    message: (p: { format: string; problem: string }) => `The file is no good ${p.format}: ${p.problem}.`,
    help: "Correct the file here; what follows is read once this is right.",
  },
  "document-too-deep": {
    id: "TG1102",
    severity: "error",
    message: (p: { levels: number }) => `More than ${p.levels} values hold each other here.`,
    help: "No table needs that: look for brackets or elements that are not closed.",
  },
  "repeated-record-field": {
    id: "TG1103",
    severity: "error",
    message: (p: { field: string }) => `${quote(p.field)} stands twice in one record.`,
    help: "Remove one of the two.",
  },
  "no-such-records": {
    id: "TG1104",
    severity: "error",
    message: (p: { path: string; step: string; suggestion: string | undefined }) =>
      `The file has no ${p.path}: there is no ${p.step}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Correct the path behind the # in the table's `from`.",
  },
  "not-a-record": {
    id: "TG1105",
    severity: "error",
    message: (p: { table: string; is: string }) => `A record of ${p.table} has fields; this is ${p.is}.`,
    help: 'Write an object with a field for each column, or name the place of the records in the file: `from: "items.json#data.items"`.',
  },
  "unknown-record-field": {
    id: "TG1106",
    severity: "error",
    message: (p: { table: string; field: string; suggestion: string | undefined }) =>
      `${p.table} has no column ${quote(p.field)}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: 'Correct the name, or declare the column; `{ "ignore": true }` in the config\'s `columns` passes it over.',
  },
  "records-without-types": {
    id: "TG1107",
    severity: "error",
    message: (p: { table: string }) =>
      `Nothing says which columns ${p.table} has and of what types they are.`,
    help: "Name a struct with `record`, give types in `columns`, or keep a sheet of the table beside the files.",
  },
  "record-field-by-two-names": {
    id: "TG1108",
    severity: "error",
    message: (p: { column: string; first: string; second: string }) =>
      `The record gives ${p.column} twice: as ${quote(p.first)} and as ${quote(p.second)}.`,
    help: "Remove one of the two.",
  },
  "no-record-files": {
    id: "TG1109",
    severity: "error",
    message: (p: { pattern: string }) => `No file of records matches ${p.pattern}.`,
    help: "Write files, or a folder with a / behind it, relative to the config, with *, **, ? and {a,b}; hidden files do not count.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
