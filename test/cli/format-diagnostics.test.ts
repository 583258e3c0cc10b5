import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { createDiagnosticSink, type Diagnostic } from "../../src/base/diagnostics.js";
import { formatPlace, formatPretty, summarize, toJson } from "../../src/cli/format-diagnostics.js";
import { english } from "../../src/cli/texts/english.js";

const plain = pc.createColors(false);

function duplicate(row: number, file = "items.xlsx", sheet = "Item"): Diagnostic {
  const { diagnostics, report } = createDiagnosticSink();
  const place = { file, sheet, column: 0, header: "id", value: "7" };
  report("config-unknown-key", { key: "nmae", suggestion: "name" }, { ...place, row }, [
    { message: "first used here", at: { file, sheet, row: 3, column: 0 } },
  ]);
  const [diagnostic] = diagnostics;
  if (diagnostic === undefined) throw new Error("nothing was reported");
  return diagnostic;
}

describe("pretty", () => {
  test("a problem has its place, its notes and what to do", () => {
    expect(formatPretty([duplicate(5)], plain)).toBe(
      [
        "error TG6005: nmae is not a key of the config here. Did you mean name?",
        "  items.xlsx › Item!A6 (id) = 7",
        "  note: first used here, items.xlsx › Item!A4",
        "  help: Correct the name or remove the entry; unknown keys are never ignored.",
        "",
        "1 error in 1 file",
        "",
      ].join("\n"),
    );
  });

  test("problems stand in the order of file, sheet and row, whatever order they were found in", () => {
    const found = [duplicate(9), duplicate(2, "b.xlsx"), duplicate(10, "items.xlsx", "A"), duplicate(2)];
    const places = formatPretty(found, plain).match(/^ {2}\S+ › \S+/gm);
    expect(places).toEqual([
      "  b.xlsx › Item!A3",
      "  items.xlsx › A!A11",
      "  items.xlsx › Item!A3",
      "  items.xlsx › Item!A10",
    ]);
  });

  test("nothing to say is nothing", () => {
    expect(formatPretty([], plain)).toBe("");
  });

  test("no more are shown than asked for, errors before warnings, and all are counted", () => {
    const warning: Diagnostic = { ...duplicate(1, "a.xlsx"), severity: "warning" };
    const text = formatPretty([warning, duplicate(2), warning, duplicate(5)], plain, { limit: 3 });
    expect(text.match(/^\w+ TG\d+/gm)).toEqual(["warning TG6005", "error TG6005", "error TG6005"]);
    expect(text).toMatch(
      /\n\n1 more problem is not shown; --max-errors 0 shows all\n\n2 errors, 2 warnings in 2 files\n$/,
    );
    expect(formatPretty([duplicate(2), duplicate(5)], plain, { limit: 2 })).not.toContain("not shown");
  });

  test("colours are used where they are asked for", () => {
    expect(formatPretty([duplicate(5)], pc.createColors(true))).toContain("\u001b[31merror TG6005");
  });
});

describe("places", () => {
  test.each([
    [{ file: "a.csv", row: 5, column: 0, line: 7, header: "id", value: "x" }, "a.csv:7 › A6 (id) = x"],
    [{ file: "a.xlsx", sheet: "Item" }, "a.xlsx › Item"],
    [{ file: "a.xlsx" }, "a.xlsx"],
    [
      { file: "c.jsonc", path: "tables.Item.key", line: 3, value: "true" },
      "c.jsonc:3 › tables.Item.key = true",
    ],
    [{ file: "a.csv", row: 4 }, "a.csv › 5"],
  ])("%j is %s", (place, text) => {
    expect(formatPlace(place)).toBe(text);
  });

  test("a cell cannot command the terminal or break the line", () => {
    const value = "a\nb\u001b[2Jc\u202e\ud800";
    expect(formatPlace({ file: "a.csv", value })).toBe("a.csv = a\\nb\\u{1b}[2Jc\\u{202e}\\u{d800}");
  });

  test("a long value is cut", () => {
    expect(formatPlace({ file: "a.csv", value: "x".repeat(200) })).toBe(`a.csv = ${"x".repeat(79)}…`);
  });
});

test("the summary counts errors, warnings and files", () => {
  const warning: Diagnostic = { ...duplicate(1, "other.xlsx"), severity: "warning" };
  const say = (diagnostics: readonly Diagnostic[]) => english.words.summary(summarize(diagnostics));
  expect(say([duplicate(1), duplicate(2), duplicate(3), warning])).toBe("3 errors, 1 warning in 2 files");
  expect(say([warning])).toBe("1 warning in 1 file");
});

test("the JSON form has stable fields and counts rows and columns from 1", () => {
  expect(toJson([duplicate(5)])).toEqual([
    {
      id: "TG6005",
      code: "config-unknown-key",
      severity: "error",
      message: "nmae is not a key of the config here. Did you mean name?",
      file: "items.xlsx",
      sheet: "Item",
      cell: "A6",
      row: 6,
      column: 1,
      header: "id",
      value: "7",
      help: "Correct the name or remove the entry; unknown keys are never ignored.",
      notes: [
        { message: "first used here", file: "items.xlsx", sheet: "Item", cell: "A4", row: 4, column: 1 },
      ],
    },
  ]);
});
