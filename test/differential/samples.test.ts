import { describe, expect, test } from "vitest";
import {
  buildInto,
  dumpWithCpp,
  dumpWithTypeScript,
  projectRoot,
  tryKeys,
  withFolder,
} from "./read-both-ways.js";

describe.each(["quickstart", "game"])("sample %s", (sample) => {
  const config = `${projectRoot}/samples/${sample}`;

  test.each(["literal", "embed"] as const)(
    "reads the same in TypeScript and C++, with %s arrays",
    async (arrays) => {
      await withFolder(async (folder) => {
        const library = await buildInto(folder, config, { arrays, linker: "cc" });
        const cpp = dumpWithCpp(library);
        expect(cpp.lines).toEqual(dumpWithTypeScript(library.image));
        const keys = library.image.tables.flatMap((table) =>
          tryKeys(table).map(
            ({ found }, index) => `${table.name}.${table.indexes[index]?.name}: found ${found}`,
          ),
        );
        expect(cpp.keys.map((line) => line.replace(/, absent \d+$/, ""))).toEqual(keys);
        expect(cpp.keys.every((line) => !line.endsWith("absent 0"))).toBe(true);
      });
    },
  );

  test("is without problems", async () => {
    await withFolder(async (folder) => {
      expect((await buildInto(folder, config)).diagnostics).toEqual([]);
    });
  });
});
