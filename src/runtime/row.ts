import { type Codec, isReferencePresent, readList } from "./codecs.js";
import { ListView } from "./list-view.js";
import type { Memory } from "./memory.js";
import { toPlain } from "./plain.js";

/**
 * A row of a table, seen in place: each property reads the image. The base of generated classes, whose
 * columns cannot clash with these members, because an identifier of a sheet has no `$`.
 *
 * A row is worth nothing after its library is closed: every property then throws ClosedError.
 */
export abstract class Row {
  // Plain properties: making a private field costs more than the rest of a row.
  protected readonly $memory: Memory;
  protected readonly $at: number;

  /** For the bindings. */
  constructor(memory: Memory, at: number) {
    this.$memory = memory;
    this.$at = at;
  }

  protected $bool(offset: number): boolean {
    return this.$memory.uint8(this.$at + offset) !== 0;
  }
  protected $int8(offset: number): number {
    return this.$memory.int8(this.$at + offset);
  }
  protected $int16(offset: number): number {
    return this.$memory.int16(this.$at + offset);
  }
  protected $int32(offset: number): number {
    return this.$memory.int32(this.$at + offset);
  }
  protected $int64(offset: number): bigint {
    return this.$memory.int64(this.$at + offset);
  }
  protected $uint8(offset: number): number {
    return this.$memory.uint8(this.$at + offset);
  }
  protected $uint16(offset: number): number {
    return this.$memory.uint16(this.$at + offset);
  }
  protected $uint32(offset: number): number {
    return this.$memory.uint32(this.$at + offset);
  }
  protected $uint64(offset: number): bigint {
    return this.$memory.uint64(this.$at + offset);
  }
  protected $float32(offset: number): number {
    return this.$memory.float32(this.$at + offset);
  }
  protected $float64(offset: number): number {
    return this.$memory.float64(this.$at + offset);
  }
  protected $safeInteger(offset: number): number {
    return this.$memory.safeInteger(this.$at + offset);
  }
  protected $datetime(offset: number): Date {
    return new Date(this.$memory.safeInteger(this.$at + offset) * 1000);
  }
  protected $string(offset: number): string {
    return this.$memory.string(this.$at + offset);
  }
  protected $list<T>(offset: number, element: Codec<T>): ListView<T> {
    return readList(this.$memory, this.$at + offset, element);
  }
  protected $array<T>(offset: number, length: number, element: Codec<T>): ListView<T> {
    return new ListView(this.$memory, this.$at + offset, length, element);
  }

  /** True when the byte beside an optional value says that it is there. */
  protected $flag(offset: number): boolean {
    return this.$memory.uint8(this.$at + offset) !== 0;
  }
  /** True when an optional string or list is there. */
  protected $reference(offset: number): boolean {
    return isReferencePresent(this.$memory, this.$at + offset);
  }

  /** The columns by name, as JSON can say them: 64-bit integers as text, datetimes in ISO 8601, absent as null. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(listColumns(this).map(([name, value]) => [name, toPlain(value)]));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return Object.fromEntries(listColumns(this));
  }
}

/** The getters of the generated class are the columns. */
function listColumns(row: Row): readonly (readonly [string, unknown])[] {
  const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(row));
  return Object.entries(members)
    .filter(([, member]) => member.get !== undefined)
    .map(([name, member]) => [name, member.get?.call(row)] as const);
}
