import { variantLayout } from "../model/image-format.js";
import type { Codec } from "./codecs.js";
import type { StructClass, VariantSpec } from "./match-types.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf } from "./plain.js";
import type { View, ViewClass } from "./view.js";

/** A value of a struct as one kind of a variant; `$type` tells which. */
export type KindOf<S, Name extends string> = S & { readonly $type: Name };

/** A value of a kind that a newer release has added: the bindings know neither its name nor its fields. */
export class UnknownKind implements Plain {
  get $type(): undefined {
    return undefined;
  }

  toJSON(): { readonly $type: null } {
    return { $type: null };
  }

  [plainOf](): unknown {
    return this.toJSON();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return { $type: undefined };
  }
}

/** How values of a variant are read, for generated code: by kind the name and the class of its struct. */
export class VariantCodec<T> implements Codec<T> {
  readonly bytes = variantLayout.size;
  readonly alignment = variantLayout.alignment;
  readonly absence = variantLayout.offset;
  readonly #name: string;
  readonly #kinds: readonly VariantKind[];
  /** Made at the first use: the files of structs and tables import each other. */
  #classes: readonly KindClass[] | undefined;

  constructor(name: string, kinds: readonly VariantKind[]) {
    this.#name = name;
    this.#kinds = kinds;
  }

  /** What an image must have for this. */
  get $spec(): VariantSpec {
    const kinds = this.#kinds.map(([name, struct]) => [name, struct().$spec.struct] as const);
    return { variant: this.#name, kinds };
  }

  read(memory: Memory, at: number): T {
    this.#classes ??= this.#kinds.map(createKindClass);
    const kind = this.#classes[memory.uint32(at + variantLayout.kind)];
    // The generated type of the variant lists the classes of its kinds, and UnknownKind.
    if (kind === undefined) return new UnknownKind() as T;
    const target = memory.target(at);
    memory.requireInside(target, kind.bytes);
    return new kind.type(memory, target) as T;
  }

  show(memory: Memory, at: number): unknown {
    return this.read(memory, at);
  }
}

type VariantKind = readonly [name: string, struct: () => StructClass];

interface KindClass {
  readonly bytes: number;
  readonly type: ViewClass<View>;
}

/** A struct may be a kind of several variants under different names, so `$type` has a class of its own. */
function createKindClass([name, struct]: VariantKind): KindClass {
  const base = struct();
  const type = class extends base {
    get $type(): string {
      return name;
    }
  };
  return { bytes: base.$spec.bytes, type };
}
