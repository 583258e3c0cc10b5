import { expect, test } from "vitest";
import { inferReferences, type ReferenceTable } from "../../../src/pipeline/init/infer-references.js";

function table(name: string, columns: Readonly<Record<string, readonly string[]>>): ReferenceTable {
  const [key, ...others] = Object.entries(columns).map(([column, values]) => ({
    name: column,
    values: () => new Set(values),
  }));
  return { name, key, columns: others };
}

const items = table("ItemConfig", { Id: ["1", "2", "3"] });

test.each(["ItemId", "item_id", "ItemIdList", "DropItemId", "Items"])(
  "%s refers to ItemConfig.Id",
  (column) => {
    const drops = table("Drop", { Id: ["9"], [column]: ["1", "3", "0"] });
    expect(inferReferences([items, drops])).toEqual([
      { table: "Drop", column, target: "ItemConfig.Id", missing: [] },
    ]);
  },
);

test("one value in ten may be missing, and is named", () => {
  const keys = Array.from({ length: 10 }, (_, index) => String(index + 1));
  const drops = table("Drop", { Id: ["9"], ItemId: [...keys, "77"] });
  expect(inferReferences([table("Item", { Id: keys }), drops])).toEqual([
    { table: "Drop", column: "ItemId", target: "Item.Id", missing: ["77"] },
  ]);
});

test("neither a name nor values alone make a reference", () => {
  const byValue = table("Drop", { Id: ["9"], Count: ["1", "2"] });
  const byName = table("Shop", { Id: ["9"], ItemId: ["77", "78"] });
  const allNone = table("Shop2", { Id: ["9"], ItemId: ["0", "-1"] });
  expect(inferReferences([items, byValue, byName, allNone])).toEqual([]);
});

test("a table does not refer to itself, nor to one with a composite key", () => {
  const own = table("Item", { Id: ["1"], ItemId: ["1"] });
  const composite: ReferenceTable = { ...table("Skill", { a: ["1"] }), key: undefined };
  const user = table("Use", { Id: ["1"], SkillId: ["1"] });
  expect(inferReferences([own, composite, user])).toEqual([]);
});
