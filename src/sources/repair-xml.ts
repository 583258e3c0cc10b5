/**
 * Rewrites what SheetJS 0.20.3 misreads in a part of an xlsx file:
 * character references beyond U+FFFF are cut to 16 bits, those beyond U+007F in formula results are garbled, and
 * formula results are unescaped twice, so that a text `&lt;` becomes `<`.
 */
export function repairXml(xml: Buffer): Buffer {
  const hasReferences = xml.includes("&#");
  const hasEscapesInResults = xml.includes('t="str"') && (xml.includes("&amp;") || xml.includes("_x"));
  if (!hasReferences && !hasEscapesInResults) return xml;
  let text = xml.toString("utf8");
  if (hasReferences) text = expandReferences(text);
  if (hasEscapesInResults) text = text.replace(resultPattern, escapeAgain);
  return Buffer.from(text, "utf8");
}

/** Replaces character references beyond ASCII by the characters. */
export function expandReferences(xml: string): string {
  return xml.replace(/&#(?:x([\da-f]+)|(\d+));/gi, (reference, hex: string | undefined, decimal: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code >= 0x80 && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });
}

/** Escapes what SheetJS would take for the escape of a character, such as `_x0041_`. */
export function escapeUnderscores(text: string): string {
  return text.replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_");
}

/** A cell of type `str` up to its value, and the value. */
const resultPattern =
  /(<(?:\w+:)?c\s[^>]*\bt="str"[^>]*>(?:(?!<\/(?:\w+:)?c>)[\s\S])*?<(?:\w+:)?v(?:\s[^>]*)?>)([^<]*)/g;

function escapeAgain(_: string, before: string, value: string): string {
  return before + escapeUnderscores(value.replaceAll("&amp;", "&amp;amp;"));
}
