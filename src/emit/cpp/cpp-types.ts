import { at } from "../../base/assert.js";
import type { IntegerType, ValueType } from "../../model/schema.js";
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

/** Returns the C++ types for a column type; `native-runtime/include/tablegen/types.hpp` explains the two. */
export function cppType(type: ValueType, names: CppNames): CppType {
  switch (type.kind) {
    case "bool":
      return plain("bool");
    case "integer":
      return plain(integerType(type));
    case "float":
      return plain(type.bits === 32 ? "float" : "double");
    case "enum":
      return plain(at(names.enums, type.index).type);
    case "string":
      return { stored: "tablegen::string_ref", view: "std::string_view", isConverted: true };
    case "datetime":
      return { stored: "tablegen::datetime", view: "tablegen::utc_seconds", isConverted: true };
    case "duration":
      return { stored: "tablegen::duration", view: "std::chrono::milliseconds", isConverted: true };
    case "list": {
      const { stored } = cppType(type.element, names);
      return {
        stored: `tablegen::list_ref<${stored}>`,
        view: `tablegen::list_view<${stored}>`,
        isConverted: true,
      };
    }
    case "array": {
      const element = `${cppType(type.element, names).stored}, ${type.length}`;
      return {
        stored: `tablegen::array_value<${element}>`,
        view: `tablegen::array_view<${element}>`,
        isConverted: true,
      };
    }
    case "optional": {
      const { stored, view } = cppType(type.value, names);
      return {
        stored: `tablegen::optional_value<${stored}>`,
        view: `std::optional<${view}>`,
        isConverted: true,
      };
    }
  }
}

/** Returns `std::int32_t` and the like. */
export function integerType(type: IntegerType): string {
  return `std::${type.signed ? "int" : "uint"}${type.bits}_t`;
}

function plain(name: string): CppType {
  return { stored: name, view: name, isConverted: false };
}
