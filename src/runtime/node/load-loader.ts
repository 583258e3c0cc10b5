import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ToolError } from "../../base/tool-error.js";

/** The addon that `native-runtime/node/loader.cpp` is the source of. */
export interface Loader {
  /** Of its file, for other threads. */
  readonly path: string;
  /** Maps an open file, which may be closed afterwards. Throws with the system's reason. */
  map(descriptor: number): MappedFile;
}

/** All bytes of a file, seen in place. */
export interface MappedFile {
  readonly buffer: ArrayBuffer;
  /**
   * Checks the image at `offset` in a thread of the pool: header, directory and all content hashes. Makes all pages
   * present on the way. The pages stay until it has ended, also when the mapping is closed. Resolves to what is
   * wrong, as a sentence, or to undefined.
   */
  verify(offset: number, sizeBytes: number): Promise<string | undefined>;
  /** As `verify`, here and now. */
  verifySync(offset: number, sizeBytes: number): string | undefined;
  /**
   * Has who opens the file for writing from now on wait for `rescue`, by the descriptor that was mapped. False where the
   * system does not do that: for another user's file, on a network file system. With -1 nobody waits from now on.
   */
  guard(descriptor: number): boolean;
  /**
   * Puts private memory with the same bytes under the buffer when somebody waits to write to the file, and lets them go
   * on. True when that was done, false when there was no memory for it, undefined when nobody waits.
   */
  rescue(): boolean | undefined;
  /** Empties the buffer and every view of it, then unmaps the file. May be called again. */
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
    if (isAddon(exported)) return { path, map: (descriptor) => exported.map(descriptor) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ToolError(`The loader ${path} cannot be loaded: ${reason}.`, {
      help: "Build it again on this machine with `table-gen loader`.",
      cause,
    });
  }
  throw new ToolError(`${path} is not the loader of this version of table-gen.`, {
    help: "Build it again with `table-gen loader`, and let TABLE_GEN_LOADER name it or unset it.",
  });
}

function isAddon(exported: unknown): exported is Pick<Loader, "map"> {
  return (
    typeof exported === "object" &&
    exported !== null &&
    "map" in exported &&
    typeof exported.map === "function"
  );
}
