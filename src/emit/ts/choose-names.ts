import { isDeviceName } from "../../base/device-name.js";
import type { Report } from "../../base/diagnostics.js";
import { isIdentifier, toCamelCase, toPascalCase, toSnakeCase } from "../../base/identifiers.js";
import type { Place } from "../../base/place.js";
import {
  type EnumSchema,
  type FieldSchema,
  primaryKeyOf,
  type Schema,
  type TableSchema,
  type ValueType,
} from "../../model/schema.js";
import { collectUses } from "./collect-uses.js";
import { reservedWords } from "./reserved-words.js";

/** What everything of a schema is called in TypeScript. */
export interface TsNames {
  /** By position in the schema. */
  readonly enums: readonly EnumTsNames[];
  readonly structs: readonly StructTsNames[];
  readonly variants: readonly VariantTsNames[];
  readonly tables: readonly TableTsNames[];
}

/** Of the fields of a struct, or of the columns of a table, in declared order. */
export interface FieldTsNames {
  readonly fields: readonly string[];
  /** Of the property beside a reference that has the row's key; `undefined` for other types. */
  readonly keys: readonly (string | undefined)[];
}

export interface StructTsNames extends FieldTsNames {
  readonly type: string;
}

export interface VariantTsNames {
  /** Of the type, and of the constant that reads it. */
  readonly type: string;
}

export interface EnumTsNames {
  /** Of the constant and of the type. */
  readonly type: string;
  /** Keys of the constant, in the order of the enum's values. */
  readonly values: readonly string[];
}

export interface TableTsNames extends FieldTsNames {
  readonly rowClass: string;
  readonly tableClass: string;
  /** Of the class `Tables`. */
  readonly property: string;
  /** Without extension. */
  readonly file: string;
  /** Methods that look a row up, and properties that are an index, in the order of the keys. */
  readonly lookups: readonly string[];
}

/**
 * Chooses the names: the author's own, in the letter case that TypeScript has for classes and for
 * properties. A name that TypeScript, the runtime or another part of the schema already uses gets `_` and
 * a warning at its place.
 */
export function chooseNames(schema: Schema, report: Report): TsNames {
  // Version is a good name for a table where there is no other.
  const types = new NameScope([...takenTypeNames, ...(hasVersions(schema) ? ["Version"] : [])], report);
  const properties = new NameScope([...objectMembers, ...tableSetMembers], report);
  const files = new NameScope([], undefined);
  return {
    enums: schema.enums.map((one) => chooseEnumNames(one, types, report)),
    structs: schema.structs.map(({ name, fields, at }) => ({
      type: types.add(name, `Struct ${name}`, at),
      ...chooseFieldNames("Field", { name, fields }, objectMembers, report),
    })),
    variants: schema.variants.map(({ name, at }) => ({ type: types.add(name, `Variant ${name}`, at) })),
    tables: schema.tables.map((table) => {
      const what = `Table ${table.name}`;
      const file = toSnakeCase(table.name);
      const rowClass = types.add(toPascalCase(table.name), `The row class of table ${table.name}`, table.at);
      return {
        rowClass,
        tableClass: types.add(`${rowClass}Table`, `The class of table ${table.name}`, table.at),
        property: properties.add(toCamelCase(table.name), what, table.at),
        file: files
          .add(isDeviceName(file) ? `${file}_` : file, what, table.at)
          .replace(/(?<=[^_])_(?=[^_])/g, "-"),
        ...chooseFieldNames("Column", { name: table.name, fields: table.columns }, membersOf(table), report),
        lookups: chooseLookupNames(table, report),
      };
    }),
  };
}

function hasVersions({ tables, structs }: Schema): boolean {
  const fields = [...tables.flatMap(({ columns }) => columns), ...structs.flatMap((struct) => struct.fields)];
  return collectUses(fields).values.includes("Version");
}

/** Names that generated files import or use, and words that cannot name a type, or mean something before one. */
const takenTypeNames = [
  ...["Row", "Table", "TableSet", "TableSpec", "TableStore", "Tables", "ListView", "codecs"],
  ...["ImageMemory", "ImageReader", "KeyLookup", "KindOf", "MapView", "MultiIndex", "OrderedIndex"],
  ...["SetView", "SingletonTable", "Struct", "StructSpec", "UnknownKind", "VariantCodec"],
  ...["OpenOptions", "StoreOptions", "bindTables", "openImage", "openLibrary", "openStore", "openTables"],
  ...["openTableStore", "readTables"],
  ...["ArrayBuffer", "Date", "IterableIterator", "Object", "Uint8Array", "globalThis"],
  ...["any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "unknown"],
  ...["as", "infer", "keyof", "readonly", "unique"],
  ...reservedWords,
];

/** Members that every object has: a getter of this name would change how the object works. */
const objectMembers = [
  ...["constructor", "prototype", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"],
  ...["toLocaleString", "toString", "valueOf", "toJSON"],
  ...["__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"],
];

/** Members of the runtime's TableSet. */
const tableSetMembers = ["close", "library"];

function chooseEnumNames(one: EnumSchema, types: NameScope, report: Report): EnumTsNames {
  const type = types.add(one.name, `Enum ${one.name}`, one.at);
  const keys = new NameScope(["__proto__"], report);
  return {
    type,
    values: one.values.map(({ name, at }) => keys.add(name, `Value ${one.name}.${name}`, at ?? one.at)),
  };
}

/** Rows of localised texts have a method beside their columns. */
function membersOf({ texts }: TableSchema): readonly string[] {
  return texts === undefined ? objectMembers : [...objectMembers, "inLanguage"];
}

function chooseFieldNames(
  what: "Column" | "Field",
  { name: owner, fields }: { readonly name: string; readonly fields: readonly FieldSchema[] },
  taken: readonly string[],
  report: Report,
): FieldTsNames {
  const scope = new NameScope(taken, report);
  const names = fields.map(({ name, at }) => scope.add(name, `${what} ${owner}.${name}`, at));
  const keys = fields.map(({ name, type, at }) =>
    isReference(type)
      ? scope.add(`${name}Key`, `The key of ${what.toLowerCase()} ${owner}.${name}`, at)
      : undefined,
  );
  return { fields: names, keys };
}

function isReference(type: ValueType): boolean {
  return type.kind === "reference" || (type.kind === "optional" && isReference(type.value));
}

function chooseLookupNames(table: TableSchema, report: Report): readonly string[] {
  const scope = new NameScope([], report);
  const primary = primaryKeyOf(table);
  return table.keys.map((key) => {
    const prefix = key.purpose === "unique" ? "getBy" : "by";
    const name = key === primary ? "get" : `${prefix}${toPascalCase(key.name)}`;
    return scope.add(name, `The lookup by ${table.name}.${key.name}`, key.at);
  });
}

/** Names that must differ from each other. */
class NameScope {
  readonly #taken: Set<string>;
  readonly #report: Report | undefined;

  /** Without `report`, a name is changed silently: nobody writes it. */
  constructor(taken: Iterable<string>, report: Report | undefined) {
    this.#taken = new Set(taken);
    this.#report = report;
  }

  add(wish: string, what: string, place: Place): string {
    const identifier = toIdentifier(wish);
    let name = identifier;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    if (name !== identifier) this.#report?.("ts-name-taken", { what, wish: identifier, name }, place);
    return name;
  }
}

/** Returns the name itself, unless a change of letter case has left a digit in front. */
function toIdentifier(name: string): string {
  if (isIdentifier(name)) return name;
  const cleaned = name.normalize("NFC").replace(/\P{XID_Continue}/gu, "_");
  return /^[\p{XID_Start}_]/u.test(cleaned) ? cleaned : `_${cleaned}`;
}
