import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { extractImage } from "../../src/runtime/extract-image.js";
import { writeManyProject } from "../bench/build/inputs.js";
import { transpileProgram } from "../cli/transpile-program.js";
import { writeWithSheetJs } from "../sources/make-files.js";
import { buildInto, projectRoot, withFolder } from "./read-both-ways.js";

const samples = ["quickstart", "game"];

describe.each(samples)("sample %s", (sample) => {
  const config = `${projectRoot}/samples/${sample}`;

  test("is the same constant, whoever writes the arrays and the library", async () => {
    await withFolder(async (folder) => {
      const builds = [
        { arrays: "literal", linker: "cc" },
        { arrays: "embed", linker: "cc" },
        { arrays: "literal", linker: "builtin" },
      ] as const;
      const made = [];
      for (const [index, options] of builds.entries()) {
        const { libraryPath, image } = await buildInto(join(folder, String(index)), config, options);
        made.push({ version: image.version, rodata: extractImage(readFileSync(libraryPath)) });
      }
      const [first, ...others] = made;
      for (const other of others) {
        expect(other.version).toBe(first?.version);
        expect(Buffer.compare(other.rodata, first?.rodata ?? new Uint8Array())).toBe(0);
      }
    });
  });
});

test("any number of threads reads the same, and reports it in the same order", async () => {
  await withFolder(async (folder) => {
    writeManyProject(folder, 24, 1000);
    // What SheetJS has to read, and a warning between those of the other files.
    writeFileSync(join(folder, "T5b.xlsx"), writeWithSheetJs([["a note"]], "xlsx"));
    writeFileSync(
      join(folder, "T7b.xls"),
      writeWithSheetJs(
        [
          ["##name", "id"],
          ["##type", "int32"],
          ["##rule", "key"],
          ["", 7],
        ],
        "biff8",
      ),
    );
    const read = async (jobs: number) => {
      const { diagnostics, image } = await buildTables({ cwd: folder, jobs, write: false });
      return { diagnostics, version: image?.version };
    };
    const alone = await read(1);
    expect(alone.diagnostics.map(({ code }) => code)).toContain("not-a-table");
    expect(alone.version).toBeDefined();
    expect(await read(2)).toEqual(alone);
    expect(await read(5)).toEqual(alone);
    // Errors too.
    writeFileSync(join(folder, "T5c.xlsx"), readFileSync(join(folder, "T5.xlsx")).subarray(0, 20_000));
    writeFileSync(join(folder, "T6.xlsx"), readFileSync(join(folder, "T5.xlsx")));
    const faulty = await read(1);
    expect(faulty.version).toBeUndefined();
    expect(await read(3)).toEqual(faulty);
  });
});

describe("the command line", () => {
  const program = transpileProgram();
  afterAll(program.remove);

  test.each(samples)(
    "writes the same files for %s in any folder, zone and locale, with a PATH or none",
    async (sample) => {
      await withFolder(async (folder) => {
        const here = { ...process.env, TZ: "Pacific/Apia", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" };
        const there = { PATH: "", TZ: "America/St_Johns", LC_ALL: "C" };
        const first = await buildElsewhere(program.bin, join(folder, "a"), { sample, env: here });
        const second = await buildElsewhere(program.bin, join(folder, "another folder/b"), {
          sample,
          env: there,
        });
        expect([...first.keys()]).toEqual([...second.keys()]);
        for (const [file, bytes] of first)
          expect([file, bytes.equals(second.get(file) ?? Buffer.alloc(0))]).toEqual([file, true]);
        expect([...first.keys()].some((file) => file.endsWith(".so"))).toBe(true);
      });
    },
  );
});

/** Builds a copy of a sample in a process of its own; returns what it wrote. */
async function buildElsewhere(
  bin: string,
  folder: string,
  { sample, env }: { readonly sample: string; readonly env: NodeJS.ProcessEnv },
): Promise<Map<string, Buffer>> {
  const isSource = (path: string) => !path.endsWith("/tables");
  cpSync(`${projectRoot}/samples/${sample}`, folder, { recursive: true, filter: isSource });
  const done = spawnSync(process.execPath, [bin, "build"], { cwd: folder, env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  const out = join(folder, "tables");
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.\w+\/(lock|history\.jsonl)$/.test(path)) // they say who built when
    .sort();
  return new Map(files.map((path) => [relative(out, path), readFileSync(realpathSync(path))]));
}
