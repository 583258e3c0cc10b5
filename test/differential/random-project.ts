import fc from "fast-check";
import type { StructSchema, ValueType, VariantSchema } from "../../src/model/schema.js";
import { beginsRecord } from "./lay-out.js";
import { anyLayout, type Heading, inOneCell, type Layout, listHeadings } from "./random-layouts.js";
import { anyName, anyTypeNames } from "./random-names.js";
import { addReferences, anyReferenceWishes, type ReferringTables } from "./random-references.js";
import { anyNote, anyText, isVisible } from "./random-texts.js";
import {
  anySpread,
  anyWriting,
  integerRange,
  type RandomEnum,
  treesOf,
  type ValueSetting,
  type Writing,
  writeInteger,
} from "./random-values.js";

/** Everything that a folder of sheets says, before it is written down as files. */
export interface RandomProject {
  readonly name: string;
  readonly namespace: string;
  readonly setting: ValueSetting;
  /** The type's name, or `list`, and what an empty cell of it stands for. */
  readonly emptyCells: Readonly<Record<string, Writing>>;
  readonly form: TextForm;
  readonly enums: readonly RandomEnum[];
  readonly tables: readonly RandomTable[];
  /** Structs that refer to the tables. */
  readonly links: readonly StructSchema[];
}

/** How text files are written. */
export interface TextForm {
  readonly separator: string;
  readonly lineEnd: string;
  readonly hasMark: boolean;
  readonly quotesAll: boolean;
}

export interface RandomTable {
  readonly name: string;
  readonly note: string;
  readonly dialect: "marked" | "plain";
  readonly isSpreadsheet: boolean;
  /** Each record is a column of the sheet. */
  readonly isTransposed: boolean;
  /** It has one row, and no key. */
  readonly isSingleton: boolean;
  /** Number of files that the rows stand in, one after the other. */
  readonly parts: number;
  readonly columns: readonly RandomColumn[];
  /** Positions of columns; the first is the primary key. A table without a key has none. */
  readonly keys: readonly (readonly number[])[];
  /** Keys that several rows may have. */
  readonly indexes: readonly RandomIndex[];
  readonly rows: readonly (readonly Writing[])[];
}

export interface RandomIndex {
  readonly purpose: "multi" | "ordered";
  /** Positions of columns. */
  readonly columns: readonly number[];
}

export interface RandomColumn {
  readonly name: string;
  readonly note: string;
  readonly type: ValueType;
  /** The type as the header has it. */
  readonly typeText: string;
  readonly layout: Layout;
  /** What its columns of the sheet are called, one where a cell holds all of a value. */
  readonly headings: readonly Heading[];
  readonly default: Writing | undefined;
  /** Makes the column of integers a regular one, so that indexes of every kind occur. */
  readonly sequence: Sequence | undefined;
}

interface Sequence {
  readonly start: bigint;
  readonly step: bigint;
  /** Left out after every eight values. */
  readonly gap: bigint;
  readonly isShuffled: boolean;
}

export interface ProjectSize {
  readonly minTables: number;
  readonly maxTables: number;
}

/** A project that is free of mistakes, from its names to its cells. */
export function anyProject({ minTables, maxTables }: ProjectSize): fc.Arbitrary<RandomProject> {
  return fc
    .record({
      tables: fc.integer({ min: minTables, max: maxTables }),
      enums: fc.nat(Math.ceil(maxTables / 3)),
      structs: fc.nat(Math.ceil(maxTables / 2)),
      variants: fc.nat(Math.ceil(maxTables / 4)),
      links: fc.nat(Math.ceil(maxTables / 2)),
    })
    .chain((count) => {
      const { tables, enums, structs, variants, links } = count;
      return fc.tuple(anyTypeNames(tables + enums + structs + variants + links), fc.constant(count));
    })
    .chain(([names, count]) => {
      const ends = [count.tables, count.enums, count.structs, count.variants, count.links];
      const [tables = [], enums = [], ...others] = splitNames(names, ends);
      return fc.tuple(fc.constant(tables), fc.tuple(...enums.map(anyEnum)), fc.constant(others));
    })
    .chain(([tableNames, enums, [structs = [], variants = [], links = []]]) =>
      anySetting(enums, structs, variants).chain((setting) =>
        anyEmptyCells(setting).chain((emptyCells) =>
          fc.record({
            name: fc.constantFrom("tables", "game", "class", "_", "X"),
            namespace: fc.constantFrom("tables", "game::data", "class", "道具::x", "std", "Hero", "x"),
            setting: fc.constant(setting),
            emptyCells: fc.constant(emptyCells),
            form: anyTextForm,
            enums: fc.constant(enums),
            referring: anyTables({ names: tableNames, links }, setting, emptyCells),
          }),
        ),
      ),
    )
    .map(({ referring, ...project }) => ({ ...project, tables: referring.tables, links: referring.structs }));
}

const anyTextForm = fc.record({
  separator: fc.constantFrom(",", ";", "\t", "|"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  hasMark: fc.boolean(),
  quotesAll: fc.boolean(),
});

function splitNames(names: readonly string[], counts: readonly number[]): readonly (readonly string[])[] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return names.slice(start - count, start);
  });
}

function anySetting(
  enums: readonly RandomEnum[],
  structNames: readonly string[],
  variantNames: readonly string[],
): fc.Arbitrary<ValueSetting> {
  return fc
    .record({
      listSeparator: fc.constantFrom(",", ";", "|", "、", "||", "\n", "\t"),
      offsetSeconds: fc.constantFrom(0, 8, -3).map((hours) => hours * 3600),
    })
    .chain((setting) => {
      // None of them is a part of another.
      const others = [";", "|", ",", "、"].filter((one) => !setting.listSeparator.includes(one));
      const plain: ValueSetting = {
        ...{ ...setting, enums, structs: [], variants: [], defaults: new Map<string, Writing>() },
        outerSeparators: others.slice(0, 2),
      };
      return anyStructs(structNames, structNames.length === 0 ? [] : variantNames, plain);
    });
}

// --- structs and variants -------------------------------------------------------------------------------------

/** Adds structs and variants to a setting. The first struct has no parts, and is the first kind of each variant. */
function anyStructs(
  structNames: readonly string[],
  variantNames: readonly string[],
  plain: ValueSetting,
): fc.Arbitrary<ValueSetting> {
  const variants = fc
    .tuple(...variantNames.map((name) => anyVariant(name, structNames.length)))
    // In C++ two variants of the same kinds are one type.
    .map((all) => {
      const kindsOf = (one: VariantSchema) => one.kinds.map(({ struct }) => struct).join();
      return all.filter((one) => all.find((other) => kindsOf(other) === kindsOf(one)) === one);
    });
  return variants.chain((named) => {
    const structs = structNames.map((name, index) =>
      anyStruct(
        name,
        index,
        structNames,
        named.map((one) => one.name),
        plain,
      ),
    );
    return fc.tuple(...structs).map((made): ValueSetting => {
      const defaults = made.flatMap(({ struct, defaults: own }) =>
        [...own].map(([field, writing]) => [`${struct.name}.${field}`, writing] as const),
      );
      const given = { structs: made.map(({ struct }) => struct), variants: named };
      return { ...plain, ...given, defaults: new Map(defaults) };
    });
  });
}

function anyVariant(name: string, structCount: number): fc.Arbitrary<VariantSchema> {
  const kinds = fc.uniqueArray(fc.nat(structCount - 1), { maxLength: 3 });
  const names = fc.uniqueArray(anyName, { minLength: 4, maxLength: 4 });
  return fc.tuple(kinds, names, anyNote).map(([picked, kindNames, note]) => ({
    ...{ name, note, at: { file: "" } },
    kinds: [...new Set([0, ...picked])].map((struct, index) => ({
      ...{ name: kindNames[index] ?? "", aliases: [], struct },
    })),
  }));
}

interface MadeStruct {
  readonly struct: StructSchema;
  readonly defaults: ReadonlyMap<string, Writing>;
}

function anyStruct(
  name: string,
  index: number,
  structNames: readonly string[],
  variantNames: readonly string[],
  plain: ValueSetting,
): fc.Arbitrary<MadeStruct> {
  const scalar = anyScalar(plain.enums);
  const inPlace = structNames.slice(0, index).map(structAt);
  const inPool: readonly ValueType[] = [
    ...structNames.slice(0, index + 1).map((one, position): ValueType => toList(structAt(one, position))),
    ...variantNames.map(variantAt),
  ];
  const parts = [...inPlace, ...inPool];
  const nested =
    index === 0
      ? scalar
      : fc.oneof(
          scalar,
          scalar.map(toList),
          fc.constantFrom(...parts),
          fc.constantFrom(...parts).map(toOptional),
        );
  const field = fc.oneof({ weight: 2, arbitrary: scalar }, { weight: 2, arbitrary: nested }).chain((type) =>
    fc.record({
      name: anyName,
      note: anyNote,
      type: fc.constantFrom(type, type, type.kind === "optional" ? type : toOptional(type)),
      default: isScalar(type) ? anyDefault(type, plain) : fc.constant(undefined),
    }),
  );
  return fc
    .tuple(fc.uniqueArray(field, { maxLength: 4, selector: (one) => one.name }), anyNote)
    .map(([fields, note]): MadeStruct => {
      const given = fields.map((one) =>
        one.type.kind === "optional" ? { ...one, default: undefined } : one,
      );
      return {
        struct: {
          ...{ name, note, at: { file: "" } },
          fields: given.map(({ default: writing, ...rest }) => ({
            ...rest,
            ...(writing === undefined ? {} : { defaultText: writing.text }),
            at: { file: "" },
          })),
        },
        defaults: new Map(
          given.flatMap((one) => (one.default === undefined ? [] : [[one.name, one.default] as const])),
        ),
      };
    });
}

function structAt(name: string, index: number): ValueType {
  return { kind: "struct", index, name, bytes: 0, alignment: 1 };
}

function variantAt(name: string, index: number): ValueType {
  return { kind: "variant", index, name };
}

function toList(element: ValueType): ValueType {
  return { kind: "list", element };
}

function isScalar(type: ValueType): boolean {
  return !["optional", "list", "array", "set", "map", "struct", "variant"].includes(type.kind);
}

// --- enums --------------------------------------------------------------------------------------------------

function anyEnum(name: string): fc.Arbitrary<RandomEnum> {
  const underlying = fc.record({
    kind: fc.constant("integer" as const),
    bits: fc.constantFrom(8 as const, 16 as const, 32 as const, 64 as const),
    signed: fc.boolean(),
  });
  const plain = underlying
    .chain((type) => {
      const [minimum, maximum] = integerRange(type.bits, type.signed).map(Number) as [number, number];
      const [min, max] = [
        Math.max(minimum, Number.MIN_SAFE_INTEGER),
        Math.min(maximum, Number.MAX_SAFE_INTEGER),
      ];
      const value = fc.record({
        name: anyName,
        value: fc.oneof(fc.integer({ min, max }), fc.integer({ min: 0, max: 9 }), fc.constantFrom(min, max)),
        alias: fc.option(anyText),
        note: anyNote,
      });
      return fc.record({
        underlying: fc.constant(type),
        note: anyNote,
        values: fc.uniqueArray(value, { minLength: 1, maxLength: 6, selector: (one) => one.value }),
        isInSheet: fc.boolean(),
      });
    })
    .map(({ underlying: type, note, values, isInSheet }) => {
      const taken = new Set<string>();
      const claim = (text: string) => !taken.has(text) && taken.add(text) !== undefined;
      const named = values.filter((one) => claim(one.name));
      const complete = named.map((one) => {
        const alias = one.alias === null ? "" : tidyAlias(one.alias, isInSheet);
        return {
          name: one.name,
          value: one.value,
          note: one.note,
          aliases: isAlias(alias) && claim(alias) ? [alias] : [],
        };
      });
      const own = { name, underlying: type, note: isInSheet ? "" : note, isInSheet };
      return { ...own, values: complete, isFlags: false };
    });
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    // A name more says a bit more.
    {
      weight: 1,
      arbitrary: plain.map(
        (one): RandomEnum => ({
          ...one,
          isFlags: true,
          underlying: { ...one.underlying, signed: false },
          values: one.values.map((value, bit) => ({ ...value, value: 2 ** bit, aliases: [] })),
        }),
      ),
    },
  );
}

/** A cell's blanks never reach the enum; in a sheet several aliases share a cell. */
function tidyAlias(text: string, isInSheet: boolean): string {
  const trimmed = text.replace(/^[^\p{L}\p{N}\p{P}\p{S}]+|[^\p{L}\p{N}\p{P}\p{S}]+$/gu, "").normalize("NFC");
  return isInSheet ? trimmed.replace(/[,|，｜、]/g, "-") : trimmed;
}

function isAlias(text: string): boolean {
  return text !== "" && !/^[-+]?\d+$/.test(text);
}

// --- types and what empty cells mean ------------------------------------------------------------------------

const scalars: readonly ValueType[] = [
  { kind: "bool" },
  ...([8, 16, 32, 64] as const).flatMap((bits): ValueType[] => [
    { kind: "integer", bits, signed: true },
    { kind: "integer", bits, signed: false },
  ]),
  { kind: "float", bits: 32 },
  { kind: "float", bits: 64 },
  { kind: "string" },
  { kind: "string" },
  { kind: "datetime" },
  { kind: "duration" },
  { kind: "version" },
  { kind: "float", bits: 64, isFraction: true },
];

function anyScalar(enums: readonly RandomEnum[]): fc.Arbitrary<ValueType> {
  const enumTypes = enums.map(
    ({ name, underlying }, index): ValueType => ({ kind: "enum", index, name, underlying }),
  );
  return fc.constantFrom(...scalars, ...enumTypes);
}

function anyType({ enums, structs, variants }: ValueSetting): fc.Arbitrary<ValueType> {
  const scalar = anyScalar(enums);
  const named: readonly ValueType[] = [
    ...structs.map(({ name }, index) => structAt(name, index)),
    ...variants.map(({ name }, index) => variantAt(name, index)),
  ];
  const part =
    named.length === 0
      ? scalar
      : fc.oneof({ weight: 1, arbitrary: scalar }, { weight: 2, arbitrary: fc.constantFrom(...named) });
  const inner = fc.oneof({ weight: 3, arbitrary: part }, { weight: 1, arbitrary: part.map(toList) });
  const sortable = scalar.filter(({ kind }) => keyKinds.includes(kind));
  const container = fc.oneof(
    inner,
    inner.map(toList),
    inner.map((element): ValueType => ({ kind: "array", element, length: 2 })),
    sortable.map((element): ValueType => ({ kind: "set", element })),
    fc.tuple(sortable, inner).map(([key, value]): ValueType => ({ kind: "map", key, value })),
  );
  const element = fc.oneof(
    { weight: 3, arbitrary: scalar },
    { weight: 1, arbitrary: scalar.map(toOptional) },
  );
  const list = element.map((of): ValueType => ({ kind: "list", element: of }));
  const array = fc
    .tuple(element, fc.integer({ min: 1, max: 4 }))
    // An array of one absence cannot be told from an empty cell.
    .map(
      ([of, length]): ValueType => ({
        kind: "array",
        element: of,
        length: of.kind === "optional" ? length + 1 : length,
      }),
    );
  const whole = fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: list },
    { weight: 1, arbitrary: array },
    { weight: 5, arbitrary: container },
  );
  return fc.oneof({ weight: 3, arbitrary: whole }, { weight: 1, arbitrary: whole.map(toOptional) });
}

function toOptional(value: ValueType): ValueType {
  return { kind: "optional", value };
}

const aliases: Readonly<Record<string, string>> = {
  ...{ bool: "boolean", int8: "sbyte", uint8: "byte", int16: "short", uint16: "ushort", int32: "int" },
  ...{ uint32: "uint", int64: "long", uint64: "ulong", float32: "float", float64: "double" },
};

/** The type as a header spells it, in one of its ways. */
function spellType(type: ValueType, style: number): string {
  switch (type.kind) {
    case "list":
      return `${spellType(type.element, style)}${style === 1 ? " [ ]" : "[]"}`;
    case "array":
      return `${spellType(type.element, style)}[${type.length}]`;
    case "optional":
      return `${spellType(type.value, style)}?`;
    case "enum":
    case "struct":
    case "variant":
      return type.name;
    case "set":
      return `set<${spellType(type.element, style)}>`;
    case "map":
      return `map<${spellType(type.key, style)}${style === 1 ? " , " : ","}${spellType(type.value, style)}>`;
    default: {
      const name = scalarName(type);
      return style === 2 ? (aliases[name] ?? name) : name;
    }
  }
}

function scalarName(type: ValueType): string {
  if (type.kind === "integer") return `${type.signed ? "int" : "uint"}${type.bits}`;
  if (type.kind === "float") return type.isFraction ? "fraction" : `float${type.bits}`;
  return type.kind;
}

function anyEmptyCells(setting: ValueSetting): fc.Arbitrary<Readonly<Record<string, Writing>>> {
  const none = fc.constant<Writing>({ text: "[]", json: "[]" });
  const emptyText = fc.constant<Writing>({ text: "", json: '""' });
  return fc.record(
    {
      int32: anyWriting({ kind: "integer", bits: 32, signed: true }, setting),
      string: fc.oneof(emptyText, anyWriting({ kind: "string" }, setting)),
      bool: anyWriting({ kind: "bool" }, setting),
      list: none,
    },
    { requiredKeys: [] },
  );
}

// --- tables -------------------------------------------------------------------------------------------------

function anyTables(
  { names, links }: { readonly names: readonly string[]; readonly links: readonly string[] },
  setting: ValueSetting,
  emptyCells: RandomProject["emptyCells"],
): fc.Arbitrary<ReferringTables> {
  const tables = fc.tuple(...names.map((name) => anyTable(name, setting, emptyCells)));
  const wishes = fc.tuple(...names.map(() => anyReferenceWishes));
  return fc.tuple(tables, wishes).map(([made, wished]) => addReferences(made, wished, links, setting));
}

function anyTable(
  name: string,
  setting: ValueSetting,
  emptyCells: RandomProject["emptyCells"],
): fc.Arbitrary<RandomTable> {
  return fc
    .record({
      note: anyNote,
      dialect: fc.constantFrom("marked" as const, "marked" as const, "plain" as const),
      isSpreadsheet: fc.boolean(),
      isTransposed: fc.constantFrom(false, false, true),
      isSingleton: fc.constantFrom(false, false, false, true),
      parts: fc.constantFrom(1, 1, 2, 3),
      columns: fc.uniqueArray(anyColumn(setting), {
        minLength: 1,
        maxLength: 7,
        selector: (column) => column.name,
      }),
      keys: fc.array(fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      indexes: fc.array(
        fc.record({
          purpose: fc.constantFrom("multi" as const, "ordered" as const),
          columns: fc.array(fc.nat(6), { minLength: 1, maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
      hasKeySequence: fc.boolean(),
      size: fc.constantFrom(8, 8, 30, 150),
    })
    .chain(({ columns: drafted, keys: wished, indexes: others, hasKeySequence, size, ...table }) => {
      const isSorted = table.dialect === "marked";
      const keys = table.isSingleton ? [] : chooseKeys(wished, drafted, isSorted);
      const indexes = table.isSingleton ? [] : chooseIndexes(others, drafted, keys, isSorted);
      const columns = letRowsBegin(drafted).map((column, position) => {
        const isSequence = hasKeySequence && keys.some(([first]) => first === position);
        return isSequence ? { ...column, default: undefined } : { ...column, sequence: undefined };
      });
      const keyColumns = new Set([...keys, ...indexes.map((one) => one.columns)].flat());
      const cells = columns.map((column, position) =>
        anyCell(column, setting, keyColumns.has(position) ? {} : emptyCells),
      );
      const rows = fc.array(fc.tuple(...cells), { maxLength: size, size: "max" });
      const shape = { ...table, name, columns, keys, indexes };
      return rows.map((given) => {
        const all = finishRows(given, columns, keys);
        if (!table.isSingleton || all.length === 0) return { ...shape, isSingleton: false, rows: all };
        return { ...shape, parts: 1, rows: all.slice(0, 1) };
      });
    });
}

function anyColumn(setting: ValueSetting): fc.Arbitrary<RandomColumn> {
  const trees = treesOf(setting);
  return anyType(setting).chain((type) =>
    fc
      .record({
        name: anyName,
        note: anyNote,
        type: fc.constant(type),
        typeText: fc.nat(2).map((style) => spellType(type, style)),
        layout: anyLayout(type, trees),
        default: type.kind === "optional" ? fc.constant(undefined) : anyDefault(type, setting),
        sequence: anySequence(type),
      })
      .map((column) => ({
        ...column,
        headings: listHeadings(column.layout, column.name, trees.schema, type),
      })),
  );
}

/** Of columns that are all in rows below each other the first is written in one cell, so that it can be seen where a row begins. */
function letRowsBegin(columns: readonly RandomColumn[]): readonly RandomColumn[] {
  if (columns.some(({ headings }) => headings.some(({ isOwn }) => isOwn))) return columns;
  return columns.map((column, index) => (index === 0 ? { ...column, ...inOneCell(column.name) } : column));
}

function anyDefault(type: ValueType, setting: ValueSetting): fc.Arbitrary<Writing | undefined> {
  // Headers are in normal form C.
  const written = anyWriting(type, setting).filter(({ text }) => text.normalize("NFC") === text);
  const given =
    type.kind === "string" ? fc.oneof(fc.constant<Writing>({ text: "", json: '""' }), written) : written;
  const none = fc.constant(undefined);
  return fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: given });
}

function anySequence(type: ValueType): fc.Arbitrary<Sequence | undefined> {
  if (type.kind !== "integer") return fc.constant(undefined);
  const [min, max] = integerRange(type.bits, type.signed);
  return fc.record({
    start: fc.oneof(fc.constantFrom(min, max, 0n, 1n, 1000n), fc.bigInt({ min, max })),
    step: fc.constantFrom(1n, 1n, 2n, 3n, 8n, 100n),
    gap: fc.constantFrom(0n, 0n, 5n, 200n),
    isShuffled: fc.boolean(),
  });
}

/** Keys that the schema allows: of keyable columns, no two over the same ones, no two of one name. */
function chooseKeys(
  wished: readonly (readonly number[])[],
  columns: readonly RandomColumn[],
  isSorted: boolean,
): readonly (readonly number[])[] {
  const keyable = keyableColumns(columns);
  if (keyable.length === 0) return [];
  const keys: (readonly number[])[] = [];
  const names = new Set<string>(["primary"]);
  const sets = new Set<string>();
  for (const wish of wished) {
    const key = pickColumns(wish, keyable, isSorted);
    const name = keys.length === 0 ? "" : keyName(key, columns);
    const set = columnSet(key);
    if (names.has(name) || sets.has(set)) continue;
    names.add(name);
    sets.add(set);
    keys.push(key);
  }
  // Unique keys of a header come in the order of their first columns.
  const [primary, ...unique] = keys;
  if (primary === undefined) return [];
  return isSorted ? [primary, ...unique.sort((left, right) => (left[0] ?? 0) - (right[0] ?? 0))] : keys;
}

/** Keys that several rows may have: none has the columns of another, or the name. */
function chooseIndexes(
  wished: readonly RandomIndex[],
  columns: readonly RandomColumn[],
  keys: readonly (readonly number[])[],
  isSorted: boolean,
): readonly RandomIndex[] {
  const keyable = keyableColumns(columns);
  if (keyable.length === 0) return [];
  const names = new Set(["primary", ...keys.slice(1).map((key) => keyName(key, columns))]);
  const sets = new Set(keys.map(columnSet));
  return wished.flatMap(({ purpose, columns: wish }): RandomIndex[] => {
    const key = pickColumns(wish, keyable, isSorted);
    const name = keyName(key, columns);
    const set = columnSet(key);
    if (names.has(name) || sets.has(set)) return [];
    names.add(name);
    sets.add(set);
    return [{ purpose, columns: key }];
  });
}

/** Positions of the columns that may be in a key. */
function keyableColumns(columns: readonly RandomColumn[]): readonly number[] {
  return columns.flatMap(({ type }, position) => (keyKinds.includes(type.kind) ? [position] : []));
}

/** A header says which columns a key has, not their order: there they are sorted. */
function pickColumns(
  wish: readonly number[],
  keyable: readonly number[],
  isSorted: boolean,
): readonly number[] {
  const picked = [...new Set(wish.map((pick) => keyable[pick % keyable.length] ?? 0))];
  return isSorted ? picked.sort((left, right) => left - right) : picked;
}

function keyName(key: readonly number[], columns: readonly RandomColumn[]): string {
  return key.map((position) => columns[position]?.name).join("_");
}

/** The same for keys over the same columns. */
function columnSet(key: readonly number[]): string {
  return [...key].sort().join();
}

const keyKinds: readonly string[] = ["bool", "integer", "string", "enum", "datetime", "duration", "version"];

/** A filled cell, or an empty one where that means something. */
function anyCell(
  column: RandomColumn,
  setting: ValueSetting,
  emptyCells: RandomProject["emptyCells"],
): fc.Arbitrary<Writing> {
  const { type, layout } = column;
  if (layout.kind !== "cell") {
    return anySpread(type, layout, treesOf(setting), { setting, empty: column.default });
  }
  const filled = anyWriting(type, setting);
  const configured = emptyCells[["list", "set", "map"].includes(type.kind) ? "list" : scalarName(type)];
  const json = type.kind === "optional" ? "null" : (column.default ?? configured)?.json;
  if (json === undefined) return filled;
  const empty = fc.constantFrom("", " ", "\u3000", "\u200b").map((text): Writing => ({ text, json }));
  return fc.oneof({ weight: 3, arbitrary: filled }, { weight: 1, arbitrary: empty });
}

/** Rows without blank ones, which are no rows, and without those whose keys another one has. */
function finishRows(
  given: readonly (readonly Writing[])[],
  columns: readonly RandomColumn[],
  keys: readonly (readonly number[])[],
): readonly (readonly Writing[])[] {
  const known = keys.map(() => new Set<string>());
  const visible = given.filter((row) => row.some((cell, index) => isBegun(cell, columns[index])));
  return fillSequences(visible, columns).filter((row) => {
    const texts = keys.map((key) => key.map((position) => row[position]?.json).join());
    if (texts.some((text, index) => known[index]?.has(text))) return false;
    for (const [index, text] of texts.entries()) known[index]?.add(text);
    return true;
  });
}

/** True where a cell is filled that belongs to the first row of a record alone. */
function isBegun({ text, block }: Writing, column: RandomColumn | undefined): boolean {
  if (block === undefined) return isVisible(text);
  const isOwn = (column?.headings ?? []).flatMap((one) => Array.from({ length: one.span }, () => one.isOwn));
  return isOwn.includes(true) && beginsRecord(block, isOwn);
}

function fillSequences(
  rows: readonly (readonly Writing[])[],
  columns: readonly RandomColumn[],
): readonly (readonly Writing[])[] {
  return rows.map((row, index) =>
    row.map((cell, position) => {
      const column = columns[position];
      if (column?.sequence === undefined || column.type.kind !== "integer") return cell;
      const { start, step, gap, isShuffled } = column.sequence;
      const [min, max] = integerRange(column.type.bits, column.type.signed);
      const offsetAt = (at: number) => BigInt(at) * step + BigInt(at >> 3) * gap;
      // A cell that the type has no room for stays as random as it was.
      if (offsetAt(rows.length) > max - min) return cell;
      const first = start > max - offsetAt(rows.length) ? max - offsetAt(rows.length - 1) : start;
      const place = isShuffled && rows.length % 7 !== 0 ? (index * 7) % rows.length : index;
      return writeInteger(first + offsetAt(place), column.type.bits);
    }),
  );
}
