import { assert } from "../../base/assert.js";
import { stringLiteralText } from "./literals.js";
import type { MemberSource } from "./struct-source.js";

/**
 * Declares a run of NUL-terminated texts as char arrays, one text a line. Several arrays, since compilers need not
 * take literals of more than 65,536 bytes; they lie without a gap, as chars do.
 */
export function createStringMembers(
  bytes: Uint8Array,
  position: { readonly begin: number; readonly end: number; readonly base: number },
  options: { readonly name: string; readonly alignment?: number },
): readonly MemberSource[] {
  const chunks = splitTexts(bytes, position.begin, position.end);
  return chunks.map((chunk, index): MemberSource => {
    const isFirst = index === 0;
    return {
      name: isFirst ? options.name : `${options.name}_${index + 1}`,
      type: "char",
      count: chunk.end - chunk.begin,
      offset: chunk.begin - position.base,
      ...(isFirst && options.alignment !== undefined ? { alignment: options.alignment } : {}),
      ...(chunk.isOneLongText ? byCharacter(bytes, chunk) : byText(bytes, chunk)),
    };
  });
}

interface TextChunk {
  readonly begin: number;
  readonly end: number;
  readonly isOneLongText: boolean;
}

const maxLiteralBytes = 32_768;

/** Cuts behind NULs into chunks of at most `maxLiteralBytes`; a longer text makes a chunk of its own. */
function splitTexts(bytes: Uint8Array, begin: number, end: number): readonly TextChunk[] {
  const chunks: TextChunk[] = [];
  let start = begin;
  let last = begin;
  const flush = (until: number) => {
    if (until > start)
      chunks.push({ begin: start, end: until, isOneLongText: until - start > maxLiteralBytes });
    start = until;
  };
  while (last < end) {
    const next = bytes.indexOf(0, last) + 1;
    assert(next > 0 && next <= end, "a text of the image ends with NUL");
    if (next - start > maxLiteralBytes) flush(last);
    last = next;
  }
  flush(end);
  return chunks;
}

/** A literal: each text with its NUL; the last NUL is the literal's own. */
function byText(bytes: Uint8Array, { begin, end }: TextChunk): Pick<MemberSource, "lines" | "isBraced"> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const lines = function* (): Iterable<string> {
    for (let from = begin; from < end; ) {
      const to = bytes.indexOf(0, from);
      const text = stringLiteralText(decoder.decode(bytes.subarray(from, to)));
      yield to + 1 === end ? `"${text}",` : `"${text}\\0"`;
      from = to + 1;
    }
  };
  return { lines, isBraced: false };
}

/** Numbers, since no literal may be so long. */
function byCharacter(bytes: Uint8Array, { begin, end }: TextChunk): Pick<MemberSource, "lines" | "isBraced"> {
  const lines = function* (): Iterable<string> {
    for (let from = begin; from < end; from += 32) {
      // As signed or unsigned as the compiler's char: an escape is both.
      const characters = [...bytes.subarray(from, Math.min(end, from + 32))];
      yield `${characters.map((byte) => `'\\${byte.toString(8).padStart(3, "0")}'`).join(", ")},`;
    }
  };
  return { lines, isBraced: true };
}
