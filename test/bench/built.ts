import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../native-runtime/native.js";

const load = createRequire(import.meta.url);

/**
 * Loads a module of the program as it is shipped, such as `runtime/index.js`. What benchmarks time comes from here: the
 * loader that runs them puts proxies around imports, and calls through these take ten times as long.
 */
export function loadBuilt<Module>(path: string): Module {
  return load(join(root, "dist", path)) as Module; // its source is of this type
}
