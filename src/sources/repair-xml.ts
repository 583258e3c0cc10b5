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
  if (hasReferences) text = text.replace(/&#(?:x([\da-f]+)|(\d+));/gi, expandReference);
  if (hasEscapesInResults) text = text.replace(resultPattern, escapeAgain);
  return Buffer.from(text, "utf8");
}

function expandReference(reference: string, hex: string | undefined, decimal: string | undefined): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code >= 0x80 && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}

/** A cell of type `str` up to its value, and the value. */
const resultPattern =
  /(<(?:\w+:)?c\s[^>]*\bt="str"[^>]*>(?:(?!<\/(?:\w+:)?c>)[\s\S])*?<(?:\w+:)?v(?:\s[^>]*)?>)([^<]*)/g;

function escapeAgain(_: string, before: string, value: string): string {
  return before + value.replaceAll("&amp;", "&amp;amp;").replace(/_x([\da-f]{4})_/gi, "_x005F_x$1_");
}
