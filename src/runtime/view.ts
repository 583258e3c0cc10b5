import { type Codec, readList } from "./codecs.js";
import { ListView } from "./list-view.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf, toPlain } from "./plain.js";

/**
 * Fields that are seen in place: each property reads the image. The base of rows and structs; the names of generated
 * properties cannot clash with these members, because an identifier of a sheet has no `$`.
 *
 * A view is worth nothing after its library is closed: every property then throws ClosedError.
 */
export abstract class View implements Plain {
  /** By property that is a row of another table: the property that has the row's key. For the bindings. */
  static readonly $keys: Readonly<Record<string, string>> = {};

  // Plain properties: making a private field costs more than the rest of a row. Each generated class sets them in a
  // constructor of its own, since one that all classes share is some hundred times slower once it has met five of them.
  declare protected $memory: Memory;
  declare protected $at: number;

  protected $list<T>(offset: number, element: Codec<T>): ListView<T> {
    return readList(this.$memory, this.$at + offset, element);
  }
  protected $array<T>(offset: number, length: number, element: Codec<T>): ListView<T> {
    return new ListView(this.$memory, this.$at + offset, length, element);
  }
  /** Any type that has no method of its own here. */
  protected $read<T>(offset: number, codec: Codec<T>): T {
    return codec.read(this.$memory, this.$at + offset);
  }

  /** The fields by name, as JSON can say them: 64-bit integers as text, datetimes in ISO 8601, rows by key, absent as null. */
  toJSON(): Record<string, unknown> {
    return this[plainOf](0);
  }

  [plainOf](depth: number): Record<string, unknown> {
    return Object.fromEntries(listFields(this).map(([name, value]) => [name, toPlain(value, depth)]));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return Object.fromEntries(listFields(this));
  }
}

/** The class of a table's rows, or of a struct. */
export type ViewClass<V> = new (memory: Memory, at: number) => V;

/** The getters of the generated class are the fields; a row of another table shows as its key, once. */
function listFields(view: View): readonly (readonly [string, unknown])[] {
  // Generated classes keep the static members of this one.
  const { $keys } = view.constructor as typeof View;
  const keys = new Set(Object.values($keys));
  return listGetters(Object.getPrototypeOf(view))
    .filter((name) => !keys.has(name))
    .map((name) => [name, Reflect.get(view, $keys[name] ?? name)] as const);
}

/** The kind of a variant comes before the fields of its struct. */
function listGetters(prototype: object): readonly string[] {
  if (prototype === View.prototype) return [];
  const members = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  const own = members.filter(([, member]) => member.get !== undefined).map(([name]) => name);
  return [...own, ...listGetters(Object.getPrototypeOf(prototype))];
}
