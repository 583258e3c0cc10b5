import type { JSONScanner } from "jsonc-parser";
import type { DocumentField, DocumentNode } from "../../model/document.js";
import { collectFields, type OnRepeated } from "./collect-fields.js";
import { DocumentError, maxDepth, TooDeepError } from "./document-error.js";

/** Reads JSON, with comments and commas behind last elements. Throws DocumentError at the first mistake. */
export async function readJson(text: string, onRepeated: OnRepeated): Promise<DocumentNode> {
  const { createScanner } = await import("jsonc-parser");
  return new JsonParser(createScanner(text, false), onRepeated).parse();
}

/** What the scanner calls its tokens and its errors: const enums of jsonc-parser, which isolated modules cannot name. */
const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  firstTrivia: 12,
  lastTrivia: 15,
  unknown: 16,
  end: 17,
} as const;

const scanErrors: readonly string[] = [
  "",
  "unexpected end of comment",
  "unexpected end of string",
  "unexpected end of number",
  "invalid unicode",
  "invalid escape character",
  "invalid character",
];

class JsonParser {
  readonly #scanner: JSONScanner;
  readonly #onRepeated: OnRepeated;
  #token = 0;
  #depth = 0;

  constructor(scanner: JSONScanner, onRepeated: OnRepeated) {
    this.#scanner = scanner;
    this.#onRepeated = onRepeated;
  }

  parse(): DocumentNode {
    this.#next();
    if (this.#token === token.end) this.#fail("the file is empty");
    const root = this.#readValue();
    if (this.#token !== token.end) this.#fail("end of file expected");
    return root;
  }

  get #line(): number {
    return this.#scanner.getTokenStartLine() + 1;
  }

  #is(kind: number): boolean {
    return this.#token === kind;
  }

  #next(): void {
    do {
      this.#token = this.#scanner.scan();
      // Also of a comment, whose end may be missing.
      const error = scanErrors[this.#scanner.getTokenError()];
      if (error !== undefined && error !== "") this.#fail(error);
    } while (this.#token >= token.firstTrivia && this.#token <= token.lastTrivia);
    if (this.#token === token.unknown) this.#fail("invalid symbol");
  }

  #readValue(): DocumentNode {
    const [line, text] = [this.#line, this.#scanner.getTokenValue()];
    switch (this.#token) {
      case token.openBrace:
        return { line, fields: this.#nested(() => this.#readFields()) };
      case token.openBracket:
        return { line, items: this.#nested(() => this.#readItems()) };
      case token.string:
        return this.#scalar({ line, scalar: text });
      case token.number:
        return this.#scalar({ line, scalar: Number(text), text });
      case token.true:
      case token.false:
        return this.#scalar({ line, scalar: this.#token === token.true, text });
      case token.null:
        return this.#scalar({ line, scalar: null });
      default:
        return this.#fail("value expected");
    }
  }

  #scalar(node: DocumentNode): DocumentNode {
    this.#next();
    return node;
  }

  #nested<Parts>(read: () => Parts): Parts {
    this.#depth++;
    if (this.#depth > maxDepth) throw new TooDeepError(this.#line);
    this.#next();
    const parts = read();
    this.#depth--;
    this.#next();
    return parts;
  }

  #readItems(): readonly DocumentNode[] {
    const items: DocumentNode[] = [];
    while (this.#token !== token.closeBracket) {
      items.push(this.#readValue());
      this.#separate(token.closeBracket, "close bracket expected");
    }
    return items;
  }

  #readFields(): readonly DocumentField[] {
    const fields: DocumentField[] = [];
    while (this.#token !== token.closeBrace) {
      if (this.#token !== token.string) this.#fail("property name expected");
      const name = this.#scanner.getTokenValue();
      this.#next();
      if (!this.#is(token.colon)) this.#fail("colon expected");
      this.#next();
      fields.push({ name, node: this.#readValue() });
      this.#separate(token.closeBrace, "close brace expected");
    }
    return collectFields(fields, this.#onRepeated);
  }

  #separate(close: number, expected: string): void {
    if (this.#token === token.comma) this.#next();
    else if (this.#token === token.end) this.#fail(expected);
    else if (this.#token !== close) this.#fail("comma expected");
  }

  #fail(problem: string): never {
    throw new DocumentError(problem, this.#line);
  }
}
