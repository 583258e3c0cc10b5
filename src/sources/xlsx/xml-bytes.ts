import { u8At } from "../../base/typed-array.js";
import { decodeXmlText } from "../xml-text.js";

export const lessThan = 60;
export const greaterThan = 62;
export const slash = 47;

/** What a part has that is left to a reader that knows all of XML and of the format. */
export class NotPlain extends Error {}

/** Returns the position of the next `>`. Attributes may hold one, which is as good as never seen: it is not taken for the end. */
export function endOfTag(xml: Uint8Array, from: number): number {
  let at = from;
  for (; at < xml.length && u8At(xml, at) !== greaterThan; at++) {
    const quote = u8At(xml, at);
    if (quote !== 34 && quote !== 39) continue;
    at = xml.indexOf(quote, at + 1);
    if (at < 0) throw new NotPlain();
  }
  if (at >= xml.length) throw new NotPlain();
  return at;
}

/** True where `text`, of ASCII, stands at the position. */
export function startsWith(xml: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (xml[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Returns the text of a run of characters that holds no tag. */
export function readText(xml: Buffer, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const byte = u8At(xml, at);
    // An ampersand, or the CR of a line end.
    if (byte === 38 || byte === 13) return decodeText(xml.toString("utf8", start, end));
  }
  return xml.toString("utf8", start, end);
}

function decodeText(text: string): string {
  // What is no character, or half of one, is not for us to say.
  if (/&#(?:0|x0|x?d[89a-f]|5[567])/i.test(text)) throw new NotPlain();
  return decodeXmlText(text).replaceAll("\r\n", "\n");
}
