import {
  parseTextFormat,
  TextFormatError,
  type TextMessage,
  type TextValue,
} from "../../base/parse-text-format.js";
import type { TableauField, TableauOrder, TableauRange } from "../../model/tableau.js";

/** What the properties of a field say: each is there where the field has it. */
export interface FieldProperties {
  readonly unique?: boolean;
  readonly range?: TableauRange;
  readonly refer?: string;
  readonly sequence?: string;
  readonly order?: TableauOrder;
  readonly default?: string;
  readonly fixed?: boolean;
  readonly size?: number;
  readonly form?: "text" | "json";
  readonly present?: boolean;
  readonly optional?: boolean;
  readonly sep?: string;
  readonly subsep?: string;
  readonly pattern?: string;
  readonly aggregate?: boolean;
  /** Those that nothing here acts upon, as they are written. */
  readonly unchecked: readonly string[];
}

export const noProperties: FieldProperties = { unchecked: [] };

/** Parses what stands in `|{…}`. Throws `TextFormatError`, also for a property that there is not. */
export function parseFieldProperties(text: string): FieldProperties {
  return readFieldProperties(parseTextFormat(text));
}

/** Reads properties that have been parsed. Throws `TextFormatError`. */
export function readFieldProperties(fields: TextMessage): FieldProperties {
  const all: { -readonly [Key in keyof FieldProperties]: FieldProperties[Key] } = { unchecked: [] };
  const unchecked: string[] = [];
  for (const { name, value } of fields) {
    switch (name) {
      case "unique":
      case "fixed":
      case "present":
      case "optional":
      case "aggregate":
        all[name] = readBool(name, value);
        break;
      case "refer":
      case "default":
      case "sep":
      case "subsep":
      case "pattern":
        all[name] = readText(name, value);
        break;
      case "range":
        all.range = readRange(readText(name, value));
        break;
      case "sequence":
        all.sequence = String(readNumber(name, value));
        break;
      case "size":
        all.size = readSize(value);
        break;
      case "form":
        Object.assign(all, readForm(value));
        break;
      case "order":
        Object.assign(all, readOrder(value));
        break;
      case "json_name":
        break; // generated code has names of its own
      case "patch":
      case "validate":
      case "validate_complex":
      case "validate_message":
        unchecked.push(`${name}:${showValue(value)}`);
        break;
      default:
        throw new UnknownPropertyError(name);
    }
  }
  return { ...all, unchecked };
}

/** A property that tableau does not have. */
export class UnknownPropertyError extends TextFormatError {
  readonly property: string;

  constructor(property: string) {
    super(`there is no property ${property}`);
    this.property = property;
  }
}

export const propertyNames: readonly string[] = [
  ...["unique", "range", "refer", "sequence", "order", "default", "fixed", "size", "form", "json_name"],
  ...["present", "optional", "patch", "sep", "subsep", "pattern", "aggregate"],
  ...["validate", "validate_complex", "validate_message"],
];

function readBool(name: string, value: TextValue): boolean {
  const text = value.kind === "word" ? value.text : "";
  if (/^(true|True|t|1)$/.test(text)) return true;
  if (/^(false|False|f|0)$/.test(text)) return false;
  throw new TextFormatError(`${name} is true or false`);
}

function readText(name: string, value: TextValue): string {
  if (value.kind === "text") return value.text;
  throw new TextFormatError(`the value of ${name} stands in quotes`);
}

function readNumber(name: string, value: TextValue): number {
  if (value.kind === "word" && /^[-+]?\d+$/.test(value.text)) return Number(value.text);
  throw new TextFormatError(`${name} is a whole number`);
}

/** As many as columns can be numbered. */
const largestSize = 9999;

function readSize(value: TextValue): number {
  const size = readNumber("size", value);
  if (size >= 0 && size <= largestSize) return size;
  throw new TextFormatError(`size is a number of elements, at most ${largestSize}`);
}

function readForm(value: TextValue): Pick<FieldProperties, "form"> {
  const form = wordOf(value);
  if (form === "FORM_TEXT" || form === "1") return { form: "text" };
  if (form === "FORM_JSON" || form === "2") return { form: "json" };
  if (form === "FORM_DEFAULT" || form === "0") return {};
  throw new TextFormatError("form is FORM_TEXT or FORM_JSON");
}

function readOrder(value: TextValue): Pick<FieldProperties, "order"> {
  const word = wordOf(value);
  if (word === "ORDER_NONE") return {};
  const [, strictly, direction] = /^ORDER_(STRICTLY_)?(ASC|DESC)$/.exec(word) ?? [];
  if (direction === undefined) {
    throw new TextFormatError("order is ORDER_ASC, ORDER_DESC, ORDER_STRICTLY_ASC or ORDER_STRICTLY_DESC");
  }
  const isStrict = strictly !== undefined;
  return { order: { direction: direction === "ASC" ? "ascending" : "descending", isStrict } };
}

function wordOf(value: TextValue): string {
  return value.kind === "word" ? value.text : "";
}

/** `1,10`, `1,~`, `~,10` */
function readRange(text: string): TableauRange {
  const [minimum, maximum, ...others] = text.split(",").map((limit) => limit.trim());
  const isGood = (limit: string | undefined) =>
    limit !== undefined && /^(~|[-+]?[\d.]+(e[-+]?\d+)?)$/i.test(limit);
  if (!isGood(minimum) || !isGood(maximum) || others.length > 0) {
    throw new TextFormatError(`the range ${text} is not written as "1,10", "1,~" or "~,10"`);
  }
  return {
    text: `range:"${text}"`,
    ...(minimum === "~" || minimum === undefined ? {} : { minimum }),
    ...(maximum === "~" || maximum === undefined ? {} : { maximum }),
  };
}

/** Returns a value as it is written, for messages. */
function showValue(value: TextValue): string {
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "word":
      return value.text;
    case "message":
      return `{${value.fields.map((field) => `${field.name}:${showValue(field.value)}`).join(" ")}}`;
    case "list":
      return `[${value.items.map(showValue).join(", ")}]`;
  }
}

/** Returns what a field of a single value takes of the properties of its column. */
export function takeSingle(properties: FieldProperties): FieldProperties {
  const { fixed, size, sep, subsep, aggregate, form, ...rest } = properties;
  return rest;
}

/** Returns what a list or map takes of the properties of its column; its first field takes the rest. */
export function takeContainer(properties: FieldProperties): FieldProperties {
  const { unique, range, refer, sequence, order, default: _, pattern, unchecked, ...rest } = properties;
  return { ...rest, unchecked: [] };
}

/** Returns what the first field of a list, a map or a struct takes. */
export function takeFirst(properties: FieldProperties): FieldProperties {
  const { fixed, size, sep, subsep, aggregate, form, unchecked, ...rest } = properties;
  return { ...rest, unchecked: [] };
}

/** Returns what properties say of a field, apart from its type. */
export function describeProperties(
  properties: FieldProperties,
): Pick<
  TableauField,
  "isOptional" | "isPresent" | "default" | "separators" | "range" | "isUnique" | "sequence" | "order"
> {
  const { range, unique, sequence, order } = properties;
  return {
    isOptional: properties.optional ?? false,
    isPresent: properties.present ?? false,
    separators: {
      ...(properties.sep === undefined || properties.sep === "" ? {} : { sep: properties.sep }),
      ...(properties.subsep === undefined || properties.subsep === "" ? {} : { subsep: properties.subsep }),
    },
    ...(properties.default === undefined || properties.default === "" ? {} : { default: properties.default }),
    ...(range === undefined ? {} : { range }),
    ...(unique === undefined ? {} : { isUnique: unique }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(order === undefined ? {} : { order }),
  };
}
