import { createHash } from "node:crypto";
import { describeFileState } from "../base/file-state.js";
import type { Host } from "../base/host.js";
import type { Schema } from "../model/schema.js";
import type { BuildCache } from "./build-cache.js";

/** What is known of a file that was read. */
export interface KnownContent {
  readonly path: string;
  /** See `describeState`. */
  readonly state: string;
  readonly hash: string;
}

/** Knows by hashes what files hold, and looks into one only when its state says that it may have changed. */
export class ContentKeys {
  readonly #known = new Map<string, KnownContent>();

  /** Returns the hash of the file's content where it can be told without reading it. */
  find(host: Host, path: string): string | undefined {
    const known = this.#known.get(path);
    return known !== undefined && known.state === describeState(host, path) ? known.hash : undefined;
  }

  /** Reads a file, and returns its content with the hash of it. Throws the system's error. */
  read(host: Host, path: string): { readonly bytes: Uint8Array; readonly hash: string } {
    // Before it is read: what changes it meanwhile is noticed the next time.
    const state = describeState(host, path);
    const bytes = host.readFile(path);
    const hash = hashContent(bytes);
    if (state === undefined) this.#known.delete(path);
    else this.#known.set(path, { path, state, hash });
    return { bytes, hash };
  }

  list(): readonly KnownContent[] {
    return [...this.#known.values()];
  }

  fill(known: readonly KnownContent[]): void {
    for (const one of known) this.#known.set(one.path, one);
  }
}

export function hashContent(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Returns what is the same for the same schema; of one schema it is found out once. */
export function keyOfSchema(schema: Schema, cache: Pick<BuildCache, "keyOf" | "setKey">): string {
  const known = cache.keyOf(schema);
  if (known !== undefined) return known;
  const key = hashContent(JSON.stringify(schema));
  cache.setKey(schema, key);
  return key;
}

/** A file that was just written may be written again within the same tick of its clock, which some have of 2 s. */
const settledMs = 2000;

/** Returns what changes when a file is read differently; `undefined` for one that cannot be relied on to say. */
function describeState(host: Host, path: string): string | undefined {
  try {
    const status = host.stat(path);
    if (status === undefined || Date.now() - status.modifiedMs < settledMs) return undefined;
    return describeFileState(status);
  } catch {
    return undefined; // reading it will say why
  }
}
