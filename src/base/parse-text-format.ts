/** A message in the text format of protobuf: values by the names of fields, in the order in which they stand. */
export type TextMessage = readonly TextField[];

export interface TextField {
  readonly name: string;
  readonly value: TextValue;
}

/** What stands in quotes is a text, everything else a word: numbers, booleans, names of enums. */
export type TextValue =
  | { readonly kind: "text" | "word"; readonly text: string }
  | { readonly kind: "message"; readonly fields: TextMessage }
  | { readonly kind: "list"; readonly items: readonly TextValue[] };

/** Says why a text is no message. */
export class TextFormatError extends Error {}

/** Parses `range:"1,10" unique:true item {id:1}`. Throws `TextFormatError`. */
export function parseTextFormat(text: string): TextMessage {
  return readFields(new TokenReader(text), undefined);
}

function readFields(reader: TokenReader, closing: string | undefined): TextMessage {
  const fields: TextField[] = [];
  for (;;) {
    const token = reader.take();
    if (token === closing) return fields;
    if (token === "," || token === ";") continue;
    if (token === undefined) throw new TextFormatError(`${closing} is missing`);
    if (!/^[\w.]+$/.test(token)) throw new TextFormatError(`${token} is no name of a property`);
    fields.push(...readField(token, reader));
  }
}

function readField(name: string, reader: TokenReader): TextMessage {
  if (reader.peek() === ":") reader.take();
  else if (reader.peek() !== "{") throw new TextFormatError(`: is missing behind ${name}`);
  const value = readValue(name, reader);
  return value.kind === "list" ? value.items.map((item) => ({ name, value: item })) : [{ name, value }];
}

function readValue(name: string, reader: TokenReader): TextValue {
  const token = reader.take();
  if (token === undefined) throw new TextFormatError(`${name} has no value`);
  if (token === "{") return { kind: "message", fields: readFields(reader, "}") };
  if (token === "[") {
    const items: TextValue[] = [];
    while (reader.peek() !== "]") {
      if (reader.peek() === undefined) throw new TextFormatError("] is missing");
      items.push(readValue(name, reader));
      if (reader.peek() === ",") reader.take();
    }
    reader.take();
    return { kind: "list", items };
  }
  if (!/^["']/.test(token)) {
    if (/^[:{}<>[\],;]$/.test(token)) throw new TextFormatError(`${name} has no value`);
    return { kind: "word", text: token };
  }
  // Texts that follow each other are one.
  let text = unescapeText(token.slice(1, -1));
  while (/^["']/.test(reader.peek() ?? "")) text += unescapeText((reader.take() ?? "").slice(1, -1));
  return { kind: "text", text };
}

class TokenReader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = listTokens(text);
  }

  peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  take(): string | undefined {
    const token = this.#tokens[this.#next];
    this.#next++;
    return token;
  }
}

function listTokens(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = /\s+|#[^\n]*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[-+\w.]+|[:{}[\],;]/y;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined) {
      const rest = text.charAt(start);
      throw new TextFormatError(/["']/.test(rest) ? "a quote is not closed" : `${rest} is not expected here`);
    }
    if (!/^[\s#]/.test(token)) tokens.push(token);
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" },
};

function unescapeText(text: string): string {
  return text.replace(/\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|([\s\S]))/g, (_, narrow, wide, character) => {
    const code = narrow ?? wide;
    return code === undefined
      ? (escapes[character] ?? character)
      : String.fromCharCode(Number.parseInt(code, 16));
  });
}
