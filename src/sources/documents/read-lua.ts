import { quote } from "../../base/quote.js";
import type { DocumentField, DocumentNode } from "../../model/document.js";
import { collectFields, type OnRepeated } from "./collect-fields.js";
import { DocumentError, maxDepth, TooDeepError } from "./document-error.js";
import { type LuaToken, scanLua } from "./scan-lua.js";

/**
 * Reads a Lua file that holds data: `return { … }`, `name = { … }` or `local name = { … } return name`, with literals
 * only. No code is run. Throws DocumentError at the first mistake and at anything that is code.
 */
export function readLua(text: string, onRepeated: OnRepeated): DocumentNode {
  return new LuaParser(text, onRepeated).parse();
}

class LuaParser {
  readonly #tokens: Generator<LuaToken, undefined>;
  readonly #onRepeated: OnRepeated;
  #token: LuaToken = { kind: "end", text: "", line: 1 };
  #depth = 0;

  constructor(text: string, onRepeated: OnRepeated) {
    this.#tokens = scanLua(text);
    this.#onRepeated = onRepeated;
    this.#next();
  }

  parse(): DocumentNode {
    if (this.#isAtEnd()) throw new DocumentError("the file is empty", 1);
    const variables = new Map<string, DocumentNode>();
    let last: DocumentNode | undefined;
    while (this.#token.kind === "name" && this.#token.text !== "return") {
      const name = this.#readVariable();
      last = this.#readValue();
      variables.set(name, last);
      this.#take(";");
    }
    const returned = this.#take("return") ? this.#readReturned(variables) : last;
    this.#take(";");
    if (returned === undefined || !this.#isAtEnd()) this.#fail();
    return returned;
  }

  #readVariable(): string {
    this.#take("local");
    if (this.#token.kind !== "name" || keywords.has(this.#token.text)) this.#fail();
    const name = this.#token.text;
    this.#next();
    this.#expect("=");
    return name;
  }

  #readReturned(variables: ReadonlyMap<string, DocumentNode>): DocumentNode {
    const variable = this.#token.kind === "name" ? variables.get(this.#token.text) : undefined;
    if (variable === undefined) return this.#readValue();
    this.#next();
    return variable;
  }

  #readValue(): DocumentNode {
    const { kind, text, line } = this.#token;
    if (kind === "string") {
      this.#next();
      return { line, scalar: text };
    }
    if (kind === "number" || (kind === "sign" && text === "-")) return this.#readNumber();
    if (kind === "sign" && text === "{") return this.#readTable();
    if (kind !== "name" || !["nil", "true", "false"].includes(text)) this.#fail();
    this.#next();
    return text === "nil" ? { line, scalar: null } : { line, scalar: text === "true", text };
  }

  #readNumber(): DocumentNode {
    const { line } = this.#token;
    const minus = this.#take("-") ? "-" : "";
    if (this.#token.kind !== "number") this.#fail();
    const { text } = this.#token;
    this.#next();
    const isHexadecimal = /^0x/i.test(text);
    if (isHexadecimal && !/^0x[0-9a-f]+$/i.test(text)) {
      throw new DocumentError("a fraction in hexadecimal is not read", line);
    }
    if (!isHexadecimal) return { line, scalar: Number(minus + text), text: minus + text };
    const whole = BigInt(text);
    return { line, scalar: Number(minus + String(whole)), text: `${minus}${whole}` };
  }

  #readTable(): DocumentNode {
    const { line } = this.#token;
    this.#depth++;
    if (this.#depth > maxDepth) throw new TooDeepError(line);
    this.#next();
    const table = new TableParts(line);
    while (!this.#take("}")) {
      this.#readEntry(table);
      if (this.#take(",") || this.#take(";")) continue;
      if (!this.#is("}")) this.#fail();
    }
    this.#depth--;
    return table.toNode(this.#onRepeated);
  }

  #readEntry(table: TableParts): void {
    const { line } = this.#token;
    if (this.#take("[")) {
      const key = this.#readKey();
      this.#expect("]");
      this.#expect("=");
      table.addEntry(key, { ...this.#readValue(), line });
      return;
    }
    if (this.#token.kind === "name" && !keywords.has(this.#token.text)) {
      const name = this.#token.text;
      this.#next();
      this.#expect("=");
      table.addEntry(name, { ...this.#readValue(), line });
      return;
    }
    table.addItem(this.#readValue());
  }

  #readKey(): string | number {
    const { scalar, text, line } = this.#readValue();
    if (typeof scalar === "string") return scalar;
    if (typeof scalar === "number") return Number.isSafeInteger(scalar) ? scalar : (text ?? String(scalar));
    if (typeof scalar === "boolean") return String(scalar);
    throw new DocumentError("a key is no text and no number", line);
  }

  #next(): void {
    const { value, done } = this.#tokens.next();
    if (!done) this.#token = value;
  }

  #isAtEnd(): boolean {
    return this.#token.kind === "end";
  }

  #is(text: string): boolean {
    return (this.#token.kind === "sign" || this.#token.kind === "name") && this.#token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next();
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #fail(): never {
    const { kind, text, line } = this.#token;
    if (kind === "end") throw new DocumentError("it breaks off, as after an interrupted copy", line);
    throw new DocumentError(`${quote(text)} stands where only data may stand`, line);
  }
}

const keywords: ReadonlySet<string> = new Set(
  `and break do else elseif end false for function goto if in local nil not or repeat return then true until while`.split(
    " ",
  ),
);

/** What a table constructor says: values in order, values by key, or both. */
class TableParts {
  readonly #line: number;
  readonly #items: DocumentNode[] = [];
  readonly #fields: DocumentField[] = [];
  readonly #numbers: number[] = [];

  constructor(line: number) {
    this.#line = line;
  }

  addItem(node: DocumentNode): void {
    this.#items.push(node);
  }

  addEntry(key: string | number, node: DocumentNode): void {
    if (typeof key === "number") this.#numbers.push(key);
    this.#fields.push({ name: String(key), node });
  }

  /** Keys from 1 on without a gap make a list too; other keys that are all numbers make a list of records by key. */
  toNode(onRepeated: OnRepeated): DocumentNode {
    const base = { line: this.#line, form: "table" } as const;
    if (this.#items.length > 0 && this.#fields.length > 0) {
      throw new DocumentError("a table has values with keys beside values without", this.#line);
    }
    if (this.#items.length > 0) return { ...base, items: this.#items };
    const fields = collectFields(this.#fields, onRepeated);
    const kind = fields.find(({ name }) => name === kindField);
    const isList = this.#numbers.length === fields.length && this.#numbers.every((key, at) => key === at + 1);
    return {
      ...base,
      fields,
      ...(isList ? { items: fields.map(({ node }) => node) } : {}),
      ...(kind === undefined ? {} : { kind }),
    };
  }
}

/** What Lua code calls the kind of a value where `$type` would need brackets and quotes. */
const kindField = "_type_";
