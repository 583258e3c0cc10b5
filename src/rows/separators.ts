import { at } from "../base/assert.js";
import { type Schema, type ValueType, type Writing, walkType } from "../model/schema.js";

/** Separators of a value's parts, from the outermost inwards. */
export type Separators = readonly string[];

/** Stands between key and value of a map's entry, where the map has no separator of its own for them. */
export const ofEntry = ":";

/**
 * Finds the separators that values are written with in a cell. Without a writing of its own a value takes as many of
 * the config's as it nests deep, so that the innermost parts are always divided by the first of them.
 */
export class SeparatorChoice {
  readonly #schema: Pick<Schema, "structs" | "variants">;
  readonly #fromInside: Separators;
  readonly #open = new Set<object>();

  /** `fromInside` are the config's: the one of the innermost parts first. */
  constructor(schema: Pick<Schema, "structs" | "variants">, fromInside: Separators) {
    this.#schema = schema;
    this.#fromInside = fromInside;
  }

  /** Returns the separators of a type; fewer than it nests deep where there are no more. */
  choose(type: ValueType, writing: Writing | undefined): Separators {
    const own = writing ?? this.#writingOf(type);
    if (own !== undefined) return own.separators;
    const depth = Math.min(this.depthOf(type), this.#fromInside.length);
    return this.#fromInside.slice(0, depth).reverse();
  }

  /** Returns the separators of a part, given what is left of its container's: those that it needs, the innermost. */
  chooseInner(type: ValueType, left: Separators): Separators {
    const own = this.#writingOf(type);
    if (own !== undefined) return own.separators;
    const depth = this.depthOf(type);
    return depth < left.length ? left.slice(left.length - depth) : left;
  }

  /** Returns what may stand between parts inside a value: what is left for them, and what they have of their own. */
  within(type: ValueType, left: Separators): Separators {
    const found = new Set(left);
    const seen = new Set<object>();
    const visitFields = (owner: { readonly writing?: Writing }, structs: readonly number[]): void => {
      if (seen.has(owner)) return;
      seen.add(owner);
      for (const one of owner.writing?.separators ?? []) found.add(one);
      for (const field of structs.flatMap((struct) => at(this.#schema.structs, struct).fields)) {
        for (const one of field.writing?.separators ?? []) found.add(one);
        visit(field.type);
      }
    };
    const visit = (outer: ValueType): void => {
      for (const one of walkType(outer)) {
        if (one.kind === "map") found.add(ofEntry);
        if (one.kind === "struct") visitFields(at(this.#schema.structs, one.index), [one.index]);
        if (one.kind !== "variant") continue;
        const variant = at(this.#schema.variants, one.index);
        visitFields(
          variant,
          variant.kinds.map(({ struct }) => struct),
        );
      }
    };
    visit(type);
    return [...found];
  }

  /** Returns the separators of a struct's or variant's own, if it has any. */
  #writingOf(type: ValueType): Writing | undefined {
    if (type.kind === "optional") return this.#writingOf(type.value);
    if (type.kind === "struct") return at(this.#schema.structs, type.index).writing;
    if (type.kind === "variant") return at(this.#schema.variants, type.index).writing;
    return undefined;
  }

  /**
   * Returns how many separators a value needs from outside. What holds itself has no such number; only the part that
   * does not is counted.
   */
  depthOf(type: ValueType): number {
    switch (type.kind) {
      case "list":
      case "set":
      case "array":
        return 1 + this.depthOf(type.element);
      case "map":
        return 1 + Math.max(this.depthOf(type.key), this.depthOf(type.value));
      case "optional":
        return this.depthOf(type.value);
      case "reference":
        return type.key.length > 1 ? 1 : 0;
      case "struct":
        return this.#depthOfFields(at(this.#schema.structs, type.index), [type.index]);
      case "variant": {
        const variant = at(this.#schema.variants, type.index);
        return this.#depthOfFields(
          variant,
          variant.kinds.map(({ struct }) => struct),
        );
      }
      default:
        return 0;
    }
  }

  /** Returns how many separators a kind of a variant needs: one for its fields, and theirs. */
  depthOfKind(struct: number): number {
    const { fields } = at(this.#schema.structs, struct);
    return 1 + Math.max(0, ...fields.map((field) => (field.writing ? 0 : this.depthOf(field.type))));
  }

  #depthOfFields(owner: { readonly writing?: Writing }, structs: readonly number[]): number {
    if (owner.writing !== undefined || this.#open.has(owner)) return 0;
    this.#open.add(owner);
    const fields = structs.flatMap((struct) => at(this.#schema.structs, struct).fields);
    const depth = Math.max(0, ...fields.map((field) => (field.writing ? 0 : this.depthOf(field.type))));
    this.#open.delete(owner);
    return 1 + depth;
  }
}
