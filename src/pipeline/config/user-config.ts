import type { WarningCode } from "../../base/catalog/index.js";
import type { Level } from "../../base/diagnostic-spec.js";
import type { DialectConfig } from "../../model/config.js";
import type { UserColumnRules, UserPath, UserTableRule } from "./user-rules.js";

/**
 * What a `table-gen.config.*` file says. Every key is optional and every key that is not named here is an
 * error. Paths and globs are relative to the config's folder and use `/`.
 */
export interface UserConfig {
  /** For editors; not read. */
  readonly $schema?: string;
  /** Library name, an identifier: `tables` unless given. The library is `lib<name>.<hash>.so`. */
  readonly name?: string;
  /** C++ namespace such as `game::tables`: the name unless given. */
  readonly namespace?: string;
  /** Output folder: `tables` unless given. */
  readonly out?: string;
  /** Globs of sheet files: all files of known formats below the config's folder unless given. */
  readonly sources?: string | readonly string[];
  /** Encoding of text files: a WHATWG label such as `gb18030`, or `auto` (the default) to detect it. */
  readonly encoding?: string;
  /** Separator of text files: one character, or `auto` (the default) to detect it. */
  readonly separator?: string;
  /** How the header looks; `marked` unless given. A table may have its own. */
  readonly dialect?: UserDialect | UserLubanDialect | UserTableauDialect;
  /** IANA zone in which datetime cells without an offset are meant; `UTC` unless given. */
  readonly timeZone?: string;
  /** What separates the elements of a list in a cell; `,` unless given. */
  readonly listSeparator?: string;
  /** What separates the parts of lists in lists and the like, from the innermost outwards; `,` `;` `|` unless given. */
  readonly separators?: readonly string[];
  /** What an empty cell means, by type (`int32`, `string`, `list` for all lists, sets and maps); else it is an error. */
  readonly emptyCells?: Readonly<Record<string, UserText>>;
  /** Enums by name, beside those of enum sheets. */
  readonly enums?: Readonly<Record<string, UserEnum>>;
  /** Structs by name, beside those of struct sheets. */
  readonly structs?: Readonly<Record<string, UserStruct>>;
  /** Polymorphic structs by name, beside those of struct sheets. */
  readonly variants?: Readonly<Record<string, UserVariant>>;
  /** Values by a name that cells may use for them, beside those of constant sheets. */
  readonly constants?: Readonly<Record<string, UserText>>;
  /** Where the values of `path` rules lead, by names that the rules use: `{ "icons": "assets/icons/{}.png" }`. */
  readonly paths?: Readonly<Record<string, UserPath>>;
  /** Globs of programs with rules that no list covers: `rules/*.ts`; see `defineRules`. */
  readonly rules?: string | readonly string[];
  /** Tables by name; those that are not named here are found all the same. */
  readonly tables?: Readonly<Record<string, UserTable>>;
  /**
   * What libraries are built, by name: each has what is marked with one of its groups, and what has no mark. Without it
   * there is one library of everything.
   */
  readonly targets?: Readonly<Record<string, readonly string[] | UserTarget>>;
  /** Rows with tags in column A: which are in, which are out. Without it a text in column A is a mistake. */
  readonly tags?: UserTags;
  /** The regions that columns may be for: `name@en`. */
  readonly regions?: readonly string[];
  /** The one of them that is built for; the plain columns unless given. */
  readonly region?: string;
  /**
   * Folders with sheets whose rows take the place of those with the same key, or are added, one folder after the other;
   * a sheet that has some of the columns changes these alone.
   */
  readonly patches?: string | readonly string[];
  /** Localised texts: the table that columns of type `text` refer to, and its languages. */
  readonly text?: UserTexts;
  /** How releases lie in the output folder. */
  readonly publish?: UserPublish;
  /** Warnings that are errors here, or are not reported: `{ "groups-without-effect": "off" }`. */
  readonly diagnostics?: UserDiagnostics;
}

/** By a warning's code, as `table-gen explain` lists them. Errors stay errors. */
export type UserDiagnostics = Readonly<Partial<Record<WarningCode, Level>>>;

/** A cell of type `text` holds the key of a row of this table, which has a column for each language. */
export interface UserTexts {
  /** The table. Its sheets may each have some of the languages: rows with the same key are put together. */
  readonly table: string;
  /** Columns of the languages, the one that stands in for missing translations first. */
  readonly languages: readonly string[];
  /** Name of the languages' enum in the generated code; `Language` unless given. */
  readonly enum?: string;
}

/** Rows without tags are always in. */
export interface UserTags {
  /** Of the rows with tags those with one of these are in; all of them unless given. */
  readonly include?: string | readonly string[];
  /** Rows with one of these are out. */
  readonly exclude?: string | readonly string[];
}

/** A server, a client, tools. */
export interface UserTarget {
  /** Marks of what it has beside what has no mark. */
  readonly groups: readonly string[];
  /** Library name; the config's unless given. */
  readonly name?: string;
  /** Folder in the output folder; the target's name unless given. */
  readonly out?: string;
}

/** Modes are octal, as `chmod` takes them: `"0444"`. */
export interface UserPublish {
  /** How many of the newest releases stay beside those that are in use: 5 unless given. */
  readonly keep?: number;
  /** Of a release, without the bits for writing; `0444` unless given. */
  readonly mode?: string;
  /** User that files and folders are given to: a name or a number. */
  readonly owner?: string | number;
  /** Group that they are given to: a name or a number. */
  readonly group?: string | number;
  /** Of the output folder and of what is kept about the releases; as the system makes them unless given. */
  readonly folderMode?: string;
  /** Of the folder in which processes leave their records; `1777` where servers run as several users. */
  readonly recordsMode?: string;
  /** Private key that releases are signed with: an Ed25519 key in a PEM file. */
  readonly sign?: string;
}

/** A Luban project as it is: its definitions say what tables there are. Only for the config as a whole. */
export interface UserLubanDialect {
  /** Name of the dialect. */
  readonly kind: "luban";
  /** The project's `luban.conf`, relative to the config's folder. */
  readonly conf: string;
  /** The only one of the project's targets that is built; all of them unless given. */
  readonly target?: string;
  /** Variants of fields that are read: by the field, `{ "test.Item.name": "zh" }`, or for all of them as `default`. */
  readonly variants?: Readonly<Record<string, string>>;
  /** Tables whose records are not all there, by their full names: references to them are not checked. */
  readonly incomplete?: readonly string[];
}

/** Workbooks of a tableau project as they are: their metasheets say what tables there are. Only for the config as a whole. */
export interface UserTableauDialect {
  /** Name of the dialect. */
  readonly kind: "tableau";
  /** The project's `config.yaml`, relative to the config's folder; what it says of headers, zone and types counts. */
  readonly conf?: string;
  /** Globs of .proto files with predefined types, beside those of the `config.yaml`. */
  readonly protoFiles?: string | readonly string[];
  /** Name of the metasheets; `@TABLEAU` unless given. */
  readonly metasheet?: string;
}

/** The name of a dialect, or the name with its options. */
export type UserDialect = DialectConfig["kind"] | DialectConfig;

/** The text of a cell; a number or a boolean is taken as it would be typed. */
export type UserText = string | number | boolean;

/**
 * The short form is `{ white: 1, green: 2 }`. The full form has `values`, in either of its two shapes:
 * by name, or as a list in which order and Chinese names are easier to see.
 */
export type UserEnum = Readonly<Record<string, number>> | UserFullEnum;

export interface UserFullEnum {
  /** An integer type's name; `int32` unless given, `uint32` for flags. */
  readonly underlying?: string;
  /** True when a value may be several of the declared ones together, bit by bit. */
  readonly flags?: boolean;
  /** Comment in the generated code. */
  readonly note?: string;
  /** By name a number or an object, or a list of objects with a name. */
  readonly values: Readonly<Record<string, number | UserEnumValue>> | readonly UserNamedEnumValue[];
}

export interface UserEnumValue {
  /** A whole number, at most 2^53 − 1 either way. */
  readonly value: number;
  /** Other texts that a cell may use for it. */
  readonly aliases?: string | readonly string[];
  /** Comment in the generated code. */
  readonly note?: string;
  /** Groups of targets that have it; all have it unless given. */
  readonly group?: string | readonly string[];
}

export interface UserNamedEnumValue extends UserEnumValue {
  /** Name of the value in cells and in the generated code. */
  readonly name: string;
}

/**
 * The short form is `{ item: "ref<Item>", count: "uint32 = 1" }`: types by the names of fields. The full form has
 * `fields`, in either of its two shapes: by name, or as a list.
 */
export type UserStruct = Readonly<Record<string, string>> | UserFullStruct;

export interface UserFullStruct {
  /** Comment in the generated code. */
  readonly note?: string;
  /** The struct whose fields come before its own. */
  readonly extends?: string;
  /** What separates its fields in a cell; a list says so of what they hold too, from the outermost inwards. */
  readonly separator?: string | readonly string[];
  /** By name a type or an object, or a list of objects with a name. */
  readonly fields: Readonly<Record<string, string | UserField>> | readonly UserNamedField[];
}

export interface UserField {
  /** A type as a column has it; a default may follow: `int32 = 5`. */
  readonly type: string;
  /** Comment in the generated code. */
  readonly note?: string;
  /** What an empty cell or part of a cell stands for, as a cell would say it. */
  readonly default?: UserText;
  /** What separates the parts of its value in a cell; a list gives those of nested ones, from the outermost inwards. */
  readonly separator?: string | readonly string[];
  /** What its values must keep, as in a `##rule` row: `range=1..100`. */
  readonly rules?: UserColumnRules;
  /** Groups of targets that have it; all have it unless given. */
  readonly group?: string | readonly string[];
}

export interface UserNamedField extends UserField {
  /** Name of the field in headers and in the generated code. */
  readonly name: string;
}

/** The short form is `["Circle", "Square"]`: structs, by whose names `$type` tells the kinds. The full form has `kinds`. */
export type UserVariant = readonly string[] | UserFullVariant;

export interface UserFullVariant {
  /** Comment in the generated code. */
  readonly note?: string;
  /** What separates `$type` and the fields in a cell; a list says so of what they hold too, from the outermost inwards. */
  readonly separator?: string | readonly string[];
  /** By what `$type` says a struct or an object, or a list of structs and of objects with a name. */
  readonly kinds:
    | Readonly<Record<string, string | UserVariantKind>>
    | readonly (string | UserNamedVariantKind)[];
}

export interface UserVariantKind {
  /** The struct whose fields a value of this kind has. */
  readonly struct: string;
  /** Other texts that `$type` may say. */
  readonly aliases?: string | readonly string[];
}

export interface UserNamedVariantKind extends UserVariantKind {
  /** What `$type` says. */
  readonly name: string;
}

export interface UserTable {
  /**
   * Where the rows are: `file` or `file#sheet`, globs in both parts; files of records, or a folder of them, with the
   * place of the records behind a `#` (`all.json#data.items`).
   */
  readonly from?: string | readonly string[];
  /** How the header looks; the config's unless given. */
  readonly dialect?: UserDialect;
  /** Comment in the generated code. */
  readonly note?: string;
  /** Column or columns of the primary key; `false` for a table without a key. */
  readonly key?: string | readonly string[] | false;
  /** Further unique keys: each a column, a list of columns, or an object with a name of its own. */
  readonly unique?: readonly UserIndex[];
  /** Keys that several rows may have, to find all of them. */
  readonly multi?: readonly UserIndex[];
  /** Keys to go through rows in their order, also between two of them; several rows may have one. */
  readonly ordered?: readonly UserIndex[];
  /** True for a table of one row that is read as that row, such as settings; it needs no key. */
  readonly singleton?: boolean;
  /** True where each field is a row of the sheet and each record a column; marked sheets say so themselves. */
  readonly transposed?: boolean;
  /** The struct whose fields are the table's columns: for rows in files of records. */
  readonly record?: string;
  /** Groups of targets that have it; all have it unless given. */
  readonly group?: string | readonly string[];
  /** Columns that lead back, by name: `{ "users": "Hero.weapon" }` gives each row the heroes whose weapon it is. */
  readonly backReferences?: Readonly<Record<string, string>>;
  /** By the name in the header: a type, or the column's options. */
  readonly columns?: Readonly<Record<string, string | UserColumn>>;
  /** What the rows must keep together: expressions, sums and counts of groups, uniqueness, order. */
  readonly rules?: readonly UserTableRule[];
}

/** A column, a list of columns, or either with a name. */
export type UserIndex = string | readonly string[] | UserNamedIndex;

export interface UserNamedIndex {
  /** Column or columns of the key. */
  readonly columns: string | readonly string[];
  /** The name in the generated code; the columns' names joined by `_` unless given. */
  readonly name?: string;
}

export interface UserColumn {
  /** The name in the generated code; the header's unless given. */
  readonly name?: string;
  /** A type such as `int32`, `string[]`, `Quality?`; the sheet's unless given. */
  readonly type?: string;
  /** Comment in the generated code; the sheet's unless given. */
  readonly note?: string;
  /** What an empty cell stands for, as a cell would say it. */
  readonly default?: UserText;
  /** What separates the parts of its values in a cell; a list gives those of nested ones, from the outermost inwards. */
  readonly separator?: string | readonly string[];
  /** Groups of targets that have it; those of the sheet, or all, unless given. */
  readonly group?: string | readonly string[];
  /** What its values must keep, beside what the sheet says, as in a `##rule` row: `range=1..100`. */
  readonly rules?: UserColumnRules;
  /** Leaves the column out. */
  readonly ignore?: boolean;
  /** The table and column whose values these are: `Item.id`. */
  readonly references?: string;
}

/** Returns its argument: gives a `table-gen.config.ts` the types of the config. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
