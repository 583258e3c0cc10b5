import { layoutReferenceParts } from "../model/image-format.js";
import type { Codec, KeyCodec } from "./codecs.js";
import { ImageError } from "./errors.js";
import type { KeyOrder } from "./key-order.js";
import type { Memory } from "./memory.js";
import type { ViewClass } from "./view.js";

/** For each table that a row may be in: the class of its rows, and how many bytes of a row that class reads. */
export type ReferenceTargets<R> = readonly (readonly [type: () => ViewClass<R>, bytes: number])[];

/**
 * Creates the codec of references to rows: stored are the parts of the key, the offset to the row and, where there are
 * several tables, which of them.
 */
export function createReferenceCodec<R, K>(
  key: readonly (Codec<unknown> & KeyOrder<never>)[],
  targets: ReferenceTargets<R>,
): KeyCodec<R, K> {
  const { columnOffsets, offset, target, stride, alignment } = layoutReferenceParts(key, targets.length);
  const [only] = key;

  function read(memory: Memory, at: number): R {
    const table = targets[target === undefined ? 0 : memory.uint32(at + target)];
    if (table === undefined) throw new ImageError("The image is damaged: a reference is to no table.");
    const [type, bytes] = table;
    return new (type())(memory, memory.row(at + offset, bytes));
  }

  function show(memory: Memory, at: number): unknown {
    if (only !== undefined && key.length === 1) return only.show(memory, at);
    return key.map((part, index) => part.show(memory, at + (columnOffsets[index] ?? 0)));
  }

  function find(memory: Memory, start: number, count: number, stride: number, wanted: K): number {
    // Only references with a key of one part are elements of sets and keys of maps; the generator gives its type.
    return only === undefined ? -1 : only.find(memory, start, count, stride, wanted as never);
  }

  return { bytes: stride, alignment, absence: offset, read, show, find };
}
