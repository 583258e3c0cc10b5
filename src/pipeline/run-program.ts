import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Host } from "../base/host.js";
import { packagePath } from "../base/package-path.js";

/** What a program exports as its default; `undefined` where it exports none. Throws what the program throws. */
export async function runProgram(path: string, host: Host): Promise<unknown> {
  return extname(path) === ".ts" ? runTypeScript(path) : runModule(path, host);
}

async function runTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const self = import.meta.url;
  // From the sources, where this is one of them.
  const api = packagePath(self.endsWith(".ts") ? "src/index.ts" : "dist/index.js");
  // The alias lets a program import `defineConfig` also where table-gen is not installed beside it.
  const jiti = createJiti(self, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false, // else a module without a default export is its own
    alias: { "table-gen": api },
  });
  const module = await jiti.import<{ readonly default?: unknown }>(resolve(path));
  return module.default;
}

/** Node keeps a module by its address: one that was changed needs another. */
async function runModule(path: string, host: Host): Promise<unknown> {
  const { href } = pathToFileURL(resolve(path));
  const address = `${href}?${host.stat(path)?.stamp ?? ""}`;
  const module: { readonly default?: unknown } = await import(address);
  return module.default;
}
