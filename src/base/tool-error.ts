/**
 * The environment is in the way: no compiler, disk full, a library that is not ours.
 * Mistakes in sheets and config are diagnostics instead. Only `cli` catches this.
 */
export class ToolError extends Error {
  /** What the user can do about it, as one sentence. */
  readonly help: string | undefined;

  constructor(message: string, options: { readonly help?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ToolError";
    this.help = options.help;
  }
}
