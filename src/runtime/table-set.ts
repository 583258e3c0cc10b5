import type { ImageReader } from "./open-image.js";

/** All tables of one open library: the base of the generated class `Tables`. */
export abstract class TableSet {
  /** What the library says of itself: version, source, tables. */
  readonly library: ImageReader;

  constructor(library: ImageReader) {
    this.library = library;
  }

  /** Closes the library. From here on its tables, rows and lists throw ClosedError. */
  close(): void {
    this.library.close();
  }
}

/** Makes the generated class over a library, and closes the library when the two do not match. */
export function bindTables<Tables>(
  library: ImageReader,
  tables: new (library: ImageReader) => Tables,
): Tables {
  try {
    return new tables(library);
  } catch (error) {
    library.close();
    throw error;
  }
}
