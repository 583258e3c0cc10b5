import type { Report } from "../../base/diagnostics.js";
import { placeOfCell } from "../../model/workbook.js";
import {
  type BeanDefinition,
  type FieldDefinition,
  splitFullName,
  splitWords,
  type TableDefinition,
} from "./definitions.js";
import { isFieldName, type TitledSheet, textAt } from "./read-titles.js";

/** Reads the bean of a table from the titles of its sheet, with the rows `##type`, `##group` and `##desc`. */
export function readTitleBean(
  { sheet, title, markedRows }: TitledSheet,
  { value, note, groups }: TableDefinition,
  report: Report,
): BeanDefinition {
  const at = placeOfCell(sheet, 0, 0);
  const typeRow = markedRows.get("type");
  const groupRow = markedRows.get("group");
  const noteRow = markedRows.get("desc") ?? markedRows.get("comment") ?? markedRows.get("");
  const textIn = (row: number | undefined, column: number) =>
    row === undefined ? "" : textAt(sheet, row, column);
  if (typeRow === undefined) report("luban-definition", { reason: "the sheet has no row ##type" }, at);
  const fields: FieldDefinition[] = [];
  const variants = new Map<string, string[]>();
  for (const { name, from } of title.titles.filter((one) => isFieldName(one.name))) {
    const [own = "", variant] = name.split("@");
    if (variant !== undefined) {
      variants.get(own)?.push(variant);
      continue;
    }
    const place = placeOfCell(sheet, typeRow ?? 0, from, name);
    const { type, group } = splitType(textIn(typeRow, from));
    if (type === "") {
      if (typeRow !== undefined) report("luban-definition", { reason: `${name} has no type` }, place);
      continue;
    }
    const given = textIn(groupRow, from);
    const names = variants.get(own) ?? [];
    variants.set(own, names);
    fields.push({
      ...{ name: own, alias: "", note: textIn(noteRow, from), at: place },
      type: { text: type, at: place },
      groups: splitWords(given === "" ? group : given),
      variants: names,
    });
  }
  return {
    ...splitFullName(value.text),
    ...{ note, groups, at, alias: "", separators: "", fields },
  };
}

/** `int&group=c` is a type with what else is said of the field; `\&` is the sign itself. */
function splitType(text: string): { readonly type: string; readonly group: string } {
  const [type = "", ...others] = text.split(/(?<!\\)&/).map((part) => part.replaceAll("\\&", "&").trim());
  const group = others.map((part) => /^group\s*=(.*)$/.exec(part)?.[1]).find((found) => found !== undefined);
  return { type, group: group ?? "" };
}
