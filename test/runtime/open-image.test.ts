import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import {
  headerLayout,
  indexEntryLayout,
  layoutRow,
  structEntryLayout,
  tableEntryLayout,
  typeEntryLayout,
  typeKinds,
  variantKindLayout,
} from "../../src/model/image-format.js";
import type { StructSchema, ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { ClosedError, ImageError } from "../../src/runtime/errors.js";
import type { StructInfo } from "../../src/runtime/image-info.js";
import type { KeyValue } from "../../src/runtime/key-lookup.js";
import { openImage } from "../../src/runtime/open-image.js";
import type { TableReader } from "../../src/runtime/table-reader.js";
import { int32, int64, referenceTo, schemaOf, structType, text, variantType } from "../emit/ts/schema-of.js";
import { world, worldRows } from "../emit/ts/world.js";
import { anyTables, compareKeys, keyOf, keyText } from "./arbitrary-tables.js";
import { imageOf } from "./image-of.js";

const items = schemaOf(
  {
    Item: {
      note: "道具",
      columns: [
        ["id", int32, "编号"],
        ["name", text],
        ["owner", int64],
      ],
      keys: [["id"], ["name"], ["owner", "id"]],
    },
    Log: { columns: [["line", text]] },
  },
  {
    Quality: {
      note: "品质",
      values: [
        ["Common", 0, "白"],
        ["Rare", 1],
      ],
    },
  },
);

const rows = {
  Item: [
    [300, "Sword", 9007199254740993n],
    [7, "Shield", -1n],
    [-5, "Ring with a name that is longer than what is read byte by byte", 2n ** 63n - 1n],
    [1000000, "戒指", 0n],
  ],
  Log: [["b"], [""], ["a"]],
};

describe("an image", () => {
  const image = imageOf(items, rows);
  const library = openImage(image);

  test("says what it holds", () => {
    const { info } = library;
    expect([info.name, info.layoutVersion, info.imageBytes]).toEqual(["tables", 2, image.length]);
    expect(info.version).toMatch(/^[0-9a-f]{32}$/);
    const [item, log] = info.tables;
    expect([item?.name, item?.note, item?.rowCount, item?.stride]).toEqual(["Item", "道具", 4, 24]);
    expect(item?.columns.map(({ name, note, offset, type }) => [name, note, offset, type])).toEqual([
      ["id", "编号", 0, int32],
      ["name", "", 4, text],
      ["owner", "", 16, int64],
    ]);
    expect(
      item?.indexes.map(({ name, kind, form, parts }) => [name, kind, form, parts.map((p) => p.column)]),
    ).toEqual([
      ["primary", "bytes", "packed", [0]],
      ["name", "bytes", "hashed", [1]],
      ["owner_id", "bytes", "hashed", [2, 0]],
    ]);
    expect(item?.parts.map(({ kind }) => kind)).toContain("strings");
    expect([log?.name, log?.indexes]).toEqual(["Log", []]);
    expect(info.enums).toEqual([
      {
        name: "Quality",
        note: "品质",
        underlying: int32,
        isFlags: false,
        values: [
          { name: "Common", value: 0, note: "白" },
          { name: "Rare", value: 1, note: "" },
        ],
      },
    ]);
  });

  test("gives the rows of each table in sheet order", () => {
    expect([...tableOf(image, "Item").rows()]).toEqual(rows.Item);
    expect([...tableOf(image, "Log").rows()]).toEqual(rows.Log);
    expect(() => tableOf(image, "Log").row(3)).toThrow(new RangeError("Log has no row 3; it has 3."));
  });

  test("finds a row by each of its keys, and nothing by any other", () => {
    const table = tableOf(image, "Item");
    expect(table.find([7])).toEqual(rows.Item[1]);
    expect(table.find(["戒指"], 1)).toEqual(rows.Item[3]);
    expect(table.find([9007199254740993n, 300], 2)).toEqual(rows.Item[0]);
    expect([table.find([8]), table.find(["sword"], 1), table.find([0n, 7], 2)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(() => table.find([1, 2])).toThrow(new TypeError("A key of Item has 1 parts, not 2."));
    expect(() => table.find([1], 3)).toThrow(new RangeError("Item has no key 3; it has 3."));
  });

  test("takes a key of another type, or beyond its type, for absent", () => {
    const table = tableOf(image, "Item");
    for (const key of [7.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "7", true, new Date(7000)]) {
      expect(table.find([key])).toBeUndefined();
    }
    expect(table.find([7n])).toEqual(rows.Item[1]);
    expect(table.find([2n ** 64n + 7n])).toBeUndefined();
    expect(table.find([2n ** 64n - 1n, 7], 2)).toBeUndefined();
    expect(table.find([-1n, 7], 2)).toEqual(rows.Item[1]);
    expect(table.find(["\ud800"], 1)).toBeUndefined();
  });

  test("is verified", () => {
    library.verify();
  });

  test("is read from an ArrayBuffer, from any position of a larger one, and from a library", () => {
    const larger = new Uint8Array(image.length + 99);
    larger.set(image, 33);
    const forms = [
      image.slice().buffer,
      larger.subarray(33, 33 + image.length),
      writeElfLibrary(image, "aarch64"),
    ];
    for (const form of forms) expect([...tableOf(form, "Item").rows()]).toEqual(rows.Item);
  });

  test("closed once is closed for all, and tells its origin once", () => {
    let released = 0;
    const own = openImage(image, { source: "private", release: () => released++ });
    const table = at(own.tables, 0);
    table.find([7]);
    own.close();
    own.close();
    expect([own.closed, released]).toEqual([true, 1]);
    const uses = [() => table.row(0), () => table.find([7]), () => table.find(["x"], 1), () => own.verify()];
    for (const use of uses) expect(use).toThrow(ClosedError);
    expect(() => [...table.rows()]).toThrow(ClosedError);
    expect(own.info.tables).toHaveLength(2);
  });
});

test("a lone surrogate never finds the key that its replacement character would", () => {
  const schema = schemaOf({ T: { columns: [["k", text]], keys: [["k"]] } });
  const table = tableOf(imageOf(schema, { T: [["\ufffd"], ["a\ufffd"]] }), "T");
  expect([table.find(["\ufffd"]), table.find(["\udc00"]), table.find(["a\ud800"])]).toEqual([
    ["\ufffd"],
    undefined,
    undefined,
  ]);
});

describe("for any tables", () => {
  test("the rows read back equal, in sheet order, at the offsets of the schema", () => {
    fc.assert(
      fc.property(anyTables, ({ schema, rows: expected }) => {
        const image = openImage(imageOf(schema, expected));
        image.verify();
        for (const [index, table] of image.tables.entries()) {
          const own = at(schema.tables, index);
          expect([...table.rows()]).toEqual(expected[own.name]);
          expect(table.columns.map(({ offset }) => offset)).toEqual(layoutRow(own.columns).columnOffsets);
          expect(table.columns.map(({ type }) => type)).toEqual(own.columns.map(({ type }) => type));
          expect(table.info.isSingleton).toBe(own.isSingleton);
        }
        const types = ({ name, fields }: StructSchema | StructInfo) => [name, fields.map(({ type }) => type)];
        expect(image.info.structs.map(types)).toEqual(schema.structs.map(types));
      }),
      { numRuns: 300 },
    );
  });

  test("each of many keys with gaps is found, and none in the gaps", () => {
    // So many that their bits are counted: groups of 1 to 40 in each hundred.
    const groups = Array.from({ length: 4000 }, (_, group) =>
      Array.from({ length: 1 + ((group * 7919) % 40) }, (_, one) => 100 * group - 50_000 + one),
    );
    const ids = groups.flat();
    const schema = schemaOf({ Item: { columns: [["id", int32]], keys: [["id"]] } });
    const [table] = openImage(imageOf(schema, { Item: ids.map((id) => [id]) })).tables;
    expect(table?.indexes.map(({ kind }) => kind)).toEqual(["bitmap-rank"]);
    const known = new Set(ids);
    for (let id = -50_100; id < 350_100; id += 3)
      expect(table?.find([id])).toEqual(known.has(id) ? [id] : undefined);
  });

  test("every key finds its own rows and every other key finds none", () => {
    fc.assert(
      fc.property(anyTables, ({ schema, rows, others }) => {
        const image = openImage(imageOf(schema, rows));
        for (const [position, table] of image.tables.entries()) {
          const own = at(schema.tables, position);
          const expected = rows[own.name] ?? [];
          for (const [index, key] of own.keys.entries()) {
            for (const row of [...expected, ...(own.name === "T" ? others : [])]) {
              const wanted = keyText(row, key.columns);
              const found = expected.filter((one) => keyText(one, key.columns) === wanted);
              expect(table.findAll(toKey(keyOf(row, key)), index)).toEqual(found);
              if (key.purpose === "unique")
                expect(table.find(toKey(keyOf(row, key)), index)).toEqual(found[0]);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("an ordered index has the rows in the order of keys, and finds where a key would be", () => {
    const anySplit = fc.record({ tables: anyTables, fraction: fc.boolean(), parts: fc.nat(2) });
    fc.assert(
      fc.property(anySplit, ({ tables: { schema, rows, others }, fraction, parts }) => {
        const table = at(openImage(imageOf(schema, rows)).tables, 4);
        const own = at(schema.tables, 4);
        for (const [position, key] of own.keys.entries()) {
          if (key.purpose !== "ordered") continue;
          const index = table.ordered(position);
          const keys = (row: readonly Value[]) => keyOf(row, key);
          const sorted = [...(rows["T"] ?? [])].sort((a, b) => comparePrefixes(keys(a), keys(b)));
          expect([...index]).toEqual(sorted);
          for (const other of [...sorted, ...others]) {
            const prefix = keys(other).slice(0, 1 + (parts % key.columns.length));
            const [first] = prefix;
            if (fraction && typeof first === "number" && Math.abs(first) < 2 ** 50) prefix[0] = first + 0.5;
            const before = sorted.filter((row) => comparePrefixes(keys(row), prefix) < 0);
            const same = sorted.filter((row) => comparePrefixes(keys(row), prefix) === 0);
            const after = sorted.slice(before.length + same.length);
            const wanted = toKey(prefix);
            expect([...index.all(...wanted)]).toEqual(same);
            expect([...index.before(...wanted)]).toEqual(before);
            expect([...index.upTo(...wanted)]).toEqual([...before, ...same]);
            expect([...index.from(...wanted)]).toEqual([...same, ...after]);
            expect([...index.after(...wanted)]).toEqual(after);
            expect(index.floor(...wanted)).toEqual([...before, ...same].at(-1));
            expect(index.ceil(...wanted)).toEqual([...same, ...after][0]);
            expect([...index.between(wanted, toKey(keys(sorted.at(-1) ?? other)))]).toEqual([
              ...same,
              ...after,
            ]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Compares the parts that both have. */
function comparePrefixes(a: readonly Value[], b: readonly Value[]): number {
  for (let part = 0; part < Math.min(a.length, b.length); part++) {
    const order = compareKeys(a[part], b[part]);
    if (order !== 0) return order;
  }
  return 0;
}

describe("hostile bytes", () => {
  const image = imageOf(items, rows);

  test("of another kind are refused with what they are not", () => {
    const noImage = "This is not a table-gen image: it does not begin with the word tablegen.";
    expect(() => openImage(new Uint8Array(0))).toThrow(noImage);
    expect(() => openImage(new Uint8Array(4096))).toThrow(noImage);
    expect(() => openImage(new TextEncoder().encode("tablegen"))).toThrow("it is truncated to 8 bytes");
  });

  test.each<[string, (view: DataView) => void, string]>([
    [
      "a newer layout",
      (view) => view.setUint32(8, 3, true),
      "The image has layout version 3; this runtime reads version 2.",
    ],
    ["another byte order", (view) => view.setUint32(12, 0x04030201, true), "its byte order is unknown"],
    ["another size", (view) => view.setUint32(16, 64, true), "its header says 64 bytes, and there are"],
    ["a size beyond any image", (view) => view.setUint32(20, 1, true), "it claims 42949"],
    [
      "a directory that is too long",
      (view) => view.setUint32(24, 0x7fffffc0, true),
      "its directory claims 2147483584 bytes",
    ],
    [
      "a name beyond its end",
      (view) => view.setUint32(68, 0xffffffff, true),
      "the reference at 64 leads out of its directory",
    ],
    [
      "tables before its start",
      (view) => view.setInt32(72, -4000, true),
      "the reference at 72 leads out of its directory",
    ],
    [
      "too many types",
      (view) => view.setUint32(84, 0x0fffffff, true),
      "the reference at 80 leads out of its directory",
    ],
  ])("with %s are refused", (_, change, message) => {
    const altered = image.slice();
    change(new DataView(altered.buffer));
    expect(() => openImage(altered)).toThrow(ImageError);
    expect(() => openImage(altered)).toThrow(message);
  });

  describe("of types that cannot be", () => {
    const inner = structType(0, "Inner", [["x", int32]]);
    const outer = structType(1, "Outer", [["inner", inner]]);
    const schema = schemaOf(
      {
        T: {
          columns: [
            ["id", int32],
            ["outer", outer],
            ["set", { kind: "set", element: int32 }],
            ["map", { kind: "map", key: int32, value: text }],
            ["list", { kind: "list", element: text }],
            ["shape", { kind: "optional", value: variantType(0, "V") }],
            ["next", { kind: "optional", value: referenceTo([int32], [0, "T"]) }],
          ],
          keys: [["id"]],
          multi: [["id"]],
          ordered: [["id"]],
        },
      },
      {},
      { structs: { Inner: [["x", int32]], Outer: [["inner", inner]] }, variants: { V: [["A", "Inner"]] } },
    );
    const sound = imageOf(schema, { T: [[1, [[2]], [3], [], [], undefined, 1]] });
    const view = new DataView(sound.buffer, sound.byteOffset);
    const start = (reference: number) => reference + view.getInt32(reference, true);
    const types = start(headerLayout.types);
    const typeOf = (kind: number, which = 0) => {
      const count = view.getUint32(headerLayout.types + 4, true);
      const entries = Array.from({ length: count }, (_, index) => types + index * typeEntryLayout.size);
      return at(
        entries.filter((entry) => view.getUint16(entry, true) === kind),
        which,
      );
    };
    const positionOf = (kind: number) => (typeOf(kind) - types) / typeEntryLayout.size;
    const table = start(headerLayout.tables);
    const indexes = start(table + tableEntryLayout.indexes);
    const index = (position: number, field: number) => indexes + position * indexEntryLayout.size + field;
    const reference = typeOf(typeKinds.reference);
    const variants = start(headerLayout.variants);

    test.each<[string, number, number, string]>([
      [
        "a struct that holds itself",
        // The type of Inner, which comes after that of the column.
        typeOf(typeKinds.struct, 1) + typeEntryLayout.detail,
        1,
        "struct Outer holds one that does not come before it",
      ],
      ["a struct that is not there", typeOf(typeKinds.struct) + typeEntryLayout.detail, 7, "names no struct"],
      [
        "a struct of another size",
        start(headerLayout.structs) + structEntryLayout.bytes,
        8,
        "size or alignment of type",
      ],
      [
        "a set of lists",
        typeOf(typeKinds.set) + typeEntryLayout.inner,
        positionOf(typeKinds.list),
        "names one that does not come before it",
      ],
      [
        "a map by structs",
        typeOf(typeKinds.map) + typeEntryLayout.inner,
        positionOf(typeKinds.struct),
        "is a map by what makes no key",
      ],
      [
        "a map of types to come",
        typeOf(typeKinds.map) + typeEntryLayout.detail,
        99,
        "names one that does not come before it",
      ],
      [
        "a kind that is no struct",
        start(variants + 16) + variantKindLayout.struct,
        2,
        "variant V has a kind that is no struct",
      ],
      ["a reference to no table", start(reference + typeEntryLayout.tables), 1, "leads to no table"],
      [
        "a reference by a struct",
        start(reference + typeEntryLayout.key),
        positionOf(typeKinds.struct),
        "has a part of a type that makes no key",
      ],
      [
        "a reference with its row elsewhere",
        reference + typeEntryLayout.detail,
        0,
        "has its row at another place",
      ],
      ["a reference without a key", reference + typeEntryLayout.key + 4, 0, "has no key, or no table"],
      ["an index for nothing", index(1, indexEntryLayout.purpose), 3, "is of the unknown kind 3"],
      [
        "an ordered index that is none",
        index(1, indexEntryLayout.purpose),
        2,
        "is of a kind that is not for its use",
      ],
      ["rows of an index that lie outside", index(2, indexEntryLayout.rows), 1 << 20, "rows of index T.id"],
      ["groups that are not there", index(1, indexEntryLayout.slots), 0, "index T.id has no groups"],
      ["more keys than rows", index(1, indexEntryLayout.keyCount), 2, "counts 2 keys"],
    ])("%s are refused", (_, position, value, message) => {
      openImage(sound);
      const altered = sound.slice();
      new DataView(altered.buffer).setUint32(position, value, true);
      expect(() => openImage(altered)).toThrow(ImageError);
      expect(() => openImage(altered)).toThrow(message);
    });

    test("a table of one row that has two are refused", () => {
      const altered = imageOf(schema, {
        T: [1, 2].map((id) => [id, [[2]], [], [], [], undefined, undefined]),
      });
      const own = new DataView(altered.buffer);
      own.setUint32(table + tableEntryLayout.flags, 1, true);
      expect(() => openImage(altered)).toThrow("table T is read as one row and has 2");
    });
  });

  test("cut off anywhere are refused", () => {
    for (let size = 0; size < image.length; size += 13) {
      expect(() => openImage(image.subarray(0, size))).toThrow(ImageError);
    }
  });

  test("with any byte altered are noticed by verify, or by what reads them, and never crash or loop", () => {
    let unnoticed = 0;
    for (let position = 0; position < image.length; position++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const altered = image.slice();
        altered[position] = at(altered, position) ^ change;
        if (readAll(altered) && !failsVerification(altered)) unnoticed += 1;
      }
    }
    expect(unnoticed).toBe(0);
  });

  test("of every type, with any byte altered, are noticed", () => {
    const all = imageOf(world, worldRows);
    const unnoticed: number[] = [];
    for (let position = 0; position < all.length; position += 7) {
      const altered = all.slice();
      altered[position] = at(altered, position) ^ (position % 2 === 0 ? 0x01 : 0xff);
      if (readAll(altered) && !failsVerification(altered)) unnoticed.push(position);
    }
    expect(unnoticed).toEqual([]);
  });

  test.each([
    ["plain types", image],
    ["every type", imageOf(world, worldRows)],
  ])("of random changes to %s give rows or an ImageError", (_, sound) => {
    const value = fc.oneof(fc.integer(), fc.integer({ min: -64, max: 64 }));
    const change = fc.record({ position: fc.nat(sound.length - 4), value });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const altered = sound.slice();
        const view = new DataView(altered.buffer);
        for (const { position, value: word } of changes) view.setInt32(position & ~3, word, true);
        readAll(altered);
      }),
      { numRuns: 3000 },
    );
  });

  test("whose lists lead to each other over and over are refused before memory runs out", () => {
    const width = 400;
    const levels = 5;
    let type: ValueType = text;
    let value: Value = "x";
    for (let level = 0; level < levels; level++) {
      type = { kind: "list", element: type };
      value = [value, ...Array.from({ length: width - 1 }, () => (level === 0 ? "y" : []))];
    }
    const altered = imageOf(schemaOf({ T: { columns: [["deep", type]] } }), { T: [[value]] });
    const { blockOffset, parts } = at(openImage(altered).info.tables, 0);
    const view = new DataView(altered.buffer);
    // In each part of lists, let all elements lead to where the first one does: 400 ^ 5 texts in some kilobytes.
    for (const { offset, bytes } of parts.filter(({ kind }) => kind === "lists")) {
      const start = blockOffset + offset;
      for (let element = 8; element < bytes; element += 8) {
        view.setInt32(start + element, view.getInt32(start, true) - element, true);
        view.setUint32(start + element + 4, view.getUint32(start + 4, true), true);
      }
    }
    expect(() => tableOf(altered, "T").row(0)).toThrow("one of its values is too large to be real");
  });
});

/** Reads every row and looks up some keys. Returns false when that ends in an ImageError; no other error is one of ours. */
function readAll(bytes: Uint8Array): boolean {
  try {
    for (const table of openImage(bytes).tables) {
      for (const row of table.rows()) {
        for (const [key, { parts }] of table.indexes.entries())
          table.findAll(toKey(parts.map((p) => row[p.column])), key);
      }
    }
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
    return false;
  }
}

function failsVerification(bytes: Uint8Array): boolean {
  try {
    openImage(bytes).verify();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
    return true;
  }
}

function tableOf(bytes: Uint8Array | ArrayBuffer, name: string): TableReader {
  const table = openImage(bytes).table(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** Keys are made of scalars, which are key values. */
function toKey(values: readonly Value[]): readonly KeyValue[] {
  return values as readonly KeyValue[];
}
