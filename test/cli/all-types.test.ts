import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { world, worldRows } from "../emit/ts/world.js";
import { imageOf } from "../runtime/image-of.js";
import { type Outcome, runCli } from "./capture-io.js";

const folder = mkdtempSync(join(tmpdir(), "table-gen-all-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "world.image"), imageOf(world, worldRows));

const run = (command: string, ...argv: readonly string[]): Promise<Outcome> =>
  runCli([command, "world.image", ...argv], { cwd: folder });

test("get prints all rows of a key of any index, by its name", async () => {
  const ids = async (...argv: readonly string[]) => {
    const { code, stdout } = await run("get", ...argv);
    return [code, ...stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]))];
  };
  const step = (hero: number, level: number, big: bigint) => ({ hero, level, big: String(big) });
  expect(await ids("Step", "1001", "2")).toEqual([0, step(1001, 2, -1n)]);
  expect(await ids("Step", "--by", "hero_level", "1001")).toEqual([
    0,
    step(1001, 1, 2n ** 60n),
    step(1001, 2, -1n),
  ]);
  const [code, ...items] = await ids("Item", "--by", "price", "20");
  expect([code, ...items.map(({ id }: { readonly id: number }) => id)]).toEqual([0, 7, 8]);
  const [, hero] = await ids("Hero", "--by", "weaponKey_since", "Common", "1.0");
  expect(hero).toMatchObject({ name: "Bob", traits: "fast|huge" });
});

test.each([
  [["Settings", "1"], "Settings has no key; use dump."],
  [["Item", "--by", "prise", "1"], "Item has no index prise. Did you mean price?"],
  [
    ["Step", "--by", "hero_level", "1", "2", "3"],
    "Index hero_level of Step is hero (ref<Hero>), level (int32); 3 given.",
  ],
  [["Hero", "--by", "since", "new"], "new is no version, which Hero.since is."],
  [
    ["Hero", "--by", "weaponKey_since", "Rar", "1"],
    "Rar is no Quality, which Hero.weaponKey is. Did you mean Rare?",
  ],
])("get %j is wrong usage", async (argv, message) => {
  expect(await run("get", ...argv)).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
});

test("inspect lists structs, variants and what an index is for", async () => {
  const { stdout } = await run("inspect");
  const sections = stdout.split("\n\n").map((text) => text.replace(/ +/g, " "));
  const find = (start: string) => sections.find((text) => text.startsWith(start));
  expect(stdout).toContain("\nSettings: one row of 12 bytes");
  expect(find("struct Reward")).toMatchInlineSnapshot(`
    "struct Reward: 12 B
     field type offset
     item ref<Item> 0 what
     count int32 8"
  `);
  expect(find("variant Action")).toMatchInlineSnapshot(`
    "variant Action
     kind struct
     0 Wait Empty
     1 Round Circle
     2 Give Reward"
  `);
  expect(stdout.replace(/ +/g, " ")).toMatch(
    /\n price multi \S+ price \d+ B\n price ordered sorted price \d+ B\n/,
  );
});

test("inspect has all of it in JSON", async () => {
  const document = JSON.parse((await run("inspect", "--json")).stdout);
  expect(document.structs[1]).toMatchObject({
    name: "Chest",
    bytes: 28,
    alignment: 4,
    fields: [{ name: "first", type: "Reward", offset: 0 }, { type: "Reward[]" }, { type: "ref<Hero>?" }],
  });
  expect(document.variants[1]).toEqual({
    name: "Shape",
    note: "",
    kinds: [
      { name: "Circle", struct: "Circle" },
      { name: "Group", struct: "Group" },
    ],
  });
  expect(document.enums[1]).toMatchObject({ name: "Traits", isFlags: true, underlying: "uint32" });
  expect(document.tables[2]).toMatchObject({ name: "Settings", isSingleton: true, rows: 1 });
  const [, multi, ordered] = document.tables[1].indexes;
  expect([multi, ordered]).toMatchObject([
    { name: "price", purpose: "multi", keys: 2 },
    { name: "price", purpose: "ordered", kind: "sorted", keys: 3 },
  ]);
});
