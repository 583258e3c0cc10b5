import { lessThan, NotPlain, readText, slash, startsWith } from "./xml-bytes.js";

/** Reads the texts that cells share. Throws `NotPlain`. */
export function readSharedStrings(xml: Buffer): readonly string[] {
  const texts: string[] = [];
  if (xml.includes("<!")) throw new NotPlain();
  let at = xml.indexOf("<sst");
  if (at < 0) throw new NotPlain();
  for (at = xml.indexOf("<si", at); at >= 0; at = xml.indexOf("<si", at)) {
    if (!startsWith(xml, at, "<si>")) throw new NotPlain();
    const end = xml.indexOf("</si>", at);
    if (end < 0) throw new NotPlain();
    texts.push(readStringItem(xml, at + 4, end));
    at = end + 5;
  }
  return texts;
}

/** Reads a text, or its runs, that stands between two positions: `CT_Rst` of ECMA-376. Throws `NotPlain`. */
export function readStringItem(xml: Buffer, from: number, end: number): string {
  let text = "";
  for (let at = from; at < end; ) {
    if (xml[at] !== lessThan) throw new NotPlain();
    if (startsWith(xml, at, "<t>") || startsWith(xml, at, "<t ")) {
      const start = xml.indexOf(">", at) + 1;
      // Of a tag that closes itself the text would be what follows.
      if (xml[start - 2] === slash) throw new NotPlain();
      const close = xml.indexOf("<", start);
      if (!startsWith(xml, close, "</t>")) throw new NotPlain();
      text += readText(xml, start, close);
      at = close + 4;
    } else if (startsWith(xml, at, "<r>") || startsWith(xml, at, "</r>")) {
      at = xml.indexOf(">", at) + 1;
    } else if (startsWith(xml, at, "<rPr>")) {
      at = xml.indexOf("</rPr>", at) + 6;
      if (at < 6) throw new NotPlain();
    } else if (startsWith(xml, at, "<phoneticPr ")) {
      at = xml.indexOf(">", at) + 1;
      if (xml[at - 2] !== slash) throw new NotPlain();
    } else throw new NotPlain();
    // What could follow a text without runs is how it is pronounced; two texts would be two ways to write one.
    if (at < end && startsWith(xml, from, "<t") && !startsWith(xml, at, "<phoneticPr ")) throw new NotPlain();
  }
  return decodeEscapes(text);
}

/** Replaces what stands for a character that XML cannot hold, such as `_x0009_`. Throws `NotPlain`. */
export function decodeEscapes(text: string): string {
  return text.includes("_x") ? text.replace(/_x([\da-f]{4})_/gi, decodeEscape) : text;
}

function decodeEscape(_: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  if (code < 0x20 || (code >= 0xd800 && code < 0xe000)) throw new NotPlain();
  return String.fromCharCode(code);
}
