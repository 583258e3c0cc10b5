/**
 * Rules in TypeScript, for what no rule of a list covers. A program of the config's `rules` exports as its default what
 * `defineRules` returns:
 *
 *     import { defineRules } from "table-gen";
 *     import type { RuleTables } from "../tables/ts/game-rules.js"; // generated: the types of all rows
 *
 *     export default defineRules<RuleTables>(({ tables, report }) => {
 *       for (const hero of tables.Hero.rows) {
 *         if (tables.Item.find(hero.weapon)?.kind !== "Weapon") report(hero, "weapon", "a hero fights with a weapon");
 *       }
 *     });
 */
export function defineRules<Tables extends AnyRuleTables = AnyRuleTables>(
  rules: Rules<Tables>,
): Rules<Tables> {
  return rules;
}

/** A check of its own, or several with names. */
export type Rules<Tables extends AnyRuleTables = AnyRuleTables> =
  | RuleCheck<Tables>
  | RuleProgram<Tables>
  | readonly RuleProgram<Tables>[];

/** Looks at the tables and reports; what it returns does not count. */
export type RuleCheck<Tables extends AnyRuleTables = AnyRuleTables> = (
  context: RuleContext<Tables>,
) => void | Promise<void>;

export interface RuleProgram<Tables extends AnyRuleTables = AnyRuleTables> {
  /** What messages call it. */
  readonly name: string;
  /** Whether breaking it is an `error` (the default) or a `warning`. */
  readonly severity?: "error" | "warning";
  /** The last day, `2026-12-31` in UTC, on which breaking it is a warning only. */
  readonly warningUntil?: string;
  readonly check: RuleCheck<Tables>;
}

export interface RuleContext<Tables extends AnyRuleTables = AnyRuleTables> {
  /** All tables by name. Their rows cannot be changed. */
  readonly tables: { readonly [Name in keyof Tables]: RuleTable<Tables[Name]> };
  /** The release that is in use, of which a table or column may be missing; absent before the first one. */
  readonly previous: PreviousRelease<Tables> | undefined;
  /** The day in UTC, `2026-12-31`. */
  readonly today: string;
  /** Reports a cell: of a column, or of a part of its value, `pos.x`. */
  readonly report: (row: object, column: string, message: string, notes?: readonly RuleNote[]) => void;
  /** Reports a table as a whole. */
  readonly reportTable: (table: { readonly name: string }, message: string) => void;
}

/** Another cell that belongs to a report. */
export interface RuleNote {
  readonly message: string;
  readonly row: object;
  readonly column: string;
}

export interface RuleTable<Types extends RuleTableTypes = RuleTableTypes> {
  readonly name: string;
  /** In the order of the sheets. */
  readonly rows: readonly Types["row"][];
  /** Returns the row that has the primary key, its parts in the order of the key. */
  find(...key: Types["key"]): Types["row"] | undefined;
}

export interface PreviousRelease<Tables extends AnyRuleTables = AnyRuleTables> {
  /** The content hash that names it. */
  readonly version: string;
  readonly tables: {
    readonly [Name in keyof Tables]?: RuleTable<{
      readonly row: Partial<Tables[Name]["row"]>;
      readonly key: Tables[Name]["key"];
    }>;
  };
}

/** By table the types of its rows and of its primary key; generated for the tables of a config. */
export type AnyRuleTables = { readonly [Name in string]: RuleTableTypes };

export interface RuleTableTypes {
  readonly row: object;
  readonly key: readonly unknown[];
}
