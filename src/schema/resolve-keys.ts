import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import {
  type ColumnSchema,
  formatType,
  type KeySchema,
  keyTypeOf,
  primaryKeyName,
  type TableSchema,
  type ValueType,
} from "../model/schema.js";
import type { JoinedSheets, TableSheet } from "./join-sheets.js";
import { placeInTableConfig, type TableContext } from "./table-context.js";
import { suggestName } from "./table-name.js";

/**
 * Resolves the keys of a table: the primary key first, where there is one, then the others in declared order, unique
 * ones before multi and ordered ones.
 */
export function resolveKeys(joined: JoinedSheets, place: Place, context: TableContext): readonly KeySchema[] {
  const { table, report } = context;
  const { primary, others } = declareKeys(joined.sheets, context);
  const isSingleton =
    table.config?.singleton === true || joined.sheets.some(({ header }) => header.isSingleton === true);
  if (primary === "missing" && !isSingleton) report("no-key", { table: table.name }, place);
  const keys: KeySchema[] = [];
  for (const key of typeof primary === "object" ? [primary, ...others] : others) {
    const columns = resolveKeyColumns(key, joined, context);
    if (columns === undefined) continue;
    const resolved: KeySchema = { name: nameKey(key, joined), purpose: key.purpose, columns, at: key.at };
    if (isGoodKey(resolved, key, context) && isNewKey(resolved, keys, joined.columns, context)) {
      keys.push(resolved);
    }
  }
  return keys;
}

/**
 * Reports keys with references to keys of several parts, which are known once the types of all tables are complete.
 */
export function checkReferenceKeys(tables: readonly TableSchema[], report: Report): void {
  for (const table of tables) {
    for (const key of table.keys) {
      for (const column of key.columns.map((position) => at(table.columns, position))) {
        if (keyTypeOf(column.type) === undefined) reportKeyType(table.name, column, key.at, report);
      }
    }
  }
}

function reportKeyType(table: string, { name, type, at }: ColumnSchema, place: Place, report: Report): void {
  const parameters = { table, column: name, type: formatType(type) };
  report("invalid-key-type", parameters, place, [{ message: "the column", at }]);
}

/** A key by the names of its columns, in the generated code or in the header. */
interface DeclaredKey {
  readonly purpose: KeySchema["purpose"];
  readonly isPrimary?: true;
  /** What its author calls it. */
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly at: Place;
}

interface DeclaredKeys {
  readonly primary: DeclaredKey | "missing" | "none";
  readonly others: readonly DeclaredKey[];
}

const purposes = ["unique", "multi", "ordered"] as const;

/** The config's primary key replaces the sheets'; its other keys come after theirs. */
function declareKeys(sheets: readonly TableSheet[], context: TableContext): DeclaredKeys {
  const { config } = context.table;
  const [first, ...more] = sheets.filter(({ isDeclared }) => !isDeclared).map(readSheetKeys);
  const fromSheet = first ?? { primary: undefined, others: [] };
  for (const other of more) checkSameKeys(other, fromSheet, config?.key === undefined, context);
  const others = purposes.flatMap((purpose) => [
    ...fromSheet.others.filter((key) => key.purpose === purpose),
    ...(config?.[purpose] ?? []).map(({ columns, name }, index) => ({
      ...{ purpose, columns, name },
      at: placeInTableConfig(context, purpose, index),
    })),
  ]);
  return { primary: declarePrimary(fromSheet, context), others };
}

function declarePrimary(fromSheet: SheetKeys, context: TableContext): DeclaredKeys["primary"] {
  const key = context.table.config?.key;
  if (key === undefined) return fromSheet.primary ?? "missing";
  return key === false ? "none" : makePrimary(key, placeInTableConfig(context, "key"));
}

function makePrimary(columns: readonly string[], at: Place): DeclaredKey {
  return { purpose: "unique", isPrimary: true, name: primaryKeyName, columns, at };
}

interface SheetKeys {
  readonly primary: DeclaredKey | undefined;
  readonly others: readonly DeclaredKey[];
}

/** Reads the header, so that a key over a column that the config ignores is found to lack it. */
function readSheetKeys({ header, columns }: TableSheet): SheetKeys {
  const primary: { name: string; at: Place }[] = [];
  const others = new Map<string, DeclaredKey & { readonly columns: string[] }>();
  for (const { name: text, rules } of header.columns) {
    const name = columns.find((column) => column.header === text)?.name ?? text;
    for (const rule of rules) {
      if (rule.kind === "key") primary.push({ name, at: rule.at });
      if (rule.kind !== "unique" && rule.kind !== "multi" && rule.kind !== "ordered") continue;
      const { kind: purpose, group, at } = rule;
      // A blank cannot be part of a name, so a single column and a group never meet.
      const id = `${purpose} ${group ?? ` ${name}`}`;
      const key = others.get(id) ?? { purpose, name: group, columns: [], at };
      key.columns.push(name);
      others.set(id, key);
    }
  }
  const [first] = primary;
  const names = primary.map(({ name }) => name);
  return {
    primary: first === undefined ? undefined : makePrimary(names, first.at),
    others: [...others.values()],
  };
}

function checkSameKeys(here: SheetKeys, there: SheetKeys, withPrimary: boolean, context: TableContext): void {
  const [text, otherText] = [formatKeys(here, withPrimary), formatKeys(there, withPrimary)];
  if (text === otherText) return;
  const at = here.primary?.at ?? here.others[0]?.at;
  const other = there.primary?.at ?? there.others[0]?.at;
  const notes = other === undefined ? [] : [{ message: "the other sheet", at: other }];
  const parameters = { table: context.table.name, here: text, there: otherText };
  context.report("keys-differ", parameters, at ?? other, notes);
}

/** Formats keys as `(id) place(zone, slot) multi(zone)`. */
function formatKeys({ primary, others }: SheetKeys, withPrimary: boolean): string {
  const keys = withPrimary && primary !== undefined ? [primary, ...others] : others;
  return keys.length === 0 ? "none" : keys.map(formatKey).join(" ");
}

function formatKey({ purpose, isPrimary, name, columns }: DeclaredKey): string {
  const words = [purpose === "unique" ? "" : purpose, isPrimary ? "" : (name ?? "")];
  return `${words.filter((word) => word !== "").join(" ")}(${columns.join(", ")})`;
}

function resolveKeyColumns(
  key: DeclaredKey,
  { sheets, columns, faulty }: JoinedSheets,
  { table, report }: TableContext,
): readonly number[] | undefined {
  const positions: number[] = [];
  let isGood = true;
  for (const text of key.columns) {
    const name = nameOf(text, { sheets, columns, faulty });
    const position = columns.findIndex((column) => column.name === name);
    const column = columns[position];
    if (column === undefined) {
      isGood = false;
      if (faulty.has(name)) continue;
      const suggestion = findNearest(
        text,
        columns.map((one) => one.name),
      );
      report("unknown-key-column", { table: table.name, column: text, suggestion }, key.at);
    } else if (!canBeKey(column.type)) {
      isGood = false;
      reportKeyType(table.name, column, key.at, report);
    } else if (positions.includes(position)) {
      isGood = false;
      report("repeated-key-column", { table: table.name, column: name }, key.at);
    } else positions.push(position);
  }
  return isGood ? positions : undefined;
}

/** What a reference leads to, and so how many parts its key has, is not known before all tables are. */
function canBeKey(type: ValueType): boolean {
  return type.kind === "reference" || keyTypeOf(type) !== undefined;
}

/** Returns the generated name of a column that may be given by its header. */
function nameOf(
  text: string,
  { sheets, columns, faulty }: Pick<JoinedSheets, "sheets" | "columns" | "faulty">,
): string {
  const name = text.normalize("NFC");
  if (faulty.has(name) || columns.some((column) => column.name === name)) return name;
  return sheets.flatMap((sheet) => sheet.columns).find(({ header }) => header === name)?.name ?? name;
}

function nameKey({ name, columns }: DeclaredKey, joined: JoinedSheets): string {
  return name ?? columns.map((column) => nameOf(column, joined)).join("_");
}

/** Reports a name that no key, or none but the primary one, can have. */
function isGoodKey({ name, at }: KeySchema, declared: DeclaredKey, { report }: TableContext): boolean {
  if (declared.isPrimary) return true;
  if (!isIdentifier(name)) {
    report("invalid-name", { what: "a key", name }, at, [{ message: `for example ${suggestName(name)}` }]);
    return false;
  }
  if (name !== primaryKeyName) return true;
  report("reserved-name", { name, use: "the primary key" }, at);
  return false;
}

function isNewKey(
  key: KeySchema,
  keys: readonly KeySchema[],
  columns: readonly ColumnSchema[],
  { table, report }: TableContext,
): boolean {
  const same = keys.find((other) => idOf(other) === idOf(key));
  if (same !== undefined) {
    const names = key.columns.map((column) => columns[column]?.name).join(", ");
    const note = { message: "first here", at: same.at };
    report("repeated-key", { table: table.name, key: names }, key.at, [note]);
    return false;
  }
  const namesake = keys.find(({ name }) => name === key.name);
  if (namesake === undefined) return true;
  const note = { message: "the other key", at: namesake.at };
  report("key-name-clash", { table: table.name, name: key.name }, key.at, [note]);
  return false;
}

/** Two keys with one id find the same: only an order depends on which column comes first. */
function idOf({ purpose, columns }: KeySchema): string {
  return `${purpose} ${(purpose === "ordered" ? columns : [...columns].sort()).join()}`;
}
