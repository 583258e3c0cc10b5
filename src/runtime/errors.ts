import { ToolError } from "../base/tool-error.js";

/** The bytes are not an image, or not one that this runtime reads: damaged, truncated, too new. */
export class ImageError extends ToolError {
  constructor(message: string, options: { readonly help?: string; readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = "ImageError";
  }
}

/** The image is good, but the bindings were generated from tables of another shape. */
export class SchemaMismatchError extends ImageError {
  readonly table: string;
  /** Absent when the table as a whole is missing, or one of its keys. */
  readonly column: string | undefined;

  constructor(message: string, place: { readonly table: string; readonly column?: string }) {
    super(message, { help: "Generate the bindings again from the tables that this library was built from." });
    this.name = "SchemaMismatchError";
    this.table = place.table;
    this.column = place.column;
  }
}

/** A row, list or table was used after its library had been closed, or a store after it had been. */
export class ClosedError extends Error {
  constructor(
    message = "The library of this row or table has been closed. Keep keys, not rows, beyond the life of a library.",
  ) {
    super(message);
    this.name = "ClosedError";
  }
}
