import { join, resolve } from "node:path";
import type { Host } from "../../base/host.js";
import type { BuildCache } from "../../pipeline/build-cache.js";
import type { BuildOptions } from "../../pipeline/build-tables.js";
import { formatCache, parseCache } from "../../pipeline/kept/kept-file.js";
import { replaceFile } from "../../release/temporary-files.js";
import { describeTool, hashText } from "./build-record.js";
import { makeStateFolder } from "./state-folder.js";

/** What builds of one config into one folder leave for the next. */
export interface CacheFile {
  read(): BuildCache;
  write(cache: BuildCache): void;
}

export function openCacheFile(host: Host, folder: string, { cwd, config, out }: BuildOptions): CacheFile {
  const key = JSON.stringify([
    // Another version of node has another form.
    ...[...describeTool(host), process.version],
    ...[resolve(cwd, config ?? "."), out === undefined ? "" : resolve(cwd, out)],
  ]);
  const path = join(folder, `cache-${hashText(key).slice(0, 16)}.bin`);
  return {
    read: () => {
      try {
        return parseCache(host.exists(path) ? host.readFile(path) : new Uint8Array(0));
      } catch {
        return parseCache(new Uint8Array(0));
      }
    },
    write: (cache) => {
      try {
        const bytes = formatCache(cache);
        makeStateFolder(host, folder);
        replaceFile(host, path, (temporary) => host.writeFile(temporary, bytes));
      } catch {
        // The next build does all of it again.
      }
    },
  };
}
