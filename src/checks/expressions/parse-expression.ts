import { type BinaryOperator, ExpressionFault, type Node, type NodeForm, operatorLevels } from "./syntax.js";
import { type Token, tokenize } from "./tokenize.js";

/**
 * Parses an expression; throws an ExpressionFault where it is none.
 *
 *     expression = level0 [ "?" expression ":" expression ]
 *     level      = next { operator next }                 the levels of `operatorLevels`
 *     unary      = ( "!" | "-" ) unary | postfix
 *     postfix    = primary { "." name | "[" expression "]" }
 *     primary    = number | text | datetime | duration | name [ "(" [ list ] ")" ] | "(" expression ")" | "[" [ list ] "]"
 *     list       = expression { "," expression }
 */
export function parseExpression(text: string): Node {
  const parser = new Parser(tokenize(text));
  return parser.parseWhole();
}

/** Deeper ones nobody can read, and they would use up the stack. */
const deepest = 64;

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parseWhole(): Node {
    const node = this.#parseExpression();
    if (this.#next.kind !== "end") throw this.#fail("an operator is missing");
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#position] ?? endToken;
  }

  #take(): Token {
    const token = this.#next;
    this.#position++;
    return token;
  }

  #takeSign(sign: string): boolean {
    const isThere = this.#next.kind === "sign" && this.#next.text === sign;
    if (isThere) this.#position++;
    return isThere;
  }

  #expect(sign: string): Token {
    const token = this.#next;
    if (!this.#takeSign(sign)) throw this.#fail(`a ${sign} is missing`);
    return token;
  }

  #fail(reason: string): ExpressionFault {
    const { start, text, kind } = this.#next;
    const suggestion = kind === "name" ? otherWords.get(text.toLowerCase()) : undefined;
    return new ExpressionFault(start, reason, suggestion);
  }

  #parseExpression(): Node {
    this.#depth++;
    if (this.#depth > deepest) throw this.#fail("it is nested too deep");
    const condition = this.#parseLevel(0);
    let node = condition;
    if (this.#takeSign("?")) {
      const yes = this.#parseExpression();
      this.#expect(":");
      const no = this.#parseExpression();
      node = { kind: "choice", condition, yes, no, start: condition.start, end: no.end };
    }
    this.#depth--;
    return node;
  }

  #parseLevel(level: number): Node {
    const operators: readonly string[] | undefined = operatorLevels[level];
    if (operators === undefined) return this.#parseUnary();
    let left = this.#parseLevel(level + 1);
    for (;;) {
      const { kind, text } = this.#next;
      const isOperator = (kind === "sign" || text === "in") && kind !== "text" && operators.includes(text);
      if (!isOperator) return left;
      this.#position++;
      const right = this.#parseLevel(level + 1);
      // It is one of the level's operators.
      const operator = text as BinaryOperator;
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
      if (comparisons.includes(operator) && this.#isComparison()) {
        throw this.#fail("comparisons are joined by && or ||");
      }
    }
  }

  #isComparison(): boolean {
    const { kind, text } = this.#next;
    return kind !== "text" && comparisons.includes(text);
  }

  #parseUnary(): Node {
    const { kind, text, start } = this.#next;
    if (kind !== "sign" || (text !== "!" && text !== "-")) return this.#parsePostfix();
    this.#depth++;
    if (this.#depth > deepest) throw this.#fail("it is nested too deep");
    this.#position++;
    const operand = this.#parseUnary();
    this.#depth--;
    return { kind: "unary", operator: text, operand, start, end: operand.end };
  }

  #parsePostfix(): Node {
    let node = this.#parsePrimary();
    for (;;) {
      const { start } = node;
      if (this.#takeSign(".")) {
        if (this.#next.kind !== "name") throw this.#fail("a name is missing after the dot");
        const { text: name, end } = this.#take();
        node = { kind: "member", of: node, name, start, end };
      } else if (this.#takeSign("[")) {
        const index = this.#parseExpression();
        node = { kind: "element", of: node, index, start, end: this.#expect("]").end };
      } else return node;
    }
  }

  #parsePrimary(): Node {
    const { kind, text, start, end } = this.#next;
    switch (kind) {
      case "number":
        this.#position++;
        return { ...readNumber(text), start, end };
      case "text":
        this.#position++;
        return { kind, text, start, end };
      case "datetime":
      case "duration":
        this.#position++;
        return { kind: "time", type: kind, text, start, end };
      case "name":
        this.#position++;
        if (!this.#takeSign("(")) return { kind, name: text, start, end };
        return { kind: "call", name: text, given: this.#parseList(")"), start, end: this.#expect(")").end };
      case "sign":
        if (this.#takeSign("(")) {
          const node = this.#parseExpression();
          this.#expect(")");
          return node;
        }
        if (this.#takeSign("[")) {
          return { kind: "list", elements: this.#parseList("]"), start, end: this.#expect("]").end };
        }
        throw this.#fail(`a value is missing before ${text}`);
      case "end":
        throw this.#fail("a value is missing at the end");
    }
  }

  #parseList(close: string): readonly Node[] {
    const nodes: Node[] = [];
    if (this.#next.kind === "sign" && this.#next.text === close) return nodes;
    do nodes.push(this.#parseExpression());
    while (this.#takeSign(","));
    return nodes;
  }
}

const endToken: Token = { kind: "end", text: "", start: 0, end: 0 };

const comparisons: readonly string[] = operatorLevels[3];

const otherWords: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["is", "=="],
  ["not", "!"],
]);

function readNumber(text: string): NodeForm {
  if (/^0[xX]|^[0-9]+$/.test(text)) {
    const exact = BigInt(text);
    const value = exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
    return { kind: "number", value, isWhole: true };
  }
  return { kind: "number", value: Number(text), isWhole: false };
}
