import { trim } from "../base/blank.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Sheet } from "../model/workbook.js";

/**
 * Returns the name of the table in a sheet: the sheet's own name, or the file's where the sheet has none, or
 * one that the spreadsheet program gave it, or one that is no name though it is the only sheet.
 */
export function tableNameOfSheet(sheet: Sheet, isOnlySheet = false): string {
  const name = sheet.name === undefined ? undefined : trim(sheet.name).normalize("NFC");
  if (name === undefined || isAutomaticName(name)) return tableNameOfFile(sheet.file);
  return isOnlySheet && !isIdentifier(name) ? tableNameOfFile(sheet.file) : name;
}

/** Returns the file's name without folder and ending: `drops/Item.xlsx` is `Item`. */
export function tableNameOfFile(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return trim(dot <= 0 ? base : base.slice(0, dot)).normalize("NFC");
}

/** Returns an identifier made of a text that is none: `LvlRank@Lvl` gives `LvlRank_Lvl`. */
export function suggestName(text: string): string {
  const name = text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => wide.normalize("NFKC"))
    .normalize("NFC")
    .replace(/[^\p{XID_Continue}]+|\p{Default_Ignorable_Code_Point}+|[\u30FB\uFF65]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  if (name === "") return "name";
  return isIdentifier(name) ? name : `_${name}`;
}

/** What Excel, WPS, LibreOffice and Numbers call a new sheet. */
function isAutomaticName(name: string): boolean {
  return /^(sheet|工作表|シート|시트|tabelle|feuil|hoja|foglio|planilha|лист|arkusz|blad|table)\s*\d+$/iu.test(
    name,
  );
}
