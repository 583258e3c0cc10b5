import { isIdentifier } from "../../base/identifiers.js";
import type { DialectConfig } from "../../model/config.js";
import { formatType, type ValueType, walkType } from "../../model/schema.js";
import { columnsOf, groupColumns, isSingleCell } from "../../schema/field-path.js";
import { parseType } from "../../schema/parse-type.js";
import { listEnumTypes } from "../../schema/resolve-enums.js";
import type { HeaderColumn } from "../../schema/table-header.js";
import { suggestName } from "../../schema/table-name.js";
import type { SheetGroup } from "./group-sheets.js";
import {
  type CellStyle,
  type ColumnCells,
  checkDeclared,
  type DeclaredFinding,
  inferColumn,
  sortCells,
} from "./infer-column.js";
import { inferKey, type KeyCandidate } from "./infer-key.js";
import { inferReferences } from "./infer-references.js";
import { cellsOf, shortenList, textOf } from "./survey-sheets.js";

/** What the config will say about a table. */
export interface TablePlan {
  readonly name: string;
  readonly from: readonly string[];
  readonly dialect: DialectConfig;
  readonly rowCount: number;
  /** Absent where the sheet's own key is good. */
  readonly key?: readonly string[] | false;
  /** Only the columns that need an entry. */
  readonly columns: readonly ColumnPlan[];
  /** About the table as a whole: sentences without their end, for a comment above it. */
  readonly remarks: readonly string[];
  /** All that the user should look at, that of the columns included. */
  readonly doubts: readonly string[];
}

export interface ColumnPlan {
  readonly header: string;
  readonly name?: string;
  readonly type?: string;
  /** Stands behind the entry. */
  readonly comment?: string;
}

export interface Plan {
  readonly tables: readonly TablePlan[];
  /** What an empty cell means, by type; only types of which cells are empty. */
  readonly emptyCells: Readonly<Record<string, string>>;
  /** Number of empty cells that `emptyCells` is for. */
  readonly emptyCount: number;
}

/** Decides types, names, keys, references and the meaning of empty cells, from all rows of all tables. */
export function planTables(groups: readonly SheetGroup[], style: CellStyle): Plan {
  const empty: EmptyTally = { cells: new Map(), count: 0 };
  const drafts = groups.map((group) => draftTable(group, style, empty));
  const references = inferReferences(drafts.map((draft) => describeForReferences(draft, style)));
  const tables = drafts.map(({ plan, columns }) => {
    const own = references.filter(({ table }) => table === plan.name);
    return own.length === 0 ? plan : { ...plan, columns: addReferences(plan.columns, columns, own) };
  });
  const emptyCells = Object.fromEntries([...empty.cells].sort(([left], [right]) => (left < right ? -1 : 1)));
  return { tables, emptyCells, emptyCount: empty.count };
}

interface EmptyTally {
  readonly cells: Map<string, string>;
  count: number;
}

interface Draft {
  readonly plan: TablePlan;
  readonly columns: readonly SurveyedColumn[];
}

/** A column over all sheets of its table. */
interface SurveyedColumn {
  readonly header: HeaderColumn;
  readonly cells: ColumnCells;
  /** Text of each row's cell. */
  readonly texts: readonly (string | undefined)[];
  /** As the build will have it: the sheet's, or the config's. */
  readonly type: ValueType | undefined;
  readonly entry: ColumnPlan | undefined;
}

function draftTable(group: SheetGroup, style: CellStyle, empty: EmptyTally): Draft {
  const names = new Set<string>();
  const surveyed = listHeaders(group).map((header) => surveyColumn(group, header, style, names));
  const { key, doubts: remarks } = chooseKey(group, surveyed);
  const keyNames = key ?? declaredKey(surveyed);
  const columns = surveyed.map((column) =>
    keyNames !== false && keyNames.includes(column.header.name) ? column : settleEmpty(column, empty),
  );
  const dialect: DialectConfig = group.sheets[0]?.dialect ?? { kind: "plain" };
  return {
    columns,
    plan: {
      name: group.name,
      from: group.from,
      dialect,
      rowCount: group.sheets.reduce((sum, { rows }) => sum + rows.length, 0),
      ...(key === undefined ? {} : { key }),
      columns: columns.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
      remarks,
      doubts: [...remarks, ...joinDoubts(columns)],
    },
  };
}

/** Columns of which the same is to be said share a sentence. */
function joinDoubts(columns: readonly SurveyedColumn[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { entry } of columns) {
    if (entry?.comment === undefined) continue;
    names.set(entry.comment, [...(names.get(entry.comment) ?? []), entry.header]);
  }
  return [...names].map(([comment, headers]) => `${shortenList(headers)} ${comment}`);
}

/**
 * The columns of all sheets of a group, without those that several hold a value together whose type the sheet gives:
 * there is nothing to say of these. A name that one sheet repeats is for the build to report.
 */
function listHeaders({ sheets }: SheetGroup): readonly HeaderColumn[] {
  const headers = new Map<string, HeaderColumn>();
  for (const column of sheets.flatMap((sheet) => [...listSingleColumns(sheet)])) {
    if (!headers.has(column.name)) headers.set(column.name, column);
  }
  return [...headers.values()];
}

/** The columns of one sheet but those of fields in several of them. */
function* listSingleColumns({ columns }: SheetGroup["sheets"][number]): Generator<HeaderColumn> {
  for (const field of groupColumns(columns, () => false)) {
    const own = [...columnsOf(field)];
    if (isSingleCell(field) || own.every(({ type }) => type === undefined)) yield* own;
  }
}

function surveyColumn(
  { sheets }: SheetGroup,
  header: HeaderColumn,
  style: CellStyle,
  names: Set<string>,
): SurveyedColumn {
  const all = sheets.flatMap((one) => {
    const own = one.columns.find(({ name }) => name === header.name);
    // What a sheet does not have is empty in its rows.
    return own === undefined ? one.rows.map(() => undefined) : [...cellsOf(one, own)];
  });
  const cells = sortCells(all);
  const declared = listTypes(sheets, header.name);
  const [type] = declared;
  const found = type === undefined ? inferAll(cells, style) : chooseDeclared(declared, cells, style);
  const name = chooseName(header.name, names);
  const [comment] = found.doubts;
  const hasEntry = found.instead !== undefined || name !== header.name || comment !== undefined;
  return {
    header,
    cells,
    texts: all.map(textOf),
    type: typeOf(found.instead ?? type ?? "", style),
    entry: hasEntry
      ? {
          header: header.name,
          ...(name === header.name ? {} : { name }),
          ...(found.instead === undefined ? {} : { type: found.instead }),
          ...(comment === undefined ? {} : { comment }),
        }
      : undefined,
  };
}

/** The types that the sheets of a table give a column, the first one first. */
function listTypes(sheets: SheetGroup["sheets"], name: string): readonly string[] {
  const columns = sheets.flatMap((sheet) => sheet.columns.filter((column) => column.name === name));
  const texts = columns.map(({ type }) => type?.text.split("=")[0]?.trim());
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function inferAll(cells: ColumnCells, style: CellStyle): DeclaredFinding {
  const { type, doubts } = inferColumn(cells, style);
  return { instead: type, doubts };
}

/** Where the sheets disagree, the config decides: for the first type that all cells are of. */
function chooseDeclared(types: readonly string[], cells: ColumnCells, style: CellStyle): DeclaredFinding {
  const [only] = types;
  if (types.length === 1 && only !== undefined) return checkDeclared(only, cells, style);
  const good = types.find((type) => checkDeclared(type, cells, style).doubts.length === 0);
  const instead = good ?? inferColumn(cells, style).type;
  return { instead, doubts: [`has the types ${types.join(" and ")} in different sheets`] };
}

function chooseName(header: string, taken: Set<string>): string {
  const wished = isIdentifier(header) ? header : suggestName(header);
  let name = wished;
  for (let number = 2; taken.has(name); number++) name = `${wished}_${number}`;
  taken.add(name);
  return name;
}

function typeOf(text: string, { enums }: CellStyle): ValueType | undefined {
  const parsed = parseType(text, listEnumTypes(enums));
  return "type" in parsed ? parsed.type : undefined;
}

interface KeyChoice {
  readonly key?: readonly string[] | false;
  readonly doubts: readonly string[];
}

/** The sheet's own key stays unless a stacked sheet's first column, which nobody has called a key, is none. */
function chooseKey({ name: tableName, sheets }: SheetGroup, columns: readonly SurveyedColumn[]): KeyChoice {
  if (sheets.some(({ isSingleton }) => isSingleton)) return { doubts: [] };
  const candidates = columns.map(toCandidate);
  const declared = declaredKey(columns);
  if (declared === false) return inferKey(candidates, tableName);
  const own = candidates.filter(({ name }) => declared.includes(name));
  const [first] = own;
  if (own.length !== 1 || first === undefined) return { doubts: [] };
  const found = inferKey([first], first.name);
  // What a marked sheet says of its key it says itself; of a stacked one only its dialect knows.
  if (found.key !== false) return sheets[0]?.dialect.kind === "marked" ? { doubts: found.doubts } : found;
  const other = inferKey(candidates, tableName);
  return { ...other, doubts: [`${first.name}, the sheet's key, is not unique`, ...other.doubts] };
}

function declaredKey(columns: readonly SurveyedColumn[]): readonly string[] | false {
  const names = columns
    .filter(({ header }) => header.rules.some(({ kind }) => kind === "key"))
    .map(({ header }) => header.name);
  return names.length === 0 ? false : names;
}

const keyKinds: readonly ValueType["kind"][] = [
  ...(["bool", "integer", "string", "enum", "datetime", "duration", "version", "reference"] as const),
];

function toCandidate({ header, texts, type }: SurveyedColumn): KeyCandidate {
  // A type that is none of the sheets' is most likely an enum of the project's code.
  const canBeKey = type === undefined || keyKinds.includes(type.kind);
  return { name: header.name, values: texts, canBeKey, isText: type?.kind === "string" };
}

/** What an empty cell means where neither the sheet nor the type says it. */
function settleEmpty(column: SurveyedColumn, empty: EmptyTally): SurveyedColumn {
  const { cells, header, type, entry } = column;
  const hasDefault =
    header.type?.text.includes("=") === true || header.rules.some(({ kind }) => kind === "default");
  if (cells.emptyCount === 0 || type === undefined || type.kind === "optional" || hasDefault) return column;
  const isDeclared = entry?.type === undefined;
  const meaning = meaningOfEmpty(type, isDeclared);
  if (meaning !== undefined) {
    empty.cells.set(meaning.type, meaning.text);
    empty.count += cells.emptyCount;
    return column;
  }
  const optional = `${formatType(type)}?`;
  return {
    ...column,
    type: { kind: "optional", value: type },
    entry: { header: header.name, ...entry, type: optional },
  };
}

/** An empty text and an empty list are natural; zero is what a sheet with its own types must mean. */
function meaningOfEmpty(
  type: ValueType,
  isDeclared: boolean,
): { readonly type: string; readonly text: string } | undefined {
  switch (type.kind) {
    case "string":
      return { type: "string", text: "" };
    case "list":
      return { type: "list", text: "" };
    case "integer":
    case "float":
      return isDeclared ? { type: formatType(type), text: "0" } : undefined;
    case "bool":
      return isDeclared ? { type: "bool", text: "FALSE" } : undefined;
    default:
      return undefined;
  }
}

function describeForReferences({ plan, columns }: Draft, style: CellStyle) {
  const key = plan.key ?? declaredKey(columns);
  const described = columns.map((column) => ({
    name: column.header.name,
    values: remember(() => collectValues(column, style)),
  }));
  const [keyName] = key === false || key.length !== 1 ? [] : key;
  return {
    name: plan.name,
    key: described.find(({ name }) => name === keyName),
    // A key of its own table is no reference to another, but for tables that extend one.
    columns: described.filter(({ name }) => name !== keyName),
  };
}

function collectValues({ texts, type }: SurveyedColumn, { listSeparator }: CellStyle): ReadonlySet<string> {
  const values = new Set<string>();
  // What the sheet says need not be found out.
  if (type !== undefined && [...walkType(type)].some(({ kind }) => kind === "reference")) return values;
  for (const text of texts) {
    if (text === undefined) continue;
    const parts = type?.kind === "list" || type?.kind === "array" ? text.split(listSeparator) : [text];
    for (const part of parts) {
      if (part.trim() !== "") values.add(part.trim());
    }
  }
  return values;
}

function remember<Result>(compute: () => Result): () => Result {
  let result: { readonly value: Result } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

function addReferences(
  entries: readonly ColumnPlan[],
  columns: readonly SurveyedColumn[],
  references: ReturnType<typeof inferReferences>,
): readonly ColumnPlan[] {
  return columns.flatMap(({ header }) => {
    const entry = entries.find((one) => one.header === header.name);
    const reference = references.find(({ column }) => column === header.name);
    if (reference === undefined) return entry === undefined ? [] : [entry];
    const { missing, target } = reference;
    const what = `refers to ${target}`;
    const lacks =
      missing.length === 0
        ? what
        : `${what}, which lacks ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? " …" : ""}`;
    const comment = entry?.comment === undefined ? lacks : `${entry.comment}; ${lacks}`;
    return [{ header: header.name, ...entry, comment }];
  });
}
