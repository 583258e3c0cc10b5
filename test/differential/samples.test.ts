import { describe, expect, test } from "vitest";
import {
  buildInto,
  dumpWithCpp,
  dumpWithTypeScript,
  projectRoot,
  tryKeys,
  withFolder,
} from "./read-both-ways.js";

describe.each([
  { sample: "quickstart", targets: [] },
  { sample: "game", targets: ["server"] },
  { sample: "game", targets: ["client"] },
])("sample $sample $targets", ({ sample, targets }) => {
  const config = `${projectRoot}/samples/${sample}`;

  test.each(["literal", "embed"] as const)(
    "reads the same in TypeScript and C++, with %s arrays",
    async (arrays) => {
      await withFolder(async (folder) => {
        const library = await buildInto(folder, config, { arrays, linker: "cc", targets });
        const cpp = dumpWithCpp(library);
        expect(cpp.lines).toEqual(dumpWithTypeScript(library.image));
        const keys = library.image.tables.flatMap((table) =>
          tryKeys(table).map(({ name, found }) => `${name}: found ${found}`),
        );
        expect(cpp.keys.map((line) => line.replace(/, absent \d+$/, ""))).toEqual(keys);
        expect(cpp.keys.every((line) => !line.endsWith("absent 0"))).toBe(true);
      });
    },
  );

  test("is without problems", async () => {
    await withFolder(async (folder) => {
      expect((await buildInto(folder, config, { targets })).diagnostics).toEqual([]);
    });
  });
});
