import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { editDrop } from "../../samples/game/scripts/demo/drop-sheet.js";
import { createHost } from "../../src/base/host.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { root } from "../native-runtime/native.js";

/** `unplayable` is without a fault in the sheets, but the servers refuse it. */
export type ReleaseName = "first" | "second" | "unplayable";

const edits: Readonly<Record<ReleaseName, Readonly<Record<string, number>>>> = {
  first: {},
  second: { least: 16 },
  unplayable: { most: 18_000 },
};

/** A copy of samples/game, in a folder that has around it what the project has. */
export interface GameProject {
  /** The copy of samples/game, built. */
  readonly sample: string;
  readonly versions: Readonly<Record<ReleaseName, string>>;
  /** Publishes a release in a folder of the given name, and returns its path. */
  publish(release: ReleaseName, folder: string): Promise<string>;
}

export async function makeGameProject(folder: string): Promise<GameProject> {
  for (const name of ["bin", "dist", "native-runtime", "node_modules", "package.json"]) {
    symlinkSync(join(root, name), join(folder, name));
  }
  const sample = join(folder, "samples/game");
  const isBuilt = join(root, "samples/game/tables");
  cpSync(join(root, "samples/game"), sample, { recursive: true, filter: (path) => path !== isBuilt });
  const built = {
    first: await build(sample, "tables", "first"),
    second: await build(sample, "second", "second"),
    unplayable: await build(sample, "unplayable", "unplayable"),
  };
  return {
    sample,
    versions: {
      first: built.first.version,
      second: built.second.version,
      unplayable: built.unplayable.version,
    },
    async publish(release, name) {
      const path = join(folder, "run", name);
      await publishLibrary(createHost(), { folder: path, name: "game", ...built[release] });
      return path;
    },
  };
}

async function build(sample: string, out: string, release: ReleaseName) {
  const design = join(sample, "..", `${release}-design`);
  mkdirSync(design, { recursive: true });
  for (const name of ["sheets", "table-gen.config.jsonc"]) {
    cpSync(join(sample, name), join(design, name), { recursive: true });
  }
  editDrop(join(design, "sheets/Drop.csv"), ["ogre", 1], edits[release]);
  const { image, release: built } = await buildTables({
    config: design,
    cwd: design,
    out: join(sample, out),
  });
  if (image === undefined || built === undefined) throw new Error(`The release ${release} was not built.`);
  return { version: image.version, bytes: readFileSync(built.library) };
}
