import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Diagnostic } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { type BuildOptions, buildTables } from "../../src/pipeline/build-tables.js";
import { formatNamedRowJson } from "../../src/runtime/format-row.js";
import { type ImageReader, openImage } from "../../src/runtime/open-image.js";
import type { TableReader } from "../../src/runtime/table-reader.js";
import { emitDumpProgram } from "./dump-program.js";

export const projectRoot = resolve(import.meta.dirname, "../..");
export const sharedData = resolve(projectRoot, "../shared/data");

/** A library that was built from a config into a folder of its own. */
export interface BuiltLibrary {
  readonly folder: string;
  readonly schema: Schema;
  readonly libraryPath: string;
  readonly image: ImageReader;
  readonly diagnostics: readonly Diagnostic[];
}

/** Calls `use` with a fresh folder and removes it afterwards. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-test-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds a config into `folder`; throws with the diagnostics when it has errors. */
export async function buildInto(
  folder: string,
  config: string,
  options: Pick<BuildOptions, "arrays" | "linker" | "arch" | "targets"> = {},
): Promise<BuiltLibrary> {
  const result = await buildTables({ config, cwd: projectRoot, out: folder, arch: "x86_64", ...options });
  const { release, image } = result;
  if (release === undefined || image === undefined) throw new Error(listProblems(result.diagnostics));
  const { schema } = image;
  const libraryPath = join(release.folder, `${schema.name}.so`);
  const reader = openImage(readFileSync(libraryPath));
  return { folder: release.folder, schema, libraryPath, image: reader, diagnostics: result.diagnostics };
}

export function listProblems(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((one) => `${one.id} ${one.at ? formatCellRef(one.at) : ""} ${one.message}`)
    .join("\n");
}

/** Every row of every table, as `dump` prints it. */
export function dumpWithTypeScript(image: ImageReader): readonly string[] {
  return image.tables.flatMap((table) => [...table.rows()].map((row) => formatNamedRowJson(table, row)));
}

/** What a C++ program printed that was compiled with the generated headers. */
export interface CppDump {
  readonly lines: readonly string[];
  /** For each key, how many keys were found at their row and how many others rightly were not. */
  readonly keys: readonly string[];
}

/** Who compiles the dump program, and what runs it where this machine cannot. */
export interface CppTools {
  readonly compiler: string;
  readonly emulator?: readonly string[];
}

/** Compiles and runs the dump program against the built library. */
export function dumpWithCpp(library: BuiltLibrary, tools: CppTools = { compiler: "g++" }): CppDump {
  const program = compileDump(library, tools.compiler);
  const [command = "", ...args] = [...(tools.emulator ?? []), program, library.libraryPath];
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`the C++ reader stopped with ${done.status}: ${done.stderr}`);
  return { lines: splitLines(done.stdout), keys: splitLines(done.stderr) };
}

function compileDump({ folder, schema }: BuiltLibrary, compiler: string): string {
  const source = join(folder, "dump.cpp");
  const program = join(folder, "dump");
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, emitDumpProgram(schema));
  const includes = [`${folder}/cpp`, `${projectRoot}/native-runtime/include`, import.meta.dirname];
  const argv = [
    "-std=c++17",
    "-O0",
    ...includes.map((path) => `-I${path}`),
    "-o",
    program,
    source,
    "-pthread",
  ];
  const done = spawnSync(compiler, argv, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${compiler} failed:\n${done.stderr.slice(0, 4000)}`);
  return program;
}

function splitLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** A key of a table, how many of its values were found, and how many others rightly were not. */
interface TriedKey {
  readonly name: string;
  readonly found: number;
  readonly absent: number;
}

/** Looks up every value of the table's unique keys, and values beside them, in TypeScript. */
export function tryKeys(table: TableReader): readonly TriedKey[] {
  const rows = [...table.rows()];
  return table.indexes.flatMap((index, position) => {
    if (index.purpose !== "unique") return [];
    const columns = index.parts.map((part) => part.column);
    const keyOf = (row: readonly Value[]) =>
      columns.map((column) => row[column] as string | number | bigint | boolean);
    const known = new Set(rows.map((row) => textOf(keyOf(row))));
    let absent = 0;
    for (const row of rows) {
      const key = keyOf(row);
      if (textOf(table.find(key, position) ?? []) !== textOf(row)) {
        throw new Error(`${table.name}.${index.name}: key ${textOf(key)} does not lead to its own row`);
      }
      for (const other of neighboursOf(
        key,
        columns.map((column) => table.columns[column]?.type),
      )) {
        if (known.has(textOf(other))) continue;
        absent++;
        if (table.find(other, position) !== undefined) {
          throw new Error(`${table.name}.${index.name}: key ${textOf(other)} was found, but no row has it`);
        }
      }
    }
    return [{ name: `${table.name}.${index.name}`, found: rows.length, absent }];
  });
}

type KeyValue = string | number | bigint | boolean;

function textOf(values: readonly Value[]): string {
  return JSON.stringify(values, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

function* neighboursOf(
  key: readonly KeyValue[],
  types: readonly (ValueType | undefined)[],
): Iterable<readonly KeyValue[]> {
  for (const [part, value] of key.entries()) {
    for (const other of neighboursOfValue(value, types[part])) yield key.with(part, other);
  }
}

function neighboursOfValue(value: KeyValue, type: ValueType | undefined): readonly KeyValue[] {
  if (typeof value === "string") return ["", `${value}x`, `x${value}`, value.slice(1), value + value];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "bigint") {
    const wrap = type?.kind === "integer" && !type.signed ? BigInt.asUintN : BigInt.asIntN;
    return [value + 1n, value - 1n, value ^ 0x40n, ~value, value ^ (1n << 63n), 0n].map((one) =>
      wrap(64, one),
    );
  }
  return [value + 1, value - 1, 0];
}
