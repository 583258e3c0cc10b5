import { DocumentError } from "./document-error.js";

/** A word, a sign or a literal of Lua, with the one-based line that it begins in. */
export type LuaToken =
  | { readonly kind: "name" | "sign"; readonly text: string; readonly line: number }
  | { readonly kind: "number"; readonly text: string; readonly line: number }
  | { readonly kind: "string"; readonly text: string; readonly line: number }
  | { readonly kind: "end"; readonly text: ""; readonly line: number };

/** Yields the tokens of a Lua text without comments, and `end` behind the last one. */
export function* scanLua(text: string): Generator<LuaToken, undefined> {
  const scanner = new LuaScanner(text);
  for (;;) {
    const token = scanner.next();
    yield token;
    if (token.kind === "end") return;
  }
}

const blank = /\s+/y;
const name = /[A-Za-z_\x80-\uFFFF][A-Za-z0-9_\x80-\uFFFF]*/y;
const number = /0[xX](?:[0-9a-fA-F]*\.?[0-9a-fA-F]*)(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const longOpening = /\[(=*)\[/y;
const sign = /\.\.\.|\.\.|[=~<>]=|::|\/\/|<<|>>|[{}[\]()=,;.:+\-*/%^#&~|<>]/y;

class LuaScanner {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text.startsWith("#") ? text.replace(/^[^\r\n]*/, "") : text; // the line of a shell
  }

  next(): LuaToken {
    this.#skip();
    const line = this.#line;
    if (this.#at >= this.#text.length) return { kind: "end", text: "", line };
    const word = this.#take(name);
    if (word !== undefined) return { kind: "name", text: word, line };
    const digits = this.#take(number);
    if (digits !== undefined) {
      if (this.#take(name) !== undefined) throw new DocumentError("a number goes on with letters", line);
      return { kind: "number", text: digits, line };
    }
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return { kind: "string", text: this.#readString(quote), line };
    const long = this.#readLong();
    if (long !== undefined) return { kind: "string", text: long, line };
    const mark = this.#take(sign);
    if (mark !== undefined) return { kind: "sign", text: mark, line };
    throw new DocumentError("invalid symbol", line);
  }

  #take(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#advance(found.length);
    return found;
  }

  #advance(count: number): void {
    const end = this.#at + count;
    for (let at = this.#at; at < end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 10 || (code === 13 && this.#text.charCodeAt(at + 1) !== 10)) this.#line++;
    }
    this.#at = end;
  }

  /** Passes over blanks and comments. */
  #skip(): void {
    for (;;) {
      if (this.#take(blank) !== undefined) continue;
      if (!this.#text.startsWith("--", this.#at)) return;
      this.#advance(2);
      if (this.#readLong() === undefined) this.#take(/[^\r\n]*/y);
    }
  }

  /** Reads `[[…]]` and `[==[…]==]`; a line end right behind the opening does not count. */
  #readLong(): string | undefined {
    const line = this.#line;
    const opening = this.#take(longOpening);
    if (opening === undefined) return undefined;
    const closing = opening.replaceAll("[", "]");
    const end = this.#text.indexOf(closing, this.#at);
    if (end < 0) throw new DocumentError(`${opening} has no ${closing}`, line);
    const content = this.#text.slice(this.#at, end);
    this.#advance(content.length + closing.length);
    return content.replace(/\r\n?/g, "\n").replace(/^\n/, "");
  }

  #readString(quote: string): string {
    const line = this.#line;
    this.#advance(1);
    const parts = new StringParts(line);
    for (;;) {
      const plain = this.#take(/[^\\"'\r\n]+/y);
      if (plain !== undefined) parts.add(plain);
      const next = this.#text[this.#at];
      if (next === undefined || next === "\n" || next === "\r") {
        throw new DocumentError("unexpected end of string", line);
      }
      if (next === "\\") parts.add(this.#readEscape());
      else {
        this.#advance(1);
        if (next === quote) return parts.join();
        parts.add(next);
      }
    }
  }

  /** Returns the text, or the byte, that stands behind a backslash. */
  #readEscape(): string | number {
    this.#advance(1);
    const [line, next] = [this.#line, this.#text[this.#at] ?? ""];
    const simple = Object.hasOwn(escapes, next) ? escapes[next] : undefined;
    if (simple !== undefined) {
      this.#advance(1);
      return simple;
    }
    if (this.#take(/\r\n|\r|\n/y) !== undefined) return "\n";
    if (this.#take(/z\s*/y) !== undefined) return "";
    const decimal = this.#take(/\d{1,3}/y);
    if (decimal !== undefined && Number(decimal) <= 255) return Number(decimal);
    const hexadecimal = this.#take(/x[0-9a-fA-F]{2}/y);
    if (hexadecimal !== undefined) return Number.parseInt(hexadecimal.slice(1), 16);
    const character = this.#take(/u\{[0-9a-fA-F]{1,6}\}/y);
    const code = character === undefined ? Number.NaN : Number.parseInt(character.slice(2, -1), 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    throw new DocumentError("invalid escape character", line);
  }
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", '"': '"', "'": "'" },
};

/** Strings of Lua are bytes: escapes may spell those of a character one by one. */
class StringParts {
  readonly #line: number;
  #text = "";
  #bytes: number[] = [];

  constructor(line: number) {
    this.#line = line;
  }

  add(part: string | number): void {
    if (typeof part === "number") {
      this.#bytes.push(part);
      return;
    }
    this.#flush();
    this.#text += part;
  }

  join(): string {
    this.#flush();
    return this.#text;
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    try {
      this.#text += new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        Uint8Array.from(this.#bytes),
      );
    } catch {
      throw new DocumentError("the escapes of a string spell bytes that are no UTF-8", this.#line);
    }
    this.#bytes = [];
  }
}
