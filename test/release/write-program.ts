import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeTestFolder } from "../library/native.js";

/**
 * Writes a program that runs `body` with what the modules of `src` export, named by their paths without an ending;
 * returns the program's path. Its arguments are in `args`.
 */
export function writeProgram(modules: readonly string[], body: string): string {
  const folder = makeTestFolder();
  const script = join(folder, "program.mjs");
  const jiti = pathToFileURL(join(process.cwd(), "node_modules/jiti/lib/jiti.mjs")).href;
  const urls = modules.map((path) => new URL(`../../src/${path}.ts`, import.meta.url).href);
  writeFileSync(
    script,
    `import { createJiti } from ${JSON.stringify(jiti)};
    const jiti = createJiti(import.meta.url, { fsCache: ${JSON.stringify(join(folder, "cache"))} });
    const src = {};
    for (const url of ${JSON.stringify(urls)}) Object.assign(src, await jiti.import(url));
    const args = process.argv.slice(2);
    ${body}`,
  );
  return script;
}
