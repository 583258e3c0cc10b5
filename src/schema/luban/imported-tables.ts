import { fullNameOf, splitFullName, type TableDefinition } from "./definitions.js";

/** Returns the tables of files such as `#Item.xlsx`, whose name and titles say all that there is to say. */
export function listImportedTables(files: readonly string[], dataFolder: string): readonly TableDefinition[] {
  return files.flatMap((file) => {
    const path = dataFolder === "." ? file : file.slice(dataFolder.length + 1);
    const [, folders = "", fullName, note = ""] = importPattern.exec(path) ?? [];
    if (fullName === undefined) return [];
    const { module: inner, name } = splitFullName(fullName);
    const outer = folders.replace(/\/$/, "").replaceAll("/", ".");
    const module = inner === "" ? outer : fullNameOf({ module: outer, name: inner });
    return [
      {
        ...{ name: `Tb${name}`, module, groups: [], at: { file } },
        note: note.replace(/^-/, "").trim(),
        value: { text: fullNameOf({ module, name }), at: { file } },
        ...{ index: "", mode: "map", inputs: [path], isDefinedByTitles: true },
      },
    ];
  });
}

/** Behind the name a note may follow: `#Item-道具表.xlsx`. */
const importPattern = /^(.*\/)?[^/]*#([a-zA-Z0-9\-._]+)(-[^/]*)?\.(?:xlsx|xls|xlsm|csv)$/;
