import { isIdentifier } from "../../base/identifiers.js";
import { suggestName, tableNameOfFile, tableNameOfSheet } from "../../schema/table-name.js";
import { addressOf, type Survey, type SurveyedSheet, shortenList } from "./survey-sheets.js";

/** A table and the sheets that hold its rows, all with the same columns. */
export interface SheetGroup {
  /** An identifier; no two groups have one that differs in case only. */
  readonly name: string;
  readonly sheets: readonly SurveyedSheet[];
  /** As the config will have it: the whole file, or `file#sheet`. */
  readonly from: readonly string[];
}

export interface Grouping {
  readonly groups: readonly SheetGroup[];
  readonly doubts: readonly string[];
}

/**
 * Decides which sheets are one table: sheets of a workbook that have the same columns, and files of a folder
 * that have the same columns and whose names differ in a number (`drop_1`, `drop_2`) or are one letter each.
 * A sheet whose columns differ is a table of its own.
 */
export function groupSheets({ sheets, others }: Pick<Survey, "sheets" | "others">): Grouping {
  const doubts: string[] = [];
  const byFile = new Map<string, SurveyedSheet[]>();
  for (const one of sheets) byFile.set(one.sheet.file, [...(byFile.get(one.sheet.file) ?? []), one]);
  const drafts = [...byFile].flatMap(([file, ofFile]) => {
    const isMixed = others.some((sheet) => sheet.file === file);
    return splitWorkbook(ofFile, isMixed, doubts);
  });
  const joined = joinFiles(drafts, doubts);
  const files = [...byFile.keys()];
  const groups = nameGroups(joined, doubts).map((group) => ({
    ...group,
    from: shortenFrom(group.from, files),
  }));
  return { groups, doubts };
}

interface Draft {
  readonly name: string;
  readonly sheets: readonly SurveyedSheet[];
  readonly from: readonly string[];
}

/**
 * The first sheet with rows gives the workbook's table. Sheets without rows and with other columns go with it:
 * they do not matter to the table, and their header is there for the day they have rows.
 * `isMixed` tells that the file also has sheets that hold no table, so that it cannot be named as a whole.
 */
function splitWorkbook(
  sheets: readonly SurveyedSheet[],
  isMixed: boolean,
  doubts: string[],
): readonly Draft[] {
  const shapes = new Map<string, SurveyedSheet[]>();
  for (const one of sheets) shapes.set(shapeOf(one), [...(shapes.get(shapeOf(one)) ?? []), one]);
  const [main, ...others] = [...shapes.values()].sort(
    (left, right) => Number(!hasRows(left)) - Number(!hasRows(right)),
  );
  if (main === undefined) return [];
  const kept = others.filter(hasRows);
  const empty = others.filter((one) => !hasRows(one)).flat();
  for (const { sheet } of empty) {
    doubts.push(`${addressOf(sheet)} has no rows, and other columns than the rest`);
  }
  return [main, ...kept].map((group, index) => ({
    name: nameOf(group, index === 0 && (kept.length === 0 || isStacked(group))),
    sheets: group,
    from: addressesOf(index === 0 ? [...group, ...empty] : group, isMixed ? undefined : sheets.length),
  }));
}

/** The file when these are all of its sheets. */
function addressesOf(sheets: readonly SurveyedSheet[], sheetsOfFile: number | undefined): readonly string[] {
  return sheets.length === sheetsOfFile
    ? [sheets[0]?.sheet.file ?? ""]
    : sheets.map((one) => addressOf(one.sheet));
}

function hasRows(sheets: readonly SurveyedSheet[]): boolean {
  return sheets.some(({ rows }) => rows.length > 0);
}

function isStacked(sheets: readonly SurveyedSheet[]): boolean {
  return sheets[0]?.dialect.kind === "stacked";
}

/**
 * Dialect and names of columns: what sheets of one table have in common. A column that is a comment in one sheet
 * may be none in the next. The sheets of a stacked workbook are one table whatever they are called.
 */
function shapeOf({ sheet, columns, commentColumns, dialect }: SurveyedSheet): string {
  const names = [...columns.map(({ name }) => name), ...commentColumns].sort();
  const own = dialect.kind === "stacked" ? "" : familyStem(sheet.name ?? "");
  return JSON.stringify([dialect, own, names]);
}

function nameOf(group: readonly SurveyedSheet[], isWholeFile: boolean): string {
  const [first] = group;
  if (first === undefined) return "table";
  const file = tableNameOfFile(first.sheet.file);
  if (isWholeFile) return isStacked(group) || group.length > 1 ? file : tableNameOfSheet(first.sheet, true);
  const sheet = tableNameOfSheet(first.sheet);
  if (sheet !== file && !isStacked(group)) return sheet;
  return first.sheet.name === undefined ? file : `${file}_${first.sheet.name}`;
}

function joinFiles(drafts: readonly Draft[], doubts: string[]): readonly Draft[] {
  const families = new Map<string, Draft[]>();
  for (const [index, draft] of drafts.entries()) {
    const key = familyOf(draft) ?? `alone ${index}`;
    families.set(key, [...(families.get(key) ?? []), draft]);
  }
  return [...families.values()].flatMap((family) => {
    const [first] = family;
    // Two files of one name are two forms of the same rows.
    const hasTwins = new Set(family.map((draft) => draft.name)).size < family.length;
    if (first === undefined || family.length === 1 || hasTwins) return family;
    const from = family.flatMap((draft) => draft.from);
    const name = familyName(first);
    doubts.push(`${name}: ${shortenList(from)} have the same columns and were taken for one table`);
    return { name, sheets: family.flatMap((draft) => draft.sheets), from };
  });
}

/** Drafts with the same text may be one table. */
function familyOf({ sheets, from }: Draft): string | undefined {
  const [first] = sheets;
  if (first === undefined || from.length !== 1) return undefined;
  const { file } = first.sheet;
  const stem = tableNameOfFile(file);
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return JSON.stringify([folder, familyStem(stem), shapeOf(first)]);
}

/** `drop_1` and `drop_2` have the same; so have `a` and `b`. */
function familyStem(name: string): string {
  return name.length === 1 ? "*" : name.replace(/[-_. ]?\d+$/, "").toLowerCase();
}

/** Files `a`, `b`, `c` have their folder's name in common. */
function familyName({ name, sheets }: Draft): string {
  if (name.length > 1) return name.replace(/[-_. ]?\d+$/, "");
  const folders = (sheets[0]?.sheet.file ?? "").split("/").slice(0, -1);
  return folders.findLast((folder) => folder !== ".." && folder !== ".") ?? "rows";
}

function nameGroups(drafts: readonly Draft[], doubts: string[]): readonly SheetGroup[] {
  const taken = new Set<string>();
  return drafts.map((draft) => {
    const wished = isIdentifier(draft.name) ? draft.name : suggestName(draft.name);
    let name = wished;
    for (let number = 2; taken.has(foldName(name)); number++) name = `${wished}_${number}`;
    taken.add(foldName(name));
    if (name !== wished) doubts.push(`${name}: another table is called ${wished} already`);
    return { ...draft, name };
  });
}

/** Names that differ in case and underscores only would give the same file names. */
function foldName(name: string): string {
  return name.toLowerCase().replace(/_/g, "");
}

/** Addresses that are short to read and still mean the same sheets of all these files. */
function shortenFrom(from: readonly string[], files: readonly string[]): readonly string[] {
  const folder = wholeFolder(from, files);
  return folder === undefined ? from.map((address) => shortenAddress(address, files)) : [folder];
}

/** Returns `drops/*.csv` when those are the files. */
function wholeFolder(from: readonly string[], files: readonly string[]): string | undefined {
  const [, folder, ending] = /^(.*\/|)[^/]*(\.[^./]+)$/.exec(from[0] ?? "") ?? [];
  if (from.length < 2 || folder === undefined || ending === undefined || /[*?{}]/.test(folder))
    return undefined;
  const all = files.filter(
    (file) => file.endsWith(ending) && file.slice(0, file.lastIndexOf("/") + 1) === folder,
  );
  const isWhole = all.length === from.length && all.every((file) => from.includes(file));
  return isWhole ? `${folder}*${ending}` : undefined;
}

/** A file outside the config's folder is known by its name where no other has it. */
function shortenAddress(address: string, files: readonly string[]): string {
  const file = files.find((one) => address === one || address.startsWith(`${one}#`)) ?? address;
  const name = file.slice(file.lastIndexOf("/") + 1);
  const isUnique = files.filter((one) => one === name || one.endsWith(`/${name}`)).length === 1;
  if (!file.startsWith("../") || !isUnique || /[*?{}#]/.test(name)) return address;
  return `**/${name}${address.slice(file.length)}`;
}
