import type { Command } from "commander";
import { at } from "../../base/assert.js";
import { findNearest } from "../../base/find-nearest.js";
import { formatType, keyTypeOf, primaryKeyName } from "../../model/schema.js";
import type { IndexInfo, KeyValue, TableReader } from "../../runtime/index.js";
import { exitCode } from "../exit-code.js";
import { listNames, openFile, requireTable } from "../open-file.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";

/** Adds `get`: the rows that have a key. */
export function addGetCommand(program: Command, { io, finish }: CommandContext): void {
  program
    .command("get")
    .description("print the row, or the rows, that a key has")
    .argument("<file>", "a library, its pointer, or an image file")
    .argument("<table>", "the table")
    .argument("<key...>", "each part of the key")
    .option("--by <index>", "an index of the table; the primary key unless given")
    .addHelpText("after", getHelp)
    .action(
      async (file: string, name: string, texts: readonly string[], options: { readonly by?: string }) => {
        const image = await openFile(file, io);
        const table = requireTable(image, name);
        const index = findIndex(table, options.by);
        const { formatRowJson } = await import("../../runtime/index.js");
        const rows = table.findAll(await parseKey(table, at(table.indexes, index), texts), index);
        if (rows.length === 0) {
          await io.stderr.write(`${table.name} has no row ${texts.join(", ")}.\n`);
          finish(exitCode.problems);
          return;
        }
        for (const row of rows) await io.stdout.write(`${formatRowJson(table, row)}\n`);
      },
    );
}

const getHelp = `
Prints each row as \`dump\` does. Integers in decimal, enums by name or number, bools as true and false,
datetimes as 2024-05-01T04:00:00Z or in seconds, versions as 1.2.3, references as their key. Exits with 1 when there is no
such row.

--by takes the name of an index, which \`inspect\` prints: all rows of a key are printed. Of an ordered index, the first parts
of a key are enough.

Examples:
  table-gen get tables/tables.so Item 7
  table-gen get tables/tables.so HeroLevel 1001 3
  table-gen get tables/tables.so Offset -5
  table-gen get tables/tables.so Item --by quality rare`;

/** Returns the position of an index by its name. */
function findIndex({ name, indexes }: TableReader, wanted: string | undefined): number {
  const index = indexes.findIndex((one) => one.name === (wanted ?? primaryKeyName));
  if (index >= 0) return index;
  const known = indexes.map((one) => one.name);
  if (known.length === 0) throw new UsageError(`${name} has no key; use dump.`);
  if (wanted === undefined) {
    throw new UsageError(`${name} has no primary key; name an index: --by ${known.join(", ")}.`);
  }
  const nearest = findNearest(wanted, known);
  const help = nearest === undefined ? `It has ${listNames(known)}.` : `Did you mean ${nearest}?`;
  throw new UsageError(`${name} has no index ${wanted}. ${help}`);
}

async function parseKey(
  table: TableReader,
  index: IndexInfo,
  texts: readonly string[],
): Promise<readonly KeyValue[]> {
  const { parseKeyText } = await import("../../runtime/index.js");
  const all = index.parts.map((part) => at(table.columns, part.column));
  const columns = index.purpose === "ordered" ? all.slice(0, texts.length) : all;
  if (texts.length !== columns.length) {
    const names = all.map(({ name, type }) => `${name} (${formatType(type)})`).join(", ");
    const what = index.name === primaryKeyName ? "The key" : `Index ${index.name}`;
    throw new UsageError(`${what} of ${table.name} is ${names}; ${texts.length} given.`);
  }
  return columns.map(({ name, type }, index) => {
    const text = at(texts, index);
    const value = parseKeyText(table, type, text);
    if (value !== undefined) return value;
    const problem = `${text} is no ${formatType(type)}, which ${table.name}.${name} is.`;
    const stored = keyTypeOf(type);
    if (stored?.kind !== "enum") throw new UsageError(problem);
    const known = at(table.enums, stored.index).values.map((one) => one.name);
    const nearest = findNearest(text, known);
    throw new UsageError(
      `${problem} ${nearest === undefined ? `It has ${listNames(known)}.` : `Did you mean ${nearest}?`}`,
    );
  });
}
