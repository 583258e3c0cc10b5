import type { TableImage } from "../../src/model/table-image.js";

/*
 * Describes every byte of an image, from docs/image-format.md alone: the offsets stand here again, as
 * numbers, so that a mistake in the encoder's own table of them does not go unseen.
 */

type Field = readonly [offset: number, size: number, name: string];
const reference = (offset: number, name: string): readonly Field[] => [
  [offset, 4, `${name}: offset`],
  [offset + 4, 4, `${name}: count`],
];

const headerFields: readonly Field[] = [
  [0, 8, "magic"],
  [8, 4, "layout version"],
  [12, 4, "byte order"],
  [16, 8, "size of the image"],
  [24, 8, "size of the meta"],
  [32, 16, "content hash"],
  [48, 16, "schema hash"],
  ...reference(64, "library name"),
  ...reference(72, "tables"),
  ...reference(80, "types"),
  ...reference(88, "enums"),
  ...reference(96, "structs"),
  ...reference(104, "variants"),
];
const tableFields: readonly Field[] = [
  ...reference(0, "name"),
  ...reference(8, "note"),
  [16, 16, "content hash"],
  [32, 16, "schema hash"],
  [48, 16, "data hash"],
  [64, 4, "block offset"],
  [68, 4, "block size"],
  [72, 4, "row count"],
  [76, 4, "stride"],
  ...reference(80, "columns"),
  ...reference(88, "indexes"),
  ...reference(96, "parts"),
  [104, 4, "order"],
  [108, 4, "flags"],
];
const typeFields: readonly Field[] = [
  [0, 2, "kind"],
  [2, 2, "alignment"],
  [4, 4, "size"],
  [8, 4, "inner type"],
  [12, 4, "detail"],
  ...reference(16, "key"),
  ...reference(24, "tables"),
];
const numberFields: readonly Field[] = [[0, 4, "number"]];
const structFields: readonly Field[] = [
  ...reference(0, "name"),
  ...reference(8, "note"),
  [16, 4, "size"],
  [20, 4, "alignment"],
  ...reference(24, "fields"),
];
const variantFields: readonly Field[] = [
  ...reference(0, "name"),
  ...reference(8, "note"),
  ...reference(16, "kinds"),
];
const variantKindFields: readonly Field[] = [...reference(0, "name"), [8, 4, "struct"]];
const enumFields: readonly Field[] = [
  ...reference(0, "name"),
  ...reference(8, "note"),
  [16, 4, "underlying type"],
  [20, 4, "flags"],
  ...reference(24, "values"),
];
const enumValueFields: readonly Field[] = [
  [0, 8, "value"],
  ...reference(8, "name"),
  ...reference(16, "note"),
];
const columnFields: readonly Field[] = [
  ...reference(0, "name"),
  ...reference(8, "note"),
  [16, 4, "type"],
  [20, 4, "offset in the row"],
];
const indexFields: readonly Field[] = [
  ...reference(0, "name"),
  [8, 4, "kind"],
  [12, 4, "form"],
  ...reference(16, "parts"),
  [24, 4, "key count"],
  [28, 4, "slot count"],
  [32, 4, "shift"],
  [36, 4, "bucket bits"],
  [40, 4, "hash level"],
  [44, 4, "purpose"],
  [48, 8, "multiplier"],
  [56, 8, "salt"],
  [64, 4, "data offset"],
  [68, 4, "data size"],
  [72, 4, "slots offset"],
  [76, 4, "rows offset"],
];
const keyPartFields: readonly Field[] = [
  [0, 4, "column"],
  [4, 4, "column offset"],
  [8, 8, "minimum"],
  [16, 8, "range"],
  [24, 8, "multiplier"],
];
const partFields: readonly Field[] = [
  [0, 4, "kind"],
  [4, 4, "index"],
  [8, 4, "offset"],
  [12, 4, "size"],
];

/** Returns one line for each field, in the order of the bytes. What no line describes must be zero. */
export function annotateImage(image: TableImage): string {
  const { bytes } = image;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lines = new Map<number, string>();
  const described = new Uint8Array(bytes.length);

  const describe = (at: number, size: number, text: string): void => {
    const hex = Array.from(bytes.subarray(at, at + size), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );
    lines.set(at, `${at.toString(16).padStart(6, "0")}  ${hex.padEnd(32)}  ${text}`);
    described.fill(1, at, at + size);
  };
  const struct = (at: number, fields: readonly Field[], name: string): void => {
    for (const [offset, size, field] of fields) describe(at + offset, size, `${name} ${field}`);
  };
  /** Describes an array of structs behind a reference, and returns where each one starts. */
  const array = (at: number, size: number, fields: readonly Field[], name: string): number[] => {
    const starts = Array.from(
      { length: view.getUint32(at + 4, true) },
      (_, i) => at + view.getInt32(at, true) + i * size,
    );
    for (const [i, start] of starts.entries()) struct(start, fields, `${name}[${i}]`);
    return starts;
  };

  struct(0, headerFields, "header");
  for (const [i, start] of array(80, 32, typeFields, "type").entries()) {
    array(start + 16, 4, numberFields, `type[${i}] key`);
    array(start + 24, 4, numberFields, `type[${i}] table`);
  }
  for (const [i, start] of array(88, 32, enumFields, "enum").entries()) {
    array(start + 24, 24, enumValueFields, `enum[${i}] value`);
  }
  for (const [i, start] of array(96, 32, structFields, "struct").entries()) {
    array(start + 24, 24, columnFields, `struct[${i}] field`);
  }
  for (const [i, start] of array(104, 24, variantFields, "variant").entries()) {
    array(start + 16, 16, variantKindFields, `variant[${i}] kind`);
  }
  for (const [i, table] of array(72, 112, tableFields, "table").entries()) {
    array(table + 80, 24, columnFields, `table[${i}] column`);
    for (const [j, index] of array(table + 88, 80, indexFields, `table[${i}] index`).entries()) {
      array(index + 16, 32, keyPartFields, `table[${i}] index[${j}] part`);
    }
    array(table + 96, 16, partFields, `table[${i}] part`);
  }
  const directoryEnd = described.subarray(0, image.metaBytes).lastIndexOf(1) + 1;
  describeTexts(bytes, directoryEnd, lastUsed(bytes, image.metaBytes) + 1, describe);

  for (const { table, offset, rowCount, stride, columnOffsets, parts } of image.blocks) {
    for (const part of parts) {
      const start = offset + part.offset;
      if (part.kind === "strings") {
        describeTexts(bytes, start, start + part.bytes, describe);
      } else if (part.kind === "rows") {
        for (let row = 0; row < rowCount; row++) {
          for (const [i, column] of table.columns.entries()) {
            const end = columnOffsets[i + 1] ?? stride;
            const at = columnOffsets[i] ?? 0;
            describe(start + row * stride + at, end - at, `${table.name} slot ${row} ${column.name}`);
          }
        }
      } else {
        describe(start, part.bytes, `${table.name} ${part.kind} ${part.index}`);
      }
    }
  }
  for (const [at, byte] of bytes.entries()) {
    if (described[at] === 0 && byte !== 0) throw new Error(`byte ${at} is not described and not zero`);
  }
  const text = [...lines].sort(([a], [b]) => a - b).map(([, line]) => line.trimEnd());
  return `${text.join("\n")}\n${bytes.length.toString(16).padStart(6, "0")}\n`;
}

/** Describes texts with a NUL behind each. */
function describeTexts(
  bytes: Uint8Array,
  start: number,
  end: number,
  describe: (at: number, size: number, text: string) => void,
): void {
  for (let at = start; at < end; ) {
    const nul = bytes.indexOf(0, at);
    describe(at, nul + 1 - at, JSON.stringify(new TextDecoder().decode(bytes.subarray(at, nul))));
    at = nul + 1;
  }
}

function lastUsed(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (bytes[at] === 0) at--;
  return at + 1;
}
