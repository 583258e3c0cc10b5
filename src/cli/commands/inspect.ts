import type { Command } from "commander";
import { at } from "../../base/assert.js";
import { formatType } from "../../model/schema.js";
import type {
  ColumnInfo,
  ImageReader,
  IndexInfo,
  StructInfo,
  TableReader,
  VariantInfo,
} from "../../runtime/index.js";
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
"note", "contentHash", "schemaHash", "dataHash", "isSingleton", "rows", "stride", "offset", "bytes", "columns":
[{ "name", "note", "type", "offset" }], "indexes": [{ "name", "purpose", "kind", "form", "columns", "keys", "bytes" }],
"parts": [{ "kind", "index", "offset", "bytes" }] }], "enums": [{ "name", "note", "underlying", "isFlags", "values":
[{ "name", "value", "note" }] }], "structs": [{ "name", "note", "bytes", "alignment", "fields": [as columns] }],
"variants": [{ "name", "note", "kinds": [{ "name", "struct" }] }] }.
Offsets of columns count from the row, of parts from the table's block, of tables from the image.

Examples:
  table-gen inspect tables/tables.so
  table-gen inspect tables/tables.so --json`;

function toJson({ info, tables }: ImageReader) {
  const { name, version, schemaHash, layoutVersion, imageBytes, metaBytes, enums, structs, variants } = info;
  return {
    name,
    version,
    schemaHash,
    layoutVersion,
    imageBytes,
    metaBytes,
    tables: tables.map(tableToJson),
    enums: enums.map((one) => ({ ...one, underlying: formatType(one.underlying) })),
    structs: structs.map((one) => ({ ...one, fields: one.fields.map(fieldToJson) })),
    variants: variants.map(({ name: variant, note, kinds }) => ({
      name: variant,
      note,
      kinds: kinds.map((kind) => ({ name: kind.name, struct: at(structs, kind.struct).name })),
    })),
  };
}

function fieldToJson({ name, note, type, offset }: ColumnInfo) {
  return { name, note, type: formatType(type), offset };
}

function tableToJson(table: TableReader) {
  const { info, indexes, columns } = table;
  return {
    name: info.name,
    note: info.note,
    contentHash: info.contentHash,
    schemaHash: info.schemaHash,
    dataHash: info.dataHash,
    isSingleton: info.isSingleton,
    rows: info.rowCount,
    stride: info.stride,
    offset: info.blockOffset,
    bytes: info.blockBytes,
    columns: columns.map(fieldToJson),
    indexes: indexes.map((index) => ({
      name: index.name,
      purpose: index.purpose,
      kind: index.kind,
      form: index.form,
      columns: listKeyColumns(table, index),
      keys: index.keyCount,
      bytes: indexBytes(index),
    })),
    parts: info.parts.map(({ kind, index, offset, bytes }) => ({ kind, index, offset, bytes })),
  };
}

function indexBytes({ dataBytes, slotsBytes, rowsBytes }: IndexInfo): number {
  return dataBytes + slotsBytes + rowsBytes;
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
  return [
    head,
    ...tables.map(formatTable),
    ...info.structs.map(formatStruct),
    ...info.variants.map((one) => formatVariant(one, info.structs)),
  ].join("\n");
}

function formatTable(table: TableReader): string {
  const { info } = table;
  const rows = info.isSingleton ? "one row" : formatNumberOf(info.rowCount, "row");
  const size = `${rows} of ${info.stride} bytes, ${formatBytes(info.blockBytes)}`;
  const indexes = table.indexes.map((index) => [
    index.name,
    index.purpose,
    index.kind,
    listKeyColumns(table, index).join(", "),
    formatBytes(indexBytes(index)),
  ]);
  const parts = info.parts.map((part) => [part.kind, formatBytes(part.bytes)]);
  return [
    `${info.name}: ${size}\n${formatNote(info.note)}`,
    formatFields("column", table.columns),
    section([["index", "use", "kind", "key", "bytes"], ...indexes], [4]),
    section([["part", "bytes"], ...parts], [1]),
  ].join("");
}

function formatStruct({ name, note, bytes, fields }: StructInfo): string {
  return `struct ${name}: ${formatBytes(bytes)}\n${formatNote(note)}${formatFields("field", fields)}`;
}

function formatVariant({ name, note, kinds }: VariantInfo, structs: readonly StructInfo[]): string {
  const rows = kinds.map((kind, index) => [String(index), kind.name, at(structs, kind.struct).name]);
  return `variant ${name}\n${formatNote(note)}${section([["", "kind", "struct"], ...rows], [0])}`;
}

function formatNote(note: string): string {
  return note === "" ? "" : `  ${toVisibleText(note, 80)}\n`;
}

function formatFields(title: string, fields: readonly ColumnInfo[]): string {
  const rows = fields.map(({ name, type, offset, note }) => [
    name,
    formatType(type),
    String(offset),
    toVisibleText(note, 60),
  ]);
  return section([[title, "type", "offset", ""], ...rows], [2]);
}

/** A title row without rows below it says nothing. */
function section(rows: readonly (readonly string[])[], right: readonly number[]): string {
  return rows.length === 1 ? "" : formatColumns(rows, { indent: "  ", right });
}
