import { describe, expect, test } from "vitest";
import type { SheetRegion } from "../../src/model/table-source.js";
import { createSheet, createTable, formatDiagnostic, readRegions, types, valuesOf } from "./tables.js";

describe("sheets of the text table", () => {
  const texts = (name: string) => ({ name, type: types.string, defaultText: "" });
  const table = {
    ...createTable([{ name: "key", type: types.string }, texts("en"), texts("zh")], [[0]]),
    texts: { columns: [1, 2], enum: 0 },
  };
  const cell = (column: number) => ({ kind: "cell", column }) as const;
  const missing = { kind: "missing" } as const;

  /** Sheets with a key in the first column. */
  function merge(
    ...sheets: readonly {
      readonly rows: readonly (readonly string[])[];
      readonly columns: SheetRegion["columns"];
      readonly isPatch?: boolean;
    }[]
  ) {
    const regions = sheets.map(({ rows, columns, isPatch = false }, index): SheetRegion => {
      const sheet = { ...createSheet(rows), name: `Text${index + 1}` };
      const kind = isPatch ? {} : { isOfTexts: true as const };
      return { sheet, rows: [...rows.keys()], columns, patch: index + 1, ...kind };
    });
    const { typed, diagnostics } = readRegions(table, regions);
    return { values: valuesOf(typed), problems: diagnostics.map(formatDiagnostic) };
  }

  const both = [cell(0), cell(1), cell(2)];

  test("add their languages to those of each other, and what they leave empty says nothing", () => {
    const merged = merge(
      { rows: [["sword", "Sword"]], columns: [cell(0), cell(1), missing] },
      { rows: [["sword", "", "剑"]], columns: both },
    );
    expect(merged).toEqual({ values: [["sword"], ["Sword"], ["剑"]], problems: [] });
  });

  test("do not say the same twice: the second is reported, with a note at the first", () => {
    const columns = [cell(0), cell(1), missing];
    const { problems } = merge(
      { rows: [["sword", "Sword"]], columns },
      {
        rows: [
          ["lamp", "Lamp"],
          ["sword", "Blade"],
        ],
        columns,
      },
    );
    expect(problems).toContain(
      'TG4047 items.xlsx:Text2!B2 "sword" of Item has a second text in en. | first here @ items.xlsx:Text1!B1',
    );
  });

  test("may be patched", () => {
    const merged = merge(
      { rows: [["sword", "Sword", "剑"]], columns: both },
      { rows: [["sword", "Blade"]], columns: [cell(0), cell(1), missing], isPatch: true },
    );
    expect(merged).toEqual({ values: [["sword"], ["Blade"], ["剑"]], problems: [] });
  });
});
