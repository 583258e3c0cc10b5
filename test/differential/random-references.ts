import fc from "fast-check";
import { compareValues } from "../../src/base/compare-values.js";
import type { ValueType } from "../../src/model/schema.js";
import { inOneCell } from "./random-layouts.js";
import { anyName } from "./random-names.js";
import type { RandomColumn, RandomTable } from "./random-project.js";
import { isVisible } from "./random-texts.js";
import { canDivide, quoteElement, type ValueSetting, type Writing } from "./random-values.js";

/** A column that is to refer to a table. Which one and to which rows is only known when all tables are. */
export interface ReferenceWish {
  readonly name: string;
  readonly target: number;
  readonly key: number;
  readonly shape: "one" | "optional" | "list" | "set";
  readonly isJson: boolean;
  readonly seed: number;
}

export const anyReferenceWishes: fc.Arbitrary<readonly ReferenceWish[]> = fc.array(
  fc.record({
    name: anyName,
    target: fc.nat(40),
    key: fc.nat(3),
    shape: fc.constantFrom("one" as const, "optional" as const, "list" as const, "set" as const),
    isJson: fc.boolean(),
    seed: fc.nat(1000),
  }),
  { maxLength: 2 },
);

/** Adds to each table the columns that refer to rows of the tables. */
export function addReferences(
  tables: readonly RandomTable[],
  wishes: readonly (readonly ReferenceWish[])[],
  setting: ValueSetting,
): readonly RandomTable[] {
  const targets = tables.flatMap((table) => table.keys.map((key, index) => listKeys(table, key, index)));
  const usable = targets.filter(({ keys, isNameable }) => keys.length > 0 && isNameable);
  return tables.map((table, index) =>
    (wishes[index] ?? []).reduce((to, wish) => addColumn(to, wish, usable, setting), table),
  );
}

interface Target {
  /** As a type names it: `Item`, or `Item.code`. */
  readonly text: string;
  readonly isNameable: boolean;
  readonly types: readonly ValueType[];
  /** The keys of its rows, each part as its cell has it. */
  readonly keys: readonly (readonly Writing[])[];
}

function listKeys({ name, columns, rows }: RandomTable, key: readonly number[], index: number): Target {
  const parts = key.flatMap((position) => columns[position] ?? []);
  const all = rows.map((row) => key.flatMap((position) => row[position] ?? []));
  return {
    text: index === 0 ? name : `${name}.${parts[0]?.name}`,
    isNameable: index === 0 || key.length === 1,
    types: parts.map(({ type }) => type),
    // A key that a default stands for has no text of its own.
    keys: all.filter((texts) => texts.every(({ text }) => isVisible(text))),
  };
}

function addColumn(
  table: RandomTable,
  wish: ReferenceWish,
  targets: readonly Target[],
  setting: ValueSetting,
): RandomTable {
  const target = targets[(wish.target * 4 + wish.key) % Math.max(1, targets.length)];
  if (target === undefined || table.columns.some(({ name }) => name === wish.name)) return table;
  const isComposite = target.types.length > 1;
  const shape = isComposite && wish.shape === "set" ? "list" : wish.shape;
  const reference: ValueType = { kind: "reference", targets: [], key: [] };
  const text = `ref<${target.text}>`;
  const typed: Readonly<Record<typeof shape, readonly [ValueType, string]>> = {
    one: [reference, text],
    optional: [{ kind: "optional", value: reference }, `${text}?`],
    list: [{ kind: "list", element: reference }, `${text}[]`],
    set: [{ kind: "set", element: reference }, `set<${text}>`],
  };
  const [type, typeText] = typed[shape];
  const column: RandomColumn = {
    ...{ name: wish.name, note: "", type, typeText },
    ...{ default: undefined, sequence: undefined, ...inOneCell(wish.name) },
  };
  const rows = table.rows.map((row, index) => [
    ...row,
    writeReferences(target, { ...wish, shape }, index, setting),
  ]);
  return { ...table, columns: [...table.columns, column], rows };
}

function writeReferences(
  { keys, types }: Target,
  { shape, isJson, seed }: ReferenceWish,
  row: number,
  setting: ValueSetting,
): Writing {
  const pick = (index: number) => keys[(seed * 31 + row * 7 + index * 13) % keys.length] ?? [];
  if (shape === "optional" && (seed + row) % 4 === 0) return { text: "", json: "null" };
  const asJson = isJson || (types.length > 1 && !canDivide(setting));
  if (shape === "one" || shape === "optional") {
    const key = pick(0);
    return { text: writeKey(key, types, asJson, setting), json: dumpKey(key) };
  }
  const count = (seed + row) % 4;
  const all = Array.from({ length: count }, (_, index) => pick(index));
  const unique = [...new Map(all.map((key) => [dumpKey(key), key])).values()];
  const given = shape === "set" ? unique : all;
  const shown =
    shape === "set" ? [...given].sort(([left], [right]) => compareValues(left?.order, right?.order)) : given;
  const json = `[${shown.map(dumpKey).join(",")}]`;
  if (given.length === 0) return { text: "[]", json };
  if (asJson) return { text: `[${given.map((key) => jsonKey(key)).join(", ")}]`, json };
  const separator = types.length > 1 ? setting.outerSeparators[0] : setting.listSeparator;
  const texts = given.map((key) => writeParts(key, types, setting));
  return { text: texts.join(separator), json };
}

function dumpKey(key: readonly Writing[]): string {
  const texts = key.map(({ json }) => json);
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",")}]`;
}

function jsonKey(key: readonly Writing[]): string {
  const texts = key.map(({ text }) => JSON.stringify(text));
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",")}]`;
}

/** A key of one part fills a cell as it fills that of its own column. */
function writeKey(
  key: readonly Writing[],
  types: readonly ValueType[],
  isJson: boolean,
  setting: ValueSetting,
): string {
  if (key.length === 1) return key[0]?.text ?? "";
  return isJson ? jsonKey(key) : writeParts(key, types, setting);
}

function writeParts(
  key: readonly Writing[],
  types: readonly ValueType[],
  { listSeparator }: ValueSetting,
): string {
  const texts = key.map(({ text }, index) =>
    quoteElement(text, types[index]?.kind === "string", listSeparator),
  );
  return texts.join(listSeparator);
}
