import type { LubanTitle } from "../../model/luban.js";

/** What a text in a cell says. In Lua a table may have elements, names and other keys at once. */
export interface TextNode {
  readonly scalar?: null | boolean | number | string;
  readonly isQuoted?: boolean;
  readonly items?: readonly TextNode[];
  readonly fields?: ReadonlyMap<string, TextNode>;
  readonly keyed?: readonly (readonly [key: TextNode, value: TextNode])[];
}

/** Says why a text cannot be read. */
export class TextSyntaxError extends Error {}

/** Parses the text of a cell whose title has a format. Throws `TextSyntaxError`. */
export function parseCellText(text: string, format: LubanTitle["format"]): TextNode {
  if (format === "json") return parseJson(text);
  const parser = new BraceParser(text, format === "lua");
  return parser.parseAll();
}

function parseJson(text: string): TextNode {
  try {
    return toNode(JSON.parse(text));
  } catch (error) {
    throw new TextSyntaxError(error instanceof Error ? error.message : String(error));
  }
}

function toNode(json: unknown): TextNode {
  if (Array.isArray(json)) return { items: json.map(toNode) };
  if (typeof json === "object" && json !== null) {
    return { fields: new Map(Object.entries(json).map(([name, value]) => [name, toNode(value)])) };
  }
  // What JSON.parse returns is one of these.
  return { scalar: json as null | boolean | number | string, isQuoted: typeof json === "string" };
}

/** Lists in braces, `{1,{2,3}}`; in Lua also names and keys: `{x=1,[2]=3}`. */
class BraceParser {
  readonly #text: string;
  readonly #isLua: boolean;
  #position = 0;

  constructor(text: string, isLua: boolean) {
    this.#text = text;
    this.#isLua = isLua;
  }

  parseAll(): TextNode {
    const node = this.#parseValue();
    this.#skipBlanks();
    if (this.#position < this.#text.length) throw new TextSyntaxError(`nothing may follow ${this.#shown()}`);
    return node;
  }

  #parseValue(): TextNode {
    this.#skipBlanks();
    if (this.#peek() === "{") return this.#parseBraces();
    return this.#isLua ? this.#parseLuaScalar() : this.#parseWord();
  }

  #parseBraces(): TextNode {
    this.#position++;
    const items: TextNode[] = [];
    const fields = new Map<string, TextNode>();
    const keyed: (readonly [TextNode, TextNode])[] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.#peek();
      if (next === undefined) throw new TextSyntaxError("a brace is not closed");
      if (next === "}") break;
      if (next === "," || (this.#isLua && next === ";")) {
        this.#position++;
        continue;
      }
      const name = this.#isLua ? this.#takeName() : undefined;
      if (name !== undefined) fields.set(name, this.#parseValue());
      else if (this.#isLua && next === "[") keyed.push(this.#parseKeyed());
      else items.push(this.#parseValue());
    }
    this.#position++;
    return { items, fields, keyed };
  }

  #takeName(): string | undefined {
    const [all, name] = /^([A-Za-z_]\w*)\s*=(?!=)/.exec(this.#text.slice(this.#position)) ?? [];
    if (all !== undefined) this.#position += all.length;
    return name;
  }

  #parseKeyed(): readonly [TextNode, TextNode] {
    this.#position++;
    const key = this.#parseLuaScalar();
    this.#skipBlanks();
    const [all] = /^\]\s*=/.exec(this.#text.slice(this.#position)) ?? [];
    if (all === undefined) throw new TextSyntaxError("a key in [ ] is followed by no =");
    this.#position += all.length;
    return [key, this.#parseValue()];
  }

  #parseLuaScalar(): TextNode {
    this.#skipBlanks();
    const quote = this.#peek();
    if (quote === '"' || quote === "'") return { scalar: this.#takeQuoted(quote), isQuoted: true };
    const [word] = /^[-+]?[\w.]+/.exec(this.#text.slice(this.#position)) ?? [];
    if (word === undefined) throw new TextSyntaxError(`there is no value at ${this.#shown()}`);
    this.#position += word.length;
    if (word === "nil") return { scalar: null };
    if (word === "true" || word === "false") return { scalar: word === "true" };
    const number = Number(word);
    if (Number.isNaN(number)) throw new TextSyntaxError(`${word} is no value`);
    // All digits of integers that a number would round.
    return { scalar: Number.isSafeInteger(number) || !/^[-+]?\d+$/.test(word) ? number : word };
  }

  #takeQuoted(quote: string): string {
    let text = "";
    for (this.#position++; ; this.#position++) {
      const character = this.#peek();
      if (character === undefined) throw new TextSyntaxError("a quote is not closed");
      if (character === quote) break;
      text += character === "\\" ? this.#takeEscaped() : character;
    }
    this.#position++;
    return text;
  }

  #takeEscaped(): string {
    this.#position++;
    const character = this.#peek();
    if (character === undefined) throw new TextSyntaxError("nothing follows the last \\");
    return escapes[character] ?? character;
  }

  /** A word of a list ends at a sign of its own; quotes around it are taken off. */
  #parseWord(): TextNode {
    let text = "";
    for (; ; this.#position++) {
      const character = this.#peek();
      if (character === undefined || ",{}".includes(character)) break;
      if (character === "\n" || character === "\r") continue;
      text += character === "\\" ? this.#takeEscaped() : character;
    }
    const word = text.trim();
    const isQuoted = word.length > 1 && /^(?:'[\s\S]*'|"[\s\S]*")$/.test(word);
    return { scalar: isQuoted ? word.slice(1, -1) : word, isQuoted };
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#peek() ?? "")) this.#position++;
  }

  #peek(): string | undefined {
    return this.#text[this.#position];
  }

  #shown(): string {
    return JSON.stringify(this.#text.slice(this.#position, this.#position + 10));
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
