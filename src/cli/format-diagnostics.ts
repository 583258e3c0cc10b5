import type { Diagnostic } from "../base/diagnostics.js";
import { formatA1, formatCell, type Place } from "../base/place.js";
import type { Colors } from "./colors.js";
import { limitDiagnostics } from "./limit-diagnostics.js";
import { english } from "./texts/english.js";
import type { Texts, Words } from "./texts/texts.js";
import { toVisibleText } from "./visible-text.js";

/**
 * Returns the problems as a person reads them, in the order of file, sheet, row and column, with the number
 * of them in the last line; an empty string when there are none.
 *
 *     error TG3001: Key 7 occurs twice in Item.
 *       items.xlsx › Item!A6 (id) = 7
 *       note: first used here, items.xlsx › Item!A4
 *       help: Give one of the two rows another key.
 */
export function formatPretty(
  diagnostics: readonly Diagnostic[],
  colors: Colors,
  { texts = english, limit = 0 }: PrettyOptions = {},
): string {
  if (diagnostics.length === 0) return "";
  const { words } = texts;
  const shown = limitDiagnostics(sortDiagnostics(diagnostics), limit);
  const parts = shown.map((diagnostic) => formatDiagnostic(texts.translate(diagnostic), colors, words));
  const omitted = diagnostics.length - shown.length;
  if (omitted > 0) parts.push(`${words.omitted(omitted)}\n`);
  return `${parts.join("\n")}\n${words.summary(summarize(diagnostics))}\n`;
}

export interface PrettyOptions {
  /** English unless given. */
  readonly texts?: Texts;
  /** How many problems are shown at most; 0, as it is unless given, for all. */
  readonly limit?: number;
}

/** One problem in the machine-read form. Rows, columns and lines count from 1; what is not known is left out. */
export interface DiagnosticJson extends PlaceJson {
  /** Stable: `TG3001`. */
  readonly id: string;
  /** Stable: `duplicate-key`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly help: string;
  readonly notes: readonly ({ readonly message: string } & PlaceJson)[];
}

export interface PlaceJson {
  readonly file?: string;
  readonly sheet?: string;
  /** `A6` */
  readonly cell?: string;
  readonly row?: number;
  readonly column?: number;
  /** The name in the header above the cell. */
  readonly header?: string;
  /** The cell's text, or the config value's JSON. */
  readonly value?: string;
  /** Inside a config: `tables.Item.key`. */
  readonly path?: string;
  readonly line?: number;
}

export interface DiagnosticsSummary {
  readonly errors: number;
  readonly warnings: number;
  /** Number of files that have any of them. */
  readonly files: number;
}

/** Returns the problems in the machine-read form, in the same order as `formatPretty`. */
export function toJson(diagnostics: readonly Diagnostic[]): readonly DiagnosticJson[] {
  return sortDiagnostics(diagnostics).map((diagnostic) => ({
    id: diagnostic.id,
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...placeToJson(diagnostic.at),
    help: diagnostic.help,
    notes: diagnostic.notes.map((note) => ({ message: note.message, ...placeToJson(note.at) })),
  }));
}

/** Counts the problems and the files that have them. */
export function summarize(diagnostics: readonly Diagnostic[]): DiagnosticsSummary {
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const files = new Set(diagnostics.flatMap((d) => (d.at === undefined ? [] : [d.at.file])));
  return { errors, warnings: diagnostics.length - errors, files: files.size };
}

/** Returns one problem with its place, its notes and what to do. */
export function formatDiagnostic(diagnostic: Diagnostic, colors: Colors, words: Words): string {
  const paint = diagnostic.severity === "error" ? colors.red : colors.yellow;
  const title = `${words.severity[diagnostic.severity]} ${diagnostic.id}`;
  const lines = [
    `${colors.bold(paint(title))}${words.colon}${colors.bold(toVisibleText(diagnostic.message))}`,
  ];
  if (diagnostic.at !== undefined) lines.push(`  ${colors.cyan(formatPlace(diagnostic.at))}`);
  for (const note of diagnostic.notes) {
    const where = note.at === undefined ? "" : `${words.comma}${formatPlace(note.at)}`;
    lines.push(`  ${words.note}${words.colon}${toVisibleText(note.message)}${where}`);
  }
  lines.push(`  ${colors.dim(`${words.help}${words.colon}${diagnostic.help}`)}`);
  return `${lines.join("\n")}\n`;
}

/** Returns `items.xlsx › Item!A6 (id) = 7`, `items.csv:12 › A6`, `table-gen.config.jsonc:3 › tables.Item.key`. */
export function formatPlace(place: Place): string {
  const line = place.line === undefined ? "" : `:${place.line}`;
  const inside = place.path ?? formatCell(place);
  const header = place.header === undefined || place.header === "" ? "" : ` (${place.header})`;
  const value = place.value === undefined ? "" : ` = ${toVisibleText(place.value, 80)}`;
  return `${toVisibleText(`${place.file}${line}${inside === "" ? "" : ` › ${inside}`}${header}`)}${value}`;
}

function placeToJson(place: Place | undefined): PlaceJson {
  if (place === undefined) return {};
  const { row, column, ...rest } = place;
  return {
    ...rest,
    ...(row === undefined || column === undefined ? {} : { cell: formatA1(row, column) }),
    ...(row === undefined ? {} : { row: row + 1 }),
    ...(column === undefined ? {} : { column: column + 1 }),
  };
}

/** Problems without a place come first; equal places keep the order in which they were reported. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((left, right) => comparePlaces(left.at, right.at));
}

function comparePlaces(left: Place | undefined, right: Place | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  return (
    compare(left.file, right.file) ||
    compare(left.sheet ?? "", right.sheet ?? "") ||
    compare(left.line ?? left.row ?? -1, right.line ?? right.row ?? -1) ||
    compare(left.column ?? -1, right.column ?? -1)
  );
}

function compare<Scalar extends string | number>(left: Scalar, right: Scalar): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
