import { join } from "node:path";
import type { Host } from "../../base/host.js";

/** Builds with other options have files of their own. */
const mostFiles = 16;

/** Makes the folder beside the config in which builds leave something for the next, and removes what has piled up there. */
export function makeStateFolder(host: Host, folder: string): void {
  host.makeFolder(folder);
  const ignore = join(folder, ".gitignore");
  if (!host.exists(ignore)) host.writeFile(ignore, "*\n");
  for (const kind of [/^build-[0-9a-f]{16}\.json$/, /^cache-[0-9a-f]{16}\.bin$/]) {
    const files = host.list(folder).filter((name) => kind.test(name));
    if (files.length >= mostFiles) for (const name of files) host.remove(join(folder, name));
  }
}
