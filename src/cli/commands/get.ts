import type { Command } from "commander";
import { at } from "../../base/assert.js";
import { findNearest } from "../../base/find-nearest.js";
import { formatType } from "../../model/schema.js";
import type { KeyValue, TableReader } from "../../runtime/index.js";
import { exitCode } from "../exit-code.js";
import { listNames, openFile, requireTable } from "../open-file.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";

/** Adds `get`: one row by its primary key. */
export function addGetCommand(program: Command, { io, finish }: CommandContext): void {
  program
    .command("get")
    .description("print the row that has a key")
    .argument("<file>", "a library, its pointer, or an image file")
    .argument("<table>", "the table")
    .argument("<key...>", "each part of the primary key")
    .addHelpText("after", getHelp)
    .action(async (file: string, name: string, texts: readonly string[]) => {
      const image = await openFile(file, io);
      const table = requireTable(image, name);
      const { formatRowJson } = await import("../../runtime/index.js");
      const row = table.find(await parseKey(table, texts));
      if (row === undefined) {
        await io.stderr.write(`${table.name} has no row ${texts.join(", ")}.\n`);
        finish(exitCode.problems);
        return;
      }
      await io.stdout.write(`${formatRowJson(table, row)}\n`);
    });
}

const getHelp = `
Prints the row as \`dump\` does. Integers in decimal, enums by name or number, bools as true and false,
datetimes as 2024-05-01T04:00:00Z or in seconds. Exits with 1 when there is no such row.

Examples:
  table-gen get tables/tables.so Item 7
  table-gen get tables/tables.so HeroLevel 1001 3
  table-gen get tables/tables.so Offset -5`;

async function parseKey(table: TableReader, texts: readonly string[]): Promise<readonly KeyValue[]> {
  const { parseKeyText } = await import("../../runtime/index.js");
  const [primary] = table.indexes;
  if (primary === undefined) throw new UsageError(`${table.name} has no key; use dump.`);
  const columns = primary.parts.map((part) => at(table.columns, part.column));
  if (texts.length !== columns.length) {
    const names = columns.map(({ name, type }) => `${name} (${formatType(type)})`).join(", ");
    throw new UsageError(`The key of ${table.name} is ${names}; ${texts.length} given.`);
  }
  return columns.map(({ name, type }, index) => {
    const text = at(texts, index);
    const value = parseKeyText(table, type, text);
    if (value !== undefined) return value;
    const problem = `${text} is no ${formatType(type)}, which ${table.name}.${name} is.`;
    if (type.kind !== "enum") throw new UsageError(problem);
    const known = at(table.enums, type.index).values.map((one) => one.name);
    const nearest = findNearest(text, known);
    throw new UsageError(
      `${problem} ${nearest === undefined ? `It has ${listNames(known)}.` : `Did you mean ${nearest}?`}`,
    );
  });
}
