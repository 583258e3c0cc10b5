import type { Report } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import { whyReserved, withoutCompilerNames } from "./reserved-names.js";

/** What a name is for, in case it has to be changed. */
export interface NamedThing {
  /** `Table Hero`, `Column Hero.class`: begins the message. */
  readonly what: string;
  readonly at?: Place;
}

/** The names of one C++ scope: each is given out once. */
export interface NameScope {
  /** Returns `wish`, or the nearest name that is free and allowed, after a warning about `thing`. */
  take(wish: string, thing: NamedThing): string;
  /** As `take` for a name that no author chose: nothing is reported. */
  derive(wish: string): string;
}

/** Creates a scope in which some names are in use already. */
export function createNameScope(taken: readonly string[], report: Report): NameScope {
  const used = new Set(taken);
  const derive = (wish: string): string => {
    const name = firstFree(withoutCompilerNames(wish), used);
    used.add(name);
    return name;
  };
  const take = (wish: string, { what, at }: NamedThing): string => {
    const reason = whyReserved(wish) ?? `${wish} is taken there`;
    const name = derive(wish);
    if (name !== wish) report("cpp-name-taken", { what, name, reason }, at);
    return name;
  };
  return { take, derive };
}

/** Returns a name as it is, else with `_`, else with a number from 2. */
function firstFree(name: string, used: ReadonlySet<string>): string {
  const isFree = (candidate: string) => !used.has(candidate) && whyReserved(candidate) === undefined;
  if (isFree(name)) return name;
  const base = name.endsWith("_") ? name : `${name}_`;
  if (isFree(base)) return base;
  let number = 2;
  while (!isFree(`${base}${number}`)) number++;
  return `${base}${number}`;
}
