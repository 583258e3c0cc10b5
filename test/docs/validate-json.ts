import type { JsonSchema } from "./config-schema.js";

/** True when a value is valid by a JSON Schema. Throws for a keyword that it does not know. */
export function isValid(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([keyword, given]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(value, given as never, schema, root); // the test's own schema gives each keyword what it takes
  });
}

type Check = (value: unknown, given: never, schema: JsonSchema, root: JsonSchema) => boolean;

const holds = () => true;

const keywords: Readonly<Record<string, Check>> = {
  $schema: holds,
  title: holds,
  description: holds,
  definitions: holds,
  $ref: (value, given: string, _, root) =>
    isValid(value, root.definitions?.[given.replace("#/definitions/", "")] ?? { missing: given }, root),
  allOf: (value, given: readonly JsonSchema[], _, root) => given.every((one) => isValid(value, one, root)),
  anyOf: (value, given: readonly JsonSchema[], _, root) => given.some((one) => isValid(value, one, root)),
  enum: (value, given: readonly unknown[]) => given.includes(value),
  const: (value, given: unknown) => value === given,
  type: (value, given: string | readonly string[]) =>
    [given]
      .flat()
      .some((type) => typeOf(value) === type || (type === "number" && typeOf(value) === "integer")),
  minimum: (value, given: number) => typeof value !== "number" || value >= given,
  maximum: (value, given: number) => typeof value !== "number" || value <= given,
  minItems: (value, given: number) => !Array.isArray(value) || value.length >= given,
  items: (value, given: JsonSchema, _, root) =>
    !Array.isArray(value) || value.every((one) => isValid(one, given, root)),
  required: (value, given: readonly string[]) =>
    !isObject(value) || given.every((key) => Object.hasOwn(value, key)),
  properties: (value, given: Readonly<Record<string, JsonSchema>>, _, root) =>
    !isObject(value) ||
    Object.entries(given).every(([key, one]) => !Object.hasOwn(value, key) || isValid(value[key], one, root)),
  additionalProperties: (value, given: JsonSchema | false, { properties = {} }, root) =>
    !isObject(value) ||
    Object.keys(value).every(
      (key) => Object.hasOwn(properties, key) || (given !== false && isValid(value[key], given, root)),
    ),
};

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
