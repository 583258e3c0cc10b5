import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ToolError } from "../../base/tool-error.js";

/** What `native-runtime/node/loader.c` exports. */
export interface Loader {
  /** Maps a library whose image has `imageBytes` bytes. Throws with the text of the dynamic loader. */
  open(path: string, imageBytes: number): MappedLibrary;
}

export interface MappedLibrary {
  readonly buffer: ArrayBuffer;
  /** Empties the buffer and every view of it, then unmaps the library. May be called again. */
  close(): void;
}

/** Where `buildLoader` puts the loader and `openLibrary` looks for it, unless TABLE_GEN_LOADER names another file. */
export const builtLoaderPath = fileURLToPath(
  new URL("../../../native-runtime/node/build/table-gen-loader.node", import.meta.url),
);

/** Returns the loader, or a sentence that says why there is none. Throws ToolError when TABLE_GEN_LOADER is wrong. */
export function loadLoader(): Loader | string {
  const chosen = process.env["TABLE_GEN_LOADER"];
  if (chosen !== undefined && chosen !== "") return requireLoader(chosen);
  if (!existsSync(builtLoaderPath)) return "The loader is not built; `table-gen loader` builds it.";
  try {
    return requireLoader(builtLoaderPath);
  } catch (error) {
    return error instanceof ToolError ? `${error.message} ${error.help}` : String(error);
  }
}

function requireLoader(path: string): Loader {
  try {
    const exported: unknown = createRequire(import.meta.url)(path);
    if (isLoader(exported)) return exported;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ToolError(`The loader ${path} cannot be loaded: ${reason}.`, {
      help: "Build it again on this machine with `table-gen loader`.",
      cause,
    });
  }
  throw new ToolError(`${path} is not the loader of table-gen.`, {
    help: "Let TABLE_GEN_LOADER name the file that `table-gen loader` built, or unset it.",
  });
}

function isLoader(exported: unknown): exported is Loader {
  return (
    typeof exported === "object" &&
    exported !== null &&
    "open" in exported &&
    typeof exported.open === "function"
  );
}
