import fc from "fast-check";
import { isIdentifier, toSnakeCase } from "../../src/base/identifiers.js";

/** Names that mean something to C++, to TypeScript, to their libraries, to the generated code, or to a file system. */
const loadedNames: readonly string[] = [
  // Words of either language.
  "class operator new delete and xor_eq co_await signed template char8_t final concept override volatile union",
  "await yield typeof undefined never unknown symbol arguments eval let infer keyof unique readonly as is asserts",
  "async of get set static declare satisfies this import export NaN type namespace module abstract any object",
  // Macros and names of the headers.
  "NULL EOF errno assert INT_MAX linux unix major minor stdin offsetof I isnan INFINITY SIZE_MAX",
  "std tablegen int32_t size_t string_view optional max min uint8_t byte list nullptr_t chrono swap move",
  // The generated code's own.
  "row rows Row table Table tables Tables TableSet find find_by_id getById size begin end bind image embedded",
  "m_image m_rows m_primary m_key1 value_type primary keys has id Id id_ key library close empty to_string",
  "image_layout image_meta image_object codecs ListView ImageReader slot_count header offset entry block data",
  "rows_ strings strings_2 index index_0 slots_0 lists_0 order padding is_absent source known failure",
  "known_columns known_keys primary_columns key1_columns argc argv bound instance done library_ view meta",
  "item_block item_table class_ class__ openTables readTables m_item values_0 types enums",
  // Members of every object in JavaScript.
  "constructor prototype toString valueOf hasOwnProperty toJSON then length name call apply caller Symbol Object",
  // Devices and files.
  "con nul aux index_ runtime COM1",
  // Nothing but `_`, and names that differ in case, `_` or digits only.
  "_ __ _1 __2 x X x_ x1 x_1 X1 a_b aB AB ab a__b _A _a HTTPServer",
  "道具 技能等级 名称 ид Ключ größe ñandú مفتاح नाम 이름 なまえ Ⅳ ﬁ ẞ İ ǅ",
].flatMap((line) => line.split(" "));

const letters = [..."abcXYZ019__é道具ßдЖ"];

const word = fc.constantFrom(
  "item",
  "Level",
  "HTTP",
  "id",
  "2",
  "道具",
  "v2",
  "_",
  "Get",
  "by",
  "ID",
  "größe",
);

const composed = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "_"))
  .map(([words, joint]) => words.join(joint));

const spelled = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });

/** A name that a sheet may give a table, a column, an enum or an enum's value. */
export const anyName: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...loadedNames) },
    { weight: 2, arbitrary: composed },
    { weight: 1, arbitrary: spelled },
  )
  .map((name) => name.normalize("NFC"))
  .filter((name) => isIdentifier(name) && name !== "__proto__");

/** Names that a library may hold side by side, as files are named after them. */
export function anyTypeNames(count: number): fc.Arbitrary<readonly string[]> {
  return fc.uniqueArray(
    anyName.filter((name) => !typeNames.has(name)),
    { minLength: count, maxLength: count, selector: toSnakeCase },
  );
}

const typeNames = new Set([
  ...[
    "bool",
    "boolean",
    "sbyte",
    "byte",
    "short",
    "ushort",
    "int",
    "uint",
    "long",
    "ulong",
    "float",
    "double",
  ],
  ...["string", "datetime", "duration", "list", "set", "map", "ref", "version", "fraction"],
  ...["vec2", "vec3", "vec4"],
]);
