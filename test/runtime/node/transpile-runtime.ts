import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const sources = resolve(import.meta.dirname, "../../../src");

/** Writes the runtime as plain JavaScript into a folder, for the child processes and workers of a test. */
export function transpileRuntime(folder: string): void {
  for (const area of ["base", "model", "runtime"]) {
    for (const file of readdirSync(join(sources, area), { recursive: true, encoding: "utf8" })) {
      if (file.endsWith(".ts")) transpile(join(area, file), folder);
    }
  }
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
}

function transpile(file: string, folder: string): void {
  const { outputText } = ts.transpileModule(readFileSync(join(sources, file), "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const output = join(folder, file.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, outputText);
}
