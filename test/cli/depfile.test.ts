import { expect, test } from "vitest";
import { formatDepfile } from "../../src/cli/depfile.js";

test("a depfile names the target, the config, the sheets and their folders", () => {
  const text = formatDepfile("out/game.stamp.d", [
    "/data/game.json",
    "/data/sheets/a.xlsx",
    "/data/sheets/b.xlsx",
  ]);
  expect(text).toBe(
    "out/game.stamp: \\\n  /data/game.json \\\n  /data/sheets/a.xlsx \\\n  /data/sheets/b.xlsx \\\n  /data/sheets\n",
  );
});

test("paths are escaped as make reads them", () => {
  expect(formatDepfile("a b.d", ["/x/c#$1.json", "/my tables/道具.xlsx"])).toBe(
    "a\\ b: \\\n  /x/c\\#$$1.json \\\n  /my\\ tables/道具.xlsx \\\n  /my\\ tables\n",
  );
});
