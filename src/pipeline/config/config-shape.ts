import type * as Zod from "zod";
import { findCode } from "../../base/catalog/find-code.js";
import { catalog, type DiagnosticCode } from "../../base/catalog/index.js";
import type { UserConfig } from "./user-config.js";

/**
 * Returns the check of a whole config file. It reports every problem at once; a value that may have one of
 * several forms is checked against the form that it seems to be meant as, so that a mistake deep inside is
 * named where it is.
 */
export function buildConfigShape(z: typeof Zod): Zod.ZodType<UserConfig> {
  const texts = choose(z, "a string or a list of strings", (value) =>
    typeof value === "string" ? z.string() : Array.isArray(value) ? z.array(z.string()) : undefined,
  );
  const text = choose(z, "a string, a number or a boolean", (value) =>
    ["string", "number", "boolean"].includes(typeof value) ? z.unknown() : undefined,
  );
  const dialect = buildDialectShape(z);
  const shape = strict(z, {
    $schema: z.string().optional(),
    name: z.string().optional(),
    namespace: z.string().optional(),
    out: z.string().optional(),
    sources: texts.optional(),
    encoding: z.string().optional(),
    separator: z.string().optional(),
    dialect: dialect.optional(),
    timeZone: z.string().optional(),
    listSeparator: z.string().optional(),
    emptyCells: z.record(z.string(), text).optional(),
    enums: z.record(z.string(), buildEnumShape(z, texts)).optional(),
    tables: z.record(z.string(), buildTableShape(z, { texts, text, dialect })).optional(),
    publish: buildPublishShape(z).optional(),
    diagnostics: buildDiagnosticsShape(z).optional(),
  });
  // `choose` works on unknown values; the forms that it picks are those of UserConfig.
  return shape as unknown as Zod.ZodType<UserConfig>;
}

function buildDialectShape(z: typeof Zod): Zod.ZodType {
  const position = z.int().min(1).optional();
  const rows = { nameRow: position, noteRow: position, dataRow: position };
  const kinds = {
    marked: strict(z, { kind: z.literal("marked") }),
    plain: strict(z, { kind: z.literal("plain"), ...rows }),
    stacked: strict(z, {
      kind: z.literal("stacked"),
      ...rows,
      typeRow: position,
      markColumns: z.int().min(0).optional(),
    }),
  };
  const name = z.enum(["marked", "stacked", "plain"]);
  return choose(z, "a dialect's name, or an object with its `kind`", (value) => {
    if (typeof value === "string") return name;
    if (!isObject(value)) return undefined;
    const kind = value["kind"];
    return typeof kind === "string" && kind in kinds
      ? kinds[kind as keyof typeof kinds] // `in` has just shown it
      : z.looseObject({ kind: name });
  });
}

function buildEnumShape(z: typeof Zod, texts: Zod.ZodType): Zod.ZodType {
  const value = { value: z.int(), aliases: texts.optional(), note: z.string().optional() };
  const named = strict(z, { name: z.string(), ...value });
  const unnamed = strict(z, value);
  const entry = choose(z, "a number, or an object with `value`", (given) =>
    typeof given === "number" ? z.int() : isObject(given) ? unnamed : undefined,
  );
  const values = choose(z, "an object of names and numbers, or a list of values", (given) =>
    Array.isArray(given) ? z.array(named) : isObject(given) ? z.record(z.string(), entry) : undefined,
  );
  const full = strict(z, { underlying: z.string().optional(), note: z.string().optional(), values });
  const short = z.record(z.string(), z.int());
  return choose(z, "an object of names and numbers, or an object with `values`", (given) =>
    isObject(given) ? (typeof given["values"] === "object" ? full : short) : undefined,
  );
}

function buildTableShape(
  z: typeof Zod,
  shapes: { readonly texts: Zod.ZodType; readonly text: Zod.ZodType; readonly dialect: Zod.ZodType },
): Zod.ZodType {
  const column = strict(z, {
    name: z.string().optional(),
    type: z.string().optional(),
    note: z.string().optional(),
    default: shapes.text.optional(),
    ignore: z.boolean().optional(),
    references: z.string().optional(),
  });
  return strict(z, {
    from: shapes.texts.optional(),
    dialect: shapes.dialect.optional(),
    note: z.string().optional(),
    key: choose(z, "a column, a list of columns, or false", (value) =>
      typeof value === "string"
        ? z.string()
        : Array.isArray(value)
          ? z.array(z.string()).min(1)
          : value === false
            ? z.literal(false)
            : undefined,
    ).optional(),
    unique: z
      .array(
        choose(z, "a column or a list of columns", (value) =>
          typeof value === "string"
            ? z.string()
            : Array.isArray(value)
              ? z.array(z.string()).min(1)
              : undefined,
        ),
      )
      .optional(),
    columns: z
      .record(
        z.string(),
        choose(z, "a type, or an object with the column's options", (value) =>
          typeof value === "string" ? z.string() : isObject(value) ? column : undefined,
        ),
      )
      .optional(),
  });
}

function buildPublishShape(z: typeof Zod): Zod.ZodType {
  const owner = choose(z, "a name or a number", (value) =>
    typeof value === "string" ? z.string() : typeof value === "number" ? z.int().min(0) : undefined,
  );
  return strict(z, {
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

function buildDiagnosticsShape(z: typeof Zod): Zod.ZodType {
  const level = z.enum(["error", "warning", "off"]).optional();
  const warnings = Object.fromEntries(warningCodes.map((code) => [code, level]));
  const refuse = (message: string) =>
    z.unknown().superRefine((input, context) => {
      context.addIssue({ code: "custom", message, input, params: { isWhole: true } });
    });
  return choose(z, "an object of codes and levels", (value) => {
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
function choose(
  z: typeof Zod,
  expected: string,
  pick: (value: unknown) => Zod.ZodType | undefined,
): Zod.ZodType {
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
