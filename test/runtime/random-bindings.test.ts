import * as fc from "fast-check";
import { expect, test } from "vitest";
import { at } from "../../src/base/assert.js";
import { emitTs } from "../../src/emit/ts/emit-ts.js";
import {
  type KeySchema,
  primaryKeyOf,
  type Schema,
  type TableSchema,
  type ValueType,
} from "../../src/model/schema.js";
import { isVariantValue, type Value } from "../../src/model/value.js";
import { type ImageReader, Version } from "../../src/runtime/index.js";
import { compileBindings } from "../emit/ts/compile-bindings.js";
import { loadBindings } from "../emit/ts/load-bindings.js";
import { anyTables, keyOf, keyText, keyTypesOf, listOf } from "./arbitrary-tables.js";
import { imageOf } from "./image-of.js";

/** As far as these tests know generated classes: any property is something that becomes JSON, or is called. */
interface Bindings {
  readTables(bytes: Uint8Array): Readonly<Record<string, unknown>> & { readonly library: ImageReader };
}
interface AnyTable extends Iterable<unknown> {
  readonly [lookup: string]: unknown;
}
type Lookup = (...key: readonly unknown[]) => unknown;
interface AnyIndex {
  all(...key: readonly unknown[]): Iterable<unknown>;
}

/** More runs: TABLE_GEN_RUNS. */
const numRuns = Math.ceil(Number(process.env["TABLE_GEN_RUNS"] ?? 100) / 5);

test("bindings of any tables read what was encoded, and find it by every key", async () => {
  await fc.assert(
    fc.asyncProperty(anyTables, async ({ schema, rows, others }) => {
      const { readTables } = await loadBindings<Bindings>(schema);
      const tables = readTables(imageOf(schema, rows));
      for (const [index, table] of schema.tables.entries()) {
        const expected = (rows[table.name] ?? []).map((row) => plainRow(schema, table, row));
        const own = tables[table.name.toLowerCase()];
        if (table.isSingleton) {
          expect([parse(own)]).toEqual(expected);
          continue;
        }
        expect([...(own as AnyTable)].map(parse)).toEqual(expected);
        for (const row of own as AnyTable) expectFollowed(table, row);
        for (const key of table.keys) {
          const asked = [...(rows[table.name] ?? []), ...(index === 4 ? others : [])];
          for (const row of asked)
            expectFound(own as AnyTable, { schema, table, key, row, rows: rows[table.name] ?? [] });
        }
      }
    }),
    { numRuns },
  );
});

test("bindings of any tables compile under the strictest options", async () => {
  await fc.assert(
    fc.asyncProperty(anyTables, async ({ schema }) => {
      expect(compileBindings(await emitTs(schema, { toolVersion: "0.1.0" }, () => {}))).toEqual([]);
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  );
});

/** A row that a column leads to has the key that stands beside it. */
function expectFollowed({ columns }: TableSchema, row: unknown): void {
  for (const { name, type } of columns) {
    const reference = type.kind === "optional" ? type.value : type;
    if (reference.kind !== "reference") continue;
    const { [name]: target, [`${name}Key`]: key } = row as Readonly<Record<string, unknown>>;
    const found = target === undefined ? {} : (target as Readonly<Record<string, unknown>>);
    const parts = reference.key.map((_, index) => found[`c${index}`]);
    expect(target === undefined ? undefined : parts.length === 1 ? parts[0] : parts).toEqual(key);
  }
}

interface Question {
  readonly schema: Schema;
  readonly table: TableSchema;
  readonly key: KeySchema;
  readonly row: readonly Value[];
  readonly rows: readonly (readonly Value[])[];
}

function expectFound(own: AnyTable, { schema, table, key, row, rows }: Question): void {
  const wanted = keyText(row, key.columns);
  const expected = rows
    .filter((one) => keyText(one, key.columns) === wanted)
    .map((one) => plainRow(schema, table, one));
  const types = keyTypesOf(table, key);
  const parts = keyOf(row, key).map((value, index) => toKeyPart(at(types, index), value));
  const name = `${key.purpose === "unique" ? "getBy" : "by"}${pascal(key.name)}`;
  const lookup = own[key === primaryKeyOf(table) ? "get" : name];
  if (key.purpose !== "unique") {
    expect([...(lookup as AnyIndex).all(...parts)].map(parse)).toEqual(expected);
    return;
  }
  const found = (lookup as Lookup).call(own, ...parts);
  expect(found === undefined ? [] : [parse(found)]).toEqual(expected);
}

function pascal(name: string): string {
  return name.replace(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase());
}

/** What bindings take for a part of a key. */
function toKeyPart(type: ValueType, value: Value): unknown {
  if (type.kind === "datetime") {
    const date = new Date(Number(value) * 1000);
    // A year that no Date has is looked up by its seconds.
    return Number.isNaN(date.getTime()) ? value : date;
  }
  return type.kind === "version" && typeof value === "bigint" ? Version.from(value) : value;
}

function parse(row: unknown): unknown {
  return JSON.parse(JSON.stringify(row));
}

/** What the JSON of a row is made of. */
function plainRow(schema: Schema, table: TableSchema, row: readonly Value[]): unknown {
  return Object.fromEntries(
    table.columns.map(({ name, type }, index) => [name, plain(schema, type, row[index])] as const),
  );
}

function plain(schema: Schema, type: ValueType, value: Value): unknown {
  if (value === undefined) return null;
  const fieldsOf = (struct: number, values: readonly Value[]) =>
    at(schema.structs, struct).fields.map(
      (field, index) => [field.name, plain(schema, field.type, values[index])] as const,
    );
  switch (type.kind) {
    case "optional":
      return plain(schema, type.value, value);
    case "list":
    case "array":
    case "set":
      return listOf(value).map((element) => plain(schema, type.element, element));
    case "map":
      return listOf(value)
        .map(listOf)
        .map(([key, one]) => [plain(schema, type.key, key), plain(schema, type.value, one)]);
    case "struct":
      return Object.fromEntries(fieldsOf(type.index, listOf(value)));
    case "variant": {
      if (!isVariantValue(value)) throw new Error("no value of a variant");
      const { name, struct } = at(at(schema.variants, type.index).kinds, value.kind);
      return Object.fromEntries([["$type", name], ...fieldsOf(struct, value.fields)]);
    }
    case "reference": {
      const [only] = type.key;
      if (only !== undefined && type.key.length === 1) return plain(schema, only, value);
      return listOf(value).map((part, index) => plain(schema, at(type.key, index), part));
    }
    case "datetime":
      return JSON.parse(JSON.stringify(new Date(Number(value) * 1000)));
    case "version":
      return String(Version.from(value as bigint));
    case "float":
      return Number(value) + 0; // JSON has no negative zero
    default:
      return typeof value === "bigint" ? String(value) : value;
  }
}
