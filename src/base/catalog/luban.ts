import type { DiagnosticSpec } from "../diagnostic-spec.js";

export interface Reason {
  readonly reason: string;
}

export interface WithSuggestion {
  readonly suggestion?: string | undefined;
}

export const lubanDiagnostics = {
  "luban-conf": {
    id: "TG2201",
    severity: "error",
    message: (p: Reason & WithSuggestion) => `The luban.conf cannot be followed: ${p.reason}${ask(p)}`,
    help: "Mend the luban.conf, or what leads to it.",
  },
  "luban-xml": {
    id: "TG2202",
    severity: "error",
    message: (p: Reason) => `The definitions are no well-formed XML: ${p.reason}.`,
    help: "Close every element, and write &lt; and &amp; for < and & in attributes.",
  },
  "luban-unknown-word": {
    id: "TG2203",
    severity: "error",
    message: (p: WithSuggestion & { what: string }) => `Luban does not know ${p.what}${ask(p)}`,
    help: "Correct the name, or take it out: nothing would read it.",
  },
  "luban-definition": {
    id: "TG2204",
    severity: "error",
    message: (p: Reason) => `The definition is wrong: ${p.reason}.`,
    help: "Mend the definition in its file.",
  },
  "luban-duplicate": {
    id: "TG2205",
    severity: "error",
    message: (p: { name: string }) => `${p.name} is defined twice.`,
    help: "Give one of the two another name, or take it out.",
  },
  "luban-invalid-type": {
    id: "TG2206",
    severity: "error",
    message: (p: Reason & WithSuggestion & { type: string }) =>
      `The type ${JSON.stringify(p.type)} is wrong: ${p.reason}${ask(p)}`,
    help: "Write int, list,int, (list#sep=,),int, map,int,string, or the name of an enum or a bean.",
  },
  "luban-unknown-bean": {
    id: "TG2207",
    severity: "error",
    message: (p: WithSuggestion & { bean: string }) => `There is no bean ${p.bean}${ask(p)}`,
    help: "Define the bean, correct its name, or have the table read its schema from the file.",
  },
  "luban-invalid-reference": {
    id: "TG2208",
    severity: "error",
    message: (p: Reason & WithSuggestion & { reference: string }) =>
      `ref=${p.reference} leads nowhere: ${p.reason}${ask(p)}`,
    help: "Write the table with its module, ref=item.TbItem, of a list key@test.TbList, or a refgroup.",
  },
  "luban-not-checked": {
    id: "TG2209",
    severity: "warning",
    message: (p: { attribute: string }) => `${p.attribute} is not checked: table-gen has no such rule here.`,
    help: "Write a rule in the config where it matters, or turn this warning off.",
  },
  "luban-input-missing": {
    id: "TG2210",
    severity: "warning",
    message: (p: { table: string; input: string }) =>
      `${p.table} lacks the records of ${p.input}, which does not exist; references to it are not checked.`,
    help: "Add the file or folder below the data folder, or take it out of the table's input.",
  },
  "luban-input-not-read": {
    id: "TG2211",
    severity: "warning",
    message: (p: { table: string; input: string }) =>
      `${p.table} lacks the records of ${p.input}: files of this kind are not read in a Luban project; references to it are not checked.`,
    help: "Keep the records in a spreadsheet, or build the table without them.",
  },
  "luban-no-sheet": {
    id: "TG2212",
    severity: "error",
    message: (p: WithSuggestion & { sheet?: string | undefined }) =>
      `${p.sheet === undefined ? "No sheet begins with ## in A1" : `There is no sheet ${p.sheet}`}${ask(p)}`,
    help: "Write ##var into the first cell of the sheet, or name another sheet in the table's input.",
  },
  "luban-unknown-mark": {
    id: "TG2213",
    severity: "error",
    message: (p: { mark: string }) => `##${p.mark} is no mark that a sheet can begin with.`,
    help: "Begin it with ##var, with ##column for a vertical sheet, or without ## where it is no table.",
  },
  "luban-invalid-title": {
    id: "TG2214",
    severity: "error",
    message: (p: Reason) => `The titles are wrong: ${p.reason}.`,
    help: "Mend the rows that begin with ##.",
  },
  "luban-missing-column": {
    id: "TG2215",
    severity: "error",
    message: (p: WithSuggestion & { field: string; bean: string }) =>
      `There is no column ${p.field}, which ${p.bean} needs${ask(p)}`,
    help: "Add the column, correct its title, or take the field out of the bean.",
  },
  "luban-title-not-for-type": {
    id: "TG2216",
    severity: "error",
    message: (p: { type: string; title: string; isInRows: boolean }) =>
      `${p.title} ${p.isInRows ? "has elements in rows" : "has titles below it"}, and ${p.type} cannot be written so.`,
    help: "Write it in one cell, or give it a type with parts: a bean, a list, a map.",
  },
  "luban-missing-part": {
    id: "TG2217",
    severity: "error",
    message: (p: { what: string }) => `The cells end before ${p.what}.`,
    help: "Fill in what is missing; `}` ends a list early, and empty cells between do not count.",
  },
  "luban-null": {
    id: "TG2218",
    severity: "error",
    message: () => "null stands here, and the type does not allow for it.",
    help: 'Write a value, make the type one that may be absent (T?), or write "" for an empty text.',
  },
  "luban-text": {
    id: "TG2219",
    severity: "error",
    message: (p: Reason & { format: string }) => `The cell is no ${p.format}: ${p.reason}.`,
    help: "Mend the text, or take the format out of the title.",
  },
  "luban-part-left": {
    id: "TG2220",
    severity: "warning",
    message: (p: { part: string; type: string }) =>
      `${JSON.stringify(p.part)} is left behind the last part of ${p.type}.`,
    help: "Take it out: Luban does not read it either. A separator may be missing in the type.",
  },
} as const satisfies Record<string, DiagnosticSpec>;

function ask({ suggestion }: WithSuggestion): string {
  return suggestion === undefined ? "." : `; did you mean ${suggestion}?`;
}
