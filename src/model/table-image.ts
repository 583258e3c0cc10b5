import type { Schema, TableSchema } from "./schema.js";

/** The finished image: the bytes of `tablegen_image` and where everything lies in them. */
export interface TableImage {
  readonly schema: Schema;
  readonly bytes: Uint8Array;
  /** 32 lower-case hex digits: the release's version. */
  readonly version: string;
  /** Bytes of header and directory, before the first block. */
  readonly metaBytes: number;
  /** In the order of `schema.tables`. */
  readonly blocks: readonly TableBlock[];
}

/** Where one table lies. */
export interface TableBlock {
  readonly table: TableSchema;
  /** From the start of the image, a multiple of 64. */
  readonly offset: number;
  /** A multiple of 64. */
  readonly bytes: number;
  /** 32 lower-case hex digits: of all bytes. */
  readonly contentHash: string;
  readonly rowCount: number;
  readonly stride: number;
  /** Offsets of the columns in a row, in the order of `table.columns`. */
  readonly columnOffsets: readonly number[];
  /** Consecutive parts; what lies between two of them, and after the last, is zero padding. */
  readonly parts: readonly BlockPart[];
}

/** A run of equal elements inside a block. */
export interface BlockPart {
  /**
   * rows: structs of the table. order: u32. lists: elements of one type. structs: what variants lead to, of one type.
   * strings: bytes. index-data, index-slots, index-rows: of index `index`.
   */
  readonly kind:
    | "rows"
    | "order"
    | "index-data"
    | "index-slots"
    | "index-rows"
    | "lists"
    | "structs"
    | "strings";
  /** From the start of the block. */
  readonly offset: number;
  readonly bytes: number;
  /** index parts: position in `table.keys`; lists: position in the image's type table; structs: in `Schema.structs`; else 0. */
  readonly index: number;
}
