import type { Place } from "../base/place.js";
import type { FieldRule } from "../model/rule.js";

/** A text of a declaration with the place where it stands. */
export interface DeclaredText {
  readonly text: string;
  readonly at: Place;
}

/** A struct as a sheet or the config declares it, not yet checked. */
export interface StructDeclaration {
  readonly name: string;
  readonly note: string;
  readonly at: Place;
  /** The struct whose fields come before its own. */
  readonly base: DeclaredText | undefined;
  readonly fields: readonly FieldDeclaration[];
  /** Separators of its fields in a cell, from outside inwards; absent: as the config has it. */
  readonly separators: readonly string[] | undefined;
}

export interface FieldDeclaration {
  readonly name: string;
  readonly at: Place;
  /** May end with a default, `int32 = 5`. */
  readonly type: DeclaredText;
  /** What an empty cell stands for; absent: what the type says. */
  readonly default?: DeclaredText;
  /** What its values must keep. */
  readonly rules?: readonly FieldRule[];
  /** Groups of targets that have it; absent: all have it. */
  readonly groups?: readonly string[];
  readonly note: string;
  readonly separators: readonly string[] | undefined;
}

/** A polymorphic struct as a sheet or the config declares it, not yet checked. */
export interface VariantDeclaration {
  readonly name: string;
  readonly note: string;
  readonly at: Place;
  readonly kinds: readonly VariantKindDeclaration[];
  /** Separators of `$type` and the fields in a cell; absent: as the config has it. */
  readonly separators: readonly string[] | undefined;
}

export interface VariantKindDeclaration {
  /** What `$type` says. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly struct: DeclaredText;
}
