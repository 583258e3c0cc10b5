import type { KeyForm, KeyIndexKind, KeyPart, U64 } from "../model/key-index.js";
import type { IntegerType, KeySchema, ValueType } from "../model/schema.js";
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
  /** Each after those that it holds in place. */
  readonly structs: readonly StructInfo[];
  /** In order of name. */
  readonly variants: readonly VariantInfo[];
}

export interface TableInfo {
  readonly name: string;
  /** The author's description, or an empty string. */
  readonly note: string;
  /** 32 lower-case hex digits. */
  readonly contentHash: string;
  readonly schemaHash: string;
  /** The content hash without where the rows lie that the table refers to: it changes only when the table itself does. */
  readonly dataHash: string;
  /** True for a table of one row that is read as that row. */
  readonly isSingleton: boolean;
  /** From the start of the image. */
  readonly blockOffset: number;
  readonly blockBytes: number;
  readonly rowCount: number;
  /** Distance between two rows. */
  readonly stride: number;
  /** In declared order. */
  readonly columns: readonly ColumnInfo[];
  /** The primary key first, where there is one. */
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

export interface StructInfo {
  readonly name: string;
  readonly note: string;
  readonly bytes: number;
  readonly alignment: number;
  /** In declared order; offsets count from the struct. */
  readonly fields: readonly ColumnInfo[];
}

export interface VariantInfo {
  readonly name: string;
  readonly note: string;
  /** A value's kind is a position here. */
  readonly kinds: readonly VariantKindInfo[];
}

export interface VariantKindInfo {
  readonly name: string;
  /** Position in the image's structs. */
  readonly struct: number;
}

export interface EnumInfo {
  readonly name: string;
  readonly note: string;
  readonly underlying: IntegerType;
  /** True when a value may be several of the named ones together, bit by bit. */
  readonly isFlags: boolean;
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
  /** `primary`, or the column names joined by `_`, or the author's. */
  readonly name: string;
  readonly purpose: KeySchema["purpose"];
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
  /** From the start of the block; 0 when index slot is row. multi: of the groups. */
  readonly slotsOffset: number;
  readonly slotsBytes: number;
  /** multi, ordered: the rows. From the start of the block; 0 for a unique index. */
  readonly rowsOffset: number;
  readonly rowsBytes: number;
}
