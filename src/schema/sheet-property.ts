import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { DeclaredText } from "./struct-declaration.js";

/** What one of the rows of an enum or a struct says of the whole, or each of them the same. */
export class SheetProperty {
  readonly #kind: "enum" | "struct";
  readonly #name: string;
  readonly #property: string;
  #value: DeclaredText | undefined;

  constructor(kind: "enum" | "struct", name: string, property: string) {
    this.#kind = kind;
    this.#name = name;
    this.#property = property;
  }

  /** What the rows so far say. */
  get value(): DeclaredText | undefined {
    return this.#value;
  }

  /** Adds what a row says, if it does; reports another text than that of a row above. */
  add(text: string, at: Place, report: Report): void {
    if (text === "") return;
    const first = this.#value;
    this.#value ??= { text, at };
    if (first === undefined || first.text === text) return;
    const [kind, name, property] = [this.#kind, this.#name, this.#property];
    const note = { message: "the other one", at: first.at };
    report("declarations-differ", { kind, name, property, here: text, there: first.text }, at, [note]);
  }
}
