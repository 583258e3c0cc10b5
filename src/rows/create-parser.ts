import { at } from "../base/assert.js";
import type { Schema, ValueType } from "../model/schema.js";
import type { CellParser } from "./cell-parser.js";
import { parseBool } from "./parse-bool.js";
import { createDatetimeParser } from "./parse-datetime.js";
import { parseDuration } from "./parse-duration.js";
import { createEnumParser } from "./parse-enum.js";
import { createFloatParser } from "./parse-float.js";
import { createIntegerParser } from "./parse-integer.js";
import { createArrayParser, createListParser } from "./parse-list.js";
import { parseString } from "./parse-string.js";

/** What the config says about the writing of values. */
export interface ParseOptions {
  /** IANA zone of datetimes without an offset. */
  readonly timeZone: string;
  /** What divides the elements of a list. */
  readonly listSeparator: string;
  /** By type name, or `list`: the text that an empty cell of a column without an own default stands for. */
  readonly emptyCells: Readonly<Record<string, string>>;
}

/** Creates the parser of a type: once per column, as some prepare tables or ask for a time zone's rules. */
export function createParser(
  type: ValueType,
  schema: Pick<Schema, "enums">,
  options: ParseOptions,
): CellParser {
  switch (type.kind) {
    case "bool":
      return parseBool;
    case "integer":
      return createIntegerParser(type);
    case "float":
      return createFloatParser(type);
    case "string":
      return parseString;
    case "datetime":
      return createDatetimeParser(options.timeZone);
    case "duration":
      return parseDuration;
    case "enum":
      return createEnumParser(at(schema.enums, type.index));
    case "list":
      return createListParser(type, createParser(type.element, schema, options), options.listSeparator);
    case "array":
      return createArrayParser(type, createParser(type.element, schema, options), options.listSeparator);
    case "optional":
      return createParser(type.value, schema, options);
  }
}
