import type { KeyForm, KeyIndexKind, KeyPart, U64 } from "../model/key-index.js";
import type { IntegerType, ValueType } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";

/** What an image says of itself. All of it is plain data that outlives the image. */
export interface ImageInfo {
  /** Library name. */
  readonly name: string;
  readonly layoutVersion: number;
  /** The release's version, its content hash: 32 lower-case hex digits. */
  readonly version: string;
  /** 32 lower-case hex digits. */
  readonly schemaHash: string;
  readonly imageBytes: number;
  /** Header and directory, before the first block. */
  readonly metaBytes: number;
  /** In order of name. */
  readonly tables: readonly TableInfo[];
  /** In order of name. */
  readonly enums: readonly EnumInfo[];
}

export interface TableInfo {
  readonly name: string;
  /** The author's description, or an empty string. */
  readonly note: string;
  /** 32 lower-case hex digits. */
  readonly contentHash: string;
  readonly schemaHash: string;
  /** From the start of the image. */
  readonly blockOffset: number;
  readonly blockBytes: number;
  readonly rowCount: number;
  /** Distance between two rows. */
  readonly stride: number;
  /** In declared order. */
  readonly columns: readonly ColumnInfo[];
  /** The primary key first; none for a table without a key. */
  readonly indexes: readonly IndexInfo[];
  /** Offsets count from the start of the block. */
  readonly parts: readonly BlockPart[];
  /** Offset of the order array in the block; 0 when sheet order is slot order. */
  readonly orderOffset: number;
}

export interface ColumnInfo {
  readonly name: string;
  readonly note: string;
  readonly type: ValueType;
  /** In the row. */
  readonly offset: number;
}

export interface EnumInfo {
  readonly name: string;
  readonly note: string;
  readonly underlying: IntegerType;
  /** In declared order. */
  readonly values: readonly EnumValueInfo[];
}

export interface EnumValueInfo {
  readonly name: string;
  readonly value: number;
  readonly note: string;
}

/** An index over one key; `docs/image-format.md` §Keys says what the numbers mean. */
export interface IndexInfo {
  /** `primary`, or the column names joined by `_`. */
  readonly name: string;
  readonly kind: KeyIndexKind;
  readonly form: KeyForm;
  readonly parts: readonly KeyPart[];
  readonly keyCount: number;
  readonly slotCount: number;
  readonly shift: number;
  readonly bucketBits: number;
  readonly hashLevel: 0 | 1;
  readonly multiplier: U64;
  readonly salt: U64;
  /** From the start of the block. */
  readonly dataOffset: number;
  readonly dataBytes: number;
  /** From the start of the block; 0 when index slot is row. */
  readonly slotsOffset: number;
  readonly slotsBytes: number;
}
