import { at } from "../base/assert.js";
import { keyTypeOf, type ValueType } from "../model/schema.js";
import { addFlags } from "./has-flag.js";
import type { EnumInfo } from "./image-info.js";
import type { KeyValue } from "./key-lookup.js";
import type { TableReader } from "./table-reader.js";
import { Version } from "./version.js";

/**
 * Returns the value that a text means as a part of a key: what `get` takes on a command line. Integers in
 * decimal, enums by name or number, flags also as names joined by `|`, bools as `true` and `false`, datetimes and durations as `dump` prints
 * them or as the number of seconds and milliseconds, references as their key. `undefined` when it is no text of the type.
 */
export function parseKeyText(table: TableReader, type: ValueType, text: string): KeyValue | undefined {
  switch (type.kind) {
    case "string":
      return text;
    case "bool":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "integer":
      return type.bits === 64 && integerText.test(text) ? BigInt(text) : parseInteger(text);
    case "enum":
      return parseEnum(at(table.enums, type.index), text) ?? parseInteger(text);
    case "version":
      return Version.parse(text);
    case "datetime":
      return parseDatetime(text) ?? parseInteger(text);
    case "duration":
      return parseDuration(text) ?? parseInteger(text);
    default: {
      const key = keyTypeOf(type);
      return key === undefined ? undefined : parseKeyText(table, key, text);
    }
  }
}

function parseEnum({ values, isFlags }: EnumInfo, text: string): number | undefined {
  const known = values.find(({ name }) => name === text);
  if (known !== undefined || !isFlags) return known?.value;
  const parts = text.split("|").map((part) => values.find(({ name }) => name === part.trim())?.value);
  return parts.reduce(
    (sum, part) => (sum === undefined || part === undefined ? undefined : addFlags(sum, part)),
    0,
  );
}

const integerText = /^-?\d+$/;

function parseInteger(text: string): number | undefined {
  const value = Number(text);
  return integerText.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

/** A date alone is midnight in UTC; a time needs its zone, `Z` or an offset. */
function parseDatetime(text: string): number | undefined {
  if (!/^([+-]\d{2})?\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text))
    return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function parseDuration(text: string): number | undefined {
  const match = /^([+-]?)PT(\d+)(?:\.(\d{1,3}))?S$/.exec(text);
  if (match === null) return undefined;
  const [, sign, seconds = "", fraction = ""] = match;
  const milliseconds = Number(seconds) * 1000 + Number(fraction.padEnd(3, "0"));
  return sign === "-" ? -milliseconds : milliseconds;
}
