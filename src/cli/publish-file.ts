import { resolve } from "node:path";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import type { PublishedRelease } from "../release/publish-library.js";
import type { Io } from "./io.js";
import { type PublishCommandOptions, toPublishOptions } from "./publish-options.js";
import { UsageError } from "./usage-error.js";
import { loadVerifier, type VerifiedLibrary } from "./verify-library.js";

export interface PublishFileOptions extends PublishCommandOptions {
  /** The library, relative to the io's `cwd`, as `dir`. */
  readonly file: string;
  readonly dir: string;
  /** The library's name has to be this one, where it is given. */
  readonly name?: string | undefined;
  /** `table-gen publish` */
  readonly command: string;
  readonly onNotice: (text: string) => void;
}

export type PublishedFile = VerifiedLibrary & PublishedRelease & { readonly isSigned: boolean };

/**
 * Publishes a built library after reading all of it. Throws UsageError where there is no such file, ToolError when
 * the file must not be published or the system refuses a step.
 */
export async function publishFile(host: Host, options: PublishFileOptions, io: Io): Promise<PublishedFile> {
  const { file, dir, name, sign, command, onNotice } = options;
  const { publishLibrary } = await import("../release/publish-library.js");
  const { findSigningKey, isSigned, signLibrary } = await import("../release/sign-library.js");
  const read = readLibrary(host, file, io);
  const library = (await loadVerifier())(read, file);
  if (name !== undefined && name !== library.name) {
    throw new UsageError(`${file} is a library of the name ${library.name}, not ${name}.`);
  }
  const key = findSigningKey(host, { asked: sign, cwd: io.cwd });
  const bytes = key === undefined ? read : signLibrary(read, key);
  const published = await publishLibrary(host, {
    ...toPublishOptions(options),
    folder: resolve(io.cwd, dir),
    ...library,
    bytes,
    command,
    onNotice,
  });
  return { ...library, ...published, isSigned: isSigned(bytes) };
}

function readLibrary(host: Host, file: string, io: Io): Uint8Array {
  const path = resolve(io.cwd, file);
  const status = host.stat(path);
  if (status === undefined) throw new UsageError(`There is no file ${file}.`);
  if (status.kind !== "file") throw new UsageError(`${file} is no file; name a library.`);
  try {
    return host.readFile(path);
  } catch (cause) {
    throw new ToolError(`${file} cannot be read.`, { cause });
  }
}
