import { at } from "../../base/assert.js";
import {
  type IntegerType,
  keyTypeOf,
  type OptionalType,
  type ReferenceType,
  type ValueType,
} from "../../model/schema.js";
import type { CppNames } from "./choose-names.js";

/** How a column's values are spelled in C++. */
export interface CppType {
  /** What a row stores. */
  readonly stored: string;
  /** What an accessor returns and what `find` takes. */
  readonly view: string;
  /** True where reading converts: the accessor calls `view()`. */
  readonly isConverted: boolean;
}

/** Returns the C++ types for a column type; `native-runtime/include/tablegen/view.hpp` explains the two. */
export function cppType(type: ValueType, names: CppNames): CppType {
  const storedOf = (one: ValueType) => cppType(one, names).stored;
  switch (type.kind) {
    case "bool":
      return plain("bool");
    case "integer":
      return plain(integerType(type));
    case "float":
      return plain(type.bits === 32 ? "float" : "double");
    case "version":
      return plain("tablegen::version");
    case "enum":
      return plain(at(names.enums, type.index).type);
    case "struct": {
      const name = at(names.structs, type.index).type;
      return { stored: name, view: `${name} const&`, isConverted: false };
    }
    case "string":
      return converted("tablegen::string_ref", "std::string_view");
    case "datetime":
      return converted("tablegen::datetime", "tablegen::utc_seconds");
    case "duration":
      return converted("tablegen::duration", "std::chrono::milliseconds");
    case "variant": {
      const name = at(names.variants, type.index).type;
      return converted(`${name}::stored`, name);
    }
    case "list":
      return template("list", storedOf(type.element));
    case "set":
      return template("set", storedOf(type.element));
    case "map":
      return template("map", `${storedOf(type.key)}, ${storedOf(type.value)}`);
    case "reference":
      return referenceType(type, names);
    case "array": {
      const element = `${storedOf(type.element)}, ${type.length}`;
      return converted(`tablegen::array_value<${element}>`, `tablegen::array_view<${element}>`);
    }
    case "optional":
      return optionalType(type, names);
  }
}

/** Returns what `find` takes for a column of a key: the view, for a reference that of the key which it holds. */
export function cppKeyType(type: ValueType, names: CppNames): string {
  return cppType(keyTypeOf(type) ?? type, names).view;
}

function referenceType({ targets, key }: ReferenceType, names: CppNames): CppType {
  const rows = targets.map(({ table }) => at(names.tables, table).row).join(", ");
  const parts = key.map((part) => cppType(part, names).stored).join(", ");
  return targets.length === 1
    ? converted(`tablegen::row_ref<${rows}, ${parts}>`, `tablegen::row_link<${rows}, ${parts}>`)
    : converted(
        `tablegen::any_row_ref<tablegen::rows<${rows}>, ${parts}>`,
        `tablegen::any_row_link<tablegen::rows<${rows}>, ${parts}>`,
      );
}

/** A link can be absent itself; what is read in place is pointed to. */
function optionalType({ value }: OptionalType, names: CppNames): CppType {
  const { stored, view } = cppType(value, names);
  if (value.kind === "reference") return converted(stored, view);
  return converted(
    `tablegen::optional_value<${stored}>`,
    value.kind === "struct" ? `${stored} const*` : `std::optional<${view}>`,
  );
}

/** Returns `std::int32_t` and the like. */
export function integerType(type: IntegerType): string {
  return `std::${type.signed ? "int" : "uint"}${type.bits}_t`;
}

function plain(name: string): CppType {
  return { stored: name, view: name, isConverted: false };
}

function converted(stored: string, view: string): CppType {
  return { stored, view, isConverted: true };
}

function template(name: "list" | "map" | "set", parameters: string): CppType {
  return converted(`tablegen::${name}_ref<${parameters}>`, `tablegen::${name}_view<${parameters}>`);
}
