import { createRequire } from "node:module";

/** Version of table-gen, as its package says. */
export const toolVersion: string = readVersion();

function readVersion(): string {
  const manifest: { readonly version: string } = createRequire(import.meta.url)("table-gen/package.json");
  return manifest.version;
}
