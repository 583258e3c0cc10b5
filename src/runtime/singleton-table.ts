import { SchemaMismatchError } from "./errors.js";
import type { TableSpec } from "./match-table.js";
import type { ImageReader } from "./open-image.js";
import type { Row } from "./row.js";
import { Table } from "./table.js";
import type { ViewClass } from "./view.js";

/** A table of one row that is read as that row: the base of generated classes. */
export abstract class SingletonTable<R extends Row> extends Table<R> {
  /** Throws SchemaMismatchError when the image's table is not the one that `spec` describes. */
  constructor(image: ImageReader, spec: TableSpec, rowClass: ViewClass<R>) {
    super(image, spec, rowClass);
    if (image.table(spec.name)?.info.isSingleton === true) return;
    const message = `Table ${spec.name} is one row in the bindings and may have several in the library.`;
    throw new SchemaMismatchError(message, { table: spec.name });
  }

  /** The only row. */
  get row(): R {
    // The directory has been checked: a singleton has one row.
    return this.at(0) as R;
  }
}
