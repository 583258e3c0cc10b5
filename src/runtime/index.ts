/**
 * Reads images and libraries of tables, in Node and in browsers: what generated bindings stand on, and
 * access by names for tools that know no schema.
 */

// For generated code.
export { type Codec, codecs, type KeyCodec } from "./codecs.js";
export { enumName } from "./enum-name.js";
export { ClosedError, ImageError, SchemaMismatchError } from "./errors.js";
export { extractImage } from "./extract-image.js";
export { formatCsvHeader, formatNamedRowJson, formatRowCsv, formatRowJson } from "./format-row.js";
export { hasFlag } from "./has-flag.js";
export type {
  ColumnInfo,
  EnumInfo,
  EnumValueInfo,
  ImageInfo,
  IndexInfo,
  StructInfo,
  TableInfo,
  VariantInfo,
  VariantKindInfo,
} from "./image-info.js";
export type { KeyLookup, KeyValue } from "./key-lookup.js";
export { ListView } from "./list-view.js";
export { MapView } from "./map-view.js";
export type { TableSpec } from "./match-table.js";
export type { StructSpec, VariantSpec } from "./match-types.js";
export type { Memory as ImageMemory } from "./memory.js";
export { MultiIndex } from "./multi-index.js";
export { type ImageOrigin, type ImageReader, openImage } from "./open-image.js";
export { type KeyBound, type KeyPrefix, type NearestKey, OrderedIndex } from "./ordered-index.js";
export { parseKeyText } from "./parse-key-text.js";
export { Row } from "./row.js";
export { RowList } from "./row-list.js";
export { SetView } from "./set-view.js";
export { SingletonTable } from "./singleton-table.js";
export { Struct } from "./struct.js";
export { Table } from "./table.js";
export type { RowValues, TableReader } from "./table-reader.js";
export { bindTables, TableSet } from "./table-set.js";
export { type KindOf, UnknownKind, VariantCodec } from "./variant.js";
export { Version } from "./version.js";
export type { ViewClass } from "./view.js";
