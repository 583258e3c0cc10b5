import { isBlank } from "../../base/blank.js";
import { type EnumSchema, type ValueType, walkType } from "../../model/schema.js";
import type { Cell } from "../../model/workbook.js";
import { type CellContent, type CellParser, isProblem } from "../../rows/cell-parser.js";
import { ParserFactory } from "../../rows/create-parser.js";
import { parseType } from "../../schema/parse-type.js";
import { listEnumTypes } from "../../schema/resolve-enums.js";

/** What the config will say about the writing of values. */
export interface CellStyle {
  readonly timeZone: string;
  readonly listSeparator: string;
  /** Those that the sheets declare. */
  readonly enums: readonly EnumSchema[];
  /** Names of the structs and variants that there are. */
  readonly typeNames: ReadonlySet<string>;
}

/** What the cells of a column say about its type. */
export interface ColumnFinding {
  /** The narrowest sensible type, without `?`. */
  readonly type: string;
  /** What a person should look at, each as the end of a sentence that begins with the column's name. */
  readonly doubts: readonly string[];
}

/** The cells of a column that hold a value, and the number of those that hold none. */
export interface ColumnCells {
  readonly filled: readonly CellContent[];
  readonly emptyCount: number;
}

/** Sorts the cells of a column. Error cells and formulas without a value are neither: the build reports them. */
export function sortCells(cells: Iterable<Cell>): ColumnCells {
  const filled: CellContent[] = [];
  let emptyCount = 0;
  for (const cell of cells) {
    if (cell === undefined || (typeof cell === "string" && isBlank(cell))) emptyCount++;
    else if (typeof cell !== "object" || cell.kind === "date") filled.push(cell);
  }
  return { filled, emptyCount };
}

/** From narrow to wide; each is taken when every cell can be read as it. */
const scalars = ["bool", "int32", "int64", "uint64", "float64", "datetime"] as const;
const lists = ["int32[]", "int64[]", "float64[]"] as const;

/** Infers the type of a column from all of its cells, with the parsers that the build will use. */
export function inferColumn({ filled }: ColumnCells, style: CellStyle): ColumnFinding {
  if (filled.length === 0)
    return { type: "string", doubts: ["has no value in any row, so its type is a guess"] };
  const scalar = scalars.find((type) => readsAs(type, filled, style) && isMeantAs(type, filled));
  if (scalar !== undefined) return { type: scalar, doubts: [] };
  const isList = !readsAs("float64", filled, style) && !filled.some(isCode);
  const list = isList ? lists.find((type) => readsAs(type, filled, style)) : undefined;
  if (list !== undefined) return { type: list, doubts: [] };
  if (areWordLists(filled, style)) return { type: "string[]", doubts: [] };
  return { type: "string", doubts: explainText(filled, style) };
}

/** What the cells say about a type that the sheet itself gives. */
export interface DeclaredFinding {
  /** The type to use instead; absent where the sheet's is good. */
  readonly instead?: string;
  /** Why, or what the build is going to report; ends a sentence that begins with the column's name. */
  readonly doubts: readonly string[];
}

/**
 * Compares the cells with the type that the sheet gives. It is replaced when there is no such type, or when so
 * many cells are otherwise that the type, and not the cells, must be wrong.
 */
export function checkDeclared(declared: string, cells: ColumnCells, style: CellStyle): DeclaredFinding {
  const { filled } = cells;
  const parse = createTypeParser(declared, style);
  if (parse === undefined) {
    if (isKnown(declared, style)) return { doubts: [] };
    const { type } = inferColumn(cells, style);
    return { instead: type, doubts: [`has the type ${declared} in the sheet, which is none`] };
  }
  const misfits = filled.filter((cell) => isProblem(parse(cell)));
  if (misfits.length === 0) return { doubts: [] };
  const { type } = inferColumn(cells, style);
  const counts = `${misfits.length} of ${filled.length} cells`;
  // Somebody has written down what the values of an enum are: the cells are wrong.
  const isDifferent = type !== declared && !namesEnum(declared, style) && readsAs(type, filled, style);
  if (isDifferent && (isRangeMatter(declared, type) || misfits.length * 20 > filled.length)) {
    return { instead: type, doubts: [`is ${declared} in the sheet, but ${counts} are not`] };
  }
  return { doubts: [`is ${declared}, but ${counts} are not; the build reports them`] };
}

/** True for a type whose cells cannot be checked here: of structs that are not looked into, and of references. */
function isKnown(text: string, { enums, typeNames }: CellStyle): boolean {
  const structs = [...typeNames].map((name) => [name, { kind: "variant", index: 0, name }] as const);
  return "type" in parseType(text, new Map<string, ValueType>([...listEnumTypes(enums), ...structs]));
}

function createTypeParser(text: string, style: CellStyle): CellParser | undefined {
  const parsed = parseType(text, listEnumTypes(style.enums));
  if (!("type" in parsed) || [...walkType(parsed.type)].some(({ kind }) => kind === "reference"))
    return undefined;
  const { enums, timeZone, listSeparator } = style;
  const separators = [listSeparator, ...[";", "|"].filter((one) => one !== listSeparator)];
  const options = { timeZone, separators, emptyCells: {}, constants: {} };
  return new ParserFactory({ schema: { enums, structs: [], variants: [] }, options }).create(parsed.type);
}

function namesEnum(text: string, { enums }: CellStyle): boolean {
  const [, name] = /^([^?[\]]*)/.exec(text) ?? [];
  return enums.some((one) => one.name === name?.trim());
}

function readsAs(type: string, cells: readonly CellContent[], style: CellStyle): boolean {
  const parse = createTypeParser(type, style);
  return parse !== undefined && cells.every((cell) => !isProblem(parse(cell)));
}

/** Texts of several words each, as names are written in programs: with blanks or other signs they may be sentences. */
function areWordLists(cells: readonly CellContent[], { listSeparator }: CellStyle): boolean {
  const texts = cells.map((cell) => (typeof cell === "string" ? cell : ""));
  if (
    !texts.every((text) => text.split(listSeparator).every((part) => /^\s*[A-Za-z_][\w.-]*\s*$/.test(part)))
  )
    return false;
  const lists = texts.filter((text) => text.includes(listSeparator));
  return lists.length >= 3 && lists.length * 5 >= texts.length * 4;
}

/** What could be read as a type need not be meant as it: 1 and 0 as truth, 007 as a number. */
function isMeantAs(type: (typeof scalars)[number], cells: readonly CellContent[]): boolean {
  if (type === "bool") return cells.every((cell) => typeof cell === "boolean" || /[a-z]/i.test(String(cell)));
  if (type === "datetime") return true;
  if (cells.some(isCode)) return false;
  return type !== "float64" || !(cells.some(isTooLong) || haveTwins(cells));
}

/** A number with a zero in front is a code, and a part of it would be lost. */
function isCode(cell: CellContent): boolean {
  return typeof cell === "string" && /^\s*[-+]?0\d/.test(cell);
}

/** A whole number as text whose last digits a float would lose. */
function isTooLong(cell: CellContent): boolean {
  return typeof cell === "string" && /^\s*[-+]?\d+\s*$/.test(cell) && !Number.isSafeInteger(Number(cell));
}

/** Keys such as 262144.1 and 262144.10 are two texts and one number. */
function haveTwins(cells: readonly CellContent[]): boolean {
  const texts = new Set(cells.map(String));
  return new Set([...texts].map(Number)).size < texts.size;
}

/** Says what keeps a column that is almost of another type from being it. */
function explainText(filled: readonly CellContent[], style: CellStyle): readonly string[] {
  if (filled.every((cell) => /^\s*[-+]?(\d|\.\d)/.test(String(cell)))) {
    if (filled.some(isCode)) return ["holds digits with zeros in front, so it is text"];
    if (filled.some(isTooLong)) {
      return ["holds numbers that are too large for any integer type, so it is text"];
    }
    if (readsAs("float64", filled, style)) {
      return ["holds texts that differ and are the same number, so it is text"];
    }
  }
  for (const type of ["int64", "float64", "datetime", "int64[]"] as const) {
    const parse = createTypeParser(type, style);
    if (parse === undefined) continue;
    const misfits = filled.filter((cell) => isProblem(parse(cell))).length;
    if (misfits * 20 > filled.length) continue;
    return [
      `is text because of ${misfits} of ${filled.length} cells; give it the type ${type} if those are mistakes`,
    ];
  }
  return [];
}

/** `int` and `long` differ in range alone: one cell is enough to show which it must be. */
function isRangeMatter(declared: string, inferred: string): boolean {
  const isInteger = (type: string) => /^(u?int\d*|long|ulong|short|ushort|byte|sbyte)(\[.*\])?$/.test(type);
  return isInteger(declared) && isInteger(inferred);
}
