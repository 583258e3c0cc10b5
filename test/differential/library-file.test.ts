import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { hasProgram } from "../library/native.js";
import { buildInto, dumpWithCpp, dumpWithTypeScript, projectRoot, withFolder } from "./read-both-ways.js";

// The sample has strings, lists, optional values and every kind of index: what would need a pointer elsewhere.
const config = `${projectRoot}/samples/game`;

describe.each(["builtin", "cc"] as const)("the library of the sample game, written by %s", (linker) => {
  test.skipIf(!hasProgram("readelf"))("has no code, no relocation and needs no other library", async () => {
    await withFolder(async (folder) => {
      const { libraryPath } = await buildInto(folder, config, { linker });
      expect(run("readelf", "-rW", libraryPath)).toContain("There are no relocations in this file.");
      const segments = run("readelf", "-lW", libraryPath)
        .split("\n")
        .filter((line) => /^ +[A-Z_]+ +0x/.test(line));
      expect(segments.length).toBeGreaterThan(2);
      // The flags stand before the alignment: an executable segment has an E there.
      expect(segments.filter((line) => /\bR?W?E +0x[0-9a-f]+$/.test(line.trim()))).toEqual([]);
      const sections = run("readelf", "-SW", libraryPath);
      expect(sections).toContain(" .rodata ");
      expect(sections).not.toMatch(/\.data\.rel\.ro|\.text|\.init|\.fini/);
      expect(run("readelf", "-dW", libraryPath)).not.toMatch(/NEEDED|SONAME|INIT|FINI/);
    });
  });

  test.skipIf(!hasProgram("eu-elflint"))("is without an error to eu-elflint", async () => {
    await withFolder(async (folder) => {
      const { libraryPath } = await buildInto(folder, config, { linker });
      expect(run("eu-elflint", "--gnu-ld", libraryPath).trim()).toBe("No errors");
    });
  });
});

const canEmulate = hasProgram("qemu-aarch64") && hasProgram("aarch64-linux-gnu-g++");

test.skipIf(!canEmulate)("the library for aarch64 dumps the same rows there, key by key", async () => {
  await withFolder(async (folder) => {
    const library = await buildInto(folder, config, { arch: "aarch64" });
    const emulator = ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"];
    const cpp = dumpWithCpp(library, { compiler: "aarch64-linux-gnu-g++", emulator });
    expect(cpp.lines).toEqual(dumpWithTypeScript(library.image));
    expect(cpp.keys.length).toBeGreaterThan(library.schema.tables.length);
  });
});

function run(program: string, ...args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  if (done.status !== 0) throw new Error(`${program}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}
