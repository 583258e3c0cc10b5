import type { LubanTitle } from "../../model/luban.js";
import { isEmptyCell } from "../../model/luban-records.js";
import type { Cell, Sheet } from "../../model/workbook.js";

/** A cell, or a part of its text, with the cell's position. */
export interface CellPart {
  readonly cell: Cell;
  readonly row: number;
  readonly column: number;
}

/** Ends a list before its cells do. */
const endOfList = "}";

/** The parts of a value one after the other, whichever cells they stand in. Empty ones do not count. */
export class PartStream {
  readonly #parts: readonly CellPart[];
  /** What is named where a part is missing. */
  readonly #last: CellPart;
  #next = 0;

  constructor(parts: readonly CellPart[], fallback: CellPart) {
    this.#parts = parts.filter(({ cell }) => !isEmptyCell(cell));
    this.#last = parts.at(-1) ?? fallback;
  }

  /** The cells of a title in a row. */
  static ofTitle(sheet: Sheet, row: number, { from, to, separators, default: text }: LubanTitle): PartStream {
    const parts: CellPart[] = [];
    for (let column = from; column <= to; column++) {
      const cell = sheet.cell(row, column);
      parts.push(...splitPart({ cell: isEmptyCell(cell) ? text : cell, row, column }, separators));
    }
    return new PartStream(parts, { cell: undefined, row, column: from });
  }

  /** The parts of one cell, or of a part of it. */
  static ofPart(part: CellPart, separators: string): PartStream {
    return new PartStream(splitPart(part, separators), part);
  }

  /** Where the next part was to be. */
  get place(): CellPart {
    return this.#parts[this.#next] ?? this.#last;
  }

  read(): CellPart | undefined {
    const part = this.#parts[this.#next];
    if (part !== undefined) this.#next++;
    return part;
  }

  peek(): CellPart | undefined {
    return this.#parts[this.#next];
  }

  /** True behind the last part; takes the sign that ends a list. */
  takeEnd(): boolean {
    const part = this.peek();
    if (part === undefined) return true;
    if (part.cell !== endOfList) return false;
    this.#next++;
    return true;
  }
}

/** Each of the characters divides; a cell that is no text is a single part. */
function splitPart({ cell, row, column }: CellPart, separators: string): readonly CellPart[] {
  if (typeof cell !== "string" || separators === "") return [{ cell, row, column }];
  const [first = ""] = separators;
  // Whichever sign it is, what is divided is the same.
  const plain = [...separators].slice(1).reduce((text, sign) => text.replaceAll(sign, first), cell);
  return plain.split(first).map((text) => ({ cell: text, row, column }));
}
