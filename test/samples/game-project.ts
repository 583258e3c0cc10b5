import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editDrop } from "../../samples/game/scripts/demo/drop-sheet.js";
import { createHost } from "../../src/base/host.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { root } from "../native-runtime/native.js";

/** `unplayable` and `newer` are without a fault in the sheets, but the servers refuse them. */
export type ReleaseName = "first" | "second" | "unplayable" | "newer";

/** What makes a release of the sheets of the first one, in their folder. */
const edits: Readonly<Record<ReleaseName, (sheets: string) => void>> = {
  first: () => {},
  second: (sheets) => editDrop(join(sheets, "Drop.csv"), ["ogre", 1], { least: 16 }),
  unplayable: (sheets) => editDrop(join(sheets, "Drop.csv"), ["ogre", 1], { most: 18_000 }),
  newer: (sheets) => {
    const declared = ["##struct,struct,variant,name,type", ",Shield,Effect,strength,int32"];
    const skill = [
      "##name,id,name,icon,element,kind,cooldown,mana,radius,*effects.$type,*effects.strength",
      "##type,int32,text,string,Element,SkillKind,duration,uint16,float32?,Effect[],",
      "##rule,key,unique,,,,,,,,",
      "##group,,,client,,,,,,,",
      ",20999,ui.quote,skills/shield,light,strike,6s,20,,Shield,40",
    ];
    // Behind types.xlsx, as the kinds of a variant are in the order of the files.
    writeFileSync(join(sheets, "types_added.csv"), declared.join("\n"));
    writeFileSync(join(sheets, "Skill.csv"), skill.join("\n"));
  },
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
    newer: await build(sample, "newer", "newer"),
  };
  return {
    sample,
    versions: {
      first: built.first.version,
      second: built.second.version,
      unplayable: built.unplayable.version,
      newer: built.newer.version,
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
  edits[release](join(design, "sheets"));
  const {
    diagnostics,
    image,
    release: built,
  } = await buildTables({
    config: design,
    cwd: design,
    out: join(sample, out),
  });
  if (image === undefined || built === undefined) throw new Error(JSON.stringify(diagnostics));
  return { version: image.version, bytes: readFileSync(built.library) };
}
