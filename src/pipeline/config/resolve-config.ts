import type { Report } from "../../base/diagnostics.js";
import { isIdentifier } from "../../base/identifiers.js";
import type {
  ColumnConfig,
  Config,
  DialectConfig,
  EnumConfig,
  EnumValueConfig,
  FieldConfig,
  IndexConfig,
  PublishConfig,
  StructConfig,
  TableConfig,
  TargetConfig,
  VariantConfig,
  VariantKindConfig,
} from "../../model/config.js";
import { explainSeparators } from "../../schema/explain-separators.js";
import { parseSeparator } from "../../sources/separator.js";
import { defaultSources } from "../source-patterns.js";
import { placeOf } from "./check-config-shape.js";
import { type ConfigPath, formatConfigPath } from "./config-path.js";
import type { RawConfig } from "./read-config-file.js";
import {
  explainPath,
  explainRule,
  resolveColumnRules,
  resolvePath,
  resolveTableRule,
} from "./resolve-rules.js";
import type {
  UserColumn,
  UserConfig,
  UserDialect,
  UserEnum,
  UserEnumValue,
  UserField,
  UserFullStruct,
  UserIndex,
  UserLubanDialect,
  UserNamedVariantKind,
  UserPublish,
  UserStruct,
  UserTable,
  UserTableauDialect,
  UserTarget,
  UserText,
  UserVariant,
  UserVariantKind,
} from "./user-config.js";
import type { UserColumnRule, UserColumnRules, UserTableRule } from "./user-rules.js";

export interface ConfigOrigin {
  /** The config's name in reports. */
  readonly file: string;
  /** Its absolute folder. */
  readonly folder: string;
  readonly lineOf: RawConfig["lineOf"];
}

/** Fills in the defaults; reports names and settings that cannot work. */
export function resolveConfig(user: UserConfig, origin: ConfigOrigin, report: Report): Config | undefined {
  const config = fillIn(user, origin);
  let isGood = true;
  const complain = (path: ConfigPath, problem: string) => {
    isGood = false;
    report("config-invalid", { problem }, placeOf(origin, origin.file, path));
  };
  checkTwins(user, complain);
  checkNames(config, complain);
  checkSettings(config, complain);
  checkSeparators(user, config, complain);
  checkEnums(config, complain);
  checkRules(user, complain);
  checkPublish(user.publish ?? {}, complain);
  return isGood ? config : undefined;
}

type Complain = (path: ConfigPath, problem: string) => void;

function fillIn(user: UserConfig, { file, folder }: ConfigOrigin): Config {
  const name = user.name ?? "tables";
  const listSeparator = user.listSeparator ?? user.separators?.[0] ?? ",";
  return {
    file,
    folder,
    name,
    namespace: user.namespace ?? name,
    out: user.out ?? "tables",
    sources: user.sources === undefined ? [defaultSources] : toList(user.sources),
    encoding: user.encoding ?? "auto",
    separator: user.separator ?? "auto",
    // A project of another tool is read by itself, once its own file has been.
    dialect: resolveDialect(isProject(user.dialect) ? "marked" : (user.dialect ?? "marked")),
    timeZone: user.timeZone ?? "UTC",
    listSeparator,
    separators: user.separators ?? [
      listSeparator,
      ...[";", "|"].filter((one) => !listSeparator.includes(one)),
    ],
    emptyCells: mapRecord(user.emptyCells ?? {}, toText),
    enums: mapRecord(user.enums ?? {}, resolveEnum),
    structs: mapRecord(user.structs ?? {}, resolveStruct),
    variants: mapRecord(user.variants ?? {}, resolveVariant),
    constants: mapRecord(user.constants ?? {}, toText),
    paths: mapRecord(user.paths ?? {}, resolvePath),
    rules: toList(user.rules ?? []),
    tables: mapRecord(user.tables ?? {}, resolveTable),
    targets: Object.entries(user.targets ?? {}).map((target) => resolveTarget(target, name)),
    ...(user.tags === undefined
      ? {}
      : { tags: { include: toList(user.tags.include ?? []), exclude: toList(user.tags.exclude ?? []) } }),
    ...(user.text === undefined ? {} : { text: { ...user.text, enum: user.text.enum ?? "Language" } }),
    regions: user.regions ?? [],
    ...(user.region === undefined ? {} : { region: user.region }),
    patches: toList(user.patches ?? []),
    publish: resolvePublish(user.publish ?? {}),
    diagnostics: { ...user.diagnostics },
  };
}

/** True for the dialect of a Luban project, which is that of the config as a whole. */
export function isLuban(dialect: UserConfig["dialect"]): dialect is UserLubanDialect {
  return typeof dialect === "object" && dialect.kind === "luban";
}

/** True for the dialect of a tableau project. */
export function isTableau(dialect: UserConfig["dialect"]): dialect is UserTableauDialect {
  return typeof dialect === "object" && dialect.kind === "tableau";
}

function isProject(dialect: UserConfig["dialect"]): dialect is UserLubanDialect | UserTableauDialect {
  return isLuban(dialect) || isTableau(dialect);
}

function resolveDialect(dialect: UserDialect): DialectConfig {
  return typeof dialect === "string" ? { kind: dialect } : dialect;
}

function resolveEnum(given: UserEnum): EnumConfig {
  if (!hasValues(given)) {
    const values = Object.entries(given).map(toEnumValue);
    return { underlying: "int32", flags: false, note: "", values };
  }
  const { flags = false, underlying = flags ? "uint32" : "int32", note = "", values } = given;
  return {
    underlying,
    flags,
    note,
    values: isList(values)
      ? values.map((value) => toEnumValue([value.name, value]))
      : Object.entries(values).map(toEnumValue),
  };
}

function hasValues(given: UserEnum): given is Exclude<UserEnum, Readonly<Record<string, number>>> {
  return typeof given["values"] === "object";
}

function toEnumValue([name, given]: readonly [string, number | UserEnumValue]): EnumValueConfig {
  const { value, aliases = [], note = "", group } = typeof given === "number" ? { value: given } : given;
  return { name, value, aliases: toList(aliases), note, ...resolveGroup(group) };
}

function resolveStruct(given: UserStruct): StructConfig {
  if (!hasFields(given)) return { note: "", fields: Object.entries(given).map(toField) };
  const { note = "", extends: base, separator, fields } = given;
  return {
    note,
    ...(base === undefined ? {} : { extends: base }),
    ...resolveSeparator(separator),
    fields: isList(fields)
      ? fields.map((field) => toField([field.name, field]))
      : Object.entries(fields).map(toField),
  };
}

function hasFields(given: UserStruct): given is UserFullStruct {
  return typeof given["fields"] === "object";
}

function toField([name, given]: readonly [string, string | UserField]): FieldConfig {
  if (typeof given === "string") return { name, type: given, note: "" };
  const { type, note = "", default: fallback, separator, rules, group } = given;
  return {
    ...{ name, type, note },
    ...(fallback === undefined ? {} : { default: toText(fallback) }),
    ...resolveSeparator(separator),
    ...resolveColumnRules(rules),
    ...resolveGroup(group),
  };
}

function resolveGroup(given: string | readonly string[] | undefined): {
  readonly groups?: readonly string[];
} {
  return given === undefined ? {} : { groups: toList(given) };
}

function resolveTarget(
  [name, given]: readonly [string, readonly string[] | UserTarget],
  library: string,
): TargetConfig {
  if (isList<string>(given)) return { name, groups: given, library, out: name };
  return { name, groups: given.groups, library: given.name ?? library, out: given.out ?? name };
}

function resolveVariant(given: UserVariant): VariantConfig {
  if (isList<string>(given)) return { note: "", kinds: given.map((name) => toKind([name, name])) };
  const { note = "", separator, kinds } = given;
  return {
    note,
    ...resolveSeparator(separator),
    kinds: isList<string | UserNamedVariantKind>(kinds)
      ? kinds.map((kind) => toKind([typeof kind === "string" ? kind : kind.name, kind]))
      : Object.entries(kinds).map(toKind),
  };
}

function toKind([name, given]: readonly [string, string | UserVariantKind]): VariantKindConfig {
  if (typeof given === "string") return { name, struct: given, aliases: [] };
  return { name, struct: given.struct, aliases: toList(given.aliases ?? []) };
}

function resolveSeparator(given: string | readonly string[] | undefined): {
  readonly separators?: readonly string[];
} {
  return given === undefined ? {} : { separators: toList(given) };
}

function resolveTable(given: UserTable): TableConfig {
  return {
    from: toList(given.from ?? []),
    ...(given.dialect === undefined ? {} : { dialect: resolveDialect(given.dialect) }),
    ...(given.note === undefined ? {} : { note: given.note }),
    ...(given.key === undefined ? {} : { key: given.key === false ? false : toList(given.key) }),
    unique: (given.unique ?? []).map(resolveIndex),
    multi: (given.multi ?? []).map(resolveIndex),
    ordered: (given.ordered ?? []).map(resolveIndex),
    singleton: given.singleton ?? false,
    ...(given.record === undefined ? {} : { record: given.record }),
    ...(given.transposed === undefined ? {} : { transposed: given.transposed }),
    ...resolveGroup(given.group),
    backReferences: { ...given.backReferences },
    columns: mapRecord(given.columns ?? {}, resolveColumn),
    rules: (given.rules ?? []).map(resolveTableRule),
  };
}

function resolveIndex(given: UserIndex): IndexConfig {
  if (typeof given === "string" || isList<string>(given)) return { columns: toList(given) };
  const { columns, name } = given;
  return { columns: toList(columns), ...(name === undefined ? {} : { name: name.normalize("NFC") }) };
}

function resolvePublish({ mode, folderMode, recordsMode, keep = 5, ...rest }: UserPublish): PublishConfig {
  return {
    ...rest,
    keep,
    mode: parseMode(mode ?? "0444"),
    ...(folderMode === undefined ? {} : { folderMode: parseMode(folderMode) }),
    ...(recordsMode === undefined ? {} : { recordsMode: parseMode(recordsMode) }),
  };
}

/** What is no mode is complained about elsewhere. */
function parseMode(text: string): number {
  return Number.parseInt(text, 8);
}

function resolveColumn(given: string | UserColumn): ColumnConfig {
  if (typeof given === "string") return { type: given, ignore: false };
  const { ignore = false, default: fallback, separator, rules, group, ...rest } = given;
  return {
    ...rest,
    ...resolveGroup(group),
    ignore,
    ...(fallback === undefined ? {} : { default: toText(fallback) }),
    ...resolveSeparator(separator),
    ...resolveColumnRules(rules),
  };
}

/** A spreadsheet shows a boolean in capitals. */
function toText(given: UserText): string {
  return typeof given === "boolean" ? String(given).toUpperCase() : String(given);
}

function toList(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? [given] : given;
}

function isList<Element>(given: object | readonly Element[]): given is readonly Element[] {
  return Array.isArray(given);
}

/** The record has no prototype: a table may be named `constructor`. Its keys are names, so they are NFC as headers are. */
function mapRecord<Given, Result>(
  record: Readonly<Record<string, Given>>,
  map: (given: Given) => Result,
): Readonly<Record<string, Result>> {
  const result: Record<string, Result> = Object.create(null);
  for (const [key, given] of Object.entries(record)) result[key.normalize("NFC")] = map(given);
  return result;
}

/** Reports keys that are one name: an editor may write é as one character or as two. */
function checkTwins(user: UserConfig, complain: Complain): void {
  const { tables = {}, enums = {}, structs = {}, variants = {}, constants = {}, emptyCells = {} } = user;
  const records = Object.entries({ tables, enums, structs, variants, constants, emptyCells }).map(
    ([key, record]): [ConfigPath, object] => [[key], record],
  );
  for (const [name, { columns = {} }] of Object.entries(tables)) {
    records.push([["tables", name, "columns"], columns]);
  }
  for (const [path, record] of records) {
    const known = new Set<string>();
    for (const key of Object.keys(record)) {
      const name = key.normalize("NFC");
      if (known.has(name)) {
        const shown = formatConfigPath([...path, name]);
        complain([...path, key], `${shown} stands twice; the two differ only in how accents are stored.`);
      }
      known.add(name);
    }
  }
}

function checkNames(config: Config, complain: Complain): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(config.name)) {
    complain(["name"], "name must be letters, digits and _ only: it becomes the library's file name.");
  }
  if (!config.namespace.split("::").every(isIdentifier)) {
    complain(["namespace"], "namespace must be identifiers joined by `::`.");
  }
  if (config.out.trim() === "") complain(["out"], "out must not be empty.");
}

function checkSettings(config: Config, complain: Complain): void {
  if (config.sources.length === 0) complain(["sources"], "sources must not be empty.");
  if (config.encoding !== "auto" && !canDecode(config.encoding)) {
    complain(
      ["encoding"],
      `encoding ${JSON.stringify(config.encoding)} is not known; use auto, utf-8, gb18030, utf-16le …`,
    );
  }
  if (config.separator !== "auto" && parseSeparator(config.separator) === undefined) {
    complain(
      ["separator"],
      "separator must be auto, comma, semicolon, tab, pipe or one character, and not a quote.",
    );
  }
  if (!isTimeZone(config.timeZone)) {
    complain(
      ["timeZone"],
      `timeZone ${JSON.stringify(config.timeZone)} is not known; use a name such as Asia/Shanghai.`,
    );
  }
}

/** Reports separators that cannot be told from what they separate, or from each other. */
function checkSeparators(user: UserConfig, config: Config, complain: Complain): void {
  const check = (path: ConfigPath, separators: readonly string[] | undefined) => {
    const problem = separators === undefined ? undefined : explainSeparators(separators);
    if (problem !== undefined) complain(path, `${formatConfigPath(path)} ${problem}.`);
  };
  if (user.listSeparator !== undefined) check(["listSeparator"], [user.listSeparator]);
  check(["separators"], user.separators);
  if (user.separators !== undefined && user.separators[0] !== config.listSeparator) {
    complain(
      ["separators"],
      `separators must begin with listSeparator ${JSON.stringify(config.listSeparator)}, which is the innermost.`,
    );
  }
  for (const [name, { separators, fields }] of Object.entries(config.structs)) {
    check(["structs", name, "separator"], separators);
    const isNamed = isNamedList(user.structs?.[name]);
    for (const [index, field] of fields.entries()) {
      const step = isNamed ? index : field.name;
      check(["structs", name, "fields", step, "separator"], field.separators);
    }
  }
  for (const [name, { separators }] of Object.entries(config.variants)) {
    check(["variants", name, "separator"], separators);
  }
  for (const [name, { columns }] of Object.entries(config.tables)) {
    for (const [column, { separators }] of Object.entries(columns)) {
      check(["tables", name, "columns", column, "separator"], separators);
    }
  }
}

function isNamedList(given: UserStruct | undefined): boolean {
  return given !== undefined && Array.isArray(given["fields"]);
}

function canDecode(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

export function isTimeZone(timeZone: string): boolean {
  if (timeZone === "UTC") return true; // most have it, and the first question to Intl takes longer than a small build
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

const integerTypes = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];

/** The values themselves are checked with the enums that sheets declare, by the schema stage. */
function checkEnums(config: Config, complain: Complain): void {
  for (const [name, { underlying }] of Object.entries(config.enums)) {
    if (!integerTypes.includes(underlying)) {
      complain(
        ["enums", name, "underlying"],
        `enums.${name}.underlying must be one of ${integerTypes.join(", ")}.`,
      );
    }
  }
}

function checkRules({ paths = {}, tables = {}, structs = {} }: UserConfig, complain: Complain): void {
  const check = (path: ConfigPath, problem: string | undefined) => {
    if (problem !== undefined) complain(path, `${formatConfigPath(path)} is wrong: ${problem}.`);
  };
  const checkAll = (path: ConfigPath, rules: UserColumnRules | readonly UserTableRule[] = []) => {
    if (typeof rules === "string") return;
    if (!isList<string | UserColumnRule | UserTableRule>(rules)) check(path, explainRule(rules));
    else for (const [index, rule] of rules.entries()) check([...path, index], explainRule(rule));
  };
  for (const [name, path] of Object.entries(paths)) check(["paths", name], explainPath(path));
  for (const [name, { columns = {}, rules }] of Object.entries(tables)) {
    checkAll(["tables", name, "rules"], rules);
    for (const [column, given] of Object.entries(columns)) {
      if (typeof given !== "string") checkAll(["tables", name, "columns", column, "rules"], given.rules);
    }
  }
  for (const [name, struct] of Object.entries(structs)) {
    if (!hasFields(struct)) continue;
    for (const [field, given] of Object.entries(struct.fields)) {
      const step = isList(struct.fields) ? Number(field) : field;
      if (typeof given !== "string") checkAll(["structs", name, "fields", step, "rules"], given.rules);
    }
  }
}

function checkPublish(
  { mode = "0444", owner, group, sign, ...folders }: UserPublish,
  complain: Complain,
): void {
  if (!/^0?[0-7]{3}$/.test(mode) || (parseMode(mode) & 0o222) !== 0 || (parseMode(mode) & 0o400) === 0) {
    complain(
      ["publish", "mode"],
      "publish.mode must be octal digits that let the owner read and nobody write, such as 0444.",
    );
  }
  for (const key of ["folderMode", "recordsMode"] as const) {
    const given = folders[key];
    if (given !== undefined && (!/^[0-7]{3,4}$/.test(given) || (parseMode(given) & 0o700) !== 0o700)) {
      complain(
        ["publish", key],
        `publish.${key} must be octal digits that let the owner do everything, such as 0755.`,
      );
    }
  }
  for (const [key, value] of Object.entries({ owner, group, sign })) {
    if (value === "") complain(["publish", key], `publish.${key} must not be empty.`);
  }
}
