import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { emitTs } from "../../src/emit/ts/emit-ts.js";
import type { OutputFile } from "../../src/model/output-file.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { createImage, emit } from "../emit/cpp/images.js";
import { compileBindings } from "../emit/ts/compile-bindings.js";
import { hasProgram, includeFolder, run, writeFiles } from "../native-runtime/native.js";
import { type Block, listBlocks, root } from "./markdown.js";
import { typesLibrary } from "./types-library.js";

const folder = mkdtempSync(join(tmpdir(), "table-gen-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The pages with programs, and the sample that these are about. */
const pages = [
  { page: "docs/cpp.md", sample: "game" },
  { page: "docs/cpp-types.md", sample: "types" },
  { page: "docs/reload.md", sample: "game" },
  { page: "docs/typescript.md", sample: "game" },
  { page: "docs/typescript-types.md", sample: "types" },
  { page: "README.md", sample: "quickstart" },
  { page: "samples/game/README.md", sample: "game" },
];

describe.each(pages)("the programs of $page", ({ page, sample }) => {
  const blocks = listBlocks(page);
  const cpp = blocks.filter(({ language }) => language === "cpp");
  const ts = blocks.filter(({ language }) => language === "ts");

  test.runIf(ts.length > 0)("in TypeScript compile", { timeout: 120_000 }, async () => {
    const { out } = await build(sample);
    const files = readFiles(out, "ts");
    const problems = compileBindings(files, joinModules(ts)).filter((text) => !isAboutUse(text));
    expect(problems).toEqual([]);
  });

  test.runIf(cpp.length > 0 && hasProgram("g++"))("in C++ compile", { timeout: 120_000 }, async () => {
    const { out, name, namespace } = await build(sample);
    const source = join(folder, `${sample}.cpp`);
    writeFileSync(source, joinFunctions(cpp, namespace));
    const include = [`-I${includeFolder}`, `-I${join(out, "cpp")}`, `-I${folder}`];
    const flags = ["-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused-variable"];
    // The README has the header where a project's own build puts it.
    const header = `-DHEADER="${join(out, "cpp", `${name}.hpp`)}"`;
    const { status, output } = run(["g++", ...flags, ...include, header, source]);
    expect(output).toBe("");
    expect(status).toBe(0);
  });
});

type Built = Readonly<Record<"out" | "name" | "namespace", string>>;

/** By sample: several pages are about the same one. */
const builds = new Map<string, Promise<Built>>();

function build(sample: string): Promise<Built> {
  const known = builds.get(sample) ?? buildSample(sample);
  builds.set(sample, known);
  return known;
}

async function buildSample(sample: string): Promise<Built> {
  const out = join(folder, sample);
  if (sample === "types") {
    const image = createImage(typesLibrary);
    writeFiles(out, (await emit(image)).files);
    writeFiles(out, await emitTs(image.schema, { toolVersion: "0.1.0" }, () => {}));
    return { out, name: "game", namespace: "game" };
  }
  const { config, release, diagnostics } = await buildTables({
    config: join(root, "samples", sample),
    cwd: root,
    out,
  });
  // Where there are targets, the pages are about the first of them.
  if (config === undefined || release === undefined) throw new Error(JSON.stringify(diagnostics));
  return { out: release.folder, name: config.name, namespace: config.namespace };
}

function readFiles(out: string, part: string): readonly OutputFile[] {
  return readdirSync(join(out, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(out.length + 1).replaceAll("\\", "/"),
      content: readFileSync(path, "utf8"),
    }));
}

/** Joins programs into one: their imports at the top, each of them in a function of its own. */
function joinModules(blocks: readonly Block[]): string {
  const imports = new Map<string, Set<string>>();
  const bodies = blocks.map(({ text, line }) => {
    const body = text.replace(/^import \{ (.*) \} from "(.*)";\n/gm, (_, names: string, from: string) => {
      const known = imports.get(from) ?? new Set<string>();
      imports.set(from, known);
      for (const name of names.split(", ")) known.add(name);
      return "";
    });
    return `export async function line${line}(): Promise<void> {\n${body}}\n`;
  });
  // Two files export the same names.
  const seen = new Set<string>();
  const lines = [...imports].map(([from, names]) => {
    const fresh = [...names].filter((name) => !seen.has(name));
    for (const name of fresh) seen.add(name);
    return `import { ${fresh.join(", ")} } from "${from.replace(/^\.\/tables\/(server\/)?ts\//, "./ts/")}";`;
  });
  return [...lines, ...bodies].join("\n");
}

/** An example may declare what it does not use. */
function isAboutUse(problem: string): boolean {
  return /is declared but/.test(problem);
}

/** Joins fragments into one source: their includes at the top, each of them in a function of its own. */
function joinFunctions(blocks: readonly Block[], namespace: string): string {
  const includes = new Set(["#include <cstdio>", "#include <cstdint>", "#include <tablegen/library.hpp>"]);
  const bodies = blocks.map(({ text, line }) => {
    const body = text.replace(/^#include .*\n/gm, (include) => {
      includes.add(include.includes('"') ? "#include HEADER" : include.trim());
      return "";
    });
    return `int line${line}() {\n${body}return 0;\n}\n`;
  });
  const prelude = [
    "int fail(char const* text);",
    "void use(std::string_view text, std::int64_t number);",
    "extern void const* bytes;",
    "extern std::size_t size;",
    `extern ${namespace}::tables tables;`,
    "extern tablegen::library library;",
  ];
  return [...includes, ...prelude, ...bodies].join("\n");
}
