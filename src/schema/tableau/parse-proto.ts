import { parseTextFormat, type TextMessage } from "../../base/parse-text-format.js";

/** What a .proto file declares, as far as sheets can use it. */
export interface ProtoDefinitions {
  readonly package: string;
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
}

interface ProtoDefinition {
  readonly name: string;
  /** Position in the text. */
  readonly offset: number;
}

export interface ProtoMessage extends ProtoDefinition {
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly ProtoOneof[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly options: ProtoOptions;
}

export interface ProtoField extends ProtoDefinition {
  readonly label: "single" | "optional" | "repeated";
  readonly type: string;
  /** Of a `map<K, V>`; `type` is that of its values. */
  readonly key?: string;
  readonly number: number;
  readonly options: ProtoOptions;
}

export interface ProtoOneof extends ProtoDefinition {
  readonly fields: readonly ProtoField[];
  readonly options: ProtoOptions;
}

export interface ProtoEnum extends ProtoDefinition {
  readonly values: readonly ProtoEnumValue[];
}

export interface ProtoEnumValue extends ProtoDefinition {
  readonly number: number;
  readonly options: ProtoOptions;
}

/** Options by their names, `tableau.field`; what is said of one of their fields is among the fields. */
export type ProtoOptions = ReadonlyMap<string, TextMessage>;

/** Says why a text is no .proto file, and where. */
export class ProtoSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Parses a file of protobuf's proto3 language. Throws `ProtoSyntaxError`, and `TextFormatError` for a wrong option. */
export function parseProto(text: string): ProtoDefinitions {
  return new ProtoParser(text).parse();
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

class ProtoParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = listTokens(text);
  }

  parse(): ProtoDefinitions {
    let name = "";
    const messages: ProtoMessage[] = [];
    const enums: ProtoEnum[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.text === "message") messages.push(this.#parseMessage());
      else if (token.text === "enum") enums.push(this.#parseEnum());
      else if (token.text === "package") {
        this.#take();
        name = this.#take().text;
      } else this.#skipStatement();
    }
    return { package: name, messages, enums };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(expected?: string): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) {
      throw new ProtoSyntaxError(
        `the file ends before ${expected ?? "the definition does"}`,
        this.#text.length,
      );
    }
    if (expected !== undefined && token.text !== expected) {
      throw new ProtoSyntaxError(`${expected} is missing before ${token.text}`, token.offset);
    }
    this.#next++;
    return token;
  }

  #isNext(text: string): boolean {
    return this.#peek()?.text === text;
  }

  /** Passes over a statement that ends with `;`, or with a block. */
  #skipStatement(): void {
    for (;;) {
      const { text } = this.#take();
      if (text === ";") return;
      if (text === "{") {
        this.#skipBlock();
        return;
      }
    }
  }

  #skipBlock(): void {
    for (let depth = 1; depth > 0; ) {
      const { text } = this.#take();
      if (text === "{") depth++;
      if (text === "}") depth--;
    }
  }

  #parseMessage(): ProtoMessage {
    this.#take("message");
    const { text: name, offset } = this.#take();
    this.#take("{");
    const fields: ProtoField[] = [];
    const oneofs: ProtoOneof[] = [];
    const messages: ProtoMessage[] = [];
    const enums: ProtoEnum[] = [];
    const options = new Map<string, TextMessage>();
    while (!this.#isNext("}")) {
      switch (this.#peek()?.text) {
        case "message":
          messages.push(this.#parseMessage());
          break;
        case "enum":
          enums.push(this.#parseEnum());
          break;
        case "oneof":
          oneofs.push(this.#parseOneof());
          break;
        case "option":
          this.#parseOption(options);
          break;
        case "reserved":
        case "extensions":
        case "extend":
        case ";":
          this.#skipStatement();
          break;
        default:
          fields.push(this.#parseField());
      }
    }
    this.#take("}");
    return { name, offset, fields, oneofs, messages, enums, options };
  }

  #parseOneof(): ProtoOneof {
    this.#take("oneof");
    const { text: name, offset } = this.#take();
    this.#take("{");
    const fields: ProtoField[] = [];
    const options = new Map<string, TextMessage>();
    while (!this.#isNext("}")) {
      if (this.#isNext("option")) this.#parseOption(options);
      else fields.push(this.#parseField());
    }
    this.#take("}");
    return { name, offset, fields, options };
  }

  #parseEnum(): ProtoEnum {
    this.#take("enum");
    const { text: name, offset } = this.#take();
    this.#take("{");
    const values: ProtoEnumValue[] = [];
    while (!this.#isNext("}")) {
      if (["option", "reserved", ";"].includes(this.#peek()?.text ?? "")) this.#skipStatement();
      else {
        const value = this.#take();
        this.#take("=");
        const number = this.#parseNumber();
        values.push({ name: value.text, offset: value.offset, number, options: this.#parseFieldOptions() });
        this.#take(";");
      }
    }
    this.#take("}");
    return { name, offset, values };
  }

  #parseField(): ProtoField {
    const labels = ["optional", "repeated", "required"];
    const isLabelled = labels.includes(this.#peek()?.text ?? "");
    const label = isLabelled ? this.#take().text : "single";
    const first = this.#take();
    let type = first.text;
    let key: string | undefined;
    if (type === "map" && this.#isNext("<")) {
      this.#take("<");
      key = this.#take().text;
      this.#take(",");
      type = this.#take().text;
      this.#take(">");
    }
    const { text: name, offset } = this.#take();
    this.#take("=");
    const number = this.#parseNumber();
    const options = this.#parseFieldOptions();
    this.#take(";");
    return {
      ...{ name, offset, type, number, options },
      label: label === "repeated" || label === "optional" ? label : "single",
      ...(key === undefined ? {} : { key }),
    };
  }

  #parseNumber(): number {
    const { text, offset } = this.#take();
    if (/^[-+]?(\d+|0x[\da-fA-F]+)$/.test(text)) return Number(text);
    throw new ProtoSyntaxError(`${text} is no number`, offset);
  }

  #parseFieldOptions(): ProtoOptions {
    const options = new Map<string, TextMessage>();
    if (!this.#isNext("[")) return options;
    this.#take("[");
    while (!this.#isNext("]")) {
      this.#parseOptionValue(options);
      if (this.#isNext(",")) this.#take();
    }
    this.#take("]");
    return options;
  }

  #parseOption(options: Map<string, TextMessage>): void {
    this.#take("option");
    this.#parseOptionValue(options);
    this.#take(";");
  }

  /** `(tableau.field) = {…}`, `(tableau.field).name = "ID"`, `json_name = "id"`. */
  #parseOptionValue(options: Map<string, TextMessage>): void {
    let name: string;
    let path: readonly string[] = [];
    if (this.#isNext("(")) {
      this.#take("(");
      name = this.#take().text.replace(/^\./, "");
      this.#take(")");
      if (this.#peek()?.text.startsWith(".")) path = this.#take().text.slice(1).split(".");
    } else name = this.#take().text;
    this.#take("=");
    const value = this.#takeValue();
    let fields = parseTextFormat(value.startsWith("{") ? value.slice(1, -1) : `value:${value}`);
    if (path.length > 0) {
      const inner = value.startsWith("{") ? ` ${value}` : `:${value}`;
      fields = parseTextFormat(
        path.reduceRight((text, step) => (text === "" ? `${step}${inner}` : `${step} {${text}}`), ""),
      );
    }
    options.set(name, [...(options.get(name) ?? []), ...fields]);
  }

  /** Returns the text of an option's value. */
  #takeValue(): string {
    const { text, offset } = this.#take();
    if (text !== "{") return text;
    this.#skipBlock();
    const end = this.#tokens[this.#next - 1];
    return this.#text.slice(offset, (end?.offset ?? offset) + 1);
  }
}

function listTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern =
    /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[-+]?\.?[\w.]+|[^\s\w]/y;
  while (pattern.lastIndex < text.length) {
    const offset = pattern.lastIndex;
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined)
      throw new ProtoSyntaxError(`${text.charAt(offset)} is not expected here`, offset);
    if (!/^(\s|\/\/|\/\*)/.test(token)) tokens.push({ text: token, offset });
  }
  return tokens;
}
