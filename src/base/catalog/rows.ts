import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { quote } from "../quote.js";

/** What every problem of a cell's content has: the text that is wrong, and which element of the cell it is. */
export interface InCell {
  /** The cell's text, or the element's. */
  readonly value: string;
  /**
   * Positions in lists, counted from 1, and names of fields, from the outermost inwards; absent when the whole cell
   * is meant.
   */
  readonly elements?: readonly (number | string)[];
}

export const rowDiagnostics = {
  "empty-cell": {
    id: "TG4001",
    severity: "error",
    message: (p: { table: string; column: string }) => `${p.table}.${p.column} has no value here.`,
    help: "Fill the cell, make the column optional (`T?`), or give it a default.",
  },
  "error-cell": {
    id: "TG4002",
    severity: "error",
    message: (p: InCell) => `The cell's formula gives the error ${p.value}.`,
    help: "Correct the formula, or replace it by its value.",
  },
  "formula-without-value": {
    id: "TG4003",
    severity: "error",
    message: (p: InCell) => `The file holds no value for the formula ${quote(p.value)}.`,
    help: "Open the file in a spreadsheet program and save it: that stores the values of formulas.",
  },
  "not-a-bool": {
    id: "TG4004",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is not a bool.`,
    help: "Write TRUE or FALSE, or 1 or 0.",
  },
  "not-an-integer": {
    id: "TG4005",
    severity: "error",
    message: (p: InCell & { type: string }) => `${subject(p)} is not an integer, which ${p.type} takes.`,
    help: "Write digits only, with a - before them where negative, or hexadecimal as 0x1F.",
  },
  "fraction-in-integer": {
    id: "TG4006",
    severity: "error",
    message: (p: InCell & { type: string }) =>
      `${subject(p)} is written with a fraction; ${p.type} takes whole numbers only.`,
    help: "Write a whole number, or make the column float32 or float64.",
  },
  "integer-out-of-range": {
    id: "TG4007",
    severity: "error",
    message: (p: InCell & { type: string; minimum: string; maximum: string }) =>
      `${subject(p)} does not fit ${p.type}, which holds ${p.minimum} to ${p.maximum}.`,
    help: "Write a number within the range, or give the column a wider type.",
  },
  "rounded-number": {
    id: "TG4008",
    severity: "error",
    message: (p: InCell) => `${subject(p)} has more digits than a number cell keeps, so it may be rounded.`,
    help: "Format the cell as text and type all digits again.",
  },
  "digit-separators": {
    id: "TG4009",
    severity: "error",
    message: (p: InCell & { plain: string }) =>
      `${subject(p)} has separators between its digits; ${p.plain} would be a number.`,
    help: "Write the digits without separators.",
  },
  "full-width-characters": {
    id: "TG4010",
    severity: "error",
    message: (p: InCell & { plain: string }) =>
      `${subject(p)} is written in full-width characters; ${p.plain} would be right.`,
    help: "Switch the input method to half width and type the value again.",
  },
  "not-a-number": {
    id: "TG4011",
    severity: "error",
    message: (p: InCell & { type: string }) => `${subject(p)} is not a number, which ${p.type} takes.`,
    help: "Write a decimal number such as 12, -0.5 or 1.5e6. There is no infinity and no NaN.",
  },
  "float-out-of-range": {
    id: "TG4012",
    severity: "error",
    message: (p: InCell & { type: string; becomes: "infinite" | "zero" }) =>
      `${subject(p)} does not fit ${p.type}: it would become ${p.becomes}.`,
    help: "Write a number nearer to 1, or make the column float64.",
  },
  "date-cell": {
    id: "TG4013",
    severity: "error",
    message: (p: InCell & { type: string }) =>
      `The cell holds the date and time ${p.value}; ${p.type} takes none.`,
    help: "Spreadsheets turn texts such as 1-2 into dates. Format the cell as text or number and type it again, or make the column datetime.",
  },
  "not-a-datetime": {
    id: "TG4014",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is not a date and time.`,
    help: "Write 2024-05-01 or 2024-05-01 12:30:00, with Z or +08:00 behind where the offset is fixed, or use a date cell.",
  },
  "no-such-time": {
    id: "TG4015",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is a date or time that no calendar or clock has.`,
    help: "Write a day that its month has, a year from 0001 to 9999, and a time from 00:00:00 to 23:59:59.",
  },
  "time-in-gap": {
    id: "TG4016",
    severity: "error",
    message: (p: InCell & { zone: string; from: string; to: string }) =>
      `${subject(p)} does not exist in ${p.zone}: its clocks went from ${p.from} to ${p.to}.`,
    help: "Write a time before or after the change, or write the offset: 2024-03-10 02:30 -05:00.",
  },
  "fraction-of-second": {
    id: "TG4017",
    severity: "error",
    message: (p: InCell) => `${subject(p)} has a fraction of a second; datetime counts whole seconds.`,
    help: "Leave the fraction out.",
  },
  "not-a-duration": {
    id: "TG4018",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is not a duration.`,
    help: "Write it with units, largest first, such as 90s, 1h30m, 2d or 500ms, or as hours:minutes:seconds such as 01:30:00.",
  },
  "fraction-of-millisecond": {
    id: "TG4019",
    severity: "error",
    message: (p: InCell) =>
      `${subject(p)} has a fraction of a millisecond; duration counts whole milliseconds.`,
    help: "Write fewer decimals.",
  },
  "duration-out-of-range": {
    id: "TG4020",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is longer than a duration can be.`,
    help: "A duration is at most 2^53 − 1 milliseconds, 104249991 days.",
  },
  "unknown-enum-value": {
    id: "TG4021",
    severity: "error",
    message: (p: InCell & { type: string; nearest?: string }) =>
      `${subject(p)} is not a value of ${p.type}${p.nearest === undefined ? "." : `; did you mean ${p.nearest}?`}`,
    help: "Write a name, an alias or a number that the enum declares, or declare it.",
  },
  "nul-character": {
    id: "TG4022",
    severity: "error",
    message: (p: InCell) => `${subject(p)} holds the character U+0000, which ends a string.`,
    help: "Delete the character.",
  },
  "lone-surrogate": {
    id: "TG4023",
    severity: "error",
    message: (p: InCell) => `${subject(p)} holds half of a character, which no UTF-8 text can.`,
    help: "Delete the broken character and type it again.",
  },
  "empty-element": {
    id: "TG4024",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is empty.`,
    help: 'Delete the extra separator, or write the element; an empty text in a list is "".',
  },
  "wrong-separator": {
    id: "TG4025",
    severity: "error",
    message: (p: InCell & { found: string; separator: string }) =>
      `${subject(p)} is separated by ${quote(p.found)}; elements are separated by ${quote(p.separator)} here.`,
    help: "Use that separator, or set `listSeparator` in the config.",
  },
  "wrong-element-count": {
    id: "TG4026",
    severity: "error",
    message: (p: InCell & { type: string; count: number; needed: number }) =>
      `${subject(p)} has ${p.count} ${p.count === 1 ? "element" : "elements"}; ${p.type} takes ${p.needed}.`,
    help: "Write as many elements as the type says, or make the column a list (`T[]`).",
  },
  "bad-quotes": {
    id: "TG4027",
    severity: "error",
    message: (p: InCell) => `${subject(p)} begins with a quote but does not end with one.`,
    help: 'Quote the whole element, "a, b", and double each quote inside it.',
  },
  "unused-default": {
    id: "TG4028",
    severity: "warning",
    message: (p: { table: string; column: string }) =>
      `The default of ${p.table}.${p.column} is never used: in an optional column an empty cell means absent.`,
    help: "Remove the default, or the `?` of the type.",
  },
  "bracketed-list": {
    id: "TG4029",
    severity: "error",
    message: (p: InCell & { plain: string }) =>
      `${subject(p)} stands in brackets; ${quote(p.plain)} would be the list.`,
    help: 'Write the elements alone: 1,2,3. [] alone is the empty list; an element that holds a bracket may stand in quotes, "[a".',
  },
  "time-beyond-utc": {
    id: "TG4030",
    severity: "error",
    message: (p: InCell & { isLate: boolean }) =>
      `${subject(p)} is ${p.isLate ? "after the year 9999" : "before the year 0001"} in UTC, in which times are kept.`,
    help: "Write a time from 0001-01-01 00:00:00 to 9999-12-31 23:59:59 in UTC; Z behind a time says that it is UTC, else the offset or `timeZone` counts.",
  },
  "not-a-fraction": {
    id: "TG4032",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is not a fraction.`,
    help: "Write a number, a percentage such as 10%, a share of thousand such as 5‰, or a quotient such as 3/4.",
  },
  "not-a-version": {
    id: "TG4033",
    severity: "error",
    message: (p: InCell) => `${subject(p)} is not a version.`,
    help: "Write one to four numbers of at most 65535 with dots between them, such as 1.2.3.",
  },
  "number-for-version": {
    id: "TG4034",
    severity: "error",
    message: (p: InCell) =>
      `${subject(p)} is stored as a number, so a zero at the end of the version may be lost.`,
    help: "Format the cell as text and type the version again: 1.10 is not 1.1.",
  },
  "repeated-element": {
    id: "TG4035",
    severity: "error",
    message: (p: InCell & { first: number }) =>
      `${subject(p)} stands in the set already, as element ${p.first}.`,
    help: "Remove one of them, or make the column a list (`T[]`).",
  },
  "repeated-map-key": {
    id: "TG4036",
    severity: "error",
    message: (p: InCell & { first: number }) => `${subject(p)} is the key of entry ${p.first} already.`,
    help: "Give each entry of the map a key of its own.",
  },
  "entry-without-value": {
    id: "TG4037",
    severity: "error",
    message: (p: InCell & { separator: string }) =>
      `${subject(p)} is no entry of a map: there is no ${quote(p.separator)} between key and value.`,
    help: "Write key and value with the separator between them, such as hp:10.",
  },
  "unknown-kind": {
    id: "TG4038",
    severity: "error",
    message: (p: InCell & { type: string; nearest?: string }) =>
      `${subject(p)} is not a kind of ${p.type}${p.nearest === undefined ? "." : `; did you mean ${p.nearest}?`}`,
    help: "Write the name of one of its kinds first, then the fields of that kind.",
  },
  "too-many-parts": {
    id: "TG4039",
    severity: "error",
    message: (p: InCell & { type: string; count: number; needed: number }) =>
      `${subject(p)} has ${p.count} parts; ${p.type} has ${p.needed} ${p.needed === 1 ? "field" : "fields"}.`,
    help: "Write a value for each field, in their order; those at the end that have a default or are optional may be left out.",
  },
  "missing-part": {
    id: "TG4040",
    severity: "error",
    message: (p: InCell & { type: string; field: string }) =>
      `${subject(p)} has no value for ${p.type}.${p.field}.`,
    help: "Write it, or give the field a default or an optional type (`T?`).",
  },
  "no-more-separators": {
    id: "TG4041",
    severity: "error",
    message: (p: InCell & { type: string }) =>
      `${subject(p)} cannot be taken apart: ${p.type} nests deeper than there are separators.`,
    help: "Write the cell as JSON, give the column more `separator`s, or spread the value over several columns.",
  },
  "not-json": {
    id: "TG4042",
    severity: "error",
    message: (p: InCell & { reason: string }) => `The cell begins as JSON but is none: ${p.reason}.`,
    help: "Correct the JSON, or write the value with separators.",
  },
  "wrong-json": {
    id: "TG4043",
    severity: "error",
    message: (p: InCell & { type: string; is: string }) => `${subject(p)} is ${p.is}, which is no ${p.type}.`,
    help: "Write lists and sets as arrays, structs and maps as objects, a variant as an object with $type, scalars as numbers and texts.",
  },
  "unknown-json-field": {
    id: "TG4044",
    severity: "error",
    message: (p: InCell & { type: string; nearest?: string }) =>
      `${p.type} has no field ${quote(p.value)}${p.nearest === undefined ? "." : `; did you mean ${p.nearest}?`}`,
    help: "Write the names of the struct's fields.",
  },
  "field-of-another-kind": {
    id: "TG4045",
    severity: "error",
    message: (p: InCell & { type: string }) =>
      `${subject(p)} belongs to a field that ${p.type} does not have.`,
    help: "Empty the cell, or write another kind.",
  },
} as const satisfies Record<string, DiagnosticSpec>;

/** Begins a sentence about a text in a cell: `"x"`, or `Element 2, "x",`. */
function subject(p: InCell): string {
  const value = isPlainNumber(p.value) ? p.value : quote(p.value);
  if (p.elements === undefined) return value;
  const element = describeSteps(p.elements);
  return p.value === "" ? element : `${element}, ${value},`;
}

/** `Element 2.3`, `Field item`, `Element 2, field item`. */
function describeSteps(steps: readonly (number | string)[]): string {
  const words: string[] = [];
  let last = "";
  for (const step of steps) {
    const kind = typeof step === "number" ? "element" : "field";
    if (kind === last) words.push(`${words.pop()}.${step}`);
    else words.push(`${kind} ${step}`);
    last = kind;
  }
  const text = words.join(", ");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function isPlainNumber(text: string): boolean {
  return text.length <= 40 && /^[-+]?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?$/.test(text);
}
