import type { Command } from "commander";
import { at } from "../../base/assert.js";
import { formatType } from "../../model/schema.js";
import type { ImageReader, IndexInfo, TableReader } from "../../runtime/index.js";
import { formatColumns } from "../format-columns.js";
import { formatBytes, formatCount, formatNumberOf } from "../format-size.js";
import { openFile } from "../open-file.js";
import { toVisibleText } from "../visible-text.js";
import type { CommandContext } from "./context.js";

/** Adds `inspect`: what a library says of itself. */
export function addInspectCommand(program: Command, { io }: CommandContext): void {
  program
    .command("inspect")
    .description("print what a library holds: version, tables, columns, indexes, bytes per part")
    .argument("<file>", "a library, its pointer, or an image file")
    .option("--json", "print one JSON document")
    .addHelpText("after", inspectHelp)
    .action(async (file: string, options: { readonly json?: true }) => {
      const image = await openFile(file, io);
      await io.stdout.write(
        options.json === true ? `${JSON.stringify(toJson(image), undefined, 2)}\n` : formatImage(image),
      );
    });
}

const inspectHelp = `
--json prints { "name", "version", "schemaHash", "layoutVersion", "imageBytes", "metaBytes", "tables": [{ "name",
"note", "contentHash", "schemaHash", "rows", "stride", "offset", "bytes", "columns": [{ "name", "note", "type",
"offset" }], "indexes": [{ "name", "kind", "form", "columns", "keys", "bytes" }], "parts": [{ "kind", "index",
"offset", "bytes" }] }], "enums": [{ "name", "note", "underlying", "values": [{ "name", "value", "note" }] }] }.
Offsets of columns count from the row, of parts from the table's block, of tables from the image.

Examples:
  table-gen inspect tables/tables.so
  table-gen inspect tables/tables.so --json`;

function toJson({ info, tables }: ImageReader) {
  const { name, version, schemaHash, layoutVersion, imageBytes, metaBytes, enums } = info;
  return {
    name,
    version,
    schemaHash,
    layoutVersion,
    imageBytes,
    metaBytes,
    tables: tables.map(tableToJson),
    enums: enums.map((one) => ({ ...one, underlying: formatType(one.underlying) })),
  };
}

function tableToJson(table: TableReader) {
  const { info, indexes, columns } = table;
  return {
    name: info.name,
    note: info.note,
    contentHash: info.contentHash,
    schemaHash: info.schemaHash,
    rows: info.rowCount,
    stride: info.stride,
    offset: info.blockOffset,
    bytes: info.blockBytes,
    columns: columns.map(({ name, note, type, offset }) => ({ name, note, type: formatType(type), offset })),
    indexes: indexes.map((index) => ({
      name: index.name,
      kind: index.kind,
      form: index.form,
      columns: listKeyColumns(table, index),
      keys: index.keyCount,
      bytes: index.dataBytes + index.slotsBytes,
    })),
    parts: info.parts.map(({ kind, index, offset, bytes }) => ({ kind, index, offset, bytes })),
  };
}

function listKeyColumns({ columns }: TableReader, { parts }: IndexInfo): readonly string[] {
  return parts.map(({ column }) => at(columns, column).name);
}

function formatImage({ info, tables }: ImageReader): string {
  const rows = tables.reduce((sum, table) => sum + table.rowCount, 0);
  const head = formatColumns([
    ["library", info.name],
    ["version", info.version],
    ["schema", info.schemaHash],
    ["layout", String(info.layoutVersion)],
    ["image", `${formatBytes(info.imageBytes)}, of which ${formatBytes(info.metaBytes)} describe it`],
    ["tables", `${formatCount(tables.length)} with ${formatNumberOf(rows, "row")}`],
  ]);
  return [head, ...tables.map(formatTable)].join("\n");
}

function formatTable(table: TableReader): string {
  const { info } = table;
  const size = `${formatNumberOf(info.rowCount, "row")} of ${info.stride} bytes, ${formatBytes(info.blockBytes)}`;
  const note = info.note === "" ? "" : `  ${toVisibleText(info.note, 80)}\n`;
  const columns = table.columns.map(({ name, type, offset, note: text }) => [
    name,
    formatType(type),
    String(offset),
    toVisibleText(text, 60),
  ]);
  const indexes = table.indexes.map((index) => [
    index.name,
    index.kind,
    listKeyColumns(table, index).join(", "),
    formatBytes(index.dataBytes + index.slotsBytes),
  ]);
  const parts = info.parts.map((part) => [part.kind, formatBytes(part.bytes)]);
  return [
    `${info.name}: ${size}\n${note}`,
    section([["column", "type", "offset", ""], ...columns], [2]),
    section([["index", "kind", "key", "bytes"], ...indexes], [3]),
    section([["part", "bytes"], ...parts], [1]),
  ].join("");
}

/** A title row without rows below it says nothing. */
function section(rows: readonly (readonly string[])[], right: readonly number[]): string {
  return rows.length === 1 ? "" : formatColumns(rows, { indent: "  ", right });
}
