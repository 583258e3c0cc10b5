import { describe, expect, test } from "vitest";
import type { ValueType } from "../../src/model/schema.js";
import type { ValueSource } from "../../src/model/table-source.js";
import type { Cell } from "../../src/model/workbook.js";
import {
  arrayOf,
  type ColumnSpec,
  createSheet,
  createStruct,
  createTable,
  formatDiagnostic,
  listOf,
  mapOf,
  optional,
  quality,
  type ReadOptions,
  readRegions,
  reward,
  setOf,
  shape,
  structAt,
  structs,
  types,
  valuesOf,
  variants,
} from "./tables.js";

const cell = (column: number): ValueSource => ({ kind: "cell", column });
const fields = (...parts: readonly ValueSource[]): ValueSource => ({ kind: "fields", fields: parts });
const elements = (...parts: readonly ValueSource[]): ValueSource => ({ kind: "elements", elements: parts });
const cells = (...columns: readonly number[]): ValueSource => ({ kind: "cells", columns });
const rows = (starts: readonly number[], element: ValueSource): ValueSource => ({
  kind: "rows",
  starts,
  element,
});
const missing: ValueSource = { kind: "missing" };

/** Reads a column of a type that stands in records of one or more rows; the first cell is A1. */
function read(
  column: ValueType | Omit<ColumnSpec, "name">,
  source: ValueSource,
  records: readonly (readonly (readonly Cell[])[])[],
  options: ReadOptions = {},
) {
  const table = createTable([{ name: "x", ...("kind" in column ? { type: column } : column) }]);
  const sheet = createSheet(records.flat());
  let next = 0;
  const numbers = records.map((record) => record.map(() => next++));
  const region = { sheet, rows: numbers.map(([first = 0]) => first), records: numbers, columns: [source] };
  const given = { enums: [quality], structs, variants, ...options };
  const { typed, diagnostics } = readRegions(table, [region], given);
  const isGood = (row: number) => typed.isInvalid?.(row, 0) !== true;
  return {
    values: valuesOf(typed)[0]?.filter((_, row) => isGood(row)),
    problems: diagnostics.map(formatDiagnostic),
  };
}

const good = (...values: readonly unknown[]) => ({ values, problems: [] });
const faulty = (...problems: readonly string[]) => ({ values: [], problems });

describe("parts of a struct in columns", () => {
  const source = fields(cell(0), cell(1));

  test("are its fields; a blank one is what an empty cell of the field means", () => {
    expect(read(reward, source, [[[7, 2]], [["8", undefined]]])).toEqual(good([7, 2], [8, 1]));
  });

  test("that are all blank are each asked for, unless the whole is optional or has a default", () => {
    expect(read(reward, source, [[[undefined, " "]]])).toEqual(
      faulty("TG4001 items.xlsx:Item!A1 Item.x.item has no value here."),
    );
    expect(read(optional(reward), source, [[[undefined, " "]], [[7]]])).toEqual(good(undefined, [7, 1]));
    expect(read({ type: reward, defaultText: "5,6" }, source, [[[]]])).toEqual(good([5, 6]));
  });

  test("are reported each at its own cell", () => {
    expect(read(reward, source, [[["x", "1.5"]], [[undefined, 3]]])).toEqual(
      faulty(
        'TG4005 items.xlsx:Item!A1 "x" is not an integer, which int32 takes.',
        'TG4006 items.xlsx:Item!B1 "1.5" is written with a fraction; int32 takes whole numbers only.'.replaceAll(
          '"',
          "",
        ),
        "TG4001 items.xlsx:Item!A2 Item.x.item has no value here.",
      ),
    );
  });

  test("are called by their names in the sheet", () => {
    const sheet = createSheet([["1", "x"]]);
    const table = createTable([{ name: "x", type: reward }]);
    const headers = new Map([
      [0, "x.item"],
      [1, "x.count"],
    ]);
    const region = { sheet, rows: [0], columns: [fields(cell(0), cell(1))], headers };
    const { diagnostics } = readRegions(table, [region], { enums: [quality], structs, variants });
    expect(diagnostics.map(({ at }) => at?.header)).toEqual(["x.count"]);
  });

  test("may hold containers in their cells", () => {
    const bag = createStruct("Bag", [
      { name: "id", type: types.int32 },
      { name: "rewards", type: listOf(reward) },
    ]);
    const type = structAt(4, "Bag");
    const given = { structs: [...structs, bag] };
    expect(read(type, source, [[[1, "7,2;8"]]], given)).toEqual(
      good([
        1,
        [
          [7, 2],
          [8, 1],
        ],
      ]),
    );
    expect(read(type, source, [[[1, "7,2;8,x"]]], given)).toEqual(
      faulty('TG4005 items.xlsx:Item!B1 Element 2, field count, "x", is not an integer, which int32 takes.'),
    );
  });
});

describe("a variant in columns", () => {
  const source: ValueSource = {
    kind: "kinds",
    type: cell(0),
    kinds: [[cell(1)], [cell(2), cell(3)], []],
  };

  test("has the fields of its kind alone", () => {
    expect(
      read(shape, source, [
        [["Circle", 2.5]],
        [["Square", undefined, 4, "a,b"]],
        [[" Nothing "]],
        [["圆", 1]],
      ]),
    ).toEqual(
      good(
        { kind: 0, fields: [2.5] },
        { kind: 1, fields: [4, ["a", "b"]] },
        { kind: 2, fields: [] },
        { kind: 0, fields: [1] },
      ),
    );
  });

  test("without a kind, of none that there is, or with cells of another kind is reported", () => {
    expect(read(shape, source, [[[undefined, 1]], [["Oval", 1]], [["Circle", 1, 2]], [["Square"]]])).toEqual(
      faulty(
        "TG4001 items.xlsx:Item!A1 Item.x.$type has no value here.",
        'TG4038 items.xlsx:Item!A2 "Oval" is not a kind of Shape. | Shape has the kinds Circle, Square, Nothing @ types.xlsx:Structs',
        "TG4045 items.xlsx:Item!C3 2 belongs to a field that Circle does not have.",
        "TG4001 items.xlsx:Item!C4 Item.x.side has no value here.",
      ),
    );
  });
});

describe("a variant with fields in rows", () => {
  const source: ValueSource = {
    kind: "kinds",
    type: cell(0),
    kinds: [[cell(1)], [cell(2), rows([3], cell(3))], []],
  };

  test("has those of all of its rows", () => {
    expect(
      read(shape, source, [
        [
          ["Square", undefined, 4, "a"],
          [undefined, undefined, undefined, "b"],
        ],
      ]),
    ).toEqual(good({ kind: 1, fields: [4, ["a", "b"]] }));
  });

  test("is reported with cells of another kind, in whichever row they stand", () => {
    expect(
      read(shape, source, [
        [
          ["Circle", 1],
          [undefined, undefined, undefined, "b"],
        ],
      ]),
    ).toEqual(faulty('TG4045 items.xlsx:Item!D2 "b" belongs to a field that Circle does not have.'));
  });
});

describe("numbered columns", () => {
  test("are elements up to the last filled one", () => {
    const source = elements(cell(0), cell(1), cell(2));
    const type = listOf(types.int32);
    expect(read(type, source, [[[1, 2, 3]], [[1]], [[]]])).toEqual(good([1, 2, 3], [1], []));
    expect(read(optional(type), source, [[[]]])).toEqual(good(undefined));
    expect(read(listOf(optional(types.int32)), source, [[[undefined, 2]]])).toEqual(good([undefined, 2]));
    expect(read(type, source, [[[1, undefined, 3]]])).toEqual(
      faulty("TG4001 items.xlsx:Item!B1 Item.x has no value here."),
    );
  });

  test("of an array are all of its elements", () => {
    const source = elements(cell(0), cell(1));
    expect(read(arrayOf(types.int32, 2), source, [[[1, 2]]])).toEqual(good([1, 2]));
    expect(read(arrayOf(types.int32, 2), source, [[[1]], [[]]])).toEqual(
      faulty(
        "TG4001 items.xlsx:Item!B1 Item.x has no value here.",
        "TG4001 items.xlsx:Item!A2 Item.x has no value here.",
      ),
    );
  });

  test("of a set are in order, and one that is there twice is reported at its cell", () => {
    const source = elements(cell(0), cell(1), cell(2));
    expect(read(setOf(types.quality), source, [[["Blue", "White"]]])).toEqual(good([0, 5]));
    expect(read(setOf(types.quality), source, [[["Blue", "White", "2"]]])).toEqual(
      faulty("TG4035 items.xlsx:Item!C1 Element 3, 2, stands in the set already, as element 1."),
    );
  });

  test("may each have parts", () => {
    const source = elements(fields(cell(0), cell(1)), fields(cell(2), cell(3)));
    expect(read(listOf(reward), source, [[[7, 2, 8]], [[7, 2]]])).toEqual(
      good(
        [
          [7, 2],
          [8, 1],
        ],
        [[7, 2]],
      ),
    );
    expect(read(listOf(reward), source, [[[undefined, undefined, 8]]])).toEqual(
      faulty("TG4001 items.xlsx:Item!A1 Item.x.item has no value here."),
    );
  });

  test("of a map hold an entry in the columns of its key and value, or entries in a cell", () => {
    const type = mapOf(types.string, types.int32);
    const source = elements(fields(cell(0), cell(1)), cell(2));
    expect(read(type, source, [[["mp", 3, "hp:1,at:2"]], [["mp", 3, "[]"]], [["a,b", 1]]])).toEqual(
      good(
        [
          ["at", 2],
          ["hp", 1],
          ["mp", 3],
        ],
        [["mp", 3]],
        [["a,b", 1]],
      ),
    );
    expect(
      read(type, elements(fields(cell(0), cell(1)), fields(cell(2), cell(3))), [[["a", 1, "a", 2]]]),
    ).toEqual(faulty('TG4036 items.xlsx:Item!C1 Element 2, "a", is the key of entry 1 already.'));
  });
});

describe("columns that are named after keys", () => {
  const source: ValueSource = {
    kind: "entries",
    entries: [
      { key: "Blue", source: cell(0) },
      { key: "White", source: cell(1) },
    ],
  };
  const type = mapOf(types.quality, types.int32);

  test("are the entries whose cells are filled", () => {
    expect(read(type, source, [[[1, 2]], [[undefined, 2]], [[]]])).toEqual(
      good(
        [
          [0, 2],
          [5, 1],
        ],
        [[0, 2]],
        [],
      ),
    );
    expect(read(optional(type), source, [[[]]])).toEqual(good(undefined));
  });

  test("may hold structs", () => {
    const entries = [{ key: "White", source: fields(cell(0), cell(1)) }];
    expect(read(mapOf(types.quality, reward), { kind: "entries", entries }, [[[7, 2]]])).toEqual(
      good([[0, [7, 2]]]),
    );
  });

  test("report a value at its cell, a key of none once, and one that is there twice", () => {
    const entries = [
      { key: "Blue", source: cell(0) },
      { key: "Red", source: cell(1) },
      { key: "2", source: cell(2) },
    ];
    const found = read(type, { kind: "entries", entries }, [
      [["x"]],
      [[1, 2]],
      [[1, 2]],
      [[1, undefined, 3]],
    ]);
    expect(found.problems).toEqual([
      'TG4005 items.xlsx:Item!A1 "x" is not an integer, which int32 takes.',
      'TG4021 items.xlsx:Item!B2 "Red" is not a value of Quality. | Quality has the values White, Green, Blue @ enums.xlsx:Quality',
      "TG4036 items.xlsx:Item!C4 Element 2, 2, is the key of entry 1 already.",
    ]);
  });
});

describe("rows below each other", () => {
  test("are elements, each begun by what it is filled in", () => {
    const source = rows([0], cell(0));
    expect(read(listOf(types.int32), source, [[[1], [2]], [[3]], [[undefined]]])).toEqual(
      good([1, 2], [3], []),
    );
    expect(read(setOf(types.int32), source, [[[2], [1], ["02"]]])).toEqual(
      faulty("TG4035 items.xlsx:Item!A3 Element 3, 02, stands in the set already, as element 1."),
    );
  });

  test("may have parts, and rows that belong to nothing are not asked for", () => {
    const source = rows([0, 1], fields(cell(0), cell(1)));
    expect(read(listOf(reward), source, [[[7, 2], [], [8]]])).toEqual(
      good([
        [7, 2],
        [8, 1],
      ]),
    );
    expect(
      read(listOf(reward), source, [
        [
          [7, 2],
          [undefined, 3],
        ],
      ]),
    ).toEqual(faulty("TG4001 items.xlsx:Item!A2 Item.x.item has no value here."));
  });

  test("may have rows of their own inside", () => {
    const stage = createStruct("Stage", [
      { name: "name", type: types.string },
      { name: "drops", type: listOf(reward) },
    ]);
    const type = listOf(structAt(4, "Stage"));
    const source = rows([0], fields(cell(0), rows([1, 2], fields(cell(1), cell(2)))));
    const record = [["a", 7, 2], [undefined, 8], ["b"], [undefined, 9, 1]] as const;
    expect(read(type, source, [record], { structs: [...structs, stage] })).toEqual(
      good([
        [
          "a",
          [
            [7, 2],
            [8, 1],
          ],
        ],
        ["b", [[9, 1]]],
      ]),
    );
  });

  test("of parts that are all in rows are an element each, but for blank ones", () => {
    const box = createStruct("Box", [{ name: "ids", type: listOf(types.int32) }]);
    const source = rows([], fields(rows([0], cell(0))));
    expect(
      read(listOf(structAt(4, "Box")), source, [[[1], [], [2]]], { structs: [...structs, box] }),
    ).toEqual(good([[[1]], [[2]]]));
  });

  test("may hold the entries of a map", () => {
    const source = rows([0, 1], fields(cell(0), cell(1)));
    const type = mapOf(types.string, types.int32);
    expect(
      read(type, source, [
        [
          ["hp", 1],
          ["at", 2],
        ],
      ]),
    ).toEqual(
      good([
        ["at", 2],
        ["hp", 1],
      ]),
    );
    expect(
      read(type, source, [
        [
          ["hp", 1],
          ["hp", 2],
        ],
      ]),
    ).toEqual(faulty('TG4036 items.xlsx:Item!A2 Element 2, "hp", is the key of entry 1 already.'));
  });
});

describe("cells beside each other", () => {
  test("are the elements of a container, one scalar in each", () => {
    expect(read(listOf(types.string), cells(0, 1, 2), [[["a,b", "c"]], [[]]])).toEqual(
      good(["a,b", "c"], []),
    );
    expect(read(arrayOf(types.int32, 2), cells(0, 1), [[[1, 2]]])).toEqual(good([1, 2]));
    expect(read(listOf(reward), cells(0, 1, 2, 3), [[[7, 2, 8]]])).toEqual(
      good([
        [7, 2],
        [8, 1],
      ]),
    );
    expect(read(mapOf(types.string, types.int32), cells(0, 1, 2, 3), [[["b", 1, "a", 2]]])).toEqual(
      good([
        ["a", 2],
        ["b", 1],
      ]),
    );
    expect(read(listOf(shape), cells(0, 1, 2, 3), [[["Circle", 2, "Nothing", "Nothing"]]])).toEqual(
      good([
        { kind: 0, fields: [2] },
        { kind: 2, fields: [] },
        { kind: 2, fields: [] },
      ]),
    );
  });

  test("that are left over, or missing, are reported at their places", () => {
    expect(read(reward, cells(0, 1, 2), [[[7, 2, 3]]])).toEqual(
      faulty("TG4039 items.xlsx:Item!C1 3 has 3 parts; Reward has 2 fields."),
    );
    expect(read(arrayOf(types.int32, 2), cells(0, 1), [[[7]]])).toEqual(
      faulty("TG4001 items.xlsx:Item!B1 Item.x has no value here."),
    );
    expect(read(setOf(types.int32), cells(0, 1, 2), [[[7, 8, 7]]])).toEqual(
      faulty("TG4035 items.xlsx:Item!C1 Element 3, 7, stands in the set already, as element 1."),
    );
    expect(read(mapOf(types.int32, types.int32), cells(0, 1, 2, 3), [[[1, 1, 1, 2]]])).toEqual(
      faulty("TG4036 items.xlsx:Item!C1 Element 2, 1, is the key of entry 1 already."),
    );
  });

  test("of an optional struct may be blank though others follow", () => {
    const pair = createStruct("Pair", [
      { name: "first", type: optional(reward) },
      { name: "second", type: types.int32 },
    ]);
    const given = { structs: [...structs, pair] };
    expect(
      read(structAt(4, "Pair"), cells(0, 1, 2), [[[undefined, undefined, 5]], [[7, 2, 5]]], given),
    ).toEqual(good([undefined, 5], [[7, 2], 5]));
  });

  test("of what takes none do not go on for ever", () => {
    expect(read(listOf(structAt(3, "Nothing")), cells(0, 1), [[[7]]])).toEqual(
      faulty("TG4039 items.xlsx:Item!A1 7 has 2 parts; Nothing[] has 0 fields."),
    );
  });
});

test("a field whose columns the sheet lacks is what an empty cell means", () => {
  expect(read(reward, fields(cell(0), missing), [[[7]]])).toEqual(good([7, 1]));
});

test("a wrong default of the column is reported once, where it stands", () => {
  const defaultAt = { file: "items.xlsx", sheet: "Item", row: 9, column: 0 };
  const column = { type: reward, defaultText: "x", defaultAt };
  expect(read(column, fields(cell(0), cell(1)), [[[]], [[7]], [[]]])).toEqual({
    values: [[7, 1]],
    problems: ['TG4005 items.xlsx:Item!A10 Field item, "x", is not an integer, which int32 takes.'],
  });
});

test("a wrong default of a field is reported once too", () => {
  const defaultAt = { file: "types.xlsx", sheet: "Structs", row: 9, column: 2 };
  const odd = createStruct("Odd", [
    { name: "id", type: types.int32 },
    { name: "count", type: types.int32, defaultText: "x", defaultAt },
  ]);
  const records = [[[1]], [[2]], [[3, 4]]] as const;
  expect(read(structAt(4, "Odd"), fields(cell(0), cell(1)), records, { structs: [...structs, odd] })).toEqual(
    {
      values: [[3, 4]],
      problems: ['TG4005 types.xlsx:Structs!C10 "x" is not an integer, which int32 takes.'],
    },
  );
});
