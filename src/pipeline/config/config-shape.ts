import type * as Zod from "zod";
import { findCode } from "../../base/catalog/find-code.js";
import { catalog, type DiagnosticCode } from "../../base/catalog/index.js";
import { buildColumnRulesShape, buildPathShape, buildTableRuleShape } from "./rule-shape.js";
import type { UserConfig } from "./user-config.js";

/** What shapes are made by: for checking a config, or for describing what a config may be. */
export interface ShapeKit {
  readonly z: typeof Zod;
  /** An object without unknown keys, which is a type of `user-config.ts` or of `model/config.ts`. */
  strict(type: string, shape: Zod.core.$ZodLooseShape): Zod.ZodType;
  /** A value of one of several forms. `pick` finds the one that it is meant as; `expected` says what there is. */
  choose(expected: string, forms: readonly Zod.ZodType[], pick: Pick): Zod.ZodType;
}

type Pick = (value: unknown) => Zod.ZodType | undefined;

/**
 * Returns the check of a whole config file. It reports every problem at once; a value that may have one of
 * several forms is checked against the form that it seems to be meant as, so that a mistake deep inside is
 * named where it is.
 */
export function buildConfigShape(
  z: typeof Zod,
  kit: ShapeKit = { z, strict: (_, shape) => strict(z, shape), choose: (...given) => choose(z, ...given) },
): Zod.ZodType<UserConfig> {
  const [string, list] = [z.string(), z.array(z.string())];
  const texts = kit.choose("a string or a list of strings", [string, list], (value) =>
    typeof value === "string" ? string : Array.isArray(value) ? list : undefined,
  );
  const text = kit.choose("a string, a number or a boolean", [string, z.number(), z.boolean()], (value) =>
    ["string", "number", "boolean"].includes(typeof value) ? z.unknown() : undefined,
  );
  const dialect = buildDialectShape(kit);
  const rules = buildColumnRulesShape(kit);
  const shape = kit.strict("UserConfig", {
    $schema: z.string().optional(),
    name: z.string().optional(),
    namespace: z.string().optional(),
    out: z.string().optional(),
    sources: texts.optional(),
    encoding: z.string().optional(),
    separator: z.string().optional(),
    dialect: orProject(kit, dialect, texts).optional(),
    timeZone: z.string().optional(),
    listSeparator: z.string().optional(),
    separators: z.array(z.string()).min(1).optional(),
    emptyCells: z.record(z.string(), text).optional(),
    enums: z.record(z.string(), buildEnumShape(kit, texts)).optional(),
    structs: z.record(z.string(), buildStructShape(kit, { texts, text, rules })).optional(),
    variants: z.record(z.string(), buildVariantShape(kit, texts)).optional(),
    constants: z.record(z.string(), text).optional(),
    paths: z.record(z.string(), buildPathShape(kit, texts)).optional(),
    rules: texts.optional(),
    tables: z.record(z.string(), buildTableShape(kit, { texts, text, rules, dialect })).optional(),
    targets: z.record(z.string(), buildTargetShape(kit)).optional(),
    tags: kit.strict("UserTags", { include: texts.optional(), exclude: texts.optional() }).optional(),
    text: kit
      .strict("UserTexts", {
        table: z.string(),
        languages: z.array(z.string()).min(1),
        enum: z.string().optional(),
      })
      .optional(),
    regions: list.optional(),
    region: z.string().optional(),
    patches: texts.optional(),
    publish: buildPublishShape(kit).optional(),
    diagnostics: buildDiagnosticsShape(kit).optional(),
  });
  // `choose` works on unknown values; the forms that it picks are those of UserConfig.
  return shape as unknown as Zod.ZodType<UserConfig>;
}

/** A project of another tool is the dialect of the config as a whole alone. */
function orProject({ z, strict, choose }: ShapeKit, dialect: Zod.ZodType, texts: Zod.ZodType): Zod.ZodType {
  const luban = strict("UserLubanDialect", {
    kind: z.literal("luban"),
    conf: z.string(),
    target: z.string().optional(),
    variants: z.record(z.string(), z.string()).optional(),
    incomplete: z.array(z.string()).optional(),
  });
  const tableau = strict("UserTableauDialect", {
    kind: z.literal("tableau"),
    conf: z.string().optional(),
    protoFiles: texts.optional(),
    metasheet: z.string().optional(),
  });
  return choose("a dialect's name, or an object with its `kind`", [dialect, luban, tableau], (value) => {
    if (isObject(value) && value["kind"] === "luban") return luban;
    return isObject(value) && value["kind"] === "tableau" ? tableau : dialect;
  });
}

function buildDialectShape({ z, strict, choose }: ShapeKit): Zod.ZodType {
  const position = z.int().min(1).optional();
  const rows = { nameRow: position, noteRow: position, dataRow: position };
  const kinds = {
    marked: strict("MarkedDialectConfig", { kind: z.literal("marked") }),
    plain: strict("PlainDialectConfig", { kind: z.literal("plain"), ...rows }),
    stacked: strict("StackedDialectConfig", {
      kind: z.literal("stacked"),
      ...rows,
      typeRow: position,
      markColumns: z.int().min(0).optional(),
    }),
  };
  const name = z.enum(["marked", "stacked", "plain"]);
  const forms = [name, kinds.marked, kinds.plain, kinds.stacked];
  return choose("a dialect's name, or an object with its `kind`", forms, (value) => {
    if (typeof value === "string") return name;
    if (!isObject(value)) return undefined;
    const kind = value["kind"];
    return typeof kind === "string" && Object.hasOwn(kinds, kind)
      ? kinds[kind as keyof typeof kinds] // it has just been found there
      : z.looseObject({ kind: name });
  });
}

function buildEnumShape({ z, strict, choose }: ShapeKit, texts: Zod.ZodType): Zod.ZodType {
  const value = {
    value: z.int(),
    aliases: texts.optional(),
    note: z.string().optional(),
    group: texts.optional(),
  };
  const named = z.array(strict("UserNamedEnumValue", { name: z.string(), ...value }));
  const unnamed = strict("UserEnumValue", value);
  const number = z.int();
  const entry = choose("a number, or an object with `value`", [number, unnamed], (given) =>
    typeof given === "number" ? number : isObject(given) ? unnamed : undefined,
  );
  const entries = z.record(z.string(), entry);
  const values = choose("an object of names and numbers, or a list of values", [entries, named], (given) =>
    Array.isArray(given) ? named : isObject(given) ? entries : undefined,
  );
  const full = strict("UserFullEnum", {
    underlying: z.string().optional(),
    flags: z.boolean().optional(),
    note: z.string().optional(),
    values,
  });
  const short = z.record(z.string(), number);
  return choose("an object of names and numbers, or an object with `values`", [short, full], (given) =>
    isObject(given) ? (typeof given["values"] === "object" ? full : short) : undefined,
  );
}

function buildStructShape(
  kit: ShapeKit,
  shapes: { readonly texts: Zod.ZodType; readonly text: Zod.ZodType; readonly rules: Zod.ZodType },
): Zod.ZodType {
  const { z, strict, choose } = kit;
  const type = z.string();
  const field = {
    type,
    note: z.string().optional(),
    default: shapes.text.optional(),
    separator: shapes.texts.optional(),
    rules: shapes.rules.optional(),
    group: shapes.texts.optional(),
  };
  const named = z.array(strict("UserNamedField", { name: z.string(), ...field }));
  const unnamed = strict("UserField", field);
  const entry = choose("a type, or an object with `type`", [type, unnamed], (given) =>
    typeof given === "string" ? type : isObject(given) ? unnamed : undefined,
  );
  const entries = z.record(z.string(), entry);
  const fields = choose("an object of names and types, or a list of fields", [entries, named], (given) =>
    Array.isArray(given) ? named : isObject(given) ? entries : undefined,
  );
  const full = strict("UserFullStruct", {
    note: z.string().optional(),
    extends: z.string().optional(),
    separator: shapes.texts.optional(),
    fields,
  });
  const short = z.record(z.string(), type);
  return choose("an object of names and types, or an object with `fields`", [short, full], (given) =>
    isObject(given) ? (typeof given["fields"] === "object" ? full : short) : undefined,
  );
}

function buildVariantShape({ z, strict, choose }: ShapeKit, texts: Zod.ZodType): Zod.ZodType {
  const struct = z.string();
  const kind = { struct, aliases: texts.optional() };
  const unnamed = strict("UserVariantKind", kind);
  const named = strict("UserNamedVariantKind", { name: z.string(), ...kind });
  const pickKind =
    (form: Zod.ZodType): Pick =>
    (given) =>
      typeof given === "string" ? struct : isObject(given) ? form : undefined;
  const entries = z.record(
    z.string(),
    choose("a struct, or an object with `struct`", [struct, unnamed], pickKind(unnamed)),
  );
  const list = z.array(
    choose("a struct, or an object with `name` and `struct`", [struct, named], pickKind(named)),
  );
  const kinds = choose("an object of names and structs, or a list of kinds", [entries, list], (given) =>
    Array.isArray(given) ? list : isObject(given) ? entries : undefined,
  );
  const full = strict("UserFullVariant", { note: z.string().optional(), separator: texts.optional(), kinds });
  const short = z.array(struct);
  return choose("a list of structs, or an object with `kinds`", [short, full], (given) =>
    Array.isArray(given) ? short : isObject(given) ? full : undefined,
  );
}

function buildTableShape(
  kit: ShapeKit,
  shapes: Readonly<Record<"texts" | "text" | "rules" | "dialect", Zod.ZodType>>,
): Zod.ZodType {
  const { z, strict, choose } = kit;
  const string = z.string();
  const columnNames = z.array(string).min(1);
  const none = z.literal(false);
  const column = strict("UserColumn", {
    name: string.optional(),
    type: string.optional(),
    note: string.optional(),
    default: shapes.text.optional(),
    separator: shapes.texts.optional(),
    group: shapes.texts.optional(),
    rules: shapes.rules.optional(),
    ignore: z.boolean().optional(),
    references: string.optional(),
  });
  const key = choose("a column, a list of columns, or false", [string, columnNames, none], (value) => {
    if (value === false) return none;
    return typeof value === "string" ? string : Array.isArray(value) ? columnNames : undefined;
  });
  const indexes = z.array(buildIndexShape({ z, strict, choose }, columnNames)).optional();
  return strict("UserTable", {
    from: shapes.texts.optional(),
    dialect: shapes.dialect.optional(),
    note: string.optional(),
    key: key.optional(),
    unique: indexes,
    multi: indexes,
    ordered: indexes,
    singleton: z.boolean().optional(),
    record: string.optional(),
    transposed: z.boolean().optional(),
    backReferences: z.record(string, string).optional(),
    group: shapes.texts.optional(),
    columns: z
      .record(
        string,
        choose("a type, or an object with the column's options", [string, column], (value) =>
          typeof value === "string" ? string : isObject(value) ? column : undefined,
        ),
      )
      .optional(),
    rules: z.array(buildTableRuleShape(kit, shapes.texts)).optional(),
  });
}

function buildIndexShape({ z, strict, choose }: ShapeKit, columnNames: Zod.ZodType): Zod.ZodType {
  const string = z.string();
  const pickColumns: Pick = (value) =>
    typeof value === "string" ? string : Array.isArray(value) ? columnNames : undefined;
  const columns = choose("a column or a list of columns", [string, columnNames], pickColumns);
  const named = strict("UserNamedIndex", { columns, name: string.optional() });
  return choose(
    "a column, a list of columns, or an object with `columns`",
    [string, columnNames, named],
    (value) => (isObject(value) ? named : pickColumns(value)),
  );
}

function buildTargetShape({ z, strict, choose }: ShapeKit): Zod.ZodType {
  const string = z.string();
  const groups = z.array(string);
  const full = strict("UserTarget", { groups, name: string.optional(), out: string.optional() });
  return choose("a list of groups, or an object with `groups`", [groups, full], (value) =>
    Array.isArray(value) ? groups : isObject(value) ? full : undefined,
  );
}

function buildPublishShape({ z, strict, choose }: ShapeKit): Zod.ZodType {
  const [name, number] = [z.string(), z.int().min(0)];
  const owner = choose("a name or a number", [name, number], (value) =>
    typeof value === "string" ? name : typeof value === "number" ? number : undefined,
  );
  return strict("UserPublish", {
    keep: z.int().min(1).optional(),
    mode: z.string().optional(),
    owner: owner.optional(),
    group: owner.optional(),
    folderMode: z.string().optional(),
    recordsMode: z.string().optional(),
    sign: z.string().optional(),
  });
}

/** The codes of warnings, in the order of the catalog. */
const warningCodes: readonly DiagnosticCode[] = Object.entries(catalog)
  .filter(([, { severity }]) => severity === "warning")
  .map(([code]) => code as DiagnosticCode); // a key of the catalog

function buildDiagnosticsShape({ z, strict: describe, choose }: ShapeKit): Zod.ZodType {
  const level = z.enum(["error", "warning", "off"]).optional();
  const warnings = Object.fromEntries(warningCodes.map((code) => [code, level]));
  const refuse = (message: string) =>
    z.unknown().superRefine((input, context) => {
      context.addIssue({ code: "custom", message, input, params: { isWhole: true } });
    });
  const forms = [describe("UserDiagnostics", warnings)];
  return choose("an object of codes and levels", forms, (value) => {
    if (!isObject(value)) return undefined;
    const refusals = Object.keys(value).flatMap((key) => {
      const found = findCode(key);
      if (key in warnings || !("code" in found)) return [];
      const { severity } = catalog[found.code];
      return severity === "warning"
        ? [[key, refuse(`is written ${found.code} here`)] as const]
        : [[key, refuse("is an error and stays one; only warnings can be changed")] as const];
    });
    return strict(z, { ...warnings, ...Object.fromEntries(refusals) }, warningCodes);
  });
}

/** An object without unknown keys. Its message lists the keys there are, for the suggestion. */
function strict<Shape extends Zod.core.$ZodLooseShape>(
  z: typeof Zod,
  shape: Shape,
  known: readonly string[] = Object.keys(shape),
) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known.join(" ") : undefined),
  });
}

/** Checks a value by the shape that `pick` finds for it; says what was `expected` when there is none. */
function choose(z: typeof Zod, expected: string, _forms: readonly Zod.ZodType[], pick: Pick): Zod.ZodType {
  return z.unknown().superRefine((value, context) => {
    if (value === undefined) return;
    const shape = pick(value);
    if (shape === undefined) {
      context.addIssue({ code: "custom", message: `must be ${expected}`, input: value });
      return;
    }
    const { error } = shape.safeParse(value, { reportInput: true });
    for (const issue of error?.issues ?? []) context.issues.push(issue as Zod.core.$ZodRawIssue); // finished issues are a kind of raw ones
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
