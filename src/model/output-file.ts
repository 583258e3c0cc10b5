/** A file that a build produces, before anything is written. */
export interface OutputFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  /** Text is written as UTF-8. */
  readonly content: string | Uint8Array;
  /** The file is known to lie in the output folder, with this content. */
  readonly isOnDisk?: true;
}
