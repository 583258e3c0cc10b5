import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { quote } from "../quote.js";

export const schemaDiagnostics = {
  // Markers and header rows
  "unknown-marker": {
    id: "TG2001",
    severity: "error",
    message: (p: { marker: string; suggestion: string | undefined }) =>
      `${plain(p.marker)} is not a marker that table-gen knows.${didYouMean(p.suggestion)}`,
    help: "Use ##name, ##type, ##rule, ##group, ##note, ##enum, ##struct, ##const, or ## and a space for a comment row.",
  },
  "repeated-marker": {
    id: "TG2002",
    severity: "error",
    message: (p: { marker: string }) => `${p.marker} stands twice in this sheet.`,
    help: "Keep one row of each marker.",
  },
  "marker-after-data": {
    id: "TG2003",
    severity: "error",
    message: (p: { marker: string }) => `${p.marker} stands below a row of data.`,
    help: "Move the header rows above the data, or make the row above a comment with ## in column A.",
  },
  "text-in-mark-column": {
    id: "TG2004",
    severity: "error",
    message: (p: { text: string }) => `Column A is only for marks, and ${quote(p.text)} is none.`,
    help: "Move the text to another column, or begin it with ## and a space to make the row a comment.",
  },
  "no-name-row": {
    id: "TG2005",
    severity: "error",
    message: () => "The sheet has marks but no ##name row.",
    help: "Put ##name in column A of the row that holds the columns' names.",
  },
  "not-a-table": {
    id: "TG2006",
    severity: "warning",
    message: (p: { reason: string }) => `The sheet is left out: ${p.reason}.`,
    help: "Give it a header of the config's dialect, or begin the sheet's name with # to leave it out on purpose.",
  },
  "no-header": {
    id: "TG2007",
    severity: "error",
    message: (p: { table: string; reason: string }) =>
      `The config takes this sheet for ${p.table}, but ${p.reason}.`,
    help: "Give the sheet a header, correct the dialect's rows in the config, or narrow the table's `from`.",
  },
  "no-columns": {
    id: "TG2008",
    severity: "error",
    message: (p: { table: string }) => `${p.table} has no column.`,
    help: "Name at least one column in the header, or leave the sheet out with # before its name.",
  },
  "type-without-name": {
    id: "TG2009",
    severity: "warning",
    message: (p: { text: string }) =>
      `The column has no name, so ${quote(p.text)} and the cells below are left out.`,
    help: "Name the column, or clear this cell to make it a comment column.",
  },
  "sheet-without-rows": {
    id: "TG2010",
    severity: "warning",
    message: (p: { table: string; column: string }) =>
      `The sheet has no rows and differs from the rest of ${p.table} in ${p.column}; it is left out.`,
    help: "Bring its header in line, or remove the sheet.",
  },
  "mixed-sheet": {
    id: "TG2050",
    severity: "error",
    message: (p: { marker: string; other: string }) => `${p.marker} stands in a sheet with ${p.other}.`,
    help: "A sheet holds one table, or enums, structs or constants: move one of the two to a sheet of its own.",
  },
  "cell-beyond-header": {
    id: "TG2054",
    severity: "error",
    message: (p: { text: string }) =>
      `The row has more cells than the header: ${quote(p.text)} stands to the right of the last column.`,
    help: 'Put quotes around a cell that holds the separator: "Hello, world". A column of remarks needs a text in the header, such as a note.',
  },
  "misplaced-marker": {
    id: "TG2052",
    severity: "error",
    message: (p: { marker: string }) => `${p.marker} stands here, but marks count in column A only.`,
    help: "Move the marks to column A: delete the columns before them, or cut and paste the marks.",
  },
  "unreadable-header": {
    id: "TG2053",
    severity: "error",
    message: (p: { error: string | undefined }) =>
      p.error === undefined
        ? "The file holds no value for the formula in this header cell."
        : `The formula in this header cell gives the error ${p.error}.`,
    help: "Replace the formula by the text that is meant. A text that begins with = + - or @ needs a ' before it.",
  },

  // Names
  "invalid-name": {
    id: "TG2011",
    severity: "error",
    message: (p: { what: string; name: string }) => `${quote(p.name)} cannot be the name of ${p.what}.`,
    help: "A name begins with a letter or _ and goes on with letters, digits and _, in any script.",
  },
  "duplicate-column": {
    id: "TG2012",
    severity: "error",
    message: (p: { column: string }) => `Column ${p.column} stands twice in this sheet.`,
    help: "Give one of the two another name.",
  },
  "name-clash": {
    id: "TG2013",
    severity: "error",
    message: (p: { name: string; other: string }) =>
      p.name === p.other
        ? `${p.name} names two things.`
        : `${p.name} and ${p.other} differ too little: their files would have one name.`,
    help: "Give one of the two another name.",
  },

  // Types and defaults
  "unknown-type": {
    id: "TG2014",
    severity: "error",
    message: (p: { type: string; suggestion: string | undefined }) =>
      `There is no type ${plain(p.type)}.${didYouMean(p.suggestion)}`,
    help: "Use bool, int8 … int64, uint8 … uint64, float32, float64, string, datetime, duration or an enum's name, then [], [N] or ?.",
  },
  "invalid-type": {
    id: "TG2015",
    severity: "error",
    message: (p: { type: string; reason: string }) => `${quote(p.type)} is not a type: ${p.reason}.`,
    help: "Write a type as T, T[] (list) or T[N] (fixed array), where T is a scalar. A ? behind it makes the value optional, one behind T the elements: T?, T[]?, T?[].",
  },
  "missing-type": {
    id: "TG2016",
    severity: "error",
    message: (p: { table: string; column: string }) => `${p.table}.${p.column} has no type.`,
    help: "Give it a type in the sheet or in the config's `columns`, or leave it out there with `ignore: true`.",
  },
  "missing-types": {
    id: "TG2017",
    severity: "error",
    message: (p: { table: string }) => `Nothing says which types the columns of ${p.table} have.`,
    help: "Add a row of types (##type), run `table-gen init`, which infers them from the rows, or list the columns in the config.",
  },
  "invalid-default": {
    id: "TG2018",
    severity: "error",
    message: (p: { text: string; reason: string }) => `${quote(p.text)} gives no default: ${p.reason}.`,
    help: 'Write default=5, default="two words", or default="" for an empty text.',
  },
  "repeated-default": {
    id: "TG2019",
    severity: "error",
    message: (p: { column: string; first: string; second: string }) =>
      `${p.column} has two defaults, ${quote(p.first)} and ${quote(p.second)}.`,
    help: "Keep one of them.",
  },

  // Rules and groups
  "unknown-rule": {
    id: "TG2020",
    severity: "error",
    message: (p: { rule: string; suggestion: string | undefined }) =>
      `There is no rule ${plain(p.rule)}.${didYouMean(p.suggestion)}`,
    help: 'Use key, unique, default=TEXT, range=1..5, size=1.., pattern="[a-z]+" … separated by a space or ;. docs/rules.md lists all.',
  },
  "invalid-rule": {
    id: "TG2021",
    severity: "error",
    message: (p: { rule: string; reason: string }) => `${quote(p.rule)} is not a rule: ${p.reason}.`,
    help: 'Use key, unique, default=TEXT, range=1..5, size=1.., pattern="[a-z]+" … separated by a space or ;. docs/rules.md lists all.',
  },
  "invalid-group": {
    id: "TG2022",
    severity: "error",
    message: (p: { group: string }) => `${quote(p.group)} cannot be a group.`,
    help: "Groups are names such as server and client, separated by , or a space.",
  },
  "groups-without-effect": {
    id: "TG2023",
    severity: "warning",
    message: () => "Groups have no effect: there are no targets, so everything goes into the library.",
    help: 'Name the targets in the config, `targets: { server: ["server"], client: ["client"] }`, or remove the groups.',
  },

  // Several sheets of one table
  "column-differs": {
    id: "TG2024",
    severity: "error",
    message: (p: { table: string; column: string; what: string; here: string; there: string }) =>
      `${p.table}.${p.column} has the ${p.what} ${p.here} here and ${p.there} in another sheet.`,
    help: "Make the sheets agree, or make them two tables with `from` in the config.",
  },
  "column-missing": {
    id: "TG2025",
    severity: "error",
    message: (p: { table: string; column: string }) =>
      `This sheet of ${p.table} has no column ${p.column}, and there is nothing to put in its place.`,
    help: "Add the column, make it optional (`T?`), give it a default, or make the sheets two tables in the config.",
  },

  // Keys
  "no-key": {
    id: "TG2026",
    severity: "error",
    message: (p: { table: string }) => `${p.table} has no key.`,
    help: "Mark the key's columns with `key` in the ##rule row, or set `key` in the config; `key: false` for none.",
  },
  "unknown-key-column": {
    id: "TG2027",
    severity: "error",
    message: (p: { table: string; column: string; suggestion: string | undefined }) =>
      `${p.table} has no column ${plain(p.column)} for its key.${didYouMean(p.suggestion)}`,
    help: "Use the names of the sheet's header.",
  },
  "invalid-key-type": {
    id: "TG2028",
    severity: "error",
    message: (p: { table: string; column: string; type: string }) =>
      `${p.table}.${p.column} is ${p.type}, which cannot be part of a key.`,
    help: "Keys are made of integers, strings, enums, bools, datetimes, durations, versions and references.",
  },
  "keys-differ": {
    id: "TG2029",
    severity: "error",
    message: (p: { table: string; here: string; there: string }) =>
      `${p.table} has the keys ${p.here} here and ${p.there} in another sheet.`,
    help: "Make the sheets agree, or set the keys in the config alone.",
  },
  "repeated-key": {
    id: "TG2030",
    severity: "error",
    message: (p: { table: string; key: string }) => `${p.table} declares the key (${p.key}) twice.`,
    help: "Remove one of the two; a primary key is unique already.",
  },
  "repeated-key-column": {
    id: "TG2031",
    severity: "error",
    message: (p: { table: string; column: string }) => `A key of ${p.table} uses column ${p.column} twice.`,
    help: "Name each column of a key once.",
  },
  "key-name-clash": {
    id: "TG2032",
    severity: "error",
    message: (p: { table: string; name: string }) => `Two keys of ${p.table} would both be called ${p.name}.`,
    help: "Give one of the keys a name: unique(NAME), multi(NAME) or ordered(NAME), or `name` in the config.",
  },
  "reserved-name": {
    id: "TG2055",
    severity: "error",
    message: (p: { name: string; use: string }) => `${p.name} is reserved for ${p.use}.`,
    help: "Choose another name. A key gets one in brackets, unique(NAME), or by `name` in the config.",
  },

  // Config entries about tables
  "from-without-match": {
    id: "TG2034",
    severity: "error",
    message: (p: { pattern: string; suggestion: string | undefined }) =>
      `No sheet matches ${plain(p.pattern)}.${didYouMean(p.suggestion)}`,
    help: "Write `file` or `file#sheet`, relative to the config, with *, **, ? and {a,b}; hidden sheets and files outside `sources` do not count.",
  },
  "table-without-sheets": {
    id: "TG2035",
    severity: "error",
    message: (p: { table: string; suggestion: string | undefined }) =>
      `No sheet has the rows of ${p.table}.${didYouMean(p.suggestion)}`,
    help: "Say where they are with `from`, or remove the table from the config.",
  },
  "unknown-config-column": {
    id: "TG2036",
    severity: "error",
    message: (p: { table: string; column: string; suggestion: string | undefined }) =>
      `No sheet of ${p.table} has a column ${plain(p.column)}.${didYouMean(p.suggestion)}`,
    help: "Use the name in the sheet's header, not the one given by `name`.",
  },
  "invalid-reference": {
    id: "TG2037",
    severity: "error",
    message: (p: { reference: string; reason: string; suggestion: string | undefined }) =>
      `${quote(p.reference)} refers to nothing: ${p.reason}.${didYouMean(p.suggestion)}`,
    help: "Write Table.column, with the names of the generated code.",
  },
  "unknown-empty-cells-type": {
    id: "TG2039",
    severity: "error",
    message: (p: { type: string; suggestion: string | undefined }) =>
      `\`emptyCells\` names ${p.type}, which is no type.${didYouMean(p.suggestion)}`,
    help: "Use the full name of a type without [] or ?, an enum's name, or `list` for all lists.",
  },

  // Enums, structs and constants
  "unknown-heading": {
    id: "TG2040",
    severity: "error",
    message: (p: { heading: string; mark: string; suggestion: string | undefined }) =>
      `${plain(p.heading)} is not a column of a ${p.mark} sheet.${didYouMean(p.suggestion)}`,
    help: "##enum takes enum, type, flags, name, value, alias and note; ##struct takes struct, extends, variant, separator, name, type, default and note; ##const takes name, value and note. Use each once; leave the cell empty for a comment column.",
  },
  "no-heading": {
    id: "TG2041",
    severity: "error",
    message: (p: { mark: string; heading: string }) => `The ${p.mark} row has no column \`${p.heading}\`.`,
    help: "Write the heading into the row of the mark, above the cells that it is about.",
  },
  "incomplete-row": {
    id: "TG2042",
    severity: "error",
    message: (p: { what: string }) => `This row has no ${p.what}.`,
    help: "Fill the cell, or make the row a comment with ## in column A.",
  },
  "duplicate-declaration": {
    id: "TG2046",
    severity: "error",
    message: (p: { kind: DeclaredKind; name: string }) =>
      `${capitalize(p.kind)} ${p.name} is declared twice.`,
    help: "Keep one declaration, or give one of them another name.",
  },
  "declarations-differ": {
    id: "TG2051",
    severity: "error",
    message: (p: { kind: DeclaredKind; name: string; property: string; here: string; there: string }) =>
      `${capitalize(p.kind)} ${p.name} has the ${p.property} ${plain(p.here)} here and ${plain(p.there)} above.`,
    help: "Say it once, in the first row.",
  },
  "taken-name": {
    id: "TG2049",
    severity: "error",
    message: (p: { what: string; name: string }) =>
      `${p.name} is the name of a type, so ${p.what} cannot have it.`,
    help: "Give it another name.",
  },
  "unusable-separator": {
    id: "TG2056",
    severity: "error",
    message: (p: { reason: string }) => `The separator ${p.reason}.`,
    help: "Write signs such as ; or |. Those of nested parts follow behind a blank, from the outermost inwards.",
  },
  "invalid-enum-value": {
    id: "TG2043",
    severity: "error",
    message: (p: { enum: string; value: string; underlying: string }) =>
      `${plain(p.value)} is not of type ${p.underlying}, as the values of ${p.enum} must be.`,
    help: "Use a whole number in range; the sheet's `type` column, or `underlying` in the config, gives the enum a wider type.",
  },
  "duplicate-enum-name": {
    id: "TG2044",
    severity: "error",
    message: (p: { enum: string; name: string }) => `${p.enum} has ${p.name} twice.`,
    help: "Names and aliases of an enum must all differ.",
  },
  "duplicate-enum-value": {
    id: "TG2045",
    severity: "error",
    message: (p: { enum: string; value: number; name: string; other: string }) =>
      `${p.name} and ${p.other} of ${p.enum} both have the value ${p.value}.`,
    help: "Give one another value, or make its name an alias of the other.",
  },
  "invalid-underlying": {
    id: "TG2047",
    severity: "error",
    message: (p: { enum: string; type: string }) =>
      `${plain(p.type)} cannot hold the values of enum ${p.enum}.`,
    help: "Use an integer type: int8 … int64 or uint8 … uint64.",
  },
  "empty-enum": {
    id: "TG2048",
    severity: "error",
    message: (p: { enum: string }) => `Enum ${p.enum} has no values.`,
    help: "Add at least one value.",
  },
  "signed-flags": {
    id: "TG2057",
    severity: "error",
    message: (p: { enum: string; type: string }) =>
      `${p.enum} is an enum of flags, and the highest bit of ${plain(p.type)} is a sign.`,
    help: "Use uint8, uint16, uint32 or uint64; uint32 is the usual one.",
  },
  "negative-flag": {
    id: "TG2058",
    severity: "error",
    message: (p: { enum: string; value: number }) =>
      `${p.value} is negative, and the values of ${p.enum} are sets of bits.`,
    help: "Use 1, 2, 4, 8 … for the flags, 0 for none of them, and a sum for several together.",
  },
} as const satisfies Record<string, DiagnosticSpec>;

/** Shows a text as it is where that is plain to see, else as `quote` does. */
export function plain(text: string): string {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]{1,60}$/u.test(text) ? text : quote(text);
}

type DeclaredKind = "enum" | "struct" | "variant" | "constant";

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
}
