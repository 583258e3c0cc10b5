import { classifyNumberFormat, implicitDateFormats, type NumberFormatKind } from "../number-format.js";
import { decodeXmlText, xmlAttribute } from "../xml-text.js";

/** Formats of ECMA-376 part 1, 18.8.30 that every file has and that show a date or time. */
const builtInKinds: ReadonlyMap<number, NumberFormatKind> = new Map([
  ...([14, 15, 16, 17, 22] as const).map((id) => [id, "date"] as const),
  ...([18, 19, 20, 21, 45, 46, 47] as const).map((id) => [id, "time"] as const),
]);

/**
 * Returns for each cell style of a styles part what its number format shows; `undefined` where that takes a closer look
 * than this.
 */
export function readCellKinds(styles: string): readonly NumberFormatKind[] | undefined {
  if (!/<styleSheet[\s>]/.test(styles) || /<!|<\w+:(?:numFmts?|cellXfs|xf)[\s/>]/.test(styles))
    return undefined;
  const own = readOwnFormats(styles);
  if (own === undefined) return undefined;
  const [, list = ""] = /<cellXfs[\s>]([\s\S]*?)<\/cellXfs>/.exec(styles) ?? [];
  return (list.match(/<xf\s[^>]*>/g) ?? []).map((tag) => {
    const id = Number(xmlAttribute(tag, "numFmtId") ?? 0);
    return own.get(id) ?? builtInKinds.get(id) ?? "number";
  });
}

function readOwnFormats(styles: string): ReadonlyMap<number, NumberFormatKind> | undefined {
  const kinds = new Map<number, NumberFormatKind>();
  for (const [id, format] of implicitDateFormats)
    kinds.set(
      id,
      classifyNumberFormat(format, () => true),
    );
  // Conditional styles have formats of their own.
  const [, list = ""] = /<numFmts[\s>]([\s\S]*?)<\/numFmts>/.exec(styles) ?? [];
  for (const [tag] of list.matchAll(/<numFmt\s[^>]*>/g)) {
    const format = xmlAttribute(tag, "formatCode");
    if (format === undefined) return undefined;
    const kind = classifyPlainFormat(decodeXmlText(format));
    if (kind === undefined) return undefined;
    kinds.set(Number(xmlAttribute(tag, "numFmtId")), kind);
  }
  return kinds;
}

/** Knows the formats in use; `undefined` for others, as those with letters that may be anything. */
export function classifyPlainFormat(format: string): NumberFormatKind | undefined {
  const bare = format
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, "")
    .replace(/General/gi, "");
  if (/^[0#?.,%+\-()$€£¥ @;:/]*$/.test(bare) || /^[0#.,]*[0#]E[+-]0+$/.test(format)) return "number";
  const isDate = /^[-ymdhs/:.,; @0[\]年月日时分秒]*$/i.test(bare.replace(/AM\/PM/g, ""));
  return isDate && /[ymdhs]/i.test(bare) ? classifyNumberFormat(format, () => true) : undefined;
}
