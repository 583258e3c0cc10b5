import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { buildConfigShape } from "../../src/pipeline/config/config-shape.js";
import { runCli } from "../cli/capture-io.js";
import { buildConfigSchema, type JsonSchema, writeConfigSchema } from "./config-schema.js";
import { listBlocks, readPage, root } from "./markdown.js";
import { isValid } from "./validate-json.js";

const file = "schema/table-gen.config.schema.json";
const schema = buildConfigSchema();
const shape = buildConfigShape(z);

test(`${file} is what the check of a config and the comments of its types say`, () => {
  const text = writeConfigSchema();
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  expect(readPage(file)).toBe(text);
});

test("table-gen schema prints it", async () => {
  expect(await runCli(["schema"])).toEqual({ code: 0, stdout: readPage(file), stderr: "" });
});

test("is part of the package", () => {
  expect(JSON.parse(readPage("package.json")).files).toContain("schema");
});

describe("the schema and the check agree", () => {
  const agree = (config: unknown) => {
    const { error } = shape.safeParse(config);
    expect([config, isValid(config, schema)]).toEqual([config, error === undefined]);
  };

  test("about the configs of the documentation", () => {
    const configs = listBlocks("docs/config.md").filter(({ language }) => language === "jsonc");
    for (const { text } of configs) {
      expect(isValid(parse(text), schema)).toBe(true);
      agree(parse(text));
    }
  });

  test("about configs that are made from the schema", () => {
    let valid = 0;
    fc.assert(
      fc.property(valuesOf(schema), (config) => {
        if (isValid(config, schema)) valid++;
        agree(config);
      }),
      { numRuns: 500 },
    );
    expect(valid).toBeGreaterThan(300);
  });

  test("about configs with something wrong somewhere", () => {
    let invalid = 0;
    fc.assert(
      fc.property(
        valuesOf(schema),
        anyJson,
        fc.nat(),
        fc.constantFrom("replace", "add", "remove"),
        (good, junk, at, how) => {
          const config = change(good, junk, at, how);
          if (!isValid(config, schema)) invalid++;
          agree(config);
        },
      ),
      { numRuns: 2000 },
    );
    expect(invalid).toBeGreaterThan(500);
  });
});

const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    0,
    -1,
    1.5,
    2 ** 60,
    "",
    "marked",
    "plain",
    true,
    false,
    null,
    [],
    {},
    [""],
    { kind: "plain" },
    { value: 1 },
    { values: {} },
  ),
);

const names = fc.oneof(
  fc.constantFrom("Item", "id", "values", "kind", "name", "value", "道具"),
  // The check leaves out what is named like that: no table can be.
  fc.string().filter((name) => name !== "__proto__"),
);

/** Returns values of a schema, each part of it in some of them. */
function valuesOf(one: JsonSchema): fc.Arbitrary<unknown> {
  const {
    $ref,
    allOf,
    anyOf,
    enum: allowed,
    type,
    properties = {},
    required = [],
    additionalProperties,
    items,
  } = one as {
    readonly [keyword: string]: never;
  } as Parts;
  if ($ref !== undefined) return valuesOf(schema.definitions?.[$ref.replace("#/definitions/", "")] ?? {});
  if (allOf !== undefined) return valuesOf(allOf[0] ?? {});
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(valuesOf));
  if ("const" in one) return fc.constant(one["const"]);
  if (allowed !== undefined) return fc.constantFrom(...allowed);
  if (Array.isArray(type)) return fc.oneof(...type.map((single) => valuesOf({ ...one, type: single })));
  switch (type) {
    case "string":
      return fc.string();
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: Math.max(Number(one["minimum"] ?? -9), -9), max: 9 });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "array":
      return fc.array(valuesOf(items ?? {}), { minLength: Number(one["minItems"] ?? 0), maxLength: 3 });
    case "object":
      if (typeof additionalProperties === "object") {
        return fc.dictionary(names, valuesOf(additionalProperties), { maxKeys: 3, noNullPrototype: true });
      }
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valuesOf(part)])),
        { requiredKeys: [...required], noNullPrototype: true },
      );
    default:
      throw new Error(`no values of ${JSON.stringify(one)}`);
  }
}

interface Parts extends JsonSchema {
  readonly $ref?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
}

/** Returns the value with a change at one of its places. */
function change(value: unknown, junk: unknown, at: number, how: "replace" | "add" | "remove"): unknown {
  const copy: unknown = structuredClone(value);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (holder: unknown): void => {
    if (typeof holder !== "object" || holder === null) return;
    for (const key of Object.keys(holder)) {
      const open = holder as Record<string, unknown>; // a list has its elements by key too
      places.push({ holder: open, key });
      visit(open[key]);
    }
  };
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return junk;
  const { holder, key } = place;
  if (how === "remove" && !Array.isArray(holder)) delete holder[key];
  else if (how === "add" && !Array.isArray(holder)) holder[`${key}x`] = junk;
  else holder[key] = junk;
  return copy;
}
