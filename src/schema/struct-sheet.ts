import type { Report } from "../base/diagnostics.js";
import type { Sheet } from "../model/workbook.js";
import { parseValueRules } from "./column-rules.js";
import { type DeclarationRow, readDeclarationRows, type SheetForm, splitNames } from "./declaration-sheet.js";
import { explainSeparators } from "./explain-separators.js";
import { parseGroups } from "./parse-groups.js";
import { unquote } from "./parse-rules.js";
import { SheetProperty } from "./sheet-property.js";
import type { DeclaredText, FieldDeclaration, StructDeclaration } from "./struct-declaration.js";
import { tableNameOfSheet } from "./table-name.js";

/** What struct sheets say. */
export interface StructSheet {
  readonly structs: readonly StructDeclaration[];
  /** In the order of the rows. */
  readonly memberships: readonly Membership[];
}

/** A struct is a kind of a variant. */
export interface Membership {
  readonly variant: DeclaredText;
  readonly struct: DeclaredText;
}

type Heading =
  | "struct"
  | "extends"
  | "variant"
  | "separator"
  | "name"
  | "type"
  | "default"
  | "rule"
  | "group"
  | "note";

const form: SheetForm<Heading> = {
  mark: "##struct",
  headings: ["struct", "extends", "variant", "separator", "name", "type", "default", "rule", "group", "note"],
  needed: ["name", "type"],
};

/**
 * Reads the structs of a sheet. `##struct` in column A is followed by headings in any order; a row is a field. An empty
 * `struct` cell repeats the one above; without that heading the sheet's name is the struct's. `extends` and `variant`
 * speak of the struct. `separator` and `note` speak of the field, and in a row without a field of the struct; such a
 * row is all that a struct without fields has.
 */
export function readStructSheet(sheet: Sheet, report: Report): StructSheet {
  const content = readDeclarationRows(sheet, form, report);
  if (content === undefined) return { structs: [], memberships: [] };
  const structs = new Map<string, OpenStruct>();
  const memberships: Membership[] = [];
  let name = content.has("struct") ? "" : tableNameOfSheet(sheet);
  for (const row of content.rows) {
    if (row.text("struct") !== "") name = row.text("struct");
    if (name === "") {
      report("incomplete-row", { what: "struct" }, row.at("struct"));
      continue;
    }
    const declared = { text: name, at: row.at(content.has("struct") ? "struct" : "name") };
    const struct = structs.get(name) ?? openStruct(declared);
    structs.set(name, struct);
    readRow(row, struct, report);
    for (const variant of splitNames(row.text("variant"), row.at("variant"))) {
      memberships.push({ variant, struct: { text: name, at: variant.at } });
    }
  }
  return { structs: [...structs.values()].map((struct) => closeStruct(struct, report)), memberships };
}

/** A struct of which more rows may follow. */
interface OpenStruct {
  readonly name: DeclaredText;
  readonly base: SheetProperty;
  readonly note: SheetProperty;
  readonly separator: SheetProperty;
  readonly fields: FieldDeclaration[];
}

function openStruct(name: DeclaredText): OpenStruct {
  const property = (heading: Heading) => new SheetProperty("struct", name.text, heading);
  return {
    name,
    base: property("extends"),
    note: property("note"),
    separator: property("separator"),
    fields: [],
  };
}

function closeStruct({ name, base, note, separator, fields }: OpenStruct, report: Report): StructDeclaration {
  return {
    name: name.text,
    note: note.value?.text ?? "",
    at: name.at,
    base: base.value,
    fields,
    separators: separator.value === undefined ? undefined : readSeparators(separator.value, report),
  };
}

function readRow(row: DeclarationRow<Heading>, struct: OpenStruct, report: Report): void {
  struct.base.add(row.text("extends"), row.at("extends"), report);
  const isOfStruct = ["name", "type", "default", "rule"].every(
    (heading) => row.text(heading as Heading) === "",
  );
  if (!isOfStruct) {
    const field = readField(row, report);
    if (field !== undefined) struct.fields.push(field);
    return;
  }
  struct.note.add(row.text("note"), row.at("note"), report);
  struct.separator.add(row.text("separator"), row.at("separator"), report);
}

function readField(row: DeclarationRow<Heading>, report: Report): FieldDeclaration | undefined {
  const missing = row.text("name") === "" ? "name" : row.text("type") === "" ? "type" : undefined;
  if (missing !== undefined) {
    report("incomplete-row", { what: missing }, row.at(missing));
    return undefined;
  }
  const [fallback, separator] = [row.text("default"), row.text("separator")];
  return {
    name: row.text("name"),
    at: row.at("name"),
    type: { text: row.text("type"), at: row.at("type") },
    // A cell cannot hold an empty text, so it may stand in quotes, as behind a type.
    ...(fallback === "" ? {} : { default: { text: unquote(fallback) ?? fallback, at: row.at("default") } }),
    note: row.text("note"),
    ...readRules(row, report),
    ...parseGroups(row.text("group"), row.at("group"), report),
    separators:
      separator === "" ? undefined : readSeparators({ text: separator, at: row.at("separator") }, report),
  };
}

function readRules(row: DeclarationRow<Heading>, report: Report): Pick<FieldDeclaration, "rules"> {
  const rules = parseValueRules(row.text("rule"), row.at("rule"), report);
  return rules.length === 0 ? {} : { rules };
}

/** Blanks divide several separators, from the outermost inwards. */
function readSeparators({ text, at }: DeclaredText, report: Report): readonly string[] | undefined {
  const separators = text.split(/\s+/);
  const reason = explainSeparators(separators);
  if (reason === undefined) return separators;
  report("unusable-separator", { reason }, at);
  return undefined;
}
