import { trim } from "../base/blank.js";
import { formatType, type ReferenceType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellParser, isProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";
import { splitElements } from "./split-elements.js";

/**
 * Creates the parser of a reference: the key of the row that is meant, its parts divided by `separator` where it has
 * several. Whether there is such a row is checked when all tables are read.
 */
export function createReferenceParser(
  type: ReferenceType,
  parts: readonly CellParser[],
  separator: string | undefined,
): CellParser {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return (content) => {
    const value = trim(contentText(content));
    if (separator === undefined) return problem("no-more-separators", { value, type: formatType(type) });
    const texts = splitElements(value, separator);
    if (isProblem(texts)) return texts;
    if (texts.length !== parts.length) {
      const needed = parts.length;
      return problem("wrong-element-count", { value, type: formatType(type), count: texts.length, needed });
    }
    const key: Value[] = [];
    for (const [index, { text }] of texts.entries()) {
      const part = parts[index]?.(text);
      if (isProblem(part)) return part.inElement(index + 1);
      key.push(part);
    }
    return key;
  };
}
