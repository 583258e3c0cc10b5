import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Returns the absolute path of a file that comes with this package, wherever the program that asks lies in it. */
export function packagePath(path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve("table-gen/package.json")), path);
}
