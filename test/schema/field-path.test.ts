import { expect, test } from "vitest";
import { type FieldNode, groupColumns } from "../../src/schema/field-path.js";
import type { HeaderColumn } from "../../src/schema/table-header.js";

function columnOf(name: string, column: number): HeaderColumn {
  return { name, at: { file: "items.xlsx", row: 0, column }, column, isFaulty: false, note: "", rules: [] };
}

/** Describes nodes as `name(columns)`, with a `*` before those in rows, parts in `{ }` and elements in `[ ]`. */
function describe(nodes: readonly FieldNode[]): string {
  const texts = nodes.map(({ name, isInRows, columns, parts, elements }) => {
    const own = columns.length === 0 ? "" : `(${columns.map(({ column }) => column).join(" ")})`;
    const inside = parts.length === 0 ? "" : `{${describe(parts)}}`;
    const numbered = [...elements].map(([position, node]) => `${position}:${describe([node])}`);
    const list = numbered.length === 0 ? "" : `[${numbered.join(" ")}]`;
    return `${isInRows ? "*" : ""}${name}${own}${inside}${list}`;
  });
  return texts.join(" ");
}

const group = (...names: readonly string[]) => describe(groupColumns(names.map(columnOf), () => false));

test.each([
  [["id", "name"], "id(0) name(1)"],
  [["pos.x", "id", "pos.y"], "pos{x(0) y(2)} id(1)"],
  [["tags", "tags"], "tags(0 1)"],
  [["drops[1]", "drops[0]"], "drops[1:drops(0) 0:drops(1)]"],
  [["drops[0].item", "drops[0].count"], "drops[0:drops{item(0) count(1)}]"],
  [["grid[0][1]"], "grid[0:grid[1:grid(0)]]"],
  [["*drops.item", "drops.count"], "*drops{item(0) count(1)}"],
  [["*stages.name", "*stages.*drops.item"], "*stages{name(0) *drops{item(1)}}"],
  [["shape.$type", "shape.radius"], "shape{$type(0) radius(1)}"],
  [["属性.生命"], "属性{生命(0)}"],
])("%j are grouped by the fields that they write", (names, nodes) => {
  expect(group(...names)).toBe(nodes);
});

test.each([
  "a..b",
  ".a",
  "a.",
  "a[",
  "a[x]",
  "a[-1]",
  "a[12345]",
  "**a",
  "a.2",
  "a b",
  "a-b",
  "*",
  "[0]",
  "a[0]b",
])("%s is no path, but a name as it stands", (name) => {
  expect(group(name)).toBe(`${name}(0)`);
});

test("a name that is to be taken as it stands is one", () => {
  const nodes = groupColumns([columnOf("pos.x", 0), columnOf("pos.y", 1)], (name) => name === "pos.x");
  expect(describe(nodes)).toBe("pos.x(0) pos{y(1)}");
});
