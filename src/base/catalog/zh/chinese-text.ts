import type { DiagnosticSpec } from "../../diagnostic-spec.js";

/** What a code says in Chinese: of the same parameters as in English. */
export interface ChineseText<Spec extends DiagnosticSpec> {
  readonly message: (parameters: Parameters<Spec["message"]>[0]) => string;
  readonly help: string;
}

/** A code without a text does not compile. */
export type ChineseTextsOf<Specs extends Readonly<Record<string, DiagnosticSpec>>> = {
  readonly [Code in keyof Specs]: ChineseText<Specs[Code]>;
};

export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `是否想写 ${suggestion}？`;
}
