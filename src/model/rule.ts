import type { Place } from "../base/place.js";

/** What every rule has: where it stands, and how a row that breaks it is reported. */
export interface RuleSource {
  /** As it is written, `range=1..100`: messages show it. */
  readonly text: string;
  readonly at: Place;
  /** What the author has to say to whom breaks it. */
  readonly message?: string;
  /** Breaking it is a warning: always, or up to the end of a day in UTC, `2026-12-31`, and an error after. */
  readonly warning?: "always" | { readonly until: string };
}

/** What the values of a column, or of a struct's field, must keep. Its texts are not yet read as values. */
export type FieldRule = RuleSource &
  FieldRuleTerms & {
    /** The names of the fields that lead from the column to what the rule is about; absent: the column itself. */
    readonly within?: readonly string[];
  };

export type FieldRuleTerms =
  | RangeTerms
  | OneOfTerms
  | PatternTerms
  | RequiredTerms
  | PathTerms
  | SequenceTerms
  | OrderTerms
  | CheckTerms;

/** range: of numbers, durations, datetimes and versions; size: of elements; length: of characters of a text. */
export interface RangeTerms {
  readonly kind: "range" | "size" | "length";
  readonly range: RangeText;
}

/** At least one of the two limits is there. */
export interface RangeText {
  readonly minimum?: LimitText;
  readonly maximum?: LimitText;
}

export interface LimitText {
  readonly text: string;
  /** True where the limit itself is outside. */
  readonly isOpen: boolean;
}

export interface OneOfTerms {
  readonly kind: "oneOf";
  readonly values: readonly string[];
}

/** A regular expression that matches the whole text. */
export interface PatternTerms {
  readonly kind: "pattern";
  readonly pattern: string;
}

/** required: the cell is filled. notDefault: the value is not the one that an empty cell would stand for. */
export interface RequiredTerms {
  readonly kind: "required" | "notDefault";
}

/** The value names a file: below the root of that name in the config's `paths`, or where the pattern says. */
export interface PathTerms {
  readonly kind: "path";
  readonly root: string;
}

/** Each integer is one more than the one before; the first is this one, where given. */
export interface SequenceTerms {
  readonly kind: "sequence";
  readonly first?: string;
}

/** Each value is no less (no more) than the one before; strict: none is equal. */
export interface OrderTerms {
  readonly kind: "ascending" | "descending";
  readonly isStrict: boolean;
}

/** An expression over the row, or over the struct that has the field; `it` is the value itself. */
export interface CheckTerms {
  readonly kind: "check";
  readonly expression: string;
}

/** What the rows of a table must keep together. */
export type TableRule = RuleSource & TableRuleTerms;

export type TableRuleTerms =
  | CheckTerms
  | UniqueTerms
  | AggregateTerms
  | RowOrderTerms
  | { readonly kind: "referenced" };

/** No two rows have the same values in all of these columns. Rows that lack one of them do not count. */
export interface UniqueTerms {
  readonly kind: "unique";
  readonly columns: readonly string[];
}

/** What a group of rows comes to: the sum of an expression, or the number of rows. */
export interface AggregateTerms {
  readonly kind: "sum" | "count";
  /** What is summed up; for a count what must be true of the rows that are counted, `*` for all. */
  readonly of: string;
  /** Rows with the same values in these columns are a group; all rows are one where there is none. */
  readonly by: readonly string[];
  /** What must be true of the rows that count; all do unless given. */
  readonly where?: string;
  readonly range: RangeText;
}

/** The order of the rows of a group, in the order of the sheets. */
export interface RowOrderTerms {
  readonly kind: "ordered";
  readonly order: SequenceTerms | OrderTerms;
  readonly column: string;
  readonly by: readonly string[];
}

/** Where the values of `path` rules lead. Paths are relative to the config's folder. */
export type PathRoot = FilesRoot | ProjectRoot;

export interface FilesRoot {
  readonly kind: "files";
  /** `{}` stands for the value; without it the value is looked for below. */
  readonly pattern: string;
  /** What may follow the path; nothing does where there is none. */
  readonly extensions: readonly string[];
}

export interface ProjectRoot {
  readonly kind: "unity" | "unreal";
  /** Folder of the project. */
  readonly root: string;
}
