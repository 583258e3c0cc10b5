import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.js";
import { chooseNames, type TableTsNames, type TsNames } from "../../src/emit/ts/choose-names.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import { isVariantValue, type Value } from "../../src/model/value.js";
import type { TableReader } from "../../src/runtime/table-reader.js";
import { formatVersion } from "../../src/runtime/version.js";
import { compileBindings } from "../emit/ts/compile-bindings.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  root,
  runGood,
  strictFlags,
} from "../native-runtime/native.js";
import { emitDumpProgram } from "./dump-program.js";
import { expectedDump, expectedKeys, writeProject } from "./random-files.js";
import { anyProject, type RandomProject } from "./random-project.js";
import { type BuiltLibrary, buildInto, dumpWithTypeScript } from "./read-both-ways.js";

/*
 * The properties of test/property/build-and-read once more, with the generated C++ and TypeScript. It is the
 * compilers that take the time, so a run is one library of many tables, whose names, notes and cells are as
 * hostile as there. More runs: TABLE_GEN_RUNS; other ones: TABLE_GEN_SEED.
 */
const runs = Math.max(1, Math.round(Number(process.env["TABLE_GEN_RUNS"] ?? 100) / 50));
const firstSeed = Number(process.env["TABLE_GEN_SEED"] ?? 20_240_501);
const seeds = Array.from({ length: runs }, (_, run) => firstSeed + run);

const parent = makeSharedFolder();

describe.each(seeds)("a library of many random tables, seed %i", (seed) => {
  const folder = join(parent, String(seed));
  let project: RandomProject;
  let literal: BuiltLibrary;
  let embed: BuiltLibrary;

  beforeAll(async () => {
    project = at(fc.sample(anyProject({ minTables: 30, maxTables: 30 }), { seed, numRuns: 1 }), 0);
    writeProject(project, folder);
    literal = await buildInto(join(folder, "literal"), folder, { arrays: "literal", linker: "builtin" });
    embed = await buildInto(join(folder, "embed"), folder, { arrays: "embed", linker: "builtin" });
  });

  test("comes back in TypeScript", () => {
    expect(dumpWithTypeScript(literal.image)).toEqual(expectedDump(project));
    expect(readFileSync(embed.libraryPath).equals(readFileSync(literal.libraryPath))).toBe(true);
  });

  test.skipIf(!hasProgram("g++"))("comes back in C++, which has no warnings", { timeout: 240_000 }, () => {
    const program = compileDump(literal, `${folder}/dump.o`);
    const fromLiteral = linkDump(literal, program);
    const fromEmbed = linkDump(embed, program);
    const expected = { lines: expectedDump(project), keys: expectedKeys(project) };
    expect(runDump([fromLiteral])).toEqual(expected);
    expect(runDump([fromEmbed])).toEqual(expected);
    expect(runDump([fromEmbed, literal.libraryPath])).toEqual(expected);
  });

  test.skipIf(!hasProgram("clang++"))("has headers without warnings of clang", { timeout: 120_000 }, () => {
    compile(["clang++", "-fsyntax-only", writeDump(literal, folder)], includesOf(literal));
    compile(
      ["clang++", "-fsyntax-only", `${literal.folder}/cpp/${project.name}_embedded.cpp`],
      includesOf(literal),
    );
  });

  test("has TypeScript bindings that compile", { timeout: 120_000 }, () => {
    const files = listFiles(join(literal.folder, "ts"));
    expect(files.length).toBeGreaterThan(project.tables.length);
    expect(compileBindings(files)).toEqual([]);
  });

  test("comes back through its TypeScript bindings", async () => {
    const tables = await openWithBindings(literal);
    const names = chooseNames(literal.schema, () => {});
    for (const [index, reader] of literal.image.tables.entries()) {
      const own = at(names.tables, index);
      const bound = tables[own.property];
      // A table of one row is that row.
      const table = reader.info.isSingleton ? ([bound] as unknown as BoundTable) : (bound as BoundTable);
      checkBindings(table, reader, own, { schema: literal.schema, names });
    }
  });
});

// --- C++ ----------------------------------------------------------------------------------------------------

/** Compiles the program that dumps a library; the headers do not depend on how the arrays are written. */
function compileDump(library: BuiltLibrary, object: string): string {
  const source = writeDump(library, dirname(object));
  compile(["g++", "-c", source, "-o", object], includesOf(library));
  return object;
}

function writeDump({ schema }: BuiltLibrary, folder: string): string {
  const source = join(folder, "dump.cpp");
  writeFileSync(source, emitDumpProgram(schema, true));
  return source;
}

function includesOf({ folder }: BuiltLibrary): readonly string[] {
  return [`${folder}/cpp`, includeFolder, import.meta.dirname];
}

/** Links the compiled dump with the library's arrays. */
function linkDump(library: BuiltLibrary, dump: string): string {
  const { folder, schema } = library;
  const object = join(folder, "embedded.o");
  compile(["g++", "-c", `${folder}/cpp/${schema.name}_embedded.cpp`, "-o", object], includesOf(library));
  runGood(["g++", dump, object, "-o", join(folder, "dump"), "-ldl"]);
  return join(folder, "dump");
}

function compile(argv: readonly string[], includes: readonly string[]): void {
  const flags = ["-std=c++17", "-O0", ...strictFlags, ...includes.map((path) => `-I${path}`)];
  expect(runGood([...argv, ...flags])).toBe("");
}

interface Dump {
  readonly lines: readonly string[];
  readonly keys: readonly string[];
}

function runDump([program = "", ...argv]: readonly string[]): Dump {
  const done = spawnSync(program, argv, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`the dump ended with ${done.status}: ${done.stderr}`);
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  return {
    lines: lines(done.stdout),
    keys: lines(done.stderr).map((line) => line.replace(/, absent \d+$/, "")),
  };
}

// --- TypeScript ---------------------------------------------------------------------------------------------

function listFiles(folder: string): readonly { readonly path: string; readonly content: string }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { path: path.slice(folder.length + 1), content: readFileSync(path, "utf8") };
  });
}

type BoundRow = Readonly<Record<string, unknown>>;
type BoundTable = Iterable<BoundRow> &
  Readonly<Record<string, (...key: readonly unknown[]) => BoundRow | undefined>>;

/** Loads the generated files over the runtime of this source tree. */
async function openWithBindings({
  folder,
  schema,
  libraryPath,
}: BuiltLibrary): Promise<Readonly<Record<string, unknown>>> {
  for (const { path, content } of listFiles(join(folder, "ts"))) {
    const text = content
      .replaceAll('"table-gen/runtime/node"', JSON.stringify(`${root}/src/runtime/node/index.ts`))
      .replaceAll('"table-gen/runtime"', JSON.stringify(`${root}/src/runtime/index.ts`));
    mkdirSync(dirname(join(folder, "loaded", path)), { recursive: true });
    writeFileSync(join(folder, "loaded", path), text);
  }
  const module = await import(join(folder, `loaded/${schema.name}.ts`));
  return module.openTables(libraryPath, { memory: "private" });
}

/** Every row by iteration and by each of its keys, value for value, is what the generic reader has. */
function checkBindings(
  table: BoundTable,
  reader: TableReader,
  names: TableTsNames,
  library: LibraryNames,
): void {
  const schema = library.schema.tables.find((one) => one.name === reader.name);
  const types = (schema?.columns ?? []).map(({ type }) => type);
  const valuesOf = (row: BoundRow | undefined) =>
    names.fields.map((name, index) =>
      // The property itself of a reference has the row that it leads to.
      plainBound(row?.[names.keys[index] ?? name], at(types, index), library),
    );
  const rows = [...table];
  expect(rows.map(valuesOf)).toEqual(
    [...reader.rows()].map((row) => row.map((value, index) => plainValue(value, at(types, index), library))),
  );
  for (const [index, lookup] of names.lookups.entries()) {
    if (at(reader.indexes, index).purpose !== "unique") continue;
    const columns = at(reader.indexes, index).parts.map((part) => at(names.fields, part.column));
    for (const row of rows) {
      const found = table[lookup]?.(...columns.map((column) => row[column]));
      expect(valuesOf(found)).toEqual(valuesOf(row));
    }
  }
}

interface LibraryNames {
  readonly schema: Schema;
  readonly names: TsNames;
}

/** What generated properties give, in the form of `plainValue`. */
function plainBound(value: unknown, type: ValueType, library: LibraryNames): unknown {
  if (value === undefined) return undefined;
  const { schema, names } = library;
  const fieldsOf = (struct: number) =>
    at(schema.structs, struct).fields.map((field, index) => {
      const name = at(at(names.structs, struct).fields, index);
      return plainBound((value as BoundRow)[name], field.type, library);
    });
  switch (type.kind) {
    case "optional":
      return plainBound(value, type.value, library);
    case "datetime":
      return (value as Date).getTime() / 1000;
    case "version":
      return String(value);
    case "list":
    case "array":
    case "set":
      return [...(value as Iterable<unknown>)].map((one) => plainBound(one, type.element, library));
    case "map":
      return [...(value as Iterable<readonly [unknown, unknown]>)].map(([key, one]) => [
        plainBound(key, type.key, library),
        plainBound(one, type.value, library),
      ]);
    case "reference": {
      const [only] = type.key;
      if (typeof value === "object" && value !== null && "$at" in value) {
        return plainKey(value as unknown as BoundRow, type, library);
      }
      if (only !== undefined && type.key.length === 1) return plainBound(value, only, library);
      return (value as readonly unknown[]).map((part, index) =>
        plainBound(part, at(type.key, index), library),
      );
    }
    case "struct":
      return fieldsOf(type.index);
    case "variant": {
      const { kinds } = at(schema.variants, type.index);
      const kind = kinds.findIndex(({ name }) => name === (value as { readonly $type: string }).$type);
      return { kind, fields: fieldsOf(at(kinds, kind).struct) };
    }
    default:
      return value;
  }
}

/** The key of a row that a reference in a container leads to. */
function plainKey(
  row: BoundRow,
  type: ValueType & { readonly kind: "reference" },
  library: LibraryNames,
): unknown {
  const target = type.targets.find(
    ({ table }) => at(library.names.tables, table).rowClass === row.constructor.name,
  );
  const { table, keyIndex } = at(target === undefined ? [] : [target], 0);
  const { columns } = at(at(library.schema.tables, table).keys, keyIndex);
  const { fields } = at(library.names.tables, table);
  const parts = columns.map((column, index) =>
    plainBound(row[at(fields, column)], at(type.key, index), library),
  );
  return parts.length === 1 ? parts[0] : parts;
}

/** What the generic reader gives, with versions as text. */
function plainValue(value: Value, type: ValueType, library: LibraryNames): unknown {
  if (value === undefined) return undefined;
  const { schema } = library;
  const list = (one: Value) => one as readonly Value[]; // the value of such a type
  const fieldsOf = (struct: number, values: readonly Value[]) =>
    at(schema.structs, struct).fields.map((field, index) => plainValue(values[index], field.type, library));
  switch (type.kind) {
    case "optional":
      return plainValue(value, type.value, library);
    case "version":
      return formatVersion(value as bigint);
    case "list":
    case "array":
    case "set":
      return list(value).map((one) => plainValue(one, type.element, library));
    case "map":
      return list(value).map((entry) => [
        plainValue(list(entry)[0], type.key, library),
        plainValue(list(entry)[1], type.value, library),
      ]);
    case "reference": {
      const [only] = type.key;
      if (only !== undefined && type.key.length === 1) return plainValue(value, only, library);
      return list(value).map((part, index) => plainValue(part, at(type.key, index), library));
    }
    case "struct":
      return fieldsOf(type.index, list(value));
    case "variant": {
      if (!isVariantValue(value)) throw new Error("a variant has a kind");
      const { struct } = at(at(schema.variants, type.index).kinds, value.kind);
      return { kind: value.kind, fields: fieldsOf(struct, value.fields) };
    }
    default:
      return value;
  }
}
