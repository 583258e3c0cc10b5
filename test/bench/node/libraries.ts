import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { at } from "../../../src/base/assert.js";
import type { OutputFile } from "../../../src/model/output-file.js";
import type { Schema, TableSchema } from "../../../src/model/schema.js";
import type { TypedTable } from "../../../src/model/typed-table.js";
import { uint32 } from "../../emit/cpp/images.js";
import { root, writeFiles } from "../../native-runtime/native.js";
import { loadBuilt } from "../built.js";
import { createKeys, createTable, encode, type KeyColumn, shuffled } from "../lookup/libraries.js";

const { emitTs } = loadBuilt<typeof import("../../../src/emit/ts/emit-ts.js")>("emit/ts/emit-ts.js");
const { buildKeyIndex } =
  loadBuilt<typeof import("../../../src/index/build-key-index.js")>("index/build-key-index.js");
const { writeElfLibrary } = loadBuilt<typeof import("../../../src/library/write-elf-library.js")>(
  "library/write-elf-library.js",
);

/** How the keys of a table are spread, and what JavaScript has them as: text or `bigint`, else numbers. */
export type NodeFamily = "dense" | "clustered" | "random32" | "random64" | "text" | "composite";

export const nodeFamilies: readonly NodeFamily[] = [
  ...(["dense", "clustered", "random32", "random64", "text", "composite"] as const),
];

/** Writes a release of one table, `Entry`, into a folder, and returns its release directory. */
export function writeLibrary(folder: string, family: NodeFamily, count: number): string {
  return writeRelease(join(folder, `${family}-${count}`), family, [
    createTable(keysOf(family, count), count),
  ]);
}

/** Writes a release directory of tables that have one key each, and returns its path. */
export function writeRelease(directory: string, name: string, tables: readonly TypedTable[]): string {
  const indexes = tables.map((table) => buildKeyIndex(table, at(table.schema.keys, 0)));
  const image = encode(name, tables, indexes);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `lib${name}.${image.version}.so`);
  writeFileSync(path, writeElfLibrary(image.bytes, process.arch === "arm64" ? "aarch64" : "x86_64"));
  symlinkSync(basename(path), join(directory, `${name}.so`));
  return directory;
}

/** Writes the bindings of a family, and returns what a program imports. */
export function writeBindings(folder: string, family: NodeFamily): Promise<string> {
  return writeSchemaBindings(folder, family, [createTable(keysOf(family, 1), 1).schema]);
}

/** Writes bindings, compiled to JavaScript as their users do it, and returns what a program imports. */
export async function writeSchemaBindings(
  folder: string,
  name: string,
  tables: readonly TableSchema[],
): Promise<string> {
  const schema: Schema = {
    ...{ name, namespace: "bench", tables },
    ...{ enums: [], structs: [], variants: [] },
  };
  writeFiles(folder, (await emitTs(schema, { toolVersion: "0.0.0" }, () => {})).map(transpile));
  return join(folder, `ts/${name}.js`);
}

/** Makes a folder one in which programs find table-gen as an installed package, and returns the path of a program of this folder in it. */
export function installPrograms(folder: string, names: readonly string[]): void {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/table-gen"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const sources = names.map((name) => ({
    path: `${name}.ts`,
    content: readFileSync(join(root, `test/bench/node/${name}.ts`), "utf8"),
  }));
  writeFiles(folder, sources.map(transpile));
}

function transpile({ path, content }: OutputFile): OutputFile {
  const { outputText } = ts.transpileModule(String(content), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  return { path: path.replace(/\.ts$/, ".js"), content: outputText };
}

function keysOf(family: NodeFamily, count: number): readonly KeyColumn[] {
  if (family === "random64") return createKeys("random", count);
  return family === "random32" ? [["id", uint32, randomIds(count)]] : createKeys(family, count);
}

/** Different numbers of 32 bits: what multiplies by an odd number and shifts back into itself is one to one. */
function randomIds(count: number): Uint32Array {
  return shuffled(count).map((number) => {
    const mixed = Math.imul(number + 1, 0x9e3779b1);
    return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  });
}
