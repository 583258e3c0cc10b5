import { parseTextFormat, TextFormatError, type TextValue } from "../../base/parse-text-format.js";

/** A value of a message as JSON or the text format of protobuf has it. */
export type TextNode =
  | { readonly kind: "single"; readonly content: string | number | boolean }
  | { readonly kind: "list"; readonly items: readonly TextNode[] }
  /** A field may be there several times: each is an element. */
  | { readonly kind: "fields"; readonly fields: readonly (readonly [name: string, node: TextNode])[] };

/** Says why a text cannot be read. */
export class TextNodeError extends Error {}

/** Parses the text of a cell. Throws `TextNodeError`. */
export function parseTextNode(text: string, form: "text" | "json"): TextNode {
  try {
    if (form === "json") return fromJson(JSON.parse(text));
    return {
      kind: "fields",
      fields: parseTextFormat(text).map(({ name, value }) => [name, fromText(value)]),
    };
  } catch (error) {
    if (error instanceof SyntaxError) throw new TextNodeError("the text is no JSON");
    if (error instanceof TextFormatError) throw new TextNodeError(error.message);
    throw error;
  }
}

function fromText(value: TextValue): TextNode {
  switch (value.kind) {
    case "text":
    case "word":
      return { kind: "single", content: value.text };
    case "list":
      return { kind: "list", items: value.items.map(fromText) };
    case "message":
      return { kind: "fields", fields: value.fields.map((field) => [field.name, fromText(field.value)]) };
  }
}

/** A null is as good as nothing. */
function fromJson(value: unknown): TextNode {
  if (Array.isArray(value)) return { kind: "list", items: value.map(fromJson) };
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, one]) => one !== null);
    return { kind: "fields", fields: fields.map(([name, one]) => [name, fromJson(one)]) };
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return { kind: "single", content: value };
  }
  return { kind: "fields", fields: [] };
}
