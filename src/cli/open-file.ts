import { resolve } from "node:path";
import { findNearest } from "../base/find-nearest.js";
import { createHost } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import type { ImageReader, TableReader } from "../runtime/index.js";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

/**
 * Opens a library, the pointer to one, or a bare image file, and compares it with its hashes: what a damaged
 * file says is never printed. Throws UsageError for a path that is no file, ToolError for any other file.
 */
export async function openFile(file: string, io: Io): Promise<ImageReader> {
  const host = createHost();
  const path = resolve(io.cwd, file);
  const status = host.stat(path);
  if (status === undefined) throw new UsageError(`There is no file ${file}.`);
  if (status.kind === "folder") {
    const pointer = host.list(path).find((name) => /^(?!lib).+\.so$/.test(name));
    const example = pointer === undefined ? "" : `, such as ${file.replace(/[\\/]+$/, "")}/${pointer}`;
    throw new UsageError(`${file} is a folder; name a library in it${example}.`);
  }
  const { openImage } = await import("../runtime/index.js");
  try {
    const image = openImage(host.readFile(path));
    image.verify();
    return image;
  } catch (error) {
    throw explain(error, file);
  }
}

/** Returns the table, or throws UsageError with the name that was probably meant. */
export function requireTable(image: ImageReader, name: string): TableReader {
  const table = image.table(name.normalize("NFC"));
  if (table !== undefined) return table;
  const names = image.tables.map((one) => one.name);
  const nearest = findNearest(name, names);
  const hint = nearest === undefined ? ` It has ${listNames(names)}.` : ` Did you mean ${nearest}?`;
  throw new UsageError(`There is no table ${name} in ${image.name}.${hint}`);
}

/** Returns up to ten names. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown} … (${names.length} in all)` : shown;
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof ToolError) {
    const { help, cause } = error;
    return new ToolError(`${file}: ${error.message}`, { ...(help === undefined ? {} : { help }), cause });
  }
  if (error instanceof Error && "code" in error)
    return new ToolError(`${file} cannot be read.`, { cause: error });
  return error;
}
