/** A parsed expression. Positions are those of UTF-16 units in its text, the end not included. */
export type Node = Span & NodeForm;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type NodeForm =
  | { readonly kind: "number"; readonly value: number | bigint; readonly isWhole: boolean }
  | { readonly kind: "text"; readonly text: string }
  /** A datetime or a duration, as a cell would have it. */
  | { readonly kind: "time"; readonly type: "datetime" | "duration"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Node; readonly name: string }
  | { readonly kind: "element"; readonly of: Node; readonly index: Node }
  | { readonly kind: "call"; readonly name: string; readonly given: readonly Node[] }
  | { readonly kind: "list"; readonly elements: readonly Node[] }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Node }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: "choice"; readonly condition: Node; readonly yes: Node; readonly no: Node };

export type BinaryOperator = (typeof operatorLevels)[number][number];

/** From those that bind least to those that bind most; operators of one level are taken from left to right. */
export const operatorLevels = [
  ["??"],
  ["||"],
  ["&&"],
  ["==", "!=", "<", "<=", ">", ">=", "in"],
  [".."],
  ["+", "-"],
  ["*", "/", "%"],
] as const;

/** Why a text is no expression. It never leaves this folder: `compileExpression` catches it. */
export class ExpressionFault extends Error {
  /** Position in the text. */
  readonly position: number;
  readonly reason: string;
  readonly suggestion: string | undefined;

  constructor(position: number, reason: string, suggestion?: string) {
    super(reason);
    this.position = position;
    this.reason = reason;
    this.suggestion = suggestion;
  }
}
