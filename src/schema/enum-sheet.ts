import type { Report } from "../base/diagnostics.js";
import type { Sheet } from "../model/workbook.js";
import { type DeclarationRow, readDeclarationRows, type SheetForm, splitNames } from "./declaration-sheet.js";
import type { EnumDeclaration, EnumValueDeclaration } from "./enum-declaration.js";
import { parseGroups } from "./parse-groups.js";
import { SheetProperty } from "./sheet-property.js";
import type { DeclaredText } from "./struct-declaration.js";
import { tableNameOfSheet } from "./table-name.js";

type Heading = "enum" | "type" | "flags" | "name" | "value" | "alias" | "group" | "note";

const form: SheetForm<Heading> = {
  mark: "##enum",
  headings: ["enum", "type", "flags", "name", "value", "alias", "group", "note"],
  needed: ["name"],
};

/**
 * Reads the enums of a sheet. `##enum` in column A is followed by headings in any order: `enum`, `name`,
 * `type`, `flags`, `value`, `alias`, `group`, `note`. An empty `enum` cell repeats the one above; without that heading the
 * sheet's name is the enum's. `type` and `flags` speak of the whole enum, in one of its rows or in each; without a
 * type it has the usual one. Several aliases are separated by `,`, `|` or their full-width forms.
 */
export function readEnumSheet(sheet: Sheet, report: Report): readonly EnumDeclaration[] {
  const content = readDeclarationRows(sheet, form, report);
  if (content === undefined) return [];
  const enums = new Map<string, OpenDeclaration>();
  let name = content.has("enum") ? "" : tableNameOfSheet(sheet);
  for (const row of content.rows) {
    if (row.text("enum") !== "") name = row.text("enum");
    const missing = name === "" ? "enum" : row.text("name") === "" ? "name" : undefined;
    if (missing !== undefined) {
      report("incomplete-row", { what: missing }, row.at(missing));
      continue;
    }
    const at = row.at(content.has("enum") ? "enum" : "name");
    const declaration = enums.get(name) ?? openDeclaration({ text: name, at });
    enums.set(name, declaration);
    declaration.values.push(readValue(row, report));
    declaration.type.add(row.text("type"), row.at("type"), report);
    declaration.isFlags ||= readFlags(row, report);
  }
  return [...enums.values()].map(closeDeclaration);
}

/** An enum of which more rows may follow. */
interface OpenDeclaration {
  readonly name: DeclaredText;
  readonly type: SheetProperty;
  isFlags: boolean;
  readonly values: EnumValueDeclaration[];
}

function openDeclaration(name: DeclaredText): OpenDeclaration {
  return { name, type: new SheetProperty("enum", name.text, "type"), isFlags: false, values: [] };
}

function closeDeclaration({ name, type, isFlags, values }: OpenDeclaration): EnumDeclaration {
  return {
    name: name.text,
    note: "",
    underlying: type.value?.text ?? (isFlags ? "uint32" : "int32"),
    underlyingAt: type.value?.at ?? name.at,
    isFlags,
    at: name.at,
    values,
  };
}

function readFlags(row: DeclarationRow<Heading>, report: Report): boolean {
  const text = row.text("flags").toLowerCase();
  if (text === "true" || text === "1") return true;
  if (text !== "" && text !== "false" && text !== "0") {
    report("not-a-bool", { value: row.text("flags") }, row.at("flags"));
  }
  return false;
}

function readValue(row: DeclarationRow<Heading>, report: Report): EnumValueDeclaration {
  const value = row.text("value");
  return {
    name: row.text("name"),
    at: row.at("name"),
    ...(value === "" ? {} : { value: { text: value, at: row.at("value") } }),
    aliases: splitNames(row.text("alias"), row.at("alias")),
    note: row.text("note"),
    ...parseGroups(row.text("group"), row.at("group"), report),
  };
}
