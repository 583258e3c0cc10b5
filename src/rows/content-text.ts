import { cellText } from "../model/workbook.js";
import type { CellContent } from "./cell-parser.js";

/** Returns the content as a person would type it. */
export function contentText(content: CellContent): string {
  return typeof content === "string" ? content : (cellText(content) ?? "");
}

/** True for text that holds nothing but blanks and characters without a shape. */
export function isBlank(text: string): boolean {
  return trim(text) === "";
}

/**
 * Returns the text without blanks and invisible characters around it: Unicode white space (with the no-break
 * and ideographic spaces), zero-width and direction marks, byte order marks, soft hyphens.
 */
export function trim(text: string): string {
  if (isShape(text.charCodeAt(0)) && isShape(text.charCodeAt(text.length - 1))) return text;
  return text.replace(invisibleStart, "").replace(invisibleEnd, "");
}

/** True where a code unit is a letter, digit or sign of ASCII: most cells need no closer look. */
function isShape(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}

const invisible = "[\\s\\u00AD\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF]+";
const invisibleStart = new RegExp(`^${invisible}`);
const invisibleEnd = new RegExp(`${invisible}$`);

/** Returns the text with the full-width forms of ASCII characters, as Chinese input methods type them, made plain. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2013\u2014]/g, "-")
    .replaceAll("\u3000", " ");
}
