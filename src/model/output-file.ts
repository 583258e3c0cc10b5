/** A file that a build produces, before anything is written. */
export interface OutputFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  /** Text is written as UTF-8. */
  readonly content: string | Uint8Array;
  /** The file is known to lie in the output folder, with this content. */
  readonly isOnDisk?: true;
}

/** Returns the path of bytes that a generated source takes in. It names them by their hash: it holds these bytes or none. */
export function partPath(source: string, contentHash: string): string {
  return `${partsFolder(source)}/${contentHash}.bin`;
}

export function partsFolder(source: string): string {
  return `${source}.parts`;
}

/** True for what `partPath` returns. */
export function isPartPath(path: string): boolean {
  return /\.parts\/[0-9a-f]{32}\.bin$/.test(path);
}
