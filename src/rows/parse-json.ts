import type { DocumentNode } from "../model/document.js";
import type { ValueType } from "../model/schema.js";
import { type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import type { NodeReader } from "./node-reader.js";
import { bad } from "./structured-reader.js";

/** True for a cell that is meant as JSON: it begins as an object or an array does. */
export function looksLikeJson(content: unknown): content is string {
  return typeof content === "string" && /^\s*[[{]/.test(content);
}

/** Creates a parser of JSON texts in cells. */
export function createJsonParser(type: ValueType, reader: NodeReader): CellParser {
  return (content) => {
    const root = parseJson(String(content));
    if (isProblem(root)) return root;
    let first: CellProblem | undefined;
    const value = reader.read(root, type, (found, { elements }) => {
      first ??= elements.reduceRight<CellProblem>(
        (inner, step) => (typeof step === "number" ? inner.inElement(step) : inner.inField(step)),
        found,
      );
    });
    if (value !== bad) return value;
    return first ?? problem("not-json", { value: String(content), reason: "it has no value" });
  };
}

function parseJson(text: string): DocumentNode | CellProblem {
  try {
    return toNode(JSON.parse(text));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Only some versions of Node.js say so, and a cell has one line.
    const reason = message.replace(/ \(line \d+ column \d+\)$/, "");
    return problem("not-json", { value: text, reason });
  }
}

/** All of a cell stands in its first line. */
function toNode(json: unknown): DocumentNode {
  const line = 1;
  if (Array.isArray(json)) return { line, items: json.map(toNode) };
  if (typeof json === "object" && json !== null) {
    return { line, fields: Object.entries(json).map(([name, value]) => ({ name, node: toNode(value) })) };
  }
  // What JSON.parse returns is one of these.
  return { line, scalar: json as null | boolean | number | string };
}
