import { ExpressionFault, type Span } from "./syntax.js";

export type Token = Span & {
  readonly kind: "number" | "text" | "datetime" | "duration" | "name" | "sign" | "end";
  /** Of a text what stands in the quotes, of all others what is written. */
  readonly text: string;
};

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  [
    "datetime",
    /[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[-+][0-9]{2}:[0-9]{2})?)?(?!\w)/y,
  ],
  ["duration", /(?:[0-9]+(?:\.[0-9]+)?(?:ms|[dhms]))+(?!\w)/y],
  ["number", /0[xX][0-9a-fA-F]+(?!\w)|[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?!\w)/y],
  ["text", /'(?:[^']|'')*'|"(?:[^"]|"")*"/y],
  ["name", /[\p{XID_Start}_]\p{XID_Continue}*/uy],
  ["sign", /&&|\|\||[=!<>]=|\.\.|\?\?|[-+*/%!<>?:()[\],.]/y],
];

/** Splits an expression into tokens, the last of kind `end`. Throws an ExpressionFault at what is none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let position = skipBlanks(text, 0); position < text.length; position = skipBlanks(text, position)) {
    const token = readToken(text, position);
    if (token === undefined) throw explain(text, position);
    tokens.push(token);
    position = token.end;
  }
  return [...tokens, { kind: "end", text: "", start: text.length, end: text.length }];
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (/\s/.test(text.charAt(position))) position++;
  return position;
}

function readToken(text: string, start: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) continue;
    const quote = found.charAt(0);
    const inner = kind === "text" ? found.slice(1, -1).replaceAll(quote + quote, quote) : found;
    return { kind, text: inner, start, end: start + found.length };
  }
  return undefined;
}

function explain(text: string, position: number): ExpressionFault {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const usual = character.normalize("NFKC");
  if (usual !== character)
    return new ExpressionFault(position, `it has full-width signs; write ${text.normalize("NFKC")}`);
  if (character === "'" || character === '"') return new ExpressionFault(position, "a quote is not closed");
  const other = otherSigns.get(character);
  if (other !== undefined) return new ExpressionFault(position, `${character} means nothing here`, other);
  if (/[0-9]/.test(character)) return new ExpressionFault(position, "it is no number and no duration");
  return new ExpressionFault(position, `${character} means nothing here`);
}

const otherSigns: ReadonlyMap<string, string> = new Map([
  ["=", "=="],
  ["&", "&&"],
  ["|", "||"],
  ["~", "!"],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
]);
