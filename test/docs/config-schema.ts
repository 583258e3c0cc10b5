import ts from "typescript";
import * as z from "zod";
import { explanations } from "../../src/base/catalog/examples/index.js";
import type { WarningCode } from "../../src/base/catalog/index.js";
import { buildConfigShape, type ShapeKit } from "../../src/pipeline/config/config-shape.js";
import { readPage } from "./markdown.js";

/** The parts of JSON Schema that are used. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** Returns the JSON Schema of a config: its form is that of the check, its descriptions are those of the types. */
export function writeConfigSchema(): string {
  return `${JSON.stringify(buildConfigSchema(), undefined, 2)}\n`;
}

export function buildConfigSchema(): JsonSchema {
  const names = z.registry<{ id: string }>();
  const kit: ShapeKit = {
    z,
    strict: (type, shape) => {
      const described = z.strictObject(shape);
      if (type !== root) names.add(described, { id: type });
      return described;
    },
    choose: (_, forms) => z.union(forms),
  };
  const schema: unknown = z.toJSONSchema(buildConfigShape(z, kit), {
    target: "draft-7",
    metadata: names,
    override: ({ jsonSchema }) => {
      delete jsonSchema.propertyNames; // every name is a string
    },
  });
  const { $schema, definitions = {}, ...rest } = schema as JsonSchema; // an object with definitions is what it makes
  const docs = readDocs();
  const described = Object.entries(definitions).map(
    ([type, one]) => [type, describe(one, type, docs)] as const,
  );
  return {
    $schema,
    title: "Config of table-gen",
    ...describe(rest, root, docs),
    definitions: Object.fromEntries(described.sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

const root = "UserConfig";

type Docs = ReadonlyMap<string, string>;

function describe({ properties = {}, ...rest }: JsonSchema, type: string, docs: Docs): JsonSchema {
  const described = Object.entries(properties).map(([name, one]) => {
    const description = docs.get(`${type}.${name}`) ?? aboutWarning(type, name);
    if (description === undefined) throw new Error(`${type}.${name} has no comment`);
    return [name, { description, ...one }];
  });
  const description = docs.get(type);
  return {
    ...(description === undefined ? {} : { description }),
    ...rest,
    properties: Object.fromEntries(described),
  };
}

function aboutWarning(type: string, code: string): string | undefined {
  return type === "UserDiagnostics" ? explanations[code as WarningCode].why.en : undefined; // its keys are these
}

/** Returns the comments of the types of a config, by `Type` and `Type.property`. */
function readDocs(): Docs {
  const docs = new Map<string, string>();
  for (const page of [
    "src/model/config.ts",
    "src/pipeline/config/user-config.ts",
    "src/pipeline/config/user-rules.ts",
  ]) {
    const file = ts.createSourceFile(page, readPage(page), ts.ScriptTarget.ES2022, true);
    for (const node of file.statements) {
      if (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) continue;
      const type = node.name.text;
      setDoc(docs, type, node);
      if (!ts.isInterfaceDeclaration(node)) continue;
      const parents = (node.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((one) => one.getText(file)),
      );
      for (const parent of parents) {
        for (const [key, text] of [...docs]) {
          if (key.startsWith(`${parent}.`)) docs.set(key.replace(parent, type), text);
        }
      }
      for (const member of node.members) setDoc(docs, `${type}.${member.name?.getText(file) ?? ""}`, member);
    }
  }
  return docs;
}

function setDoc(docs: Map<string, string>, key: string, node: ts.Node): void {
  const [comment] = ts.getJSDocCommentsAndTags(node).slice(-1);
  const text = comment === undefined ? undefined : ts.getTextOfJSDocComment(comment.comment);
  if (text !== undefined && text !== "") docs.set(key, text.replace(/\s*\n\s*/g, " "));
}
