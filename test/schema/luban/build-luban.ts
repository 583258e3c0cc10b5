import { buildProject, type ProjectFiles } from "../build-project.js";

export type { CellText, ProjectFiles, SheetContent } from "../build-project.js";

export const lubanConf = {
  groups: [
    { names: ["c"], default: true },
    { names: ["s"], default: true },
    { names: ["t"], default: false },
  ],
  schemaFiles: [{ fileName: "Defines", type: "" }],
  dataDir: "Datas",
  targets: [
    { name: "all", manager: "Tables", groups: ["c", "s"], topModule: "cfg" },
    { name: "client", manager: "Tables", groups: ["c"], topModule: "cfg" },
    { name: "test", manager: "Tables", groups: ["t"], topModule: "cfg" },
  ],
};

/** Wraps definitions in the module `game`. */
export function inGame(definitions: string): string {
  return `<module name="game">\n${definitions}\n</module>\n`;
}

/** Builds a Luban project in a folder, and returns its rows and what is reported. */
export async function buildLuban(folder: string, files: ProjectFiles, dialect: object = {}, target = "all") {
  const config = { dialect: { kind: "luban", conf: "luban.conf", ...dialect } };
  const all: ProjectFiles = {
    "table-gen.config.json": JSON.stringify(config),
    "luban.conf": JSON.stringify(lubanConf),
    ...files,
  };
  return buildProject(folder, all, [target]);
}
