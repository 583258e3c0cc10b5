import type { Place } from "../base/place.js";

/** An enum as a sheet or the config declares it, not yet checked. */
export interface EnumDeclaration {
  readonly name: string;
  readonly note: string;
  /** The integer type's name. */
  readonly underlying: string;
  readonly underlyingAt: Place;
  /** A value may be several of the declared ones together. */
  readonly isFlags: boolean;
  readonly at: Place;
  readonly values: readonly EnumValueDeclaration[];
}

export interface EnumValueDeclaration {
  readonly name: string;
  readonly at: Place;
  /** The number's text; absent: one more than the value before, of flags the next bit. */
  readonly value?: { readonly text: string; readonly at: Place };
  readonly aliases: readonly { readonly text: string; readonly at: Place }[];
  readonly note: string;
  /** Groups of targets that have it; absent: all have it. */
  readonly groups?: readonly string[];
}
