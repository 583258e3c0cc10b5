import type { InCell, rowDiagnostics } from "../base/catalog/rows.js";
import type { Note } from "../base/diagnostics.js";
import type { Value } from "../model/value.js";
import type { DateCell } from "../model/workbook.js";

/**
 * Turns a cell's content into a value of one type, or says what is wrong with it.
 *
 * It is never given an empty cell: what that means is for the column, or the list around it, to say.
 */
export type CellParser<Parsed extends Value = Value> = (content: CellContent) => Parsed | CellProblem;

/** What a filled cell may hold: text that is not blank (see `isBlank`), or what a spreadsheet stores typed. */
export type CellContent = string | number | boolean | DateCell;

/** The codes that say what is wrong with the content of a cell. */
export type CellProblemCode = {
  [Code in keyof Rows]: ParametersOf<Code> extends InCell ? Code : never;
}[keyof Rows];

type Rows = typeof rowDiagnostics;
type ParametersOf<Code extends keyof Rows> = Parameters<Rows[Code]["message"]>[0];

/** Why a content has no value of the type: a diagnostic without its place. Made by `problem`. */
export class CellProblem {
  readonly code: CellProblemCode;
  readonly parameters: ParametersOf<CellProblemCode>;
  readonly notes: readonly Note[];

  constructor(code: CellProblemCode, parameters: ParametersOf<CellProblemCode>, notes: readonly Note[]) {
    this.code = code;
    this.parameters = parameters;
    this.notes = notes;
  }

  /** Returns the same problem as seen from the list whose element number `position`, from 1, has it. */
  inElement(position: number): CellProblem {
    return this.#within(position);
  }

  /** Returns the same problem as seen from the struct whose field has it. */
  inField(name: string): CellProblem {
    return this.#within(name);
  }

  #within(step: number | string): CellProblem {
    const elements = [step, ...(this.parameters.elements ?? [])];
    return new CellProblem(this.code, { ...this.parameters, elements }, this.notes);
  }
}

/** Returns a problem whose parameters are those of its code. */
export function problem<Code extends CellProblemCode>(
  code: Code,
  parameters: ParametersOf<Code>,
  notes: readonly Note[] = [],
): CellProblem {
  return new CellProblem(code, parameters, notes);
}

/** True for what a parser returns instead of a value. */
export function isProblem(parsed: unknown): parsed is CellProblem {
  return parsed instanceof CellProblem;
}
