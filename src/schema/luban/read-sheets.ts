import type { Report } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import type { LubanTitle } from "../../model/luban.js";
import { isBlank, splitRecords } from "../../model/luban-records.js";
import { placeOfCell, type Sheet, type Workbook } from "../../model/workbook.js";
import {
  type BeanDefinition,
  type EnumDefinition,
  fullNameOf,
  isTrue,
  type LubanDefinitions,
  noDefinitions,
  splitFullName,
  splitWords,
  type TableDefinition,
} from "./definitions.js";
import { readTitles, type TitledSheet, textAt } from "./read-titles.js";
import { splitInputs } from "./read-xml.js";

/** Reads `__tables__`, `__beans__` or `__enums__`. */
export function readSheetDefinitions(
  { sheets }: Workbook,
  kind: "table" | "bean" | "enum",
  report: Report,
): LubanDefinitions {
  const records = sheets.flatMap((sheet) => {
    const titled = readTitles(sheet, report);
    return titled === undefined ? [] : listRecords(titled);
  });
  const named = records.filter((record) => {
    const name = record.text("full_name");
    if (splitFullName(name).name !== "") return true;
    report("luban-definition", { reason: `a ${kind} has no full_name` }, record.at("full_name"));
    return false;
  });
  switch (kind) {
    case "table":
      return { ...noDefinitions, tables: named.map(readTable) };
    case "bean":
      return { ...noDefinitions, beans: named.map(readBean) };
    case "enum":
      return { ...noDefinitions, enums: named.map(readEnum) };
  }
}

/** Texts of a record, or of an element in its rows, by their titles; empty where there is no such title. */
interface TextRecord {
  text(title: string): string;
  at(title: string): Place;
  /** The elements of a title, each in a row of its own. */
  elements(title: string): readonly TextRecord[];
}

function listRecords({ sheet, title, rows }: TitledSheet): readonly TextRecord[] {
  return splitRecords(sheet, title, rows).map((one) => createRecord(sheet, title, one));
}

function createRecord(sheet: Sheet, title: LubanTitle, rows: readonly number[]): TextRecord {
  const [row = 0] = rows;
  const find = (name: string) => title.titles.find((one) => one.name === name);
  return {
    text: (name) => {
      const found = find(name);
      return found === undefined ? "" : textAt(sheet, row, found.from);
    },
    at: (name) => placeOfCell(sheet, row, find(name)?.from ?? title.from, name),
    elements: (name) => {
      const found = find(name);
      if (found === undefined) return [];
      const filled = rows.filter((one) => !isBlank(sheet, one, found));
      return filled.map((one) => createRecord(sheet, found, [one]));
    },
  };
}

function readCommon(record: TextRecord) {
  return {
    ...splitFullName(record.text("full_name")),
    note: record.text("comment"),
    groups: splitWords(record.text("group")),
    at: record.at("full_name"),
  };
}

function readTable(record: TextRecord): TableDefinition {
  const common = readCommon(record);
  const isDefinedByTitles = isTrue(record.text("read_schema_from_file"));
  const value = record.text("value_type");
  const isShort = splitFullName(value).module === "";
  const text = isShort ? fullNameOf({ module: common.module, name: value }) : value;
  return {
    ...common,
    value: { text, at: record.at("value_type") },
    index: record.text("index"),
    mode: record.text("mode"),
    inputs: splitInputs(record.text("input")),
    isDefinedByTitles,
  };
}

function readBean(record: TextRecord): BeanDefinition {
  const parent = record.text("parent");
  return {
    ...readCommon(record),
    ...(parent === "" ? {} : { parent: { text: parent, at: record.at("parent") } }),
    alias: record.text("alias"),
    separators: record.text("sep"),
    fields: record.elements("fields").map((field) => ({
      name: field.text("name"),
      alias: field.text("alias"),
      type: { text: field.text("type"), at: field.at("type") },
      note: field.text("comment"),
      groups: splitWords(field.text("group")),
      variants: splitWords(field.text("variants")),
      at: field.at("name"),
    })),
  };
}

function readEnum(record: TextRecord): EnumDefinition {
  return {
    ...readCommon(record),
    isFlags: isTrue(record.text("flags")),
    isUnique: isTrue(record.text("unique")),
    items: record.elements("items").map((item) => ({
      name: item.text("name"),
      alias: item.text("alias"),
      value: item.text("value"),
      note: item.text("comment"),
      at: item.at("name"),
    })),
  };
}
