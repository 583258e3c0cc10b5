import type { ByteSource } from "../../base/elf/byte-source.js";
import { checkLibrary } from "../../base/elf/check-library.js";
import { type ElfTarget, nodeArchitectures } from "../../base/elf/elf-format.js";
import { ToolError } from "../../base/tool-error.js";
import { imageMagic } from "../../model/image-format.js";
import { ImageError } from "../errors.js";
import { readLibrary } from "../extract-image.js";
import { type ImageReader, openImage } from "../open-image.js";
import { openFileSource, resolveLibrary } from "./library-source.js";
import { type Loader, loadLoader } from "./load-loader.js";

export interface OpenOptions {
  /** Which pointer of a folder is followed, `<name>.so`; may be left out where there is one only. */
  readonly name?: string;
  /**
   * `mapped`: share the file's pages with all other processes, or fail. `private`: read a copy.
   * `auto`, the default: mapped where this machine can; the reader's `note` says why it cannot.
   */
  readonly memory?: "auto" | "mapped" | "private";
  /**
   * `shape`, the default: header, directory and the file's segments, in microseconds at any size.
   * `full`: all content hashes too, which reads every page.
   */
  readonly verify?: "shape" | "full";
}

/**
 * Opens a library file, the folder that holds its pointer, or a bare image. Throws ImageError for a file
 * that is no sound library, and one that could run code is never mapped; ToolError when it cannot be read.
 */
export function openLibrary(path: string, options: OpenOptions = {}): ImageReader {
  const file = resolveLibrary(path, options.name);
  const image = inContext(file, () => openFound(file, options.memory ?? "auto"));
  try {
    if (options.verify === "full") inContext(file, () => image.verify());
  } catch (error) {
    image.close();
    throw error;
  }
  return image;
}

function openFound(path: string, memory: "auto" | "mapped" | "private"): ImageReader {
  const source = openFileSource(path);
  try {
    if (isBareImage(source)) return openBareImage(source, path, memory);
    const { file, image } = readLibrary(source);
    const loader = memory === "private" ? "This was asked for." : chooseLoader(file.target);
    if (typeof loader !== "string") {
      const problems = checkLibrary(file);
      if (problems.length > 0) throw unsafe(problems);
      return openMapped(loader, path, image.sizeBytes);
    }
    if (memory === "mapped") throw new ToolError(`The library cannot be mapped. ${loader}`);
    const note = `Read into private memory. ${loader}`;
    return openImage(source.read(image.offset, image.sizeBytes), { source: "private", path, note });
  } finally {
    source.close();
  }
}

/** An image without a library around it, which no loader can map. */
function isBareImage(source: ByteSource): boolean {
  const start = source.read(0, Math.min(source.sizeBytes, imageMagic.length));
  return String.fromCharCode(...start) === imageMagic;
}

function openBareImage(source: ByteSource, path: string, memory: "auto" | "mapped" | "private"): ImageReader {
  const reason = "A bare image is not mapped.";
  if (memory === "mapped") throw new ToolError(reason, { help: "Open the library that holds it." });
  const note = `Read into private memory. ${reason}`;
  return openImage(source.read(0, source.sizeBytes), { source: "private", path, note });
}

function chooseLoader(target: ElfTarget): Loader | string {
  if (process.platform !== "linux") return `${process.platform} does not map libraries of this format.`;
  if (nodeArchitectures[target] !== process.arch) return `It was built for ${target}, not for this one.`;
  return loadLoader();
}

function openMapped(loader: Loader, path: string, imageBytes: number): ImageReader {
  const mapped = loader.open(path, imageBytes);
  try {
    return openImage(mapped.buffer, { source: "mapped", path, release: () => mapped.close() });
  } catch (error) {
    mapped.close();
    throw error;
  }
}

function unsafe(problems: readonly string[]): ImageError {
  return new ImageError(`The library ${problems.join(", and it ")}.`, {
    help: "Build it with table-gen; a library of tables is data that cannot run code.",
  });
}

/** Says in an error which file it is about. */
function inContext<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof ImageError) {
      throw new ImageError(`${path}: ${cause.message}`, {
        ...(cause.help === undefined ? {} : { help: cause.help }),
        cause,
      });
    }
    if (cause instanceof ToolError || !(cause instanceof Error)) throw cause;
    throw new ToolError(`${path} cannot be opened: ${cause.message}`, { cause });
  }
}
