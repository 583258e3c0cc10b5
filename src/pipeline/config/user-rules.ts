/** Rules as in a `##rule` row, `range=1..100 size=..3`; an object for rules that are introduced as a warning. */
export type UserColumnRules = string | UserColumnRule | readonly (string | UserColumnRule)[];

export interface UserRule {
  /** What messages call the rule; what it asks for unless given. */
  readonly name?: string;
  /** What messages say first to whom breaks it. */
  readonly message?: string;
  /** Whether breaking it is an `error` (the default) or a `warning`. */
  readonly severity?: "error" | "warning";
  /** The last day, `2026-12-31` in UTC, on which breaking it is a warning only. */
  readonly warningUntil?: string;
}

export interface UserColumnRule extends UserRule {
  /** Rules as in a `##rule` row. */
  readonly rule: string;
}

/** What the rows of a table must keep together: an object with one of `check`, `unique`, `sum`, `count`, `sequence` … */
export type UserTableRule =
  | UserCheckRule
  | UserUniqueRule
  | UserSumRule
  | UserCountRule
  | UserSequenceRule
  | UserAscendingRule
  | UserDescendingRule
  | UserReferencedRule;

export interface UserCheckRule extends UserRule {
  /** An expression over the row that must be true: `hp <= maxHp`. */
  readonly check: string;
}

export interface UserUniqueRule extends UserRule {
  /** Columns whose values together no two rows share. */
  readonly unique: string | readonly string[];
}

export interface UserGroupRule extends UserRule {
  /** Columns: rows with the same values in them are a group; all rows are one unless given. */
  readonly by?: string | readonly string[];
  /** An expression that is true of the rows that count; all do unless given. */
  readonly where?: string;
  /** What it must come to. */
  readonly equals?: number | string;
  /** The range that it must be in: `1..3`. */
  readonly range?: string;
}

export interface UserSumRule extends UserGroupRule {
  /** A column, or an expression over the row, that is summed up in each group. */
  readonly sum: string;
}

export interface UserCountRule extends UserGroupRule {
  /** `*` counts the rows of each group; an expression those of which it is true. */
  readonly count: string;
}

export interface UserSequenceRule extends UserRule {
  /** A column of integers, each one more than the one before. */
  readonly sequence: string;
  /** Columns: rows with the same values in them are a group with an order of its own. */
  readonly by?: string | readonly string[];
  /** The first value; any unless given. */
  readonly from?: number | string;
}

export interface UserOrderRule extends UserRule {
  /** Columns: rows with the same values in them are a group with an order of its own. */
  readonly by?: string | readonly string[];
  /** True where no two may be equal. */
  readonly strict?: boolean;
}

export interface UserAscendingRule extends UserOrderRule {
  /** A column whose values never become less. */
  readonly ascending: string;
}

export interface UserDescendingRule extends UserOrderRule {
  /** A column whose values never become more. */
  readonly descending: string;
}

export interface UserReferencedRule extends UserRule {
  /** Each row is referred to from somewhere. */
  readonly referenced: true;
}

/** Where the values of a `path` rule lead: a pattern in which `{}` stands for the value, or an object. */
export type UserPath = string | UserFilesPath | UserUnityPath | UserUnrealPath;

export interface UserFilesPath {
  /** A pattern in which `{}` stands for the value: `assets/icons/{}.png`. */
  readonly files: string;
  /** Endings that a file may have behind it: `[".png", ".jpg"]`. */
  readonly extensions?: string | readonly string[];
}

export interface UserUnityPath {
  /** Folder of a Unity project, which holds `Assets`. */
  readonly unity: string;
}

export interface UserUnrealPath {
  /** Folder of an Unreal project, which holds `Content`. */
  readonly unreal: string;
}
