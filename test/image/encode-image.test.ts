import { expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { contentHash, formatHash } from "../../src/base/hash/content-hash.js";
import { formatCellRef } from "../../src/base/place.js";
import { encodeImage } from "../../src/image/encode-image.js";
import type { TableImage } from "../../src/model/table-image.js";
import { createRowResolver } from "../../src/references/create-row-resolver.js";
import {
  arrayOf,
  createEnum,
  createSchema,
  createTable,
  encodeTables,
  int32,
  int64,
  integer,
  listOf,
  optional,
  string,
  type TableSpec,
  uint64,
} from "./create-tables.js";

const items: TableSpec = {
  name: "Item",
  columns: [
    ["id", int32],
    ["name", string],
    ["tags", listOf(string)],
  ],
  keys: [["id"], ["name"]],
  rows: [
    [1003, "sword", ["a", "b"]],
    [1001, "bow", []],
    [1002, "axe", ["a", "b"]],
  ],
};

test("the header says what the page says", () => {
  const { bytes, version, metaBytes } = encodeTables([items]);
  const view = viewOf(bytes);
  expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe("tablegen");
  expect(view.getUint32(8, true)).toBe(2);
  expect(view.getUint32(12, true)).toBe(0x01020304);
  expect(view.getBigUint64(16, true)).toBe(BigInt(bytes.length));
  expect(view.getBigUint64(24, true)).toBe(BigInt(metaBytes));
  expect(formatHash(bytes.subarray(32, 48))).toBe(version);
  expect(formatHash(contentHash(bytes.subarray(48, metaBytes)))).toBe(version);
  expect(textAt(bytes, 64)).toBe("tables");
});

test("every block is covered by the hash in its table's entry", () => {
  const { bytes, blocks } = encodeTables([items, { ...items, name: "Other" }]);
  const view = viewOf(bytes);
  const entries = 72 + view.getInt32(72, true);
  for (const [index, { offset, bytes: size }] of blocks.entries()) {
    const entry = entries + 112 * index;
    expect(view.getUint32(entry + 64, true)).toBe(offset);
    expect(view.getUint32(entry + 68, true)).toBe(size);
    const hash = formatHash(contentHash(bytes.subarray(offset, offset + size)));
    expect(formatHash(bytes.subarray(entry + 16, entry + 32))).toBe(hash);
  }
  // Equal rows, so equal blocks: a block refers to nothing outside itself.
  const [first, second] = blocks.map(({ offset, bytes: size }) => bytes.subarray(offset, offset + size));
  expect(first).toEqual(second);
});

test("rows stand in the order of the primary key, and the order array leads back to the sheet's", () => {
  const image = encodeTables([items]);
  expect(partKinds(image)).toEqual(["rows", "order", "index-data", "lists", "strings"]);
  expect(rowIds(image)).toEqual([1001, 1002, 1003]);
  expect(words(image, "order")).toEqual([2, 0, 1]);
});

test("the sheet's order changes the order array and nothing else of the block", () => {
  const other = encodeTables([{ ...items, rows: [...items.rows].reverse() }]);
  const image = encodeTables([items]);
  expect(words(other, "order")).toEqual([1, 0, 2]);
  expect(partBytes(other, "rows")).toEqual(partBytes(image, "rows"));
  expect(partBytes(other, "strings")).toEqual(partBytes(image, "strings"));
  expect(partBytes(other, "index-data")).toEqual(partBytes(image, "index-data"));
});

test("rows that already stand in slot order need no order array", () => {
  const { blocks } = encodeTables([
    {
      ...items,
      keys: [["id"]],
      rows: [
        [1, "a", []],
        [2, "b", []],
      ],
    },
  ]);
  expect(blocks[0]?.parts.map((part) => part.kind)).toEqual(["rows", "strings"]);
});

test("equal strings and lists are stored once, with a NUL behind each string", () => {
  const image = encodeTables([items]);
  expect(new TextDecoder().decode(partBytes(image, "strings"))).toBe("bow\0axe\0a\0b\0sword\0");
  expect(partBytes(image, "lists").length).toBe(16);
});

test("an empty list, an absent list, an empty string and an absent string differ", () => {
  const image = encodeTables([
    {
      name: "T",
      columns: [
        ["text", optional(string)],
        ["list", optional(listOf(int32))],
      ],
      rows: [
        ["", []],
        [undefined, undefined],
        ["a", [7]],
      ],
    },
  ]);
  const { offset } = blockOf(image);
  const view = viewOf(image.bytes);
  const references = [0, 8, 16, 24, 32, 40].map((at) => [
    view.getInt32(offset + at, true),
    view.getUint32(offset + at + 4, true),
  ]);
  const strings = partOf(image, "strings").offset;
  const lists = partOf(image, "lists").offset;
  expect(references).toEqual([
    [strings, 0],
    [1, 0],
    [0, 0],
    [0, 0],
    [strings + 1 - 32, 1],
    [lists - 40, 1],
  ]);
});

test("lists of lists lead from each element to its own list", () => {
  const image = encodeTables([
    { name: "T", columns: [["grid", listOf(listOf(string))]], rows: [[[["a", "b"], [], ["a"]]], [[["a"]]]] },
  ]);
  const { offset } = blockOf(image);
  const readList = (at: number): number[] => {
    const view = viewOf(image.bytes);
    const start = at + view.getInt32(at, true);
    return Array.from({ length: view.getUint32(at + 4, true) }, (_, index) => start + 8 * index);
  };
  const grids = [offset, offset + 8].map((row) =>
    readList(row).map((inner) => readList(inner).map((text) => textAt(image.bytes, text))),
  );
  expect(grids).toEqual([[["a", "b"], [], ["a"]], [["a"]]]);
  expect(blockOf(image).parts.map((part) => part.kind)).toEqual(["rows", "lists", "lists", "strings"]);
});

test("strings in fixed arrays and in optional fixed arrays are reached from their own address", () => {
  const image = encodeTables([
    {
      name: "T",
      columns: [
        ["pair", arrayOf(string, 2)],
        ["maybe", optional(arrayOf(string, 2))],
      ],
      rows: [
        [["x", "y"], undefined],
        [
          ["y", "z"],
          ["x", "道"],
        ],
      ],
    },
  ]);
  const { offset, stride, columnOffsets } = blockOf(image);
  expect([stride, columnOffsets]).toEqual([36, [0, 16]]);
  const texts = [0, 8, 36, 44, 52, 60].map((at) => textAt(image.bytes, offset + at));
  expect(texts).toEqual(["x", "y", "y", "z", "x", "道"]);
  expect([32, 68].map((at) => image.bytes[offset + at])).toEqual([0, 1]);
  expect([...image.bytes.subarray(offset + 16, offset + 36)].every((byte) => byte === 0)).toBe(true);
});

test("64-bit numbers keep all their bits", () => {
  const extremes = [-(1n << 63n), -1n, 0n, (1n << 63n) - 1n];
  const image = encodeTables([
    {
      name: "T",
      columns: [
        ["signed", int64],
        ["unsigned", uint64],
        ["time", { kind: "datetime" }],
      ],
      rows: extremes.map((value, index) => [value, BigInt.asUintN(64, value), index - 2 ** 40]),
    },
  ]);
  const view = viewOf(image.bytes);
  const { offset } = blockOf(image);
  for (const [index, value] of extremes.entries()) {
    expect(view.getBigInt64(offset + 24 * index, true)).toBe(value);
    expect(view.getBigUint64(offset + 24 * index + 8, true)).toBe(BigInt.asUintN(64, value));
    expect(view.getBigInt64(offset + 24 * index + 16, true)).toBe(BigInt(index) - (1n << 40n));
  }
});

test("a table without rows and a table without a key are encoded", () => {
  const image = encodeTables([
    { ...items, name: "Empty", rows: [] },
    { ...items, name: "Keyless", keys: [] },
  ]);
  expect(image.blocks.map((block) => [block.rowCount, block.bytes])).toEqual([
    [0, 256],
    [3, 256],
  ]);
  expect(image.blocks[0]?.parts.map((part) => [part.kind, part.bytes])).toEqual([["index-data", 2]]);
});

test("a library without tables is a header with an empty directory", () => {
  const image = encodeTables([]);
  expect([image.bytes.length, image.metaBytes, image.blocks.length]).toEqual([320, 320, 0]);
});

test("the underlying type of an enum that no column uses has an entry", () => {
  const image = encodeTables([], { enums: [createEnum("Quality", integer(8, false), { low: 0, high: 1 })] });
  const view = viewOf(image.bytes);
  expect(view.getUint32(84, true)).toBe(1);
  expect(view.getUint16(80 + view.getInt32(80, true), true)).toBe(6);
});

test("tables beyond 2 GiB are refused at the largest, without encoding them", () => {
  const table = createTable({
    name: "Huge",
    columns: [["data", arrayOf(integer(8, false), 0x7fffffff)]],
    rows: [[[]], [[]]],
  });
  const { diagnostics, report } = createDiagnosticSink();
  expect(
    encodeImage(
      {
        schema: createSchema([table]),
        tables: [table],
        indexesOf: () => [],
        rows: createRowResolver([table]),
      },
      report,
    ),
  ).toBeUndefined();
  expect(diagnostics.map((d) => [d.id, d.message, d.at && formatCellRef(d.at)])).toEqual([
    ["TG5001", "The tables take 4294967294 bytes; an image holds at most 2 GiB.", "test.xlsx:Huge"],
  ]);
});

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function textAt(bytes: Uint8Array, at: number): string {
  const view = viewOf(bytes);
  const start = at + view.getInt32(at, true);
  const size = view.getUint32(at + 4, true);
  expect(bytes[start + size], "the NUL behind a string").toBe(0);
  return new TextDecoder().decode(bytes.subarray(start, start + size));
}

function blockOf(image: TableImage) {
  const [block] = image.blocks;
  if (block === undefined) throw new Error("no block");
  return block;
}

function partKinds(image: TableImage): string[] {
  return blockOf(image).parts.map((part) => part.kind);
}

function partOf(image: TableImage, kind: string) {
  const part = blockOf(image).parts.find((candidate) => candidate.kind === kind);
  if (part === undefined) throw new Error(`no part ${kind}`);
  return part;
}

function partBytes(image: TableImage, kind: string): Uint8Array {
  const { offset, bytes } = partOf(image, kind);
  return image.bytes.subarray(blockOf(image).offset + offset, blockOf(image).offset + offset + bytes);
}

function words(image: TableImage, kind: string): number[] {
  return [...new Uint32Array(partBytes(image, kind).slice().buffer)];
}

function rowIds(image: TableImage): number[] {
  const { offset, stride, rowCount } = blockOf(image);
  return Array.from({ length: rowCount }, (_, row) =>
    viewOf(image.bytes).getInt32(offset + row * stride, true),
  );
}
