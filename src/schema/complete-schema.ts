import { assert, at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import { formatStoredType, layoutStruct, maxStructDepth } from "../model/image-format.js";
import {
  type FieldSchema,
  keyTypeOf,
  mapType,
  primaryKeyOf,
  type ReferenceTarget,
  type ReferenceType,
  type StructSchema,
  type TableSchema,
  type ValueType,
  type VariantSchema,
  walkType,
} from "../model/schema.js";
import { type DraftStruct, type DraftTypes, structsInPlace } from "./resolve-structs.js";

/** Everything of a schema whose types are still to be completed. */
export interface DraftSchema extends DraftTypes {
  /** In order of name. */
  readonly tables: readonly TableSchema[];
  /** Tables with a mistake that has been reported: what they have is not known. */
  readonly faultyTables: ReadonlySet<string>;
}

export interface CompletedTypes {
  readonly tables: readonly TableSchema[];
  readonly structs: readonly StructSchema[];
  readonly variants: readonly VariantSchema[];
}

/**
 * Completes all types: looks up what references lead to, orders the structs so that each follows those that it holds
 * in place, and gives them their sizes. Vectors that nothing uses are left out.
 */
export function completeSchema(draft: DraftSchema, report: Report): CompletedTypes {
  return new Completion(draft, report).complete();
}

class Completion {
  readonly #draft: DraftSchema;
  readonly #report: Report;
  readonly #structs: StructSchema[] = [];
  /** Fields by which a struct would hold itself in place. */
  readonly #endless = new Set<FieldSchema>();
  readonly #structIndex = new Map<string, number>();
  readonly #variantIndex: ReadonlyMap<string, number>;

  constructor(draft: DraftSchema, report: Report) {
    const variants = [...draft.variants].sort((left, right) => (left.name < right.name ? -1 : 1));
    const structs = draft.structs.filter((one) => one.at.file !== "" || isUsed(one, draft));
    this.#draft = { ...draft, variants, structs: this.#orderStructs(structs, report) };
    this.#report = report;
    this.#variantIndex = new Map(variants.map(({ name }, index) => [name, index]));
    for (const [index, { name }] of this.#draft.structs.entries()) this.#structIndex.set(name, index);
  }

  complete(): CompletedTypes {
    // In this order each struct finds the sizes of those that it holds in place.
    for (const { fields, ...rest } of this.#draft.structs) {
      this.#structs.push({ ...rest, fields: this.#completeFields(fields) });
    }
    const variants = this.#draft.variants.map(({ kinds, ...rest }) => ({
      ...rest,
      kinds: kinds.map((kind) => ({ ...kind, struct: this.#structIndex.get(kind.struct) ?? 0 })),
    }));
    const tables = this.#draft.tables.map((table) => ({
      ...table,
      columns: this.#completeFields(table.columns),
    }));
    const structs = this.#structs.map((one) => ({ ...one, fields: this.#sizeFields(one.fields) }));
    return { tables, structs, variants };
  }

  /** Gives those structs their sizes that were not complete yet where they are named, in lists of themselves. */
  #sizeFields(fields: readonly FieldSchema[]): readonly FieldSchema[] {
    return fields.map((field) => ({
      ...field,
      type: mapType(field.type, (one) => (one.kind === "struct" ? this.#completeStruct(one.name) : one)),
    }));
  }

  /** Sorts by name, then puts each struct behind those that it holds in place. */
  #orderStructs(structs: readonly DraftStruct[], report: Report): readonly DraftStruct[] {
    const byName = new Map(structs.map((one) => [one.name, one]));
    const ordered = new Set<DraftStruct>();
    const open: DraftStruct[] = [];
    /** How many structs are in one another in a value of each, without itself. */
    const depths = new Map<DraftStruct, number>();
    const visit = (struct: DraftStruct): void => {
      if (ordered.has(struct)) return;
      open.push(struct);
      let depth = 0;
      for (const field of struct.fields) {
        for (const { name } of structsInPlace(field.type)) {
          const inner = byName.get(name);
          if (inner === undefined) continue;
          if (open.includes(inner)) {
            this.#endless.add(field);
            report("endless-struct", { struct: name, through: field.name }, field.at);
            continue;
          }
          visit(inner);
          const own = 1 + (depths.get(inner) ?? 0);
          if (own <= maxStructDepth) depth = Math.max(depth, own);
          else {
            this.#endless.add(field);
            report("deep-struct", { struct: struct.name, through: field.name }, field.at);
          }
        }
      }
      depths.set(struct, depth);
      open.pop();
      ordered.add(struct);
    };
    for (const one of [...structs].sort((left, right) => (left.name < right.name ? -1 : 1))) visit(one);
    return [...ordered];
  }

  #completeFields(fields: readonly FieldSchema[]): readonly FieldSchema[] {
    return fields.map((field) => ({
      ...field,
      type: this.#endless.has(field) ? perhapsText : this.#completeType(field.type, field.typeAt ?? field.at),
    }));
  }

  #completeType(type: ValueType, place: Place): ValueType {
    return mapType(type, (one) => {
      switch (one.kind) {
        case "struct":
          return this.#completeStruct(one.name);
        case "variant":
          return { ...one, index: this.#variantIndex.get(one.name) ?? 0 };
        case "reference":
          return this.#completeReference(one, place);
        case "set":
          return this.#isSortable(one.element, place) ? one : { kind: "list", element: one.element };
        case "map":
          return this.#isSortable(one.key, place) ? one : { ...one, key: anyText };
        default:
          return one;
      }
    });
  }

  #completeStruct(name: string): ValueType {
    const index = this.#structIndex.get(name);
    assert(index !== undefined, `struct ${name} is declared`);
    // One that is not complete yet is held in a list or a pool and gets its size later, or it is part of an endless one.
    const { stride, alignment } = layoutStruct(this.#structs[index]?.fields ?? []);
    const isComplete = this.#structs[index] !== undefined;
    return {
      kind: "struct",
      index,
      name,
      bytes: isComplete ? stride : 0,
      alignment: isComplete ? alignment : 1,
    };
  }

  #isSortable(type: ValueType, place: Place): boolean {
    if (keyTypeOf(type) !== undefined) return true;
    this.#report(
      "composite-in-set",
      { table: type.kind === "reference" ? at(type.targets, 0).name : "" },
      place,
    );
    return false;
  }

  /** Returns text where the reference leads nowhere, which is then reported: any cell is one. */
  #completeReference(type: ReferenceType, place: Place): ValueType {
    const found: { target: ReferenceTarget; key: readonly ValueType[] }[] = [];
    for (const { name } of type.targets) {
      const target = this.#findTarget(name, type, place);
      if (target === undefined) return anyText;
      found.push(target);
    }
    const [first, ...others] = found;
    assert(first !== undefined, "a reference has a target");
    for (const other of others) {
      const [here, there] = [other, first].map(({ key }) => key.map(formatStoredType).join(", "));
      if (here === there) continue;
      this.#reportReference(type, place, {
        reason: `the key of ${first.target.name} is ${there} and that of ${other.target.name} is ${here}`,
      });
      return anyText;
    }
    return { kind: "reference", targets: found.map(({ target }) => target), key: first.key };
  }

  #findTarget(
    text: string,
    type: ReferenceType,
    place: Place,
  ): { readonly target: ReferenceTarget; readonly key: readonly ValueType[] } | undefined {
    const [name = "", keyName, ...rest] = text.split(".");
    const { tables, faultyTables } = this.#draft;
    if (rest.length > 0) {
      const reason = "a table may be followed by . and one of its unique keys";
      this.#reportReference(type, place, { reason });
      return undefined;
    }
    const table = tables.findIndex((one) => one.name === name);
    const schema = tables[table];
    if (schema === undefined) {
      if (faultyTables.has(name)) return undefined;
      const suggestion = findNearest(
        name,
        tables.map((one) => one.name),
      );
      this.#reportReference(type, place, { reason: `there is no table ${name}`, suggestion });
      return undefined;
    }
    const keyIndex = findKey(schema, keyName);
    if (keyIndex < 0) {
      if (!faultyTables.has(name)) this.#reportReference(type, place, explainKey(schema, keyName));
      return undefined;
    }
    const key = at(schema.keys, keyIndex).columns.map((column) => this.#keyType(schema, column, []));
    if (key.length > maxKeyParts) {
      this.#reportReference(type, place, { reason: `its key has more than ${maxKeyParts} parts` });
      return undefined;
    }
    if (!key.every((part) => part !== undefined)) return undefined;
    return { target: { table, name, keyIndex }, key };
  }

  /** Returns the scalar type of a key's column; `undefined` for a chain of references that never gets to one. */
  #keyType(table: TableSchema, column: number, seen: readonly TableSchema[]): ValueType | undefined {
    const { type } = at(table.columns, column);
    if (type.kind !== "reference") return type;
    if (seen.includes(table)) return undefined;
    const [name = "", keyName] = at(type.targets, 0).name.split(".");
    const next = this.#draft.tables.find((one) => one.name === name);
    const key = next?.keys[next === undefined ? -1 : findKey(next, keyName)];
    if (next === undefined || key?.columns.length !== 1) return undefined;
    return this.#keyType(next, at(key.columns, 0), [...seen, table]);
  }

  #reportReference(
    type: ReferenceType,
    place: Place,
    { reason, suggestion }: { readonly reason: string; readonly suggestion?: string | undefined },
  ): void {
    const reference = type.targets.map(({ name }) => name).join(" | ");
    this.#report("invalid-reference", { reference, reason, suggestion }, place);
  }
}

const anyText: ValueType = { kind: "string" };
const perhapsText: ValueType = { kind: "optional", value: anyText };

/** As many as the readers have room for. */
const maxKeyParts = 4;

function isUsed({ name }: DraftStruct, { structs, variants, tables }: DraftSchema): boolean {
  const fields = [...structs, ...tables.map(({ columns }) => ({ fields: columns }))].flatMap(
    (one) => one.fields,
  );
  const types = fields.flatMap(({ type }) => [...walkType(type)]);
  return (
    types.some((type) => type.kind === "struct" && type.name === name) ||
    variants.some(({ kinds }) => kinds.some(({ struct }) => struct === name))
  );
}

/** Returns the position of the primary key, or of the unique key of that name or column; -1 when there is none. */
function findKey(table: TableSchema, name: string | undefined): number {
  if (name === undefined) return primaryKeyOf(table) === undefined ? -1 : 0;
  return table.keys.findIndex(({ purpose, columns, name: own }) => {
    const isOfColumn = columns.length === 1 && table.columns[at(columns, 0)]?.name === name;
    return purpose === "unique" && (own === name || isOfColumn);
  });
}

function explainKey(
  table: TableSchema,
  name: string | undefined,
): { readonly reason: string; readonly suggestion?: string | undefined } {
  if (name === undefined) return { reason: `${table.name} has no primary key` };
  const keys = table.keys.filter(({ purpose }) => purpose === "unique");
  const names = keys.flatMap(({ columns }) =>
    columns.length === 1 ? [at(table.columns, at(columns, 0)).name] : [],
  );
  const nearest = findNearest(name, names);
  return {
    reason: `${name} is no unique key of ${table.name}`,
    suggestion: nearest === undefined ? undefined : `${table.name}.${nearest}`,
  };
}
