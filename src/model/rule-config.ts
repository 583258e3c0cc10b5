/** What a rule of the config has beside what it asks for. */
export interface RuleHeadConfig {
  /** What messages call it; what it asks for unless given. */
  readonly name?: string;
  /** What the author has to say to whom breaks it. */
  readonly message?: string;
  readonly severity: "error" | "warning";
  /** The last day, `2026-12-31` in UTC, on which breaking it is a warning. */
  readonly warningUntil?: string;
}

/** Rules of a column as in a `##rule` row. */
export interface ColumnRuleConfig extends RuleHeadConfig {
  readonly rule: string;
}

export type TableRuleConfig = RuleHeadConfig & TableRuleTermsConfig;

export type TableRuleTermsConfig =
  | { readonly kind: "check"; readonly check: string }
  | { readonly kind: "unique"; readonly columns: readonly string[] }
  | AggregateConfig
  | RowOrderConfig
  | { readonly kind: "referenced" };

export interface AggregateConfig {
  readonly kind: "sum" | "count";
  /** An expression; `*` for all rows. */
  readonly of: string;
  readonly by: readonly string[];
  readonly where?: string;
  /** A range, or one value. */
  readonly range: string;
}

export interface RowOrderConfig {
  readonly kind: "sequence" | "ascending" | "descending";
  readonly column: string;
  readonly by: readonly string[];
  /** The first value of a sequence. */
  readonly from?: string;
  readonly strict: boolean;
}
