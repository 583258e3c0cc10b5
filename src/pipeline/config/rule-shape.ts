import type * as Zod from "zod";
import type { ShapeKit } from "./config-shape.js";

type Shape = Readonly<Record<string, Zod.ZodType>>;

/** Returns the check of the rules of a column or field. */
export function buildColumnRulesShape({ z, strict, choose }: ShapeKit): Zod.ZodType {
  const text = z.string();
  const object = strict("UserColumnRule", { rule: text, ...buildHead(z) });
  const one = choose("a text with rules, or an object with `rule`", [text, object], (value) =>
    typeof value === "string" ? text : isObject(value) ? object : undefined,
  );
  const list = z.array(one);
  return choose(
    "a text with rules, an object with `rule`, or a list of these",
    [text, object, list],
    (value) =>
      typeof value === "string" ? text : Array.isArray(value) ? list : isObject(value) ? object : undefined,
  );
}

function buildHead(z: typeof Zod): Shape {
  return {
    name: z.string().optional(),
    message: z.string().optional(),
    severity: z.enum(["error", "warning"]).optional(),
    warningUntil: z.string().optional(),
  };
}

/** Returns the check of a table's rule: the key that says what it asks for says which keys it may have. */
export function buildTableRuleShape(kit: ShapeKit, texts: Zod.ZodType): Zod.ZodType {
  const { z, strict, choose } = kit;
  const head = buildHead(z);
  const text = z.string();
  const value = choose("a number or a text", [z.number(), text], (given) =>
    typeof given === "number" ? z.number() : typeof given === "string" ? text : undefined,
  );
  const group = {
    by: texts.optional(),
    where: text.optional(),
    equals: value.optional(),
    range: text.optional(),
  };
  const order = { by: texts.optional(), strict: z.boolean().optional() };
  const shapes: Readonly<Record<string, readonly [type: string, shape: Shape]>> = {
    check: ["UserCheckRule", { check: text }],
    unique: ["UserUniqueRule", { unique: texts }],
    sum: ["UserSumRule", { sum: text, ...group }],
    count: ["UserCountRule", { count: text, ...group }],
    sequence: ["UserSequenceRule", { sequence: text, by: texts.optional(), from: value.optional() }],
    ascending: ["UserAscendingRule", { ascending: text, ...order }],
    descending: ["UserDescendingRule", { descending: text, ...order }],
    referenced: ["UserReferencedRule", { referenced: z.literal(true) }],
  };
  const forms = new Map(
    Object.entries(shapes).map(([key, [type, shape]]) => [key, strict(type, { ...shape, ...head })] as const),
  );
  const names = [...forms.keys()];
  const expected = `an object with one of ${names.join(", ")}`;
  return choose(expected, [...forms.values()], (given) => {
    if (!isObject(given)) return undefined;
    const known = names.find((name) => name in given);
    if (known !== undefined) return forms.get(known);
    const all = new Set(Object.values(shapes).flatMap(([, shape]) => Object.keys({ ...shape, ...head })));
    // A mistyped key is named, with what it may mean; without one the object lacks what it asks for.
    return Object.keys(given).some((key) => !all.has(key)) ? refuseUnknown(z, [...all]) : undefined;
  });
}

function refuseUnknown(z: typeof Zod, known: readonly string[]): Zod.ZodType {
  const any = Object.fromEntries(known.map((key) => [key, z.unknown().optional()]));
  return z.strictObject(any, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known.join(" ") : undefined),
  });
}

export function buildPathShape({ z, strict, choose }: ShapeKit, texts: Zod.ZodType): Zod.ZodType {
  const text = z.string();
  const forms = {
    files: strict("UserFilesPath", { files: text, extensions: texts.optional() }),
    unity: strict("UserUnityPath", { unity: text }),
    unreal: strict("UserUnrealPath", { unreal: text }),
  };
  const expected = "a pattern such as icons/{}.png, or an object with `files`, `unity` or `unreal`";
  return choose(expected, [text, ...Object.values(forms)], (value) => {
    if (typeof value === "string") return text;
    if (!isObject(value)) return undefined;
    if ("unity" in value) return forms.unity;
    return "unreal" in value ? forms.unreal : forms.files;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
