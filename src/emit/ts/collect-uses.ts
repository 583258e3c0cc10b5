import { type FieldSchema, type ValueType, walkType } from "../../model/schema.js";
import { codecOf } from "./value-access.js";

/** What the getters of some fields name. */
export interface Uses {
  /** Of the runtime. */
  readonly values: readonly string[];
  readonly types: readonly string[];
  /** Of the library, by position. */
  readonly enums: ReadonlySet<number>;
  readonly structs: ReadonlySet<number>;
  readonly variants: ReadonlySet<number>;
  readonly tables: ReadonlySet<number>;
}

export function collectUses(fields: readonly FieldSchema[]): Uses {
  const types = fields.flatMap(({ type }) => listTypes(type));
  const positions = (kind: "enum" | "struct" | "variant") =>
    new Set(types.flatMap((type) => (type.kind === kind ? [type.index] : [])));
  const hasCodecs = fields.some(({ type }) => codecOf(type) !== undefined);
  return {
    values: [
      ...(hasCodecs ? ["codecs"] : []),
      ...(types.some(({ kind }) => kind === "version") ? ["Version"] : []),
    ],
    types: [...new Set(types.flatMap(({ kind }) => viewNames.get(kind) ?? []))],
    enums: positions("enum"),
    structs: positions("struct"),
    variants: positions("variant"),
    tables: new Set(
      types.flatMap((type) => (type.kind === "reference" ? type.targets.map(({ table }) => table) : [])),
    ),
  };
}

/** A type, what it is made of, and the parts of keys. */
function listTypes(type: ValueType): readonly ValueType[] {
  return [...walkType(type)].flatMap((one) => (one.kind === "reference" ? [one, ...one.key] : [one]));
}

const viewNames: ReadonlyMap<ValueType["kind"], string> = new Map([
  ["list", "ListView"],
  ["array", "ListView"],
  ["set", "SetView"],
  ["map", "MapView"],
]);
