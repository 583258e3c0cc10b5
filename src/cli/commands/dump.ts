import { type Command, Option } from "commander";
import type { TableReader } from "../../runtime/index.js";
import type { Io } from "../io.js";
import { openFile, requireTable } from "../open-file.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";

interface DumpOptions {
  readonly format: "jsonl" | "csv";
}

/** Adds `dump`: every row in sheet order. */
export function addDumpCommand(program: Command, { io }: CommandContext): void {
  program
    .command("dump")
    .description("print every row of a library, in sheet order")
    .argument("<file>", "a library, its pointer, or an image file")
    .argument("[table]", "one table; all of them unless given")
    .addOption(
      new Option("--format <format>", "csv needs a table").choices(["jsonl", "csv"]).default("jsonl"),
    )
    .addHelpText("after", dumpHelp)
    .action(async (file: string, table: string | undefined, options: DumpOptions) => {
      const image = await openFile(file, io);
      const { formatCsvHeader, formatNamedRowJson, formatRowCsv, formatRowJson } = await import(
        "../../runtime/index.js"
      );
      if (table === undefined) {
        if (options.format === "csv") throw new UsageError("csv holds one table; name it: dump FILE TABLE.");
        for (const one of image.tables) await printRows(one, formatNamedRowJson, io);
        return;
      }
      const one = requireTable(image, table);
      if (options.format === "jsonl") return printRows(one, formatRowJson, io);
      await io.stdout.write(`${formatCsvHeader(one)}\n`);
      await printRows(one, formatRowCsv, io);
    });
}

const dumpHelp = `
jsonl prints {"table":"Item","row":{…}} a line, or the bare row objects of one table: columns in declared
order, 64-bit integers as decimal strings, lists and sets as arrays, maps as arrays of [key, value], structs as
objects, polymorphic ones with "$type", references as the key of the row, absent values as null, enums by name,
flags as a|b, datetimes and durations as ISO 8601. csv prints a header and RFC 4180 records; what is no plain value
is in it as JSON; an absent value is nothing, an empty string is "".

Examples:
  table-gen dump tables/tables.so
  table-gen dump tables/tables.so Item --format csv > item.csv`;

/** Text is handed over in pieces of about this many characters. */
const pieceLength = 1 << 16;

async function printRows(
  table: TableReader,
  format: (table: TableReader, row: ReturnType<TableReader["row"]>) => string,
  { stdout }: Io,
): Promise<void> {
  let piece = "";
  for (const row of table.rows()) {
    piece += `${format(table, row)}\n`;
    if (piece.length < pieceLength) continue;
    await stdout.write(piece);
    if (stdout.isClosed) return;
    piece = "";
  }
  if (piece !== "") await stdout.write(piece);
}
