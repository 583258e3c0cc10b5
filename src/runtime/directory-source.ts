import { formatHash } from "../base/hash/content-hash.js";
import { headerLayout, referenceLayout, tableEntryLayout } from "../model/image-format.js";
import type { U64 } from "../model/key-index.js";
import { ImageError } from "./errors.js";
import { borrowBytes, type Memory } from "./memory.js";

/**
 * Lists and strings of the directory. Each byte of it belongs to one list, so all lists together are no
 * longer than the directory; that bound, and the like for strings, stops lists that overlap.
 */
export class DirectorySource {
  readonly memory: Memory;
  readonly #metaBytes: number;
  readonly #strings = new Map<string, string>();
  #tables: readonly number[] | undefined;
  #listBytes = 0;
  #stringBytes = 0;

  constructor(memory: Memory, metaBytes: number) {
    this.memory = memory;
    this.#metaBytes = metaBytes;
  }

  /** Positions of the entries of the tables. */
  get tables(): readonly number[] {
    this.#tables ??= this.list(headerLayout.tables, tableEntryLayout.size);
    return this.#tables;
  }

  /** Returns the positions of a list's elements. */
  list(reference: number, elementBytes: number): readonly number[] {
    const count = this.memory.uint32(reference + referenceLayout.count);
    if (count === 0) return [];
    const start = this.#requireTarget(reference, count * elementBytes);
    this.#listBytes += count * elementBytes;
    requireImage(this.#listBytes <= this.#metaBytes, "lists of its directory overlap");
    return Array.from({ length: count }, (_, index) => start + index * elementBytes);
  }

  string(reference: number): string {
    const size = this.memory.uint32(reference + referenceLayout.count);
    if (size === 0) return "";
    const start = this.#requireTarget(reference, size);
    const key = `${start}:${size}`;
    const known = this.#strings.get(key);
    if (known !== undefined) return known;
    this.#stringBytes += size;
    requireImage(this.#stringBytes <= this.#metaBytes, "strings of its directory overlap");
    const text = this.memory.text(start, size);
    this.#strings.set(key, text);
    return text;
  }

  #requireTarget(reference: number, bytes: number): number {
    const start = this.memory.target(reference);
    const inside = start >= headerLayout.size && start + bytes <= this.#metaBytes;
    requireImage(inside, `the reference at ${reference} leads out of its directory`);
    return start;
  }
}

export function requireImage(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new ImageError(`The image is damaged: ${problem}.`);
}

export function requireDistinctNames(items: readonly { readonly name: string }[], what: string): void {
  const seen = new Set<string>();
  for (const { name } of items) {
    requireImage(!seen.has(name), `${what} ${name} is there twice`);
    seen.add(name);
  }
}

/** Returns what a number of the directory stands for. */
export function nameOf<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  value: number,
  what: string,
): Name {
  // Object.keys of a record with these names gives these names.
  const name = (Object.keys(numbers) as Name[]).find((key) => numbers[key] === value);
  requireImage(name !== undefined, `${what} is of the unknown kind ${value}`);
  return name;
}

export function readU64(memory: Memory, at: number): U64 {
  return { low: memory.uint32(at), high: memory.uint32(at + 4) };
}

export function readHash(memory: Memory, at: number): string {
  return formatHash(borrowBytes(memory, at, 16));
}
