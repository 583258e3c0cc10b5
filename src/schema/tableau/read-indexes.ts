import type { Report } from "../../base/diagnostics.js";
import { type ColumnSchema, type KeySchema, keyTypeOf } from "../../model/schema.js";
import type { PlannedTable } from "./plan-tables.js";

/** An index as the metasheet writes it: `Type`, `(Type,Level)<Order>@ByType`. */
interface IndexText {
  readonly columns: readonly string[];
  /** What the rows of one key are in the order of. */
  readonly sorted: readonly string[];
  readonly name: string | undefined;
}

/**
 * Returns the indexes that the metasheet asks for, those over columns of the record itself; what cannot be one is
 * reported as without effect.
 */
export function readIndexes(
  { options, prefix, fields, keyColumn }: PlannedTable,
  columns: readonly ColumnSchema[],
  report: Report,
): readonly KeySchema[] {
  const { at } = options;
  const keys: KeySchema[] = [];
  const find = (name: string): number => {
    const field = fields.find(({ column }) => prefix + column === name);
    const position = columns.findIndex((column) => column.name === field?.name);
    const type = columns[position]?.type;
    return type !== undefined && (type.kind === "reference" || keyTypeOf(type) !== undefined) ? position : -1;
  };
  const add = (
    purpose: KeySchema["purpose"],
    { columns: names, name, sorted }: IndexText,
    what: string,
  ): void => {
    const positions = names.map(find);
    const own = name ?? positions.map((position) => columns[position]?.name).join("_");
    if (positions.includes(-1) || sorted.length > 0) report("tableau-not-checked", { what }, at);
    if (positions.includes(-1) || keys.some((key) => key.name === own)) return;
    keys.push({ name: own, purpose, columns: positions, at });
  };
  for (const [text, purpose] of [
    [options.index, "multi"],
    [options.orderedIndex, "ordered"],
  ] as const) {
    for (const one of splitIndexes(text)) {
      const parsed = parseIndex(one);
      if (parsed === undefined) report("tableau-not-checked", { what: `the index ${one}` }, at);
      else add(purpose, parsed, `the index ${one}`);
    }
  }
  if (options.hasOrderedMap && keyColumn !== undefined) {
    const key = { columns: [prefix + keyColumn], sorted: [], name: "ordered" };
    add("ordered", key, "OrderedMap");
  }
  return keys;
}

/** Splits at the commas outside of brackets. */
function splitIndexes(text: string): readonly string[] {
  return text
    .split(/,(?![^()]*\))(?![^<>]*>)/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function parseIndex(text: string): IndexText | undefined {
  const [, list, single, sorted, name] =
    /^(?:\(([^()]*)\)|([^()<>@]+))\s*(?:<([^<>]*)>)?\s*(?:@\s*(\w+))?$/.exec(text) ?? [];
  const columns = splitNames(list ?? single);
  return columns.length === 0 ? undefined : { columns, sorted: splitNames(sorted), name };
}

function splitNames(text = ""): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
