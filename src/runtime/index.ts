/**
 * Reads images and libraries of tables, in Node and in browsers: what generated bindings stand on, and
 * access by names for tools that know no schema.
 */

// For generated code.
export { type Codec, codecs } from "./codecs.js";
export { enumName } from "./enum-name.js";
export { ClosedError, ImageError, SchemaMismatchError } from "./errors.js";
export { extractImage } from "./extract-image.js";
export { formatCsvHeader, formatNamedRowJson, formatRowCsv, formatRowJson } from "./format-row.js";
export type { ColumnInfo, EnumInfo, EnumValueInfo, ImageInfo, IndexInfo, TableInfo } from "./image-info.js";
export type { KeyValue } from "./key-lookup.js";
export { ListView } from "./list-view.js";
export type { TableSpec } from "./match-table.js";
export { type ImageOrigin, type ImageReader, openImage } from "./open-image.js";
export { parseKeyText } from "./parse-key-text.js";
export { Row } from "./row.js";
export { type RowClass, Table } from "./table.js";
export type { TableReader } from "./table-reader.js";
export { bindTables, TableSet } from "./table-set.js";
