import { at } from "../base/assert.js";
import type { ValueType } from "../model/schema.js";
import type { KeyValue } from "./key-lookup.js";
import type { TableReader } from "./table-reader.js";

/**
 * Returns the value that a text means as a part of a key: what `get` takes on a command line. Integers in
 * decimal, enums by name or number, bools as `true` and `false`, datetimes and durations as `dump` prints
 * them or as the number of seconds and milliseconds. `undefined` when it is no text of the type.
 */
export function parseKeyText(table: TableReader, type: ValueType, text: string): KeyValue | undefined {
  switch (type.kind) {
    case "string":
      return text;
    case "bool":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "integer":
      return type.bits === 64 && integerText.test(text) ? BigInt(text) : parseInteger(text);
    case "enum": {
      const known = at(table.enums, type.index).values.find(({ name }) => name === text);
      return known?.value ?? parseInteger(text);
    }
    case "datetime":
      return parseDatetime(text) ?? parseInteger(text);
    case "duration":
      return parseDuration(text) ?? parseInteger(text);
    default:
      return undefined;
  }
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
