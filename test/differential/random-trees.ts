import fc from "fast-check";
import { at } from "../../src/base/assert.js";
import { compareValues } from "../../src/base/compare-values.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";

/*
 * Values of types that have parts, and how a cell may hold them. The rules for cells are written down here once more,
 * as docs/sheets.md has them, without a look at how src/rows goes about them.
 */

/** A value that has no parts. */
export interface Leaf {
  readonly kind: "leaf";
  /** What a cell of its type holds. */
  readonly text: string;
  /** What a cell of a spreadsheet may hold instead: a number, or the serial number of a date or a time. */
  readonly stored?: number | boolean | { readonly serial: number; readonly format: string };
  /** True where it may stand in quotes. */
  readonly isQuotable: boolean;
  /** True where blanks around it are part of it. */
  readonly isText: boolean;
  /** As `dump` shows it. */
  readonly json: string;
  /** What sets and maps are in the order of. */
  readonly order: Value;
}

export type Tree =
  | Leaf
  | { readonly kind: "absent" }
  /** A field that is left empty, with what it stands for. */
  | { readonly kind: "default"; readonly json: string; readonly value: Value }
  | { readonly kind: "list"; readonly items: readonly Tree[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [Leaf, Tree])[] }
  | { readonly kind: "struct"; readonly fields: readonly Tree[] }
  | { readonly kind: "variant"; readonly position: number; readonly fields: readonly Tree[] };

export interface TreeSetting {
  readonly schema: Pick<Schema, "structs" | "variants">;
  /** Values of types without parts; those of one value differ in their text alone. */
  readonly anyLeaf: (type: ValueType) => fc.Arbitrary<Leaf>;
  /** What fields with a default stand for, by struct and field: `Reward.count`. */
  readonly defaults: ReadonlyMap<string, Leaf>;
}

/** Values of a type; `depth` is how deep those that hold themselves may go on. */
export function anyTree(type: ValueType, setting: TreeSetting, depth = 2): fc.Arbitrary<Tree> {
  switch (type.kind) {
    case "optional":
      return fc.oneof(
        { weight: 1, arbitrary: fc.constant<Tree>({ kind: "absent" }) },
        { weight: 3, arbitrary: anyTree(type.value, setting, depth) },
      );
    case "list":
      if (depth < 0) return fc.constant<Tree>({ kind: "list", items: [] });
      return fc
        .array(anyTree(type.element, setting, depth - 1), { maxLength: 3 })
        .map((items): Tree => ({ kind: "list", items }));
    case "array":
      return fc
        .array(anyTree(type.element, setting, depth), { minLength: type.length, maxLength: type.length })
        .map((items): Tree => ({ kind: "list", items }));
    case "set":
      return fc
        .uniqueArray(setting.anyLeaf(type.element), { maxLength: 4, selector: ({ json }) => json })
        .map((items): Tree => ({ kind: "list", items }));
    case "map":
      if (depth < 0) return fc.constant<Tree>({ kind: "map", entries: [] });
      return fc
        .uniqueArray(fc.tuple(setting.anyLeaf(type.key), anyTree(type.value, setting, depth - 1)), {
          maxLength: 3,
          selector: ([{ json }]) => json,
        })
        .map((entries): Tree => ({ kind: "map", entries }));
    case "struct":
      return anyFields(type.index, setting, depth).map((fields): Tree => ({ kind: "struct", fields }));
    case "variant": {
      const { kinds } = at(setting.schema.variants, type.index);
      // The first kind holds no others, so that there is an end.
      const positions = depth <= 0 ? [0] : kinds.map((_, position) => position);
      return fc
        .constantFrom(...positions)
        .chain((position) =>
          anyFields(at(kinds, position).struct, setting, depth - 1).map(
            (fields): Tree => ({ kind: "variant", position, fields }),
          ),
        );
    }
    default:
      return setting.anyLeaf(type);
  }
}

function anyFields(struct: number, setting: TreeSetting, depth: number): fc.Arbitrary<readonly Tree[]> {
  const { name, fields } = at(setting.schema.structs, struct);
  const arbitraries = fields.map((field) => {
    const written = anyTree(field.type, setting, depth);
    const fallback = setting.defaults.get(`${name}.${field.name}`);
    if (fallback === undefined) return written;
    const empty: Tree = { kind: "default", json: fallback.json, value: fallback.order };
    return fc.oneof({ weight: 1, arbitrary: fc.constant(empty) }, { weight: 2, arbitrary: written });
  });
  return fc.tuple(...arbitraries);
}

/** Returns the value as `dump` shows it. */
export function dumpTree(tree: Tree, type: ValueType, schema: TreeSetting["schema"]): string {
  if (type.kind === "optional") return tree.kind === "absent" ? "null" : dumpTree(tree, type.value, schema);
  switch (tree.kind) {
    case "leaf":
    case "default":
      return tree.json;
    case "absent":
      return "null";
    case "list": {
      const element = "element" in type ? type.element : type;
      const items = type.kind === "set" ? sortLeaves(tree.items) : tree.items;
      return `[${items.map((item) => dumpTree(item, element, schema)).join(",")}]`;
    }
    case "map": {
      const value = type.kind === "map" ? type.value : type;
      const entries = sortEntries(tree.entries).map(
        ([key, one]) => `[${key.json},${dumpTree(one, value, schema)}]`,
      );
      return `[${entries.join(",")}]`;
    }
    case "struct":
      return `{${dumpFields(tree.fields, structOf(type, schema), schema).join(",")}}`;
    case "variant": {
      const kind = kindOf(tree, type, schema);
      const fields = dumpFields(tree.fields, at(schema.structs, kind.struct), schema);
      return `{${[`"$type":${JSON.stringify(kind.name)}`, ...fields].join(",")}}`;
    }
  }
}

function dumpFields(
  trees: readonly Tree[],
  { fields }: Schema["structs"][number],
  schema: TreeSetting["schema"],
): readonly string[] {
  return fields.map(
    ({ name, type }, index) => `${JSON.stringify(name)}:${dumpTree(at(trees, index), type, schema)}`,
  );
}

/** Returns the value as the rows of a table hold it. */
export function valueOfTree(tree: Tree, type: ValueType): Value {
  if (type.kind === "optional") return tree.kind === "absent" ? undefined : valueOfTree(tree, type.value);
  switch (tree.kind) {
    case "leaf":
      return tree.order;
    case "default":
      return tree.value;
    case "absent":
      return undefined;
    case "list": {
      const items = type.kind === "set" ? sortLeaves(tree.items) : tree.items;
      return items.map((item) => valueOfTree(item, "element" in type ? type.element : type));
    }
    case "map":
      return sortEntries(tree.entries).map(([key, one]) => [
        key.order,
        valueOfTree(one, type.kind === "map" ? type.value : type),
      ]);
    case "struct":
      return tree.fields.map((field) => valueOfTree(field, field.kind === "absent" ? absentType : anyType));
    case "variant":
      return {
        kind: tree.position,
        fields: tree.fields.map((field) =>
          valueOfTree(field, field.kind === "absent" ? absentType : anyType),
        ),
      };
  }
}

// Of fields only sets would need their types, and those are in no struct of these tests.
const anyType: ValueType = { kind: "string" };
const absentType: ValueType = { kind: "optional", value: anyType };

function sortLeaves(items: readonly Tree[]): readonly Tree[] {
  const order = (tree: Tree) => (tree.kind === "leaf" ? tree.order : undefined);
  return [...items].sort((left, right) => compareValues(order(left), order(right)));
}

function sortEntries<One>(entries: readonly (readonly [Leaf, One])[]): readonly (readonly [Leaf, One])[] {
  return [...entries].sort(([left], [right]) => compareValues(left.order, right.order));
}

function structOf(type: ValueType, { structs }: TreeSetting["schema"]): Schema["structs"][number] {
  return at(structs, type.kind === "struct" ? type.index : -1);
}

function kindOf(
  { position }: Tree & { readonly kind: "variant" },
  type: ValueType,
  { variants }: TreeSetting["schema"],
) {
  return at(at(variants, type.kind === "variant" ? type.index : -1).kinds, position);
}

// --- cells ----------------------------------------------------------------------------------------------------

/** Returns the JSON text of a cell. Fields that are left empty are not in it. */
export function writeJson(tree: Tree, type: ValueType, schema: TreeSetting["schema"]): string {
  if (type.kind === "optional" && tree.kind !== "absent") return writeJson(tree, type.value, schema);
  switch (tree.kind) {
    case "leaf":
      return JSON.stringify(tree.text);
    case "absent":
    case "default":
      return "null";
    case "list": {
      const element = "element" in type ? type.element : type;
      return `[${tree.items.map((item) => writeJson(item, element, schema)).join(", ")}]`;
    }
    case "map": {
      const value = type.kind === "map" ? type.value : type;
      const pairs = tree.entries.map(
        ([key, one]) => `[${JSON.stringify(key.text)}, ${writeJson(one, value, schema)}]`,
      );
      return `[${pairs.join(",")}]`;
    }
    case "struct":
      return `{${writeJsonFields(tree.fields, structOf(type, schema), schema).join(",")}}`;
    case "variant": {
      const { name, struct } = kindOf(tree, type, schema);
      const fields = writeJsonFields(tree.fields, at(schema.structs, struct), schema);
      return `{${[...fields, `"$type": ${JSON.stringify(name)}`].join(",")}}`;
    }
  }
}

function writeJsonFields(
  trees: readonly Tree[],
  { fields }: Schema["structs"][number],
  schema: TreeSetting["schema"],
): readonly string[] {
  return fields.flatMap(({ name, type }, index) => {
    const tree = at(trees, index);
    return tree.kind === "default" ? [] : [`${JSON.stringify(name)}: ${writeJson(tree, type, schema)}`];
  });
}

/** Counts the separators that a type needs; more than there are for one that holds itself. */
function depthOf(type: ValueType, schema: TreeSetting["schema"], open: readonly object[] = []): number {
  const ofFields = (owner: object, structs: readonly number[]): number => {
    if (open.includes(owner)) return 99;
    const fields = structs.flatMap((struct) => at(schema.structs, struct).fields);
    return 1 + Math.max(0, ...fields.map((field) => depthOf(field.type, schema, [...open, owner])));
  };
  switch (type.kind) {
    case "optional":
      return depthOf(type.value, schema, open);
    case "list":
    case "array":
    case "set":
      return 1 + depthOf(type.element, schema, open);
    case "map":
      return 1 + depthOf(type.value, schema, open);
    case "struct":
      return ofFields(at(schema.structs, type.index), [type.index]);
    case "variant": {
      const variant = at(schema.variants, type.index);
      return ofFields(
        variant,
        variant.kinds.map(({ struct }) => struct),
      );
    }
    default:
      return 0;
  }
}

/**
 * Returns the text of a cell in which `separators`, the innermost first, divide the parts; `undefined` for a value that
 * cannot be written so.
 */
export function writeCell(
  tree: Tree,
  type: ValueType,
  separators: readonly string[],
  schema: TreeSetting["schema"],
): string | undefined {
  const depth = depthOf(type, schema);
  if (depth === 0 || depth > separators.length) return undefined;
  const text = new CellWriter(separators, schema).write(tree, type);
  return text === undefined || text.trim() === "" ? undefined : text;
}

class CellWriter {
  readonly #separators: readonly string[];
  readonly #schema: TreeSetting["schema"];

  constructor(separators: readonly string[], schema: TreeSetting["schema"]) {
    this.#separators = separators;
    this.#schema = schema;
  }

  /** Returns the text of a value with parts. */
  write(tree: Tree, type: ValueType): string | undefined {
    if (type.kind === "optional") return tree.kind === "absent" ? "" : this.write(tree, type.value);
    const own = this.#separators[depthOf(type, this.#schema) - 1] ?? "";
    switch (tree.kind) {
      case "list":
        return this.#writeList(tree.items, type, own);
      case "map":
        return this.#writeMap(tree.entries, type, own);
      case "struct":
        return this.#join(this.#writeFields(tree.fields, structOf(type, this.#schema)), own);
      case "variant": {
        const { name, struct: position } = kindOf(tree, type, this.#schema);
        const struct = at(this.#schema.structs, position);
        const depth = Math.max(0, ...struct.fields.map((field) => depthOf(field.type, this.#schema)));
        const fields = this.#writeFields(tree.fields, struct);
        return fields === undefined ? undefined : [name, ...fields].join(this.#separators[depth]);
      }
      default:
        return undefined;
    }
  }

  #writeList(items: readonly Tree[], type: ValueType, own: string): string | undefined {
    if (items.length === 0) return type.kind === "array" ? undefined : "[]";
    const element = "element" in type ? type.element : type;
    const texts = items.map((item) => this.#writePart(item, element, false));
    // What is blank is taken for absent.
    if (texts.some((text, index) => text === "" && at(items, index).kind !== "absent")) return undefined;
    return this.#join(texts, own);
  }

  #writeMap(entries: readonly (readonly [Leaf, Tree])[], type: ValueType, own: string): string | undefined {
    if (entries.length === 0) return "[]";
    const value = type.kind === "map" ? type.value : type;
    const texts = entries.map(([key, one]) => {
      const written = this.#writePart(one, value, true);
      const isLost = written === "" && one.kind !== "absent";
      return written === undefined || isLost ? undefined : `${this.#writeLeaf(key, true)}:${written}`;
    });
    return this.#join(texts, own);
  }

  #writeFields(trees: readonly Tree[], { fields }: Schema["structs"][number]): readonly string[] | undefined {
    const texts = fields.map(({ type }, index) => {
      const tree = at(trees, index);
      const text = this.#writePart(tree, type, true);
      const isEmpty = tree.kind === "absent" || tree.kind === "default";
      return text === "" && !isEmpty ? undefined : text;
    });
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }

  /** In entries and fields any value may stand in quotes. */
  #writePart(tree: Tree, type: ValueType, isField: boolean): string | undefined {
    if (tree.kind === "absent" || tree.kind === "default") return "";
    return tree.kind === "leaf" ? this.#writeLeaf(tree, isField) : this.write(tree, type);
  }

  #writeLeaf({ text, isQuotable, isText }: Leaf, isField: boolean): string | undefined {
    const isPlain =
      /^[\p{L}\p{N}_.+-]+$/u.test(text) && ![...this.#separators, ":"].some((one) => text.includes(one));
    if (isPlain) return text;
    if (isQuotable || isField) return `"${(isText ? text : text.trim()).replaceAll('"', '""')}"`;
    return this.#separators.some((one) => text.includes(one)) ? undefined : text;
  }

  /** What would be taken for JSON cannot be written so. */
  #join(texts: readonly (string | undefined)[] | undefined, separator: string): string | undefined {
    if (texts === undefined || !texts.every((text) => text !== undefined)) return undefined;
    const text = texts.join(separator);
    return /^\s*[[{]/.test(text) && isJson(text) ? undefined : text;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
