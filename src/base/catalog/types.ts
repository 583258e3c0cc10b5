import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { quote } from "../quote.js";

/** Structs, variants, and how the columns of a header make up their values. */
export const typeDiagnostics = {
  "unknown-struct": {
    id: "TG2101",
    severity: "error",
    message: (p: { struct: string; suggestion: string | undefined }) =>
      `There is no struct ${quote(p.struct)}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Name a struct of `structs` in the config or of a ##struct sheet.",
  },
  "endless-struct": {
    id: "TG2102",
    severity: "error",
    message: (p: { struct: string; through: string }) =>
      `${p.struct} contains itself through ${p.through}, so a value of it would never end.`,
    help: "Hold the inner one in a list, a map or a variant: these may be empty or of another kind.",
  },
  "deep-struct": {
    id: "TG2124",
    severity: "error",
    message: (p: { struct: string; through: string }) =>
      `${p.struct} holds more structs in one another through ${p.through} than a library may: 64.`,
    help: "Hold one of them in a list or a variant, whose values lie elsewhere.",
  },
  "duplicate-field": {
    id: "TG2103",
    severity: "error",
    message: (p: { struct: string; field: string }) => `${p.struct} has the field ${p.field} twice.`,
    help: "Rename or remove one of them; those of a struct that it extends count too.",
  },
  "variant-without-kinds": {
    id: "TG2104",
    severity: "error",
    message: (p: { variant: string }) => `${p.variant} has no kinds.`,
    help: "Name at least one struct as its kind.",
  },
  "duplicate-kind": {
    id: "TG2105",
    severity: "error",
    message: (p: { variant: string; kind: string }) =>
      `${p.variant} has two kinds that are called ${quote(p.kind)}.`,
    help: "Give one of them another name, or remove the alias.",
  },
  "composite-in-set": {
    id: "TG2106",
    severity: "error",
    message: (p: { table: string }) =>
      `Rows of ${p.table} have a key of several parts, so references to them can neither stand in a set nor be the keys of a map.`,
    help: "Use a list (`T[]`), or refer to a unique key of one column: ref<Table.column>.",
  },
  "mixed-columns": {
    id: "TG2107",
    severity: "error",
    message: (p: { field: string }) => `The columns of ${p.field} write it in two ways.`,
    help: "Write it in one cell, in columns of its parts (a.x, a.y), in numbered columns (a[0], a[1]), or in rows (*a), not in two of these ways.",
  },
  "missing-element": {
    id: "TG2108",
    severity: "error",
    message: (p: { field: string; index: number }) => `${p.field} has no column ${p.field}[${p.index}].`,
    help: "Number the columns from 0 without a gap.",
  },
  "columns-of-scalar": {
    id: "TG2109",
    severity: "error",
    message: (p: { field: string; type: string; columns: string }) =>
      `${p.field} is ${p.type}, which has no ${p.columns}.`,
    help: "Parts (a.x) belong to structs, variants and maps, numbered columns (a[0]) to lists, sets and arrays, rows (*a) to lists, sets and maps.",
  },
  "unknown-field-column": {
    id: "TG2110",
    severity: "error",
    message: (p: { field: string; type: string; suggestion: string | undefined }) =>
      `${p.type} has no field ${quote(p.field)}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Name a field of the struct, or $type for the kind of a variant.",
  },
  "missing-field-column": {
    id: "TG2111",
    severity: "error",
    message: (p: { field: string; type: string }) =>
      `${p.field} has no column for the field ${p.type}, which must have a value.`,
    help: "Add the column, or give the field a default or an optional type (`T?`).",
  },
  "header-struct-differs": {
    id: "TG2112",
    severity: "error",
    message: (p: { struct: string }) =>
      `The columns make a struct ${p.struct}, but one of that name has other fields.`,
    help: "Give the columns of all sheets the same parts and types, or name a declared struct as the type of the first one.",
  },
  "unknown-group": {
    id: "TG2113",
    severity: "error",
    message: (p: { group: string; suggestion: string | undefined }) =>
      `No target has the group ${p.group}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Name a group of `targets` in the config, or add it to one of them.",
  },
  "target-without-tables": {
    id: "TG2114",
    severity: "error",
    message: (p: { target: string }) => `Target ${p.target} has no tables.`,
    help: "Give the target a group that a table is marked with, or leave it out.",
  },
  "reference-cut-away": {
    id: "TG2115",
    severity: "error",
    message: (p: { field: string; table: string; target: string }) =>
      `${p.field} refers to ${p.table}, which target ${p.target} does not have.`,
    help: "Give the column the groups of the table that it refers to, or give that table the target's group.",
  },
  "key-cut-away": {
    id: "TG2116",
    severity: "error",
    message: (p: { table: string; key: string; column: string; target: string }) =>
      `The key ${p.key} of ${p.table} needs the column ${p.column}, which target ${p.target} does not have.`,
    help: "Give the column the target's group, or the table a key of columns that all its targets have.",
  },
  "value-cut-away": {
    id: "TG2117",
    severity: "error",
    message: (p: { enum: string; value: string; target: string }) =>
      `The cell holds ${p.enum}.${p.value}, which target ${p.target} does not have.`,
    help: "Give the value the target's group, write another one, or mark the column with groups that have the value.",
  },
  "unknown-tag": {
    id: "TG2118",
    severity: "error",
    message: (p: { tag: string; suggestion: string | undefined }) =>
      `${quote(p.tag)} is no tag.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Write a tag of `tags` in the config, or add it to what is included or excluded there.",
  },
  "unknown-region": {
    id: "TG2119",
    severity: "error",
    message: (p: { region: string; suggestion: string | undefined }) =>
      `${quote(p.region)} is no region.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Write one of `regions` in the config behind the @, or add it there.",
  },
  "singleton-rows": {
    id: "TG2120",
    severity: "error",
    message: (p: { table: string; count: number }) => `${p.table} is read as one row and has ${p.count}.`,
    help: "Remove the other rows, or give the table a key instead of making it a singleton.",
  },
  "unusable-text-table": {
    id: "TG2121",
    severity: "error",
    message: (p: { table: string; reason: string; suggestion: string | undefined }) =>
      `${quote(p.table)} cannot be the table of texts: ${p.reason}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Name a table with one key column of string, and a column of string for each language.",
  },
  "invalid-back-reference": {
    id: "TG2122",
    severity: "error",
    message: (p: { name: string; reference: string; reason: string; suggestion: string | undefined }) =>
      `Nothing leads back by ${quote(p.reference)} to ${p.name}: ${p.reason}.${p.suggestion === undefined ? "" : ` Did you mean ${p.suggestion}?`}`,
    help: "Write Table.column, where the column, or what its structs hold, refers to this table and the other table has a primary key.",
  },
  "element-type-differs": {
    id: "TG2123",
    severity: "error",
    message: (p: { field: string; type: string; first: string; firstType: string }) =>
      `${p.field} is ${p.type}, but ${p.first} is ${p.firstType}; all elements of a list have one type.`,
    help: "Give all numbered columns the same type, or the whole list's type in the first one alone.",
  },
  "missing-translation": {
    id: "TG4046",
    severity: "warning",
    message: (p: { table: string; key: string; language: string }) =>
      `${quote(p.key)} of ${p.table} has no translation to ${p.language}.`,
    help: "Write it; until then the text of the first language stands in.",
  },
  "repeated-text": {
    id: "TG4047",
    severity: "error",
    message: (p: { table: string; key: string; language: string }) =>
      `${quote(p.key)} of ${p.table} has a second text in ${p.language}.`,
    help: "Remove one of them; what is to replace a text stands in a sheet of a patch.",
  },
  "first-row-continues": {
    id: "TG4031",
    severity: "error",
    message: (p: { table: string }) =>
      `This row continues a record of ${p.table}, but no record stands above it.`,
    help: "Fill the columns that are not marked with *: they begin a record.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
