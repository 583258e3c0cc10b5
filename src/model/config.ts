import type { WarningCode } from "../base/catalog/index.js";
import type { Level } from "../base/diagnostic-spec.js";
import type { PathRoot } from "./rule.js";
import type { ColumnRuleConfig, TableRuleConfig } from "./rule-config.js";
import type { TableauHeader } from "./tableau.js";

/**
 * The config of one library after defaults are filled in: what `table-gen.config.*` says.
 * The keys of its records are names and in normal form C.
 * Keys of the file have the same names; `pipeline/config` reads and checks it.
 */
export interface Config {
  /** The config file's path as shown to the user; places inside it use this name. */
  readonly file: string;
  /** Absolute folder of the config; all paths in it are relative to this. */
  readonly folder: string;
  /** Library name, an identifier: `tables` unless given. */
  readonly name: string;
  /** C++ namespace, parts joined by `::`: the name unless given. */
  readonly namespace: string;
  /** Output folder, relative to `folder`: `tables` unless given. */
  readonly out: string;
  /** Globs of sheet files, relative to `folder`; `**` of every known format unless given. */
  readonly sources: readonly string[];
  /** Encoding of text files, or `auto` to detect it. Any WHATWG label. */
  readonly encoding: string;
  /** Separator of text files, or `auto` to detect it. */
  readonly separator: string;
  readonly dialect: DialectConfig;
  /** Where the tables are a Luban project: what they are then is said there. */
  readonly luban?: LubanConfig;
  /** Where the tables are a tableau project: how its workbooks are read. */
  readonly tableau?: TableauConfig;
  /** IANA zone in which datetime cells without an offset are meant: `UTC` unless given. */
  readonly timeZone: string;
  /** What separates the elements of a list in a cell: `,` unless given. The first of `separators`. */
  readonly listSeparator: string;
  /**
   * What separates the parts of containers in containers, from the innermost outwards: `,` `;` `|` unless given.
   * They all differ.
   */
  readonly separators: readonly string[];
  /**
   * What an empty cell of a column without an own default means, by type: a type's name (`int32`, `string`),
   * or `list` for all lists, sets and maps. A type that is not named here makes an empty cell an error,
   * and so does the column of a key.
   */
  readonly emptyCells: Readonly<Record<string, string>>;
  readonly enums: Readonly<Record<string, EnumConfig>>;
  readonly structs: Readonly<Record<string, StructConfig>>;
  readonly variants: Readonly<Record<string, VariantConfig>>;
  /** By a name that cells may use: the text of a cell that it stands for. */
  readonly constants: Readonly<Record<string, string>>;
  /** Where the values of `path` rules lead, by the names that the rules use. */
  readonly paths: Readonly<Record<string, PathRoot>>;
  /** Globs of programs with rules, relative to `folder`. */
  readonly rules: readonly string[];
  /** By table name. Tables that are not named here are found by their dialect. */
  readonly tables: Readonly<Record<string, TableConfig>>;
  /** What libraries are built; one of everything without any. */
  readonly targets: readonly TargetConfig[];
  /** What tags leave rows in; absent where a text in column A is a mistake. */
  readonly tags?: TagsConfig;
  /** The table of localised texts. */
  readonly text?: TextsConfig;
  /** The regions that columns may be for, and the one that is built for. */
  readonly regions: readonly string[];
  readonly region?: string;
  /** Folders whose rows replace or add to those of the tables, relative to `folder`. */
  readonly patches: readonly string[];
  readonly publish: PublishConfig;
  /** What is done with warnings; those that are not named here stay warnings. */
  readonly diagnostics: Readonly<Partial<Record<WarningCode, Level>>>;
}

/** What columns of type `text` refer to. */
export interface TextsConfig {
  readonly table: string;
  /** Columns of the languages, the one that stands in for missing translations first. */
  readonly languages: readonly string[];
  /** Name of the languages' enum. */
  readonly enum: string;
}

export interface TagsConfig {
  /** Of the rows with tags, those with one of these are in; all of them where there is none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A library with what is marked with one of its groups, and with what has no mark. */
export interface TargetConfig {
  readonly name: string;
  readonly groups: readonly string[];
  /** Library name. */
  readonly library: string;
  /** Folder in the output folder. */
  readonly out: string;
}

/** How releases lie in the output folder. Modes are permission bits; what is absent stays as the system makes it. */
export interface PublishConfig {
  /** How many of the newest releases stay beside those that are in use: 5 unless given. */
  readonly keep: number;
  /** Of a release, without the bits for writing: 0o444 unless given. */
  readonly mode: number;
  /** User and group that files and folders are given to: a name or a number. */
  readonly owner?: string | number;
  readonly group?: string | number;
  /** Of the output folder and of what is kept about the releases. */
  readonly folderMode?: number;
  /** Of the folder in which processes leave their records: 0o755 for a new one unless given. */
  readonly recordsMode?: number;
  /** Private key that releases are signed with, a PEM file; relative to `folder`. */
  readonly sign?: string;
}

/** A Luban project: what its `luban.conf` says. Paths are relative to the config's folder. */
export interface LubanConfig {
  /** The `luban.conf`. */
  readonly file: string;
  /** Folder of the records. */
  readonly dataFolder: string;
  /** Files and folders of definitions, with what Luban calls their type. */
  readonly schemaFiles: readonly { readonly path: string; readonly type: string }[];
  readonly groups: readonly { readonly names: readonly string[]; readonly isDefault: boolean }[];
  /** Variants of fields that are read: by the field, `test.Item.name`, or `default`. */
  readonly variants: Readonly<Record<string, string>>;
  /** Full names of tables whose records are not all there: references to them are not checked. */
  readonly incomplete: readonly string[];
  /** Folder of the files that `path` attributes name. */
  readonly pathRoot: string | undefined;
}

/** A tableau project: what its `config.yaml` and the dialect say. Paths are relative to the config's folder. */
export interface TableauConfig {
  /** The `config.yaml`, where there is one. */
  readonly file?: string;
  /** Name of the sheet that says how the sheets of its workbook are read. */
  readonly metasheet: string;
  /** Where headers stand unless a metasheet says otherwise. */
  readonly header: TableauHeader;
  /** Globs of .proto files with predefined types. */
  readonly protoFiles: readonly string[];
  /** Folders in which those, and what they import, are looked for. */
  readonly protoFolders: readonly string[];
}

/** The name of a dialect with its options. Positions count from 1, as a spreadsheet shows them. */
export type DialectConfig = MarkedDialectConfig | StackedDialectConfig | PlainDialectConfig;

/** Marks in the first column make header rows: `##name`, `##type`, `##rule`, `##note`. */
export interface MarkedDialectConfig {
  /** Name of the dialect. */
  readonly kind: "marked";
}
/** Rows of notes, names and types one above the other. Those that are not given are detected. */
export interface StackedDialectConfig {
  /** Name of the dialect. */
  readonly kind: "stacked";
  /** Row of the names, counted from 1. */
  readonly nameRow?: number;
  /** Row of the types, counted from 1. */
  readonly typeRow?: number;
  /** Row of the notes, counted from 1. */
  readonly noteRow?: number;
  /** First row of data; the one after the last header row unless given. */
  readonly dataRow?: number;
  /** Number of mark columns at the left; those left of the first name unless given. A mark that begins with `#` makes a comment row. */
  readonly markColumns?: number;
}
/** One row of names; types and keys stand in the config. */
export interface PlainDialectConfig {
  /** Name of the dialect. */
  readonly kind: "plain";
  /** Row of the names, counted from 1; the first row with cells unless given. */
  readonly nameRow?: number;
  /** Row of the notes, counted from 1; none unless given. */
  readonly noteRow?: number;
  /** First row of data, counted from 1; the one after the last header row unless given. */
  readonly dataRow?: number;
}

export interface EnumConfig {
  /** An integer type's name; `int32` unless given, `uint32` for flags. */
  readonly underlying: string;
  /** True when a value may be several of the declared ones together. */
  readonly flags: boolean;
  readonly note: string;
  readonly values: readonly EnumValueConfig[];
}

export interface EnumValueConfig {
  readonly name: string;
  readonly value: number;
  readonly aliases: readonly string[];
  readonly note: string;
  readonly groups?: readonly string[];
}

export interface StructConfig {
  readonly note: string;
  /** The struct whose fields come before its own. */
  readonly extends?: string;
  /** Separators of its fields in a cell, from the outermost inwards; absent: as the config has it. */
  readonly separators?: readonly string[];
  readonly fields: readonly FieldConfig[];
}

export interface FieldConfig {
  readonly name: string;
  /** A type as in a `##type` row; a default may follow. */
  readonly type: string;
  readonly note: string;
  /** Text of a cell that an empty one stands for. */
  readonly default?: string;
  readonly separators?: readonly string[];
  readonly rules?: readonly ColumnRuleConfig[];
  readonly groups?: readonly string[];
}

export interface VariantConfig {
  readonly note: string;
  /** Separators of `$type` and the fields in a cell, from the outermost inwards; absent: as the config has it. */
  readonly separators?: readonly string[];
  readonly kinds: readonly VariantKindConfig[];
}

export interface VariantKindConfig {
  /** What `$type` says. */
  readonly name: string;
  readonly struct: string;
  readonly aliases: readonly string[];
}

export interface TableConfig {
  /**
   * Where the rows are: `file`, `file#sheet`, with globs in both parts (`drops/*.xlsx#*`), or files of records: see
   * `parseRecordSource`.
   * Empty: the sheets that the dialect gives this table's name.
   */
  readonly from: readonly string[];
  readonly dialect?: DialectConfig;
  readonly note?: string;
  /** Columns of the primary key. `false` declares a table without a key. Absent: the sheet says. */
  readonly key?: readonly string[] | false;
  /** Keys beside the primary one, each of which finds one row. */
  readonly unique: readonly IndexConfig[];
  /** Keys that several rows may have. */
  readonly multi: readonly IndexConfig[];
  /** Keys that rows are put in the order of; several rows may have one. */
  readonly ordered: readonly IndexConfig[];
  /** True for a table of one row, which needs no key. */
  readonly groups?: readonly string[];
  readonly singleton: boolean;
  /** By name the table and column whose rows lead back: `Hero.weapon`. */
  readonly backReferences: Readonly<Record<string, string>>;
  /** Absent: the sheet says. */
  readonly transposed?: boolean;
  /** The struct whose fields are columns of the table. */
  readonly record?: string;
  /** By the name in the sheet's header. */
  readonly columns: Readonly<Record<string, ColumnConfig>>;
  /** What the rows must keep together. */
  readonly rules: readonly TableRuleConfig[];
}

export interface IndexConfig {
  readonly columns: readonly string[];
  /** The columns' names joined by `_` unless given. */
  readonly name?: string;
}

export interface ColumnConfig {
  /** The column's name in the generated code; the header's unless given. */
  readonly name?: string;
  /** A type as in a `##type` row; the sheet's unless given. */
  readonly type?: string;
  readonly note?: string;
  /** Text of a cell that an empty cell stands for. */
  readonly default?: string;
  /** Separators of its values in a cell, from the outermost inwards; absent: as the config has it. */
  readonly separators?: readonly string[];
  /** What its values must keep, beside what the sheet says. */
  readonly rules?: readonly ColumnRuleConfig[];
  readonly groups?: readonly string[];
  /** Leaves the column out. */
  readonly ignore: boolean;
  /** The table and column whose values these are, `Item.id`. Checked with the references. */
  readonly references?: string;
}
