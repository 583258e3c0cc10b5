import { setImmediate } from "node:timers/promises";
import { ToolError } from "../../base/tool-error.js";
import { ImageError } from "../errors.js";
import { type ImageReader, openImage } from "../open-image.js";
import { type FileSource, openFileSource } from "./library-source.js";
import type { Loader, MappedFile } from "./load-loader.js";
import { type LibraryDemands, type OpeningPlan, planOpening } from "./plan-opening.js";
import { checkSignature, checkSignatureInBackground } from "./signature.js";

/** A library file that is in use until its image is closed. */
export interface OpenedFile {
  readonly image: ImageReader;
  readonly identity: FileSource["identity"];
  /** Absent for a copy. Closed with the image. */
  readonly mapped?: MappedFile;
}

/**
 * Opens a library file by its real path. The file is opened once: what is checked is what is mapped or read, whatever
 * the path leads to by then. Throws ImageError or ToolError, which names the file.
 */
export function openLibraryFile(path: string, demands: LibraryDemands): OpenedFile {
  const source = openFileSource(path);
  try {
    return { ...openNow(source, path, demands), identity: source.identity };
  } catch (error) {
    throw inContext(path, error);
  } finally {
    source.close();
  }
}

/** As `openLibraryFile`, without holding up this thread while bytes are read, hashed or compared with a signature. */
export async function openLibraryFileInBackground(
  path: string,
  demands: LibraryDemands,
): Promise<OpenedFile> {
  const source = openFileSource(path);
  try {
    return { ...(await openInTurns(source, path, demands)), identity: source.identity };
  } catch (error) {
    throw inContext(path, error);
  } finally {
    source.close();
  }
}

type Opened = Omit<OpenedFile, "identity">;

function openNow(source: FileSource, path: string, demands: LibraryDemands): Opened {
  const plan = planOpening(source, demands);
  const { loader, image } = plan;
  const file: LoadedFile =
    loader === undefined
      ? { bytes: source.read(0, source.sizeBytes) }
      : mapFile(loader, source, demands.isGuarded);
  try {
    if (demands.publicKey !== undefined) checkSignature(file.bytes, demands.publicKey);
    const opened = openLoaded(file, plan, path);
    if (demands.verify === "full") {
      if (file.mapped === undefined) opened.verify();
      else requireSound(file.mapped.verifySync(image.offset, image.sizeBytes));
    }
    return { image: opened, ...(file.mapped === undefined ? {} : { mapped: file.mapped }) };
  } catch (error) {
    file.mapped?.close();
    throw error;
  }
}

async function openInTurns(source: FileSource, path: string, demands: LibraryDemands): Promise<Opened> {
  const plan = planOpening(source, demands);
  const { loader, image } = plan;
  const file: LoadedFile =
    loader === undefined ? { bytes: await source.readAll() } : mapFile(loader, source, demands.isGuarded);
  try {
    if (demands.publicKey !== undefined) {
      const mapping = loader && { loader: loader.path, descriptor: source.descriptor };
      await checkSignatureInBackground(file.bytes, demands.publicKey, mapping);
    }
    const opened = openLoaded(file, plan, path);
    if (demands.verify === "full") {
      if (file.mapped === undefined) for (const _ of opened.verifyParts()) await setImmediate();
      else requireSound(await file.mapped.verify(image.offset, image.sizeBytes));
    }
    return { image: opened, ...(file.mapped === undefined ? {} : { mapped: file.mapped }) };
  } catch (error) {
    file.mapped?.close();
    throw error;
  }
}

/** All bytes of a file in memory. */
interface LoadedFile {
  readonly bytes: Uint8Array;
  /** Absent for a copy. */
  readonly mapped?: MappedFile;
}

function mapFile(loader: Loader, source: FileSource, isGuarded: boolean): LoadedFile {
  const mapped = loader.map(source.descriptor);
  if (isGuarded) mapped.guard(source.descriptor); // where the system does
  const bytes = new Uint8Array(mapped.buffer);
  if (bytes.length === source.sizeBytes) return { bytes, mapped };
  mapped.close();
  throw new ImageError("The library was altered while it was opened.");
}

function openLoaded({ bytes, mapped }: LoadedFile, { image, note }: OpeningPlan, path: string): ImageReader {
  const ofImage = bytes.subarray(image.offset, image.offset + image.sizeBytes);
  return openImage(ofImage, {
    path,
    source: mapped === undefined ? "private" : "mapped",
    ...(note === undefined ? {} : { note }),
    ...(mapped === undefined ? {} : { release: () => mapped.close() }),
  });
}

function requireSound(problem: string | undefined): void {
  if (problem === undefined) return;
  throw new ImageError(problem, {
    help: "Publish the release again; the file was damaged after it had been built.",
  });
}

/** Says in an error which file it is about. */
function inContext(path: string, cause: unknown): unknown {
  if (cause instanceof ImageError) {
    return new ImageError(`${path}: ${cause.message}`, {
      ...(cause.help === undefined ? {} : { help: cause.help }),
      cause,
    });
  }
  if (cause instanceof ToolError || !(cause instanceof Error)) return cause;
  return new ToolError(`${path} cannot be opened: ${cause.message}`, { cause });
}
