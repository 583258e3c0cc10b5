import type { LubanTitle, LubanType, LubanTypes } from "../../model/luban.js";
import type { Value } from "../../model/value.js";
import { type CellProblem, isProblem } from "../cell-parser.js";
import { faultOf, faultOfProblem, type LubanFault } from "./fault.js";
import { findKind } from "./find-kind.js";
import { parseCellText, type TextNode, TextSyntaxError } from "./parse-cell-text.js";
import type { CellPart } from "./part-stream.js";
import { finishMap, finishSet, nameOf, type StreamReader } from "./stream-reader.js";

/** Reads values that a cell has as JSON, as a table of Lua, or as lists in braces. Throws `LubanFault`. */
export class TextReader {
  readonly #types: LubanTypes;
  readonly #stream: StreamReader;

  constructor(types: LubanTypes, stream: StreamReader) {
    this.#types = types;
    this.#stream = stream;
  }

  read(type: LubanType, part: CellPart, format: LubanTitle["format"]): Value {
    try {
      const node = parseCellText(String(part.cell), format);
      return this.#readNode(type, node, part);
    } catch (error) {
      if (!(error instanceof TextSyntaxError)) throw error;
      throw faultOf(part, "luban-text", { format, reason: error.message });
    }
  }

  #readNode(type: LubanType, node: TextNode, part: CellPart): Value {
    switch (type.kind) {
      case "list":
      case "set": {
        const items = node.items ?? this.#misfit(type, part);
        const values = items.map((item) => this.#readNode(type.element, item, part));
        return type.kind === "set"
          ? finishSet(
              values,
              items.map(() => part),
            )
          : values;
      }
      case "map": {
        const pairs = pairsOf(node) ?? this.#misfit(type, part);
        const entries = pairs.map(([key, value]) => [
          this.#readNode(type.key, key, part),
          this.#readNode(type.value, value, part),
        ]);
        return finishMap(
          entries,
          entries.map(() => part),
        );
      }
      case "bean":
        return this.#readBean(type, node, part);
      default: {
        const { scalar } = node;
        if (scalar === undefined) return this.#misfit(type, part);
        if (scalar === null) {
          if (type.isNullable) return undefined;
          throw faultOf(part, "luban-null", undefined);
        }
        if (scalar === "" && type.kind === "string") return "";
        // A quoted text is what it says, be it `null`.
        if (type.kind === "string" && node.isQuoted) return scalar;
        return this.#stream.readPart(type, { ...part, cell: scalar });
      }
    }
  }

  #readBean(type: LubanType & { readonly kind: "bean" }, node: TextNode, part: CellPart): Value {
    const bean = this.#types.beans.get(type.name);
    if (bean === undefined) return undefined;
    if (type.isNullable && (node.scalar === null || node.scalar === "null")) return undefined;
    const named = node.fields;
    const items = node.items;
    if (named === undefined && items === undefined) this.#misfit(type, part);
    const isByName = named !== undefined && named.size > 0;
    const [first] = items ?? [];
    const word = isByName ? (named.get("$type") ?? named.get("_type_") ?? named.get("__type__")) : first;
    const kind = bean.kinds === undefined ? undefined : this.#findKind(bean, word, part);
    const target = kind?.bean ?? bean;
    const rest = kind === undefined ? (items ?? []) : (items ?? []).slice(1);
    const fields = target.fields.map((field, index): Value => {
      const names = field.titles.filter((name) => named?.has(name));
      const value = isByName ? named.get(names[0] ?? field.name) : rest[index];
      if (value !== undefined) return this.#readNode(field.type, value, part);
      if (field.type.isNullable) return undefined;
      throw faultOf(part, "luban-missing-part", { what: `${target.fullName}.${field.name}` });
    });
    return kind === undefined ? fields : { kind: kind.position, fields };
  }

  #findKind(bean: Parameters<typeof findKind>[0], word: TextNode | undefined, part: CellPart) {
    const kind = findKind(bean, String(word?.scalar ?? ""), this.#types);
    if (isProblem(kind)) throw this.#faultOf(kind, part);
    return kind;
  }

  #faultOf(problem: CellProblem, part: CellPart): LubanFault {
    return faultOfProblem(part, problem);
  }

  #misfit(type: LubanType, part: CellPart): never {
    throw faultOf(part, "luban-text", {
      format: nameOf(type),
      reason: "the text holds another kind of value",
    });
  }
}

/** Entries are pairs in a list, or by name. */
function pairsOf({ items, fields, keyed }: TextNode): readonly (readonly [TextNode, TextNode])[] | undefined {
  if (keyed !== undefined && keyed.length > 0) return keyed;
  if (fields !== undefined && fields.size > 0) {
    return [...fields].map(([name, value]) => [{ scalar: name }, value] as const);
  }
  const pairs: (readonly [TextNode, TextNode])[] = [];
  for (const item of items ?? []) {
    const [key, value, ...others] = item.items ?? [];
    if (key === undefined || value === undefined || others.length > 0) return undefined;
    pairs.push([key, value]);
  }
  return pairs;
}
