import fc from "fast-check";
import type { StructSchema, ValueType, VariantSchema } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { type Block, BlockWriter, isBlankBlock } from "./lay-out.js";
import { anyTreeIn, hasParts, type Layout } from "./random-layouts.js";
import { anyText } from "./random-texts.js";
import { anyTree, dumpTree, type Leaf, type TreeSetting, writeCell, writeJson } from "./random-trees.js";

/** A value as a sheet writes it, and as the dump of the library is to show it. */
export interface Writing {
  /** What a text file holds. */
  readonly text: string;
  /** What a spreadsheet may hold instead: a number, or the serial number of a date or a time. */
  readonly stored?: Leaf["stored"];
  /** The cells of a value that stands in several; its text is empty. */
  readonly block?: Block;
  readonly json: string;
  /** Of what can stand in a set: what its elements are in the order of. */
  readonly order?: Value;
}

export interface RandomEnum {
  readonly name: string;
  readonly underlying: {
    readonly kind: "integer";
    readonly bits: 8 | 16 | 32 | 64;
    readonly signed: boolean;
  };
  readonly note: string;
  readonly isFlags: boolean;
  readonly values: readonly {
    readonly name: string;
    readonly value: number;
    readonly aliases: readonly string[];
    readonly note: string;
  }[];
  readonly isInSheet: boolean;
}

export interface ValueSetting {
  readonly enums: readonly RandomEnum[];
  readonly structs: readonly StructSchema[];
  readonly variants: readonly VariantSchema[];
  /** What fields with a default stand for, by struct and field: `Reward.count`. */
  readonly defaults: ReadonlyMap<string, Writing>;
  readonly listSeparator: string;
  /** Divide what nests deeper, the innermost first. */
  readonly outerSeparators: readonly string[];
  /** How far the clocks of the config's zone are ahead of UTC, all the year. */
  readonly offsetSeconds: number;
}

/** Values of a type in their various spellings, never an empty cell. */
export function anyWriting(type: ValueType, setting: ValueSetting): fc.Arbitrary<Writing> {
  switch (type.kind) {
    case "bool":
      return anyBool;
    case "integer":
      return fc
        .tuple(anyInteger(type.bits, type.signed), fc.nat(7))
        .map(([value, style]) => ({ ...writeInteger(value, type.bits, style), order: value }));
    case "float":
      if (type.isFraction) return anyFraction;
      return type.bits === 32 ? anyFloat32 : anyFloat64;
    case "string":
      return anyString;
    case "datetime":
      return fc.tuple(anyInstant, fc.nat(7)).map(([seconds, style]) => ({
        ...writeDatetime(seconds, style, setting.offsetSeconds),
        order: seconds,
      }));
    case "duration":
      return fc
        .tuple(anyMilliseconds, fc.nat(4))
        .map(([value, style]) => ({ ...writeDuration(value, style), order: value }));
    case "enum":
      return anyEnumValue(setting.enums[type.index]);
    case "version":
      return anyVersion;
    case "list":
      if (hasParts(type.element)) return anyContainer(type, setting);
      return anyElements(type.element, { minLength: 0, maxLength: 4 }, setting);
    case "array":
      if (hasParts(type.element)) return anyContainer(type, setting);
      return anyElements(type.element, { minLength: type.length, maxLength: type.length }, setting);
    case "optional":
      return anyWriting(type.value, setting);
    case "set":
    case "map":
    case "struct":
    case "variant":
      return anyContainer(type, setting);
    case "reference":
      throw new Error("what a reference may lead to is known when all tables are");
  }
}

/** Values of types that have parts, divided by separators where they can be, else as JSON. */
function anyContainer(type: ValueType, setting: ValueSetting): fc.Arbitrary<Writing> {
  const trees = treesOf(setting);
  const { schema } = trees;
  const separators = separatorsOf(setting);
  return fc
    .tuple(
      anyTree(type, trees).filter((tree) => tree.kind !== "absent"),
      fc.boolean(),
    )
    .map(([tree, isJson]): Writing => {
      const text = isJson || !canDivide(setting) ? undefined : writeCell(tree, type, separators, schema);
      return { text: text ?? writeJson(tree, type, schema), json: dumpTree(tree, type, schema) };
    });
}

/** What values with parts are made of. */
export function treesOf(setting: ValueSetting): TreeSetting {
  const defaults = [...setting.defaults].map(
    ([name, writing]) => [name, toLeaf(writing, { kind: "bool" })] as const,
  );
  return {
    schema: { structs: setting.structs, variants: setting.variants },
    defaults: new Map(defaults),
    anyLeaf: (leaf) => anyWriting(leaf, setting).map((writing) => toLeaf(writing, leaf)),
  };
}

/** Values whose parts are spread over cells. Where all of these are blank, the value is what `empty` says. */
export function anySpread(
  type: ValueType,
  layout: Layout,
  trees: TreeSetting,
  { setting, empty }: { readonly setting: ValueSetting; readonly empty: Writing | undefined },
): fc.Arbitrary<Writing> {
  const writer = new BlockWriter(trees.schema, canDivide(setting) ? separatorsOf(setting) : []);
  return anyTreeIn(layout, type, trees)
    .map((tree): Writing | undefined => {
      const block = writer.write(tree, type, layout);
      if (block === undefined) return undefined;
      const isEmpty = isBlankBlock(block) && type.kind !== "optional" && empty !== undefined;
      return { text: "", block, json: isEmpty ? empty.json : dumpTree(tree, type, trees.schema) };
    })
    .filter((writing) => writing !== undefined);
}

export function separatorsOf({ listSeparator, outerSeparators }: ValueSetting): readonly string[] {
  return [listSeparator, ...outerSeparators];
}

/** False where a separator is a blank, which cannot be told from the blanks around parts. */
export function canDivide(setting: ValueSetting): boolean {
  return separatorsOf(setting).every((one) => one.trim() !== "");
}

function toLeaf({ text, stored, json, order }: Writing, type: ValueType): Leaf {
  const isText = type.kind === "string";
  const cell = stored === undefined ? { text } : { text, stored };
  return { kind: "leaf", ...cell, json, isText, isQuotable: isText || type.kind === "enum", order };
}

const anyVersion = fc
  .tuple(
    fc.array(fc.oneof(fc.nat(12), fc.nat(65_535)), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "v", " "),
  )
  .map(([parts, before]): Writing => {
    const order = [0, 1, 2, 3].reduce((packed, index) => (packed << 16n) | BigInt(parts[index] ?? 0), 0n);
    const shown = [...parts];
    while (shown.length > 2 && shown.at(-1) === 0) shown.pop();
    while (shown.length < 2) shown.push(0);
    return { text: `${before}${parts.join(".")}`, json: JSON.stringify(shown.join(".")), order };
  });

const anyFraction = fc
  .tuple(fc.integer({ min: -2000, max: 2000 }), fc.constantFrom(1, 3, 7, 100, 1000))
  .map(([over, under]): Writing => {
    const json = String(over / under + 0);
    const sign = under === 100 ? "%" : under === 1000 ? "‰" : undefined;
    return { text: sign === undefined ? `${over}/${under}` : `${over}${sign}`, json };
  });

const anyBool = fc.tuple(fc.boolean(), fc.nat(3)).map(([value, style]): Writing => {
  const text = (value ? ["true", "TRUE", "1", " True "] : ["false", "FALSE", "0", "fAlse"])[style] ?? "";
  return { text, stored: style === 2 ? Number(value) : value, json: value ? "true" : "false", order: value };
});

function anyInteger(bits: number, signed: boolean): fc.Arbitrary<bigint> {
  const [minimum, maximum] = integerRange(bits, signed);
  const edges = [
    minimum,
    minimum + 1n,
    -1n,
    0n,
    1n,
    2n ** 31n,
    2n ** 32n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
  ];
  const known = [...edges, -(2n ** 53n) - 1n, maximum - 1n, maximum].filter(
    (edge) => edge >= minimum && edge <= maximum,
  );
  return fc.oneof(
    fc.bigInt({ min: signed ? -20n : 0n, max: 60n }),
    fc.constantFrom(...known),
    fc.bigInt({ min: minimum, max: maximum }),
  );
}

export function integerRange(bits: number, signed: boolean): readonly [bigint, bigint] {
  const size = 2n ** BigInt(bits);
  return signed ? [-size / 2n, size / 2n - 1n] : [0n, size - 1n];
}

export function writeInteger(value: bigint, bits: number, style = 0): Writing {
  const order = value;
  const json = bits === 64 ? `"${value}"` : `${value}`;
  const isExact = value <= 9007199254740991n && value >= -9007199254740991n;
  const stored = isExact ? { stored: Number(value) } : {};
  if (style === 1 && value >= 0n) return { text: `+${value}`, json, order };
  if (style === 2 && value >= 0n) return { text: `0x${value.toString(16)}`, json, order };
  if (style === 3 && value >= 0n) return { text: `000${value}`, json, order };
  if (style === 4) return { text: `\u00a0${value} \u200b`, json, order };
  if (style === 5 && value === 0n) return { text: "-0", stored: -0, json, order };
  return { text: `${value}`, ...stored, json, order };
}

const anyFloat64 = fc
  .tuple(
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(
        0,
        -0,
        5e-324,
        -5e-324,
        2.2250738585072014e-308,
        Number.MAX_VALUE,
        0.1,
        1e21,
        1e-7,
        1e-6,
      ),
      fc.constantFrom(123456789012345680000, 2 ** 53 + 2, -0.3, 4.35, 2 ** 53),
    ),
    fc.nat(4),
  )
  .map(
    ([value, style]): Writing => ({
      text: spellNumber(value, style),
      stored: value,
      json: String(value + 0),
    }),
  );

const anyFloat32 = fc
  .tuple(
    fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(
        0,
        -0,
        2 ** -149,
        2 ** -126,
        -(2 ** -126) + 2 ** -149,
        2 ** 127 * (2 - 2 ** -23),
        2 ** 24 + 2,
      ),
      fc.integer({ min: -149, max: 127 }).map((exponent) => 2 ** exponent),
      fc.constantFrom(0.1, 0.3, 16777217, 3.4e38, 1e-45, 8.5e-39, 1960608.25, -1960608.75).map(Math.fround),
    ),
    fc.nat(4),
  )
  .map(([value, style]): Writing => {
    const json = shortestFloat32(value);
    return { text: style === 0 ? json : spellNumber(value, style), stored: value, json };
  });

function spellNumber(value: number, style: number): string {
  if (style === 1) return value.toExponential();
  if (style === 2) return value.toExponential(20).toUpperCase();
  if (style === 3 && value > 0) return ` +${value}`;
  return Object.is(value, -0) ? "-0.0" : String(value);
}

/** The decimal with the fewest digits that a float32 reader takes for `value`; the nearest, then the even one of several. */
function shortestFloat32(value: number): string {
  if (value === 0) return "0";
  for (let digits = 1; ; digits++) {
    const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
    const scale = Number(exponent) - digits + 1;
    const whole = BigInt(mantissa.replace(".", ""));
    const [best] = [whole, whole + 1n, whole - 1n]
      .filter((one) => Math.fround(Number(`${one}e${scale}`)) === value)
      .sort((left, right) => {
        const difference = distance(value, left, scale) - distance(value, right, scale);
        return difference === 0n ? Number((left % 2n) ** 2n - (right % 2n) ** 2n) : difference < 0n ? -1 : 1;
      });
    if (best !== undefined) return String(Number(`${best}e${scale}`));
  }
}

/** How far a float32 is from `whole` · 10^`scale`, exactly, in units of 2^-149 · 10^-60. */
function distance(value: number, whole: bigint, scale: number): bigint {
  const difference = BigInt(value * 2 ** 149) * 10n ** 60n - whole * 10n ** BigInt(60 + scale) * 2n ** 149n;
  return difference < 0n ? -difference : difference;
}

const anyString = fc.oneof(
  {
    weight: 5,
    arbitrary: anyText.map((text): Writing => ({ text, json: JSON.stringify(text), order: text })),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom(0.5, 1e21, -0)).map((stored): Writing => {
      const text = typeof stored === "boolean" ? String(stored).toUpperCase() : String(stored);
      return { text, stored, json: JSON.stringify(text), order: text };
    }),
  },
);

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799];

/** A day away from the ends of the years 1 to 9999, so that every clock shows such a year. */
const anyInstant = fc.oneof(
  fc.constantFrom(0, -1, 1, 951782400, 4107542399, firstSecond + 2 * 86400, lastSecond - 86400, -2203891200),
  fc.integer({ min: -2_000_000_000, max: 5_000_000_000 }),
  fc.integer({ min: firstSecond + 2 * 86400, max: lastSecond - 86400 }),
);

function writeDatetime(seconds: number, style: number, zoneSeconds: number): Writing {
  const json = `"${isoText(seconds)}Z"`;
  const wall = isoText(seconds + zoneSeconds);
  const [date = "", time = ""] = wall.split("T");
  const [year, month, day] = date.split("-").map(Number);
  if (style === 1) return { text: `${isoText(seconds)}Z`, json };
  if (style === 2) return { text: `${isoText(seconds - 19800)}-05:30`, json };
  if (style === 3) return { text: `${String(year).padStart(4, "0")}/${month}/${day} ${time}`, json };
  if (style === 4) return { text: `${date}  ${time}.000`, json };
  if (style === 5 && time === "00:00:00") return { text: ` ${date}`, json };
  // The calendar of spreadsheets begins in 1900, whose February they give a day too many.
  const serial = (seconds + zoneSeconds) / 86400 + 25569;
  const isInCalendar = serial >= 61 && seconds < lastSecond - 2 * 86400;
  const stored = isInCalendar ? { stored: { serial, format: "yyyy-mm-dd hh:mm:ss" } } : {};
  return { text: `${date} ${time}`, ...stored, json };
}

/** `2024-05-01T12:30:00`, by counting days rather than by a Date. */
function isoText(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const time = seconds - days * 86400;
  let year = 1970 + Math.floor(days / 366);
  while (dayNumber(year + 1, 1) <= days) year++;
  while (dayNumber(year, 1) > days) year--;
  let month = 1;
  while (month < 12 && dayNumber(year, month + 1) <= days) month++;
  const day = days - dayNumber(year, month) + 1;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(time / 3600)}:${two((time / 60) % 60)}:${two(time % 60)}`;
}

/** Days from 1970-01-01 to the first of a month. */
function dayNumber(year: number, month: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const inYear = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0);
  return before * 365 + leapDays + inYear - 719162;
}

const anyMilliseconds = fc.oneof(
  fc.integer({ min: -5000, max: 5000 }),
  fc.constantFrom(0, 86_400_000, 3_600_000, -90_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.integer({ min: 0, max: 366 * 86_400_000 }),
  fc.maxSafeInteger(),
);

function writeDuration(value: number, style: number): Writing {
  const sign = value < 0 ? "-" : "";
  const total = Math.abs(value);
  const [whole, rest] = [Math.floor(total / 1000), total % 1000];
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`.replace(/0+$/, "");
  const json = `"${sign}PT${whole}${fraction}S"`;
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  const two = (count: number) => String(count).padStart(2, "0");
  if (style === 1) return { text: `${sign}${whole}${fraction}s`, json };
  if (style === 2)
    return { text: `${sign}${hours}:${two(minutes % 60)}:${two(whole % 60)}${fraction}`, json };
  if (style === 3) {
    const days = Math.floor(hours / 24);
    return { text: `${sign}${days}d ${hours % 24}h${minutes % 60}m${whole % 60}s${rest}ms`, json };
  }
  const isTime = value >= 0 && value < 367 * 86_400_000;
  const stored = isTime ? { stored: { serial: value / 86_400_000, format: "[h]:mm:ss.000" } } : {};
  return { text: `${value}ms`, ...stored, json };
}

function anyEnumValue(one: RandomEnum | undefined): fc.Arbitrary<Writing> {
  const values = one?.values ?? [];
  const writings = values.flatMap(({ name, value, aliases }): Writing[] => {
    const json = JSON.stringify(name);
    return [
      ...[name, ...aliases, ` ${name}`].map((text) => ({ text, json, order: value })),
      { text: `${value}`, stored: value, json, order: value },
    ];
  });
  const single = fc.constantFrom(...writings);
  if (one?.isFlags !== true || values.length < 2) return single;
  const several = fc.shuffledSubarray([...values], { minLength: 2 }).map((chosen): Writing => {
    const names = values.filter((value) => chosen.includes(value)).map(({ name }) => name);
    const order = chosen.reduce((bits, { value }) => bits + value, 0);
    return { text: chosen.map(({ name }) => name).join(" | "), json: JSON.stringify(names.join("|")), order };
  });
  return fc.oneof(single, several);
}

function anyElements(
  element: ValueType,
  length: { readonly minLength: number; readonly maxLength: number },
  setting: ValueSetting,
): fc.Arbitrary<Writing> {
  const scalar = element.kind === "optional" ? element.value : element;
  const isQuotable = scalar.kind === "string" || scalar.kind === "enum";
  const present = anyWriting(scalar, setting).map(({ text, json }): Writing => {
    return {
      text: isQuotable ? quoteElement(text, scalar.kind === "string", setting.listSeparator) : text,
      json,
    };
  });
  const empty =
    scalar.kind === "string"
      ? [{ weight: 1, arbitrary: fc.constant<Writing>({ text: ' ""', json: '""' }) }]
      : [];
  const absent =
    element.kind === "optional"
      ? [{ weight: 2, arbitrary: fc.constant<Writing>({ text: "", json: "null" }) }]
      : [];
  const one = fc.oneof({ weight: 5, arbitrary: present }, ...empty, ...absent);
  return (
    fc
      .tuple(fc.array(one, length), fc.boolean())
      .map(([elements, hasBlanks]) => joinElements(elements, setting.listSeparator, hasBlanks))
      // A single absence, and absences between blanks, look like a cell without a list.
      .filter(({ text }) => text.trim() !== "")
  );
}

function joinElements(elements: readonly Writing[], separator: string, hasBlanks: boolean): Writing {
  const json = `[${elements.map((one) => one.json).join(",")}]`;
  if (elements.length === 0) return { text: hasBlanks ? " [] " : "[]", json };
  const text = elements.map((one) => one.text).join(hasBlanks ? `${separator} ` : separator);
  // A number that stands alone is a list of one.
  const [only] = elements.length === 1 ? elements : [];
  return only?.stored === undefined ? { text, json } : { text, json, stored: only.stored };
}

/** Quotes what would not be read back as it is. */
export function quoteElement(text: string, isString: boolean, separator: string): string {
  const isPlain = /^[\p{L}\p{N}_]+$/u.test(text) && !text.includes(separator);
  // Only for strings do the blanks around it belong to the value.
  return isPlain ? text : `"${(isString ? text : text.trim()).replaceAll('"', '""')}"`;
}
