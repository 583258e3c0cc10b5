import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Note, Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { Host } from "../../base/host.js";
import type { Place } from "../../base/place.js";
import { quote } from "../../base/quote.js";
import { reportBroken } from "../../checks/rules/report-broken.js";
import type { RuleSource } from "../../model/rule.js";
import type { TypedTable } from "../../model/typed-table.js";
import { runProgram } from "../run-program.js";
import type { RuleCheck, RuleContext, RuleNote, RuleProgram } from "./define-rules.js";
import type { PlainTable } from "./plain-table.js";
import type { PreviousTables } from "./read-previous.js";

export interface ProgramsContext {
  readonly host: Host;
  /** Absolute folder of the config. */
  readonly folder: string;
  readonly tables: Readonly<Record<string, PlainTable>>;
  /** By the name of a table its cells. */
  readonly cells: ReadonlyMap<string, TypedTable>;
  readonly previous: PreviousTables | undefined;
  readonly today: string;
  readonly report: Report;
}

/** Runs the rules of each program, `files` relative to the folder. What goes wrong in one of them is reported. */
export async function runPrograms(files: readonly string[], context: ProgramsContext): Promise<void> {
  for (const file of files) {
    const path = resolve(context.folder, file);
    try {
      const rules = listRules(await runProgram(path, context.host), file);
      if (typeof rules === "string") context.report("rule-program-failed", { reason: rules }, { file });
      else for (const rule of rules) await runRule(rule, file, context);
    } catch (error) {
      reportFailure(error, file, context);
    }
  }
}

/** Returns the rules that a program exports, or what is wrong with its export. */
function listRules(exported: unknown, file: string): readonly RuleProgram[] | string {
  if (exported === undefined) return "it has no default export";
  if (typeof exported === "function") return [{ name: file, check: exported as RuleCheck }]; // `defineRules` says what it takes
  const all: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  return all.every(isRuleProgram)
    ? all
    : "its default export is neither a function nor an object with `name` and `check`, nor a list of such";
}

function isRuleProgram(one: unknown): one is RuleProgram {
  if (typeof one !== "object" || one === null) return false;
  const { name, check } = one as Partial<RuleProgram>;
  return typeof name === "string" && typeof check === "function";
}

async function runRule(rule: RuleProgram, file: string, context: ProgramsContext): Promise<void> {
  const { name, severity, warningUntil } = rule;
  if (warningUntil !== undefined && Number.isNaN(Date.parse(warningUntil))) {
    const reason = `warningUntil of ${name} must be a day such as 2026-12-31`;
    context.report("rule-program-failed", { reason }, { file });
    return;
  }
  const source: RuleSource = {
    text: quote(name),
    at: { file },
    ...(severity === "warning" ? { warning: "always" } : {}),
    ...(warningUntil === undefined ? {} : { warning: { until: warningUntil } }),
  };
  try {
    await rule.check(createContext(source, context));
  } catch (error) {
    reportFailure(error, file, context);
  }
}

function createContext(rule: RuleSource, context: ProgramsContext): RuleContext {
  const { tables, previous, today } = context;
  return Object.freeze({
    tables,
    previous,
    today,
    report: (row: object, column: string, message: string, notes: readonly RuleNote[] = []) => {
      const { where, at } = findCell(row, column, context);
      const others = notes.map(
        (note): Note => ({ message: note.message, at: findCell(note.row, note.column, context).at }),
      );
      reportBroken({ rule, where, reason: trimSentence(message), at, notes: others }, context);
    },
    reportTable: ({ name }: { readonly name: string }, message: string) => {
      const table = context.cells.get(name);
      if (table === undefined) throw new TypeError(`there is no table ${name}`);
      const where = { table: name };
      reportBroken({ rule, where, reason: trimSentence(message), at: table.schema.at }, context);
    },
  });
}

/** The message ends a sentence of ours. */
function trimSentence(message: unknown): string {
  return String(message).replace(/[.。]$/, "");
}

interface Cell {
  readonly where: { readonly table: string; readonly column: string; readonly elements?: readonly string[] };
  readonly at: Place;
}

function findCell(row: object, path: string, { tables, cells }: ProgramsContext): Cell {
  const [name = "", ...elements] = String(path).split(".");
  for (const table of Object.values(tables)) {
    const position = table.positionOf(row);
    const typed = cells.get(table.name);
    if (position === undefined || typed === undefined) continue;
    const column = table.columns.indexOf(name);
    if (column < 0) {
      const nearest = findNearest(name, table.columns);
      const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
      throw new TypeError(`${table.name} has no column ${name}${hint}`);
    }
    const inner = elements.length === 0 ? {} : { elements };
    return {
      where: { table: table.name, column: name, ...inner },
      at: typed.cellAt(position, column, elements),
    };
  }
  throw new TypeError("report takes a row of `tables`, as it is in `rows`");
}

function reportFailure(error: unknown, file: string, { folder, report }: ProgramsContext): void {
  const message = error instanceof Error ? error.message : String(error);
  const reason = (message.split("\n")[0] ?? message).replace(/[.。]$/, "");
  const line = error instanceof Error ? findLine(error.stack ?? "", resolve(folder, file)) : undefined;
  report("rule-program-failed", { reason }, { file, ...(line === undefined ? {} : { line }) });
}

/** Returns the line of the first frame within the program. */
function findLine(stack: string, path: string): number | undefined {
  const address = pathToFileURL(path).pathname;
  for (const frame of stack.split("\n").slice(1)) {
    const isOurs = frame.includes(path) || frame.includes(address);
    const [, line] = isOurs ? (/:(\d+):\d+\)?$/.exec(frame) ?? []) : [];
    if (line !== undefined) return Number(line);
  }
  return undefined;
}
