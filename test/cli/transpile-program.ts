import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../..");

export interface TranspiledProgram {
  /** `bin/table-gen.js` of a package as it is published, made from the sources as they are now. */
  readonly bin: string;
  remove(): void;
}

/** Makes the program in a temporary folder, so that a test never runs an old `dist`. */
export function transpileProgram(): TranspiledProgram {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-program-"));
  for (const name of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".ts")) transpile(name, join(folder, "dist"));
  }
  for (const name of ["node_modules", "schema", "templates", "native-runtime"])
    symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  cpSync(join(root, "bin"), join(folder, "bin"), { recursive: true });
  // In the place of the bundle its modules, each of which can be seen to be loaded.
  mkdirSync(join(folder, "dist/cli/bundle"));
  writeFileSync(join(folder, "dist/cli/bundle/start.js"), 'export { start } from "../start.js";\n');
  return {
    bin: join(folder, "bin/table-gen.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function transpile(name: string, dist: string): void {
  const { outputText } = ts.transpileModule(readFileSync(join(root, "src", name), "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const target = join(dist, name.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
