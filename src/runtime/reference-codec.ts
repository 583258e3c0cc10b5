import { roundUp } from "../model/image-format.js";
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
  const layout = layoutCodecs([...key, i32, ...(targets.length > 1 ? [i32] : [])]);
  const absence = layout.offsets[key.length] ?? 0;
  const targetAt = layout.offsets[key.length + 1];
  const [only] = key;

  function read(memory: Memory, at: number): R {
    const target = targets[targetAt === undefined ? 0 : memory.uint32(at + targetAt)];
    if (target === undefined) throw new ImageError("The image is damaged: a reference is to no table.");
    const [type, bytes] = target;
    const row = memory.target(at + absence);
    memory.requireInside(row, bytes);
    return new (type())(memory, row);
  }

  function show(memory: Memory, at: number): unknown {
    if (only !== undefined && key.length === 1) return only.show(memory, at);
    return key.map((part, index) => part.show(memory, at + (layout.offsets[index] ?? 0)));
  }

  function find(memory: Memory, start: number, count: number, stride: number, wanted: K): number {
    // Only references with a key of one part are elements of sets and keys of maps; the generator gives its type.
    return only === undefined ? -1 : only.find(memory, start, count, stride, wanted as never);
  }

  return { bytes: layout.bytes, alignment: layout.alignment, absence, read, show, find };
}

const i32 = { bytes: 4, alignment: 4 };

/** As a C++ struct lays its members out. */
function layoutCodecs(members: readonly { readonly bytes: number; readonly alignment: number }[]) {
  const offsets: number[] = [];
  let end = 0;
  let alignment = 1;
  for (const member of members) {
    const offset = roundUp(end, member.alignment);
    offsets.push(offset);
    end = offset + member.bytes;
    alignment = Math.max(alignment, member.alignment);
  }
  return { offsets, alignment, bytes: roundUp(end, alignment) };
}
