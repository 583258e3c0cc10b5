import { posix, resolve } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { Config, TableauConfig } from "../../model/config.js";
import { type DocumentNode, type DocumentPath, placeOfNode } from "../../model/document.js";
import { defaultTableauHeader, type TableauHeader } from "../../model/tableau.js";
import { readDocument } from "../../sources/documents/read-document.js";
import { readBytes } from "./read-config-file.js";
import { isTimeZone } from "./resolve-config.js";
import type { UserConfig, UserTableauDialect } from "./user-config.js";

const defaultMetasheet = "@TABLEAU";

/**
 * Adds what a tableau project's `config.yaml` and the dialect say: the metasheet, headers, .proto files and the zone.
 * Reports what is wrong, and returns `undefined` where nothing can be read.
 */
export async function addTableauProject(
  config: Config,
  dialect: UserTableauDialect,
  { host, report, user }: { readonly host: Host; readonly report: Report; readonly user: UserConfig },
): Promise<Config | undefined> {
  const conf =
    dialect.conf === undefined ? undefined : await readConf(dialect.conf, config.folder, host, report);
  if (dialect.conf !== undefined && conf === undefined) return undefined;
  const folder = posix.dirname(toSlashes(dialect.conf ?? "."));
  const within = (path: string) => posix.join(folder, toSlashes(path));
  const ownFiles = typeof dialect.protoFiles === "string" ? [dialect.protoFiles] : (dialect.protoFiles ?? []);
  const zone = conf?.text(["locationName"]);
  const timeZone = zone === undefined || zone === "Local" ? undefined : zone;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    report(
      "tableau-config",
      { reason: `there is no zone ${timeZone}` },
      { file: dialect.conf ?? config.file },
    );
    return undefined;
  }
  const tableau: TableauConfig = {
    ...(dialect.conf === undefined ? {} : { file: toSlashes(dialect.conf) }),
    metasheet: dialect.metasheet ?? conf?.text(["proto", "input", "metasheetName"]) ?? defaultMetasheet,
    header: readHeader(conf),
    protoFiles: [...ownFiles, ...(conf?.texts(["proto", "input", "protoFiles"]) ?? []).map(within)],
    protoFolders: [
      ...new Set([".", folder, ...(conf?.texts(["proto", "input", "protoPaths"]) ?? []).map(within)]),
    ],
  };
  if (!tableau.metasheet.startsWith("@")) {
    report(
      "tableau-config",
      { reason: `the metasheet ${tableau.metasheet} does not begin with @` },
      { file: config.file },
    );
    return undefined;
  }
  if (conf?.isGood === false) return undefined;
  return {
    ...config,
    // As tableau has them: the separator is not looked for in the text.
    encoding: user.encoding ?? "utf-8",
    separator: user.separator ?? "comma",
    timeZone: user.timeZone ?? timeZone ?? config.timeZone,
    tableau,
  };
}

function readHeader(conf: ConfReader | undefined): TableauHeader {
  const number = (key: keyof TableauHeader, isRow: boolean): number => {
    const given = conf?.number(["proto", "input", "header", key.toLowerCase()]) ?? 0;
    return given === 0 && isRow ? Number(defaultTableauHeader[key]) : given;
  };
  const text = (key: "sep" | "subsep") => conf?.text(["proto", "input", "header", key]);
  return {
    ...{ nameRow: number("nameRow", true), typeRow: number("typeRow", true) },
    ...{ noteRow: number("noteRow", true), dataRow: number("dataRow", true) },
    ...{ nameLine: number("nameLine", false), typeLine: number("typeLine", false) },
    noteLine: number("noteLine", false),
    sep: text("sep") ?? defaultTableauHeader.sep,
    subsep: text("subsep") ?? defaultTableauHeader.subsep,
  };
}

async function readConf(
  given: string,
  folder: string,
  host: Host,
  report: Report,
): Promise<ConfReader | undefined> {
  const file = toSlashes(given);
  const bytes = readBytes(resolve(folder, file), file, host, report);
  if (bytes === undefined) return undefined;
  const document = await readDocument(bytes, file, report);
  return document && new ConfReader(document.root, file, report);
}

/** Reads values of a `config.yaml`; what it does not have, or has empty, is absent. */
class ConfReader {
  isGood = true;
  readonly #root: DocumentNode;
  readonly #file: string;
  readonly #report: Report;

  constructor(root: DocumentNode, file: string, report: Report) {
    this.#root = root;
    this.#file = file;
    this.#report = report;
  }

  text(path: DocumentPath): string | undefined {
    const node = this.#find(path);
    if (node === undefined || node.scalar === "") return undefined;
    return typeof node.scalar === "string" ? node.scalar : this.#fail(path, node, "it is no text");
  }

  number(path: DocumentPath): number | undefined {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    if (typeof node.scalar === "number" && Number.isInteger(node.scalar) && node.scalar >= 0)
      return node.scalar;
    return this.#fail(path, node, "it is no number");
  }

  texts(path: DocumentPath): readonly string[] {
    const node = this.#find(path);
    const texts = (node?.items ?? []).map(({ scalar }) => scalar);
    if (texts.every((text) => typeof text === "string") && (node === undefined || node.items !== undefined))
      return texts;
    if (node !== undefined) this.#fail(path, node, "it is no list of texts");
    return [];
  }

  #find(path: DocumentPath): DocumentNode | undefined {
    let node: DocumentNode | undefined = this.#root;
    for (const step of path) node = node?.fields?.find(({ name }) => name === step)?.node;
    return node?.scalar === null ? undefined : node;
  }

  #fail(path: DocumentPath, node: DocumentNode, reason: string): undefined {
    this.isGood = false;
    this.#report("tableau-config", { reason }, placeOfNode(this.#file, node, path));
  }
}

function toSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
