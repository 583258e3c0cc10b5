import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import { type ColumnSchema, formatType, type KeySchema, type ValueType } from "../model/schema.js";
import type { JoinedSheets, TableSheet } from "./join-sheets.js";
import { placeInTableConfig, type TableContext } from "./table-context.js";

/** Resolves the keys of a table: the primary key first, then the unique keys in declared order. */
export function resolveKeys(joined: JoinedSheets, at: Place, context: TableContext): readonly KeySchema[] {
  const { table, report } = context;
  const declared = declareKeys(joined.sheets, context);
  if (declared.primary === "missing") report("no-key", { table: table.name }, at);
  if (declared.primary === "none" && declared.unique.length > 0) {
    report("unique-without-key", { table: table.name }, placeInTableConfig(context, "key"));
  }
  const hasPrimary = typeof declared.primary === "object";
  if (!hasPrimary) return [];
  const keys: KeySchema[] = [];
  let isPrimaryGood = true;
  for (const [index, key] of [declared.primary, ...declared.unique].entries()) {
    const columns = resolveKeyColumns(key, joined, context);
    if (columns === undefined && index === 0) isPrimaryGood = false;
    if (columns === undefined) continue;
    const name = index === 0 ? "primary" : key.columns.map((column) => nameOf(column, joined)).join("_");
    const resolved: KeySchema = { name, purpose: "unique", columns, at: key.at };
    if (isNewKey(resolved, keys, joined.columns, context)) keys.push(resolved);
  }
  // A primary key with a mistake must not make the next one primary.
  return isPrimaryGood ? keys : [];
}

/** A key by the names of its columns, in the generated code or in the header. */
interface DeclaredKey {
  readonly columns: readonly string[];
  readonly at: Place;
}

interface DeclaredKeys {
  readonly primary: DeclaredKey | "missing" | "none";
  readonly unique: readonly DeclaredKey[];
}

/** The config's key replaces the sheets'; its unique keys come after theirs. */
function declareKeys(sheets: readonly TableSheet[], context: TableContext): DeclaredKeys {
  const { config } = context.table;
  const [first, ...others] = sheets.map(readSheetKeys);
  const fromSheet = first ?? { primary: undefined, unique: [] };
  for (const other of others) checkSameKeys(other, fromSheet, config?.key === undefined, context);
  const unique = (config?.unique ?? []).map((columns, index) => ({
    columns,
    at: placeInTableConfig(context, "unique", index),
  }));
  const primary =
    config?.key === undefined
      ? (fromSheet.primary ?? "missing")
      : config.key === false
        ? "none"
        : { columns: config.key, at: placeInTableConfig(context, "key") };
  return { primary, unique: [...fromSheet.unique, ...unique] };
}

interface SheetKeys {
  readonly primary: DeclaredKey | undefined;
  readonly unique: readonly DeclaredKey[];
}

/** Reads the header, so that a key over a column that the config ignores is found to lack it. */
function readSheetKeys({ header, columns }: TableSheet): SheetKeys {
  const primary: { name: string; at: Place }[] = [];
  const unique = new Map<string, { columns: string[]; at: Place }>();
  for (const { name: text, rules } of header.columns) {
    const name = columns.find((column) => column.header === text)?.name ?? text;
    for (const rule of rules) {
      if (rule.kind === "key") primary.push({ name, at: rule.at });
      if (rule.kind !== "unique") continue;
      // A blank cannot be part of a name, so a single column and a group never meet.
      const id = rule.group ?? ` ${name}`;
      const key = unique.get(id) ?? { columns: [], at: rule.at };
      key.columns.push(name);
      unique.set(id, key);
    }
  }
  const [first] = primary;
  return {
    primary: first === undefined ? undefined : { columns: primary.map(({ name }) => name), at: first.at },
    unique: [...unique.values()],
  };
}

function checkSameKeys(here: SheetKeys, there: SheetKeys, withPrimary: boolean, context: TableContext): void {
  const [text, otherText] = [formatKeys(here, withPrimary), formatKeys(there, withPrimary)];
  if (text === otherText) return;
  const at = here.primary?.at ?? here.unique[0]?.at;
  const other = there.primary?.at ?? there.unique[0]?.at;
  const notes = other === undefined ? [] : [{ message: "the other sheet", at: other }];
  const parameters = { table: context.table.name, here: text, there: otherText };
  context.report("keys-differ", parameters, at ?? other, notes);
}

function formatKeys({ primary, unique }: SheetKeys, withPrimary: boolean): string {
  const keys = withPrimary && primary !== undefined ? [primary, ...unique] : unique;
  return keys.length === 0 ? "none" : keys.map(({ columns }) => `(${columns.join(", ")})`).join(" ");
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
      const parameters = { table: table.name, column: name, type: formatType(column.type) };
      report("invalid-key-type", parameters, key.at, [{ message: "the column", at: column.at }]);
    } else if (positions.includes(position)) {
      isGood = false;
      report("repeated-key-column", { table: table.name, column: name }, key.at);
    } else positions.push(position);
  }
  return isGood ? positions : undefined;
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

function canBeKey({ kind }: ValueType): boolean {
  return ["bool", "integer", "string", "enum", "datetime", "duration"].includes(kind);
}

function isNewKey(
  key: KeySchema,
  keys: readonly KeySchema[],
  columns: readonly ColumnSchema[],
  { table, report }: TableContext,
): boolean {
  const id = [...key.columns].sort().join();
  const same = keys.find((other) => [...other.columns].sort().join() === id);
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
