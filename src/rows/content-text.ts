import { cellText } from "../model/workbook.js";
import type { CellContent } from "./cell-parser.js";

/** Returns the content as a person would type it. */
export function contentText(content: CellContent): string {
  return typeof content === "string" ? content : (cellText(content) ?? "");
}

/** Returns the text with the full-width forms of ASCII characters, as Chinese input methods type them, made plain. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2013\u2014]/g, "-")
    .replaceAll("\u3000", " ");
}
