import type { LineCounter, Node, Pair, Scalar, YAMLMap } from "yaml";
import type { DocumentField, DocumentNode } from "../../model/document.js";
import { checkYamlDepth } from "./check-yaml-depth.js";
import { collectFields, type OnRepeated } from "./collect-fields.js";
import { DocumentError, maxDepth, TooDeepError } from "./document-error.js";

type Yaml = typeof import("yaml");

/**
 * Reads YAML 1.2 with its core schema; several documents of a file are a list. Aliases are followed as far as they
 * do not make a mountain of a molehill, and `<<` merges. Throws DocumentError at the first mistake.
 */
export async function readYaml(text: string, onRepeated: OnRepeated): Promise<DocumentNode> {
  const yaml = await import("yaml");
  checkYamlDepth(text, yaml);
  const lines = new yaml.LineCounter();
  const documents = yaml.parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    intAsBigInt: true,
    schema: "core",
    logLevel: "silent",
  });
  const roots: DocumentNode[] = [];
  for (const document of documents) {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined)
      throw new DocumentError(sayPlainly(problem.message), lineAt(lines, problem.pos[0]));
    const { contents } = document;
    if (contents === null || (yaml.isScalar(contents) && contents.source === "")) continue;
    roots.push(new YamlReader(yaml, lines, onRepeated).read(contents));
  }
  const [first, ...others] = roots;
  if (first === undefined) throw new DocumentError("the file is empty", 1);
  return others.length === 0 ? first : { line: 1, items: roots };
}

/** As part of a sentence. */
function sayPlainly(message: string): string {
  return message.replace(/\.$/, "").replace(/\s+/g, " ");
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

interface Anchored {
  readonly node: DocumentNode;
  /** How many values it has, and how many of them hold each other, aliases followed. */
  readonly count: number;
  readonly height: number;
}

/** How many values aliases may add to those that are written. */
const maxAliased = 1_000_000;

class YamlReader {
  readonly #yaml: Yaml;
  readonly #lines: LineCounter;
  readonly #onRepeated: OnRepeated;
  /** By the name of an anchor; one that is still being read is not yet there. */
  readonly #anchors = new Map<string, Anchored>();
  #count = 0;
  #aliased = 0;
  #depth = 0;
  #deepest = 0;

  constructor(yaml: Yaml, lines: LineCounter, onRepeated: OnRepeated) {
    this.#yaml = yaml;
    this.#lines = lines;
    this.#onRepeated = onRepeated;
  }

  read(given: Node): DocumentNode {
    const line = this.#lineOf(given);
    if (this.#yaml.isAlias(given)) return this.#readAlias(given.source, line);
    this.#checkTag(given, line);
    const [countBefore, deepestBefore] = [this.#count, this.#deepest];
    this.#deepest = this.#depth;
    this.#count++;
    const node = this.#readNode(given, line);
    if ("anchor" in given && given.anchor !== undefined) {
      const height = this.#deepest - this.#depth;
      this.#anchors.set(given.anchor, { node, count: this.#count - countBefore, height });
    }
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return node;
  }

  #readNode(given: Node, line: number): DocumentNode {
    const { isMap, isSeq, isScalar } = this.#yaml;
    if (isScalar(given)) return this.#readScalar(given, line);
    this.#enter(1, line);
    this.#depth++;
    const node = isMap(given)
      ? { line, fields: this.#readFields(given) }
      : { line, items: isSeq(given) ? given.items.map((item) => this.#readPart(item, line)) : [] };
    this.#depth--;
    return node;
  }

  #enter(levels: number, line: number): void {
    if (this.#depth + levels > maxDepth) throw new TooDeepError(line);
    this.#deepest = Math.max(this.#deepest, this.#depth + levels);
  }

  /** What is left empty is null. */
  #readPart(part: unknown, line: number): DocumentNode {
    return this.#yaml.isNode(part) ? this.read(part) : { line, scalar: null };
  }

  #readAlias(name: string, line: number): DocumentNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      throw new DocumentError(`*${name} stands for no value before it`, line);
    }
    this.#count += target.count;
    this.#aliased += target.count;
    if (this.#aliased > maxAliased) {
      throw new DocumentError(`its aliases stand for more than ${maxAliased} values`, line);
    }
    this.#enter(target.height, line);
    return target.node;
  }

  #readScalar(given: Scalar, line: number): DocumentNode {
    const { value, source, type } = given;
    const written = type === "PLAIN" && source !== undefined ? { text: source } : {};
    if (typeof value === "bigint") {
      const isExact = BigInt(Number(value)) === value && Number.isSafeInteger(Number(value));
      return { line, scalar: Number(value), ...(isExact ? written : { text: String(value) }) };
    }
    if (value === null) return { line, scalar: null };
    if (typeof value === "number" || typeof value === "boolean") return { line, scalar: value, ...written };
    return { line, scalar: String(value) };
  }

  #readFields(map: YAMLMap): readonly DocumentField[] {
    const merged: DocumentField[] = [];
    const own: DocumentField[] = [];
    for (const pair of map.items) {
      const name = this.#readKey(pair, map);
      const line = this.#yaml.isNode(pair.key) ? this.#lineOf(pair.key) : this.#lineOf(map);
      const node = this.#readPart(pair.value, line);
      if (this.#isMerge(pair)) merged.push(...this.#listMerged(node));
      else own.push({ name, node: { ...node, line } });
    }
    const fields = collectFields(own, this.#onRepeated);
    if (merged.length === 0) return fields;
    // A field's own value goes before a merged one, and the first merged one before later ones.
    const all = new Map<string, DocumentField>();
    for (const field of [...fields, ...merged]) if (!all.has(field.name)) all.set(field.name, field);
    return [...all.values()];
  }

  #isMerge({ key }: Pair): boolean {
    return this.#yaml.isScalar(key) && key.value === "<<" && key.type === "PLAIN";
  }

  #listMerged(node: DocumentNode): readonly DocumentField[] {
    const sources = node.items ?? [node];
    return sources.flatMap(({ fields, line }) => {
      if (fields === undefined) throw new DocumentError("<< stands for something that has no fields", line);
      return fields;
    });
  }

  #readKey({ key }: Pair, map: YAMLMap): string {
    if (this.#yaml.isScalar(key) && key.value !== null) {
      this.#checkTag(key, this.#lineOf(key));
      return key.type === "PLAIN" && key.source !== undefined ? key.source : String(key.value);
    }
    const line = this.#yaml.isNode(key) ? this.#lineOf(key) : this.#lineOf(map);
    throw new DocumentError("a key is no text", line);
  }

  #checkTag(node: Node, line: number): void {
    if (!("tag" in node) || node.tag === undefined || plainTags.has(node.tag)) return;
    throw new DocumentError(`the tag ${node.tag} is not read`, line);
  }

  #lineOf(node: Node): number {
    return lineAt(this.#lines, node.range?.[0] ?? 0);
  }
}

const plainTags: ReadonlySet<string> = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`),
);
