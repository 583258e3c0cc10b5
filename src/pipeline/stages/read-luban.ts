import { join, posix } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { LubanConfig } from "../../model/config.js";
import type { Document } from "../../model/document.js";
import type { RecordSource } from "../../model/record-source.js";
import type { Workbook } from "../../model/workbook.js";
import { fullNameOf, joinDefinitions, type LubanDefinitions } from "../../schema/luban/definitions.js";
import { listImportedTables } from "../../schema/luban/imported-tables.js";
import type { InputDocument, LubanProject, TableInputs } from "../../schema/luban/project.js";
import { readSheetDefinitions } from "../../schema/luban/read-sheets.js";
import { readXmlDefinitions } from "../../schema/luban/read-xml.js";
import { isDocumentFile } from "../../sources/documents/document-format.js";
import { isSourceFile } from "../../sources/is-source-file.js";
import type { BuildRun } from "../build-state.js";
import { readDocumentFiles } from "./read-documents.js";
import { readFiles } from "./read-sources.js";

type ReadRun = Pick<BuildRun, "config" | "host" | "report" | "onProgress" | "cache">;

/** Reads a Luban project: its definitions, then the files that its tables name. */
export async function readLubanProject(config: LubanConfig, run: ReadRun): Promise<LubanProject> {
  const files = new ProjectFiles(config, run);
  const read = await files.readDefinitions();
  const imported = listImportedTables(files.listRecords(config.dataFolder), config.dataFolder);
  const definitions = { ...read, tables: [...read.tables, ...imported] };
  const inputs = new Map<string, TableInputs>();
  for (const table of definitions.tables) {
    const fullName = fullNameOf(table);
    if (!inputs.has(fullName)) inputs.set(fullName, await files.readInputs(table));
  }
  return { config, definitions, inputs };
}

class ProjectFiles {
  readonly #config: LubanConfig;
  readonly #run: ReadRun;
  readonly #host: Host;
  readonly #report: Report;
  /** Several tables may read one file: it is read, and what is wrong with it reported, once. */
  readonly #workbooks = new Map<string, Workbook | undefined>();
  readonly #documents = new Map<string, Document | undefined>();

  constructor(config: LubanConfig, run: ReadRun) {
    this.#config = config;
    this.#run = run;
    this.#host = run.host;
    this.#report = run.report;
  }

  async readDefinitions(): Promise<LubanDefinitions> {
    const all: LubanDefinitions[] = [];
    for (const { path, type } of this.#config.schemaFiles) {
      const kind = this.#kindOf(path);
      if (kind === undefined) {
        this.#report("luban-conf", { reason: `${path} does not exist` }, { file: this.#config.file });
        continue;
      }
      const files = kind === "folder" ? this.listRecords(path) : [path];
      for (const file of files) all.push(...(await this.#readDefinitionFile(file, type)));
    }
    return joinDefinitions(all);
  }

  async #readDefinitionFile(file: string, type: string): Promise<readonly LubanDefinitions[]> {
    if (type === "table" || type === "bean" || type === "enum") {
      const workbook = await this.#readWorkbook(file);
      return workbook === undefined ? [] : [readSheetDefinitions(workbook, type, this.#report)];
    }
    if (type !== "" || posix.extname(file) !== ".xml") {
      const reason =
        type === "" ? `${file} is no .xml file` : `there is no type ${type}; table, bean and enum are`;
      this.#report("luban-conf", { reason }, { file: this.#config.file });
      return [];
    }
    const text = this.#readText(file);
    return text === undefined ? [] : [await readXmlDefinitions(text, file, this.#report)];
  }

  #readText(file: string): string | undefined {
    try {
      return new TextDecoder().decode(this.#host.readFile(this.#pathOf(file)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report("unreadable-file", { reason }, { file });
      return undefined;
    }
  }

  async readInputs({ inputs, at, name }: LubanDefinitions["tables"][number]): Promise<TableInputs> {
    const workbooks: TableInputs["workbooks"][number][] = [];
    const documents: InputDocument[] = [];
    const missing: string[] = [];
    for (const input of inputs) {
      const { file, sheet } = splitInput(input);
      const path = posix.join(this.#config.dataFolder, file);
      const kind = this.#kindOf(path);
      if (kind === undefined) {
        missing.push(input);
        this.#report("luban-input-missing", { table: name, input }, at);
        continue;
      }
      const files = kind === "folder" ? this.listRecords(path) : [path];
      for (const one of files) {
        if (isDocumentFile(one)) {
          const document = await this.#readDocument(one);
          if (document === undefined) missing.push(one);
          else documents.push({ document, source: toRecordSource(one, sheet) });
          continue;
        }
        if (!isSourceFile(one)) {
          missing.push(one);
          this.#report("luban-input-not-read", { table: name, input: one }, at);
          continue;
        }
        const workbook = await this.#readWorkbook(one);
        if (workbook === undefined) missing.push(one);
        else workbooks.push({ workbook, ...(sheet === undefined ? {} : { sheet }) });
      }
    }
    return { workbooks, documents, missing };
  }

  async #readWorkbook(file: string): Promise<Workbook | undefined> {
    if (!this.#workbooks.has(file)) {
      const [workbook] = await readFiles([file], this.#run.config, { ...this.#run, onProgress: () => {} });
      this.#workbooks.set(file, workbook);
    }
    return this.#workbooks.get(file);
  }

  async #readDocument(file: string): Promise<Document | undefined> {
    if (!this.#documents.has(file)) {
      const read = await readDocumentFiles([file], this.#run.config, { ...this.#run, onProgress: () => {} });
      this.#documents.set(file, read.get(file));
    }
    return this.#documents.get(file);
  }

  /** Returns the files in a folder and below it, sorted by code unit; those that Luban passes over are left out. */
  listRecords(folder: string): readonly string[] {
    const files: string[] = [];
    const visit = (path: string): void => {
      for (const name of this.#host.list(this.#pathOf(path))) {
        if (/^[._~]|\.meta$/.test(name)) continue;
        const one = posix.join(path, name);
        const kind = this.#kindOf(one);
        if (kind === "folder") visit(one);
        else if (kind === "file") files.push(one);
      }
    };
    if (this.#kindOf(folder) === "folder") visit(folder);
    return files.sort();
  }

  #kindOf(file: string): "file" | "folder" | undefined {
    const kind = this.#host.stat(this.#pathOf(file))?.kind;
    return kind === "file" || kind === "folder" ? kind : undefined;
  }

  #pathOf(file: string): string {
    return posix.isAbsolute(file) ? file : join(this.#run.config.folder, file);
  }
}

/** `*a.b` before the `@` is the way to a list of records, `a.b` to one record. */
function toRecordSource(files: string, name = ""): RecordSource {
  const path = name.replace(/^\*/, "").split(".");
  return { files, path: path.filter((step) => step !== ""), isList: name.startsWith("*") };
}

/** Splits `sheet@folder/file.xlsx`, where the sheet may stand before the file's name too. */
function splitInput(input: string): { readonly file: string; readonly sheet: string | undefined } {
  const [, folder = "", sheet, file = ""] = /^(.*\/)?(?:([^/@]*)@)?(.*)$/s.exec(input) ?? [];
  if (sheet === undefined || file.includes("@")) return splitFirst(input);
  return { file: `${folder}${file}`, sheet };
}

/** `sheet@folder/file`: what stands behind the sign is the path. */
function splitFirst(input: string): { readonly file: string; readonly sheet: string | undefined } {
  const sign = input.indexOf("@");
  if (sign < 0) return { file: input, sheet: undefined };
  return { file: input.slice(sign + 1), sheet: input.slice(0, sign) };
}
