import { resolve } from "node:path";
import ts from "typescript";
import type { OutputFile } from "../../../src/model/output-file.js";

const root = resolve(import.meta.dirname, "../../..");
const folder = "/generated/";

/** The strictest that a user's project may ask of the generated files. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noEmit: true,
  types: [`${root}/node_modules/@types/node/index.d.ts`],
  paths: {
    "table-gen/runtime": [`${root}/src/runtime/index.ts`],
    "table-gen/runtime/node": [`${root}/src/runtime/node/index.ts`],
  },
};

/** Compiles generated files, and a program that uses them, and returns what the compiler says of them. */
export function compileBindings(files: readonly OutputFile[], program = ""): readonly string[] {
  const texts = new Map(files.map(({ path, content }) => [`${folder}${path}`, String(content)]));
  if (program !== "") texts.set(`${folder}program.ts`, program);
  const host = ts.createCompilerHost(options);
  const compiled = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    directoryExists: (path) =>
      path.startsWith(folder.slice(0, -1)) || (host.directoryExists?.(path) ?? false),
    getSourceFile: (path, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, options.target ?? 0);
    },
  });
  return [...texts.keys()].flatMap((path) => {
    const source = compiled.getSourceFile(path);
    return ts
      .getPreEmitDiagnostics(compiled, source)
      .filter((found) => found.file === source)
      .map(
        (found) =>
          `${path.slice(folder.length)}: ${ts.flattenDiagnosticMessageText(found.messageText, "\n")}`,
      );
  });
}
