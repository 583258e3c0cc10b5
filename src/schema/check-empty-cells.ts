import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Config } from "../model/config.js";
import { type EnumSchema, formatType } from "../model/schema.js";
import { baseTypes } from "./base-types.js";
import { placeInConfig } from "./places.js";

/** Reports types in `emptyCells` that do not exist; a type has to be given by its full name there. */
export function checkEmptyCells(config: Config, enums: readonly EnumSchema[], report: Report): void {
  const names = new Set([...baseTypes.values()].map((type) => formatType(type)));
  for (const name of ["list", ...enums.map((one) => one.name)]) names.add(name);
  for (const type of Object.keys(config.emptyCells)) {
    if (names.has(type)) continue;
    const meant = baseTypes.get(type);
    const suggestion = meant === undefined ? findNearest(type, names) : formatType(meant);
    report("unknown-empty-cells-type", { type, suggestion }, placeInConfig(config, ["emptyCells", type]));
  }
}
