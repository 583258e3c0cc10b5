import { at } from "../../src/base/assert.js";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { encodeImage } from "../../src/image/encode-image.js";
import { buildKeyIndexes } from "../../src/index/build-key-index.js";
import type { Schema } from "../../src/model/schema.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";
import { createRowResolver } from "../../src/references/create-row-resolver.js";

/** Rows by table name, in sheet order. */
export type Rows = Readonly<Record<string, readonly (readonly Value[])[]>>;

/** Encodes the rows as an image. */
export function imageOf(schema: Schema, rows: Rows): Uint8Array {
  const tables = schema.tables.map((table): TypedTable => {
    const own = rows[table.name] ?? [];
    return {
      schema: table,
      rowCount: own.length,
      columns: table.columns.map((_, column) => own.map((row) => row[column])),
      cellAt: (row, column) => ({ ...table.at, row, column }),
    };
  });
  const { diagnostics, report } = createDiagnosticSink();
  const image = encodeImage(
    { schema, tables, indexesOf: buildKeyIndexes, rows: createRowResolver(tables) },
    report,
  );
  if (image === undefined) throw new Error(at(diagnostics, 0).message);
  return image.bytes;
}
