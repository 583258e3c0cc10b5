import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { Config } from "../model/config.js";
import {
  type EnumSchema,
  type EnumType,
  type EnumValue,
  formatType,
  type IntegerType,
} from "../model/schema.js";
import type { Sheet } from "../model/workbook.js";
import { checkIdentifier, checkTypeName, withoutTwins } from "./check-declared-name.js";
import { listConfigEnums } from "./config-declarations.js";
import type { EnumDeclaration, EnumValueDeclaration } from "./enum-declaration.js";
import { readEnumSheet } from "./enum-sheet.js";
import { parseIntegerType } from "./parse-type.js";
import { suggestName } from "./table-name.js";

/** Returns the enums of the config and of all enum sheets, checked, in order of name. */
export function resolveEnums(
  config: Pick<Config, "file" | "enums">,
  sheets: readonly Sheet[],
  report: Report,
): readonly EnumSchema[] {
  const fromSheets = sheets.flatMap((sheet) => readEnumSheet(sheet, report));
  return resolveDeclaredEnums([...listConfigEnums(config), ...fromSheets], report);
}

/** Returns declared enums, checked, in order of name. */
export function resolveDeclaredEnums(
  declarations: readonly EnumDeclaration[],
  report: Report,
): readonly EnumSchema[] {
  const enums = withoutTwins("enum", declarations, report).flatMap(
    (declaration) => checkEnum(declaration, report) ?? [],
  );
  return enums.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Returns the enums' types by name; the position is that in the list. */
export function listEnumTypes(enums: readonly EnumSchema[]): ReadonlyMap<string, EnumType> {
  return new Map(
    enums.map(({ name, underlying }, index) => [name, { kind: "enum", index, name, underlying }]),
  );
}

function checkEnum(declaration: EnumDeclaration, report: Report): EnumSchema | undefined {
  const { name, note, at } = declaration;
  if (!checkTypeName("an enum", { name, at }, report)) return undefined;
  const given = parseIntegerType(declaration.underlying);
  if (given === undefined) {
    report("invalid-underlying", { enum: name, type: declaration.underlying }, declaration.underlyingAt);
  }
  const { isFlags } = declaration;
  if (isFlags && given?.signed && given.bits === 64) {
    report("signed-flags", { enum: name, type: declaration.underlying }, declaration.underlyingAt);
  }
  // The enum stays, with the widest type, so that neither its values nor the columns that use it are reported too.
  const underlying = given ?? { kind: "integer", bits: 64, signed: true };
  if (declaration.values.length === 0) report("empty-enum", { enum: name }, at);
  checkEnumNames(declaration, report);
  return { name, note, underlying, isFlags, values: numberValues(declaration, underlying, report), at };
}

/** Names and aliases share one name space: a cell may use any of them. */
function checkEnumNames({ name, values }: EnumDeclaration, report: Report): void {
  const firstPlace = new Map<string, Place>();
  const claim = (text: string, at: Place) => {
    const first = firstPlace.get(text);
    if (first === undefined) firstPlace.set(text, at);
    else {
      report("duplicate-enum-name", { enum: name, name: text }, at, [{ message: "first here", at: first }]);
    }
  };
  for (const value of values) {
    checkIdentifier("an enum value", value, report);
    claim(value.name, value.at);
    for (const alias of value.aliases) {
      // A cell may hold the number itself, so an alias must not look like one.
      if (/^[-+]?\d+$/.test(alias.text)) {
        const note = { message: `for example ${suggestName(alias.text)}` };
        report("invalid-name", { what: "an alias", name: alias.text }, alias.at, [note]);
      }
      claim(alias.text, alias.at);
    }
  }
}

function numberValues(
  declaration: EnumDeclaration,
  underlying: IntegerType,
  report: Report,
): readonly EnumValue[] {
  const firstOf = new Map<number, EnumValueDeclaration>();
  const values: (Omit<EnumValue, "value"> & { readonly value: number | undefined })[] = [];
  const add = ({ name, at, aliases, note, groups }: EnumValueDeclaration, value: number | undefined) => {
    const marked = groups === undefined ? {} : { groups };
    values.push({ name, value, aliases: aliases.map(({ text }) => text), note, ...marked, at });
  };
  const { isFlags } = declaration;
  let next = isFlags ? 1 : 0;
  for (const value of declaration.values) {
    const number = value.value === undefined ? next : parseNumber(value.value.text);
    const at = value.value?.at ?? value.at;
    if (number === undefined || !isInRange(number, underlying)) {
      const text = value.value?.text ?? String(next);
      const type = formatType(underlying);
      const limit = underlying.bits === 64 ? " within ±(2^53 − 1)" : "";
      const parameters = { enum: declaration.name, value: text, underlying: `${type}${limit}` };
      report("invalid-enum-value", parameters, at);
      add(value, undefined);
      continue;
    }
    if (isFlags && number < 0) {
      report("negative-flag", { enum: declaration.name, value: number }, at);
      add(value, undefined);
      continue;
    }
    next = isFlags ? nextBit(next, number) : number + 1;
    const first = firstOf.get(number);
    if (first !== undefined) {
      const parameters = { enum: declaration.name, value: number, name: value.name, other: first.name };
      report("duplicate-enum-value", parameters, at, [{ message: "first here", at: first.at }]);
      add(value, undefined);
      continue;
    }
    firstOf.set(number, value);
    add(value, number);
  }
  // The names of values whose numbers are wrong stay known, so that the cells that use them are not reported too.
  let spare = 0;
  return values.map(({ value, ...rest }): EnumValue => {
    if (value !== undefined) return { ...rest, value };
    while (firstOf.has(spare)) spare++;
    return { ...rest, value: spare++ };
  });
}

/** Returns the bit above all those that were used. */
function nextBit(next: number, used: number): number {
  let bit = next;
  while (bit <= used) bit *= 2;
  return bit;
}

function parseNumber(text: string): number | undefined {
  return /^[-+]?\d+$|^0[xX][0-9a-fA-F]+$/.test(text) ? Number(text) : undefined;
}

/** Values are numbers in every binding, so 64-bit enums stop at 2^53 − 1. */
function isInRange(value: number, { bits, signed }: IntegerType): boolean {
  if (!Number.isSafeInteger(value)) return false;
  const limit = 2 ** (signed ? bits - 1 : bits);
  return value < limit && value >= (signed ? -limit : 0);
}
