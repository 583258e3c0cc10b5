import type { Place } from "../../base/place.js";
import type {
  TableauEnum,
  TableauField,
  TableauMessage,
  TableauScalarKind,
  TableauType,
  TableauTypes,
} from "../../model/tableau.js";
import type { EnumDeclaration } from "../enum-declaration.js";
import type { FieldDeclaration, StructDeclaration, VariantDeclaration } from "../struct-declaration.js";
import type { FoundReference } from "./find-references.js";
import type { DraftField, ProjectTypes } from "./project-types.js";
import type { UsedTypes } from "./type-names.js";

/** What is known of types once all tables are planned. */
export interface DeclarationContext {
  readonly types: ProjectTypes;
  readonly used: UsedTypes;
  /** Names in the library by full names. */
  readonly names: ReadonlyMap<string, string>;
  readonly references: ReadonlyMap<DraftField, FoundReference>;
}

const scalarTypes: Readonly<Record<TableauScalarKind, string>> = {
  ...{
    int32: "int32",
    uint32: "uint32",
    int64: "int64",
    uint64: "uint64",
    float: "float32",
    double: "float64",
  },
  ...{ bool: "bool", string: "string", datetime: "datetime", duration: "duration", fraction: "fraction" },
  ...{ comparator: "Comparator", version: "version" },
};

/** Returns the type of a field as our headers write it. */
export function writeType(field: DraftField, context: DeclarationContext, isKey = false): string {
  const { names, references } = context;
  const reference = references.get(field);
  const referred = reference === undefined ? undefined : `ref<${reference.targets.join(" | ")}>`;
  const write = (type: TableauType): string => {
    switch (type.kind) {
      case "scalar":
        return scalarTypes[type.scalar];
      case "enum":
      case "message":
        return names.get(type.name) ?? type.name;
      case "list": {
        // Elements in columns have a place whether they are filled or not.
        const isAbsent = type.size !== undefined && isUnion(type.element, context.types);
        return `list<${referred ?? write(type.element)}${isAbsent ? "?" : ""}>`;
      }
      case "map":
        return `map<${referred ?? write(type.key)}, ${write(type.value)}>`;
    }
  };
  const { type } = field;
  const written = type.kind === "list" || type.kind === "map" ? write(type) : (referred ?? write(type));
  return isNullable(field, context) && !isKey ? `${written}?` : written;
}

/** A union may be absent, and so may a reference, which is 0 or empty then. */
function isNullable(field: DraftField, { types, references }: DeclarationContext): boolean {
  const { type, isPresent } = field;
  if (type.kind === "list" || type.kind === "map") return false;
  if (field.isNullable) return true;
  return !isPresent && (isUnion(type, types) || references.has(field));
}

function isUnion(type: TableauType, types: ProjectTypes): boolean {
  return type.kind === "message" && types.messages.get(type.name)?.union !== undefined;
}

/** Returns a field as its cells are read: a reference as the key that it leads to. */
export function toTableauField(draft: DraftField, context: DeclarationContext, isKey = false): TableauField {
  const { refer, ...field } = draft;
  const reference = context.references.get(draft);
  const type = reference === undefined ? field.type : referTo(field.type, reference);
  return { ...field, type, isNullable: isNullable(draft, context) && !isKey };
}

function referTo(type: TableauType, { key }: FoundReference): TableauType {
  if (type.kind === "list") return { ...type, element: key };
  return type.kind === "map" ? { ...type, key } : key;
}

/** Returns the types by which cells are read. */
export function listReadingTypes(context: DeclarationContext): TableauTypes {
  const messages = new Map<string, TableauMessage>();
  const enums = new Map<string, TableauEnum>();
  for (const [fullName, { fields, union, at }] of context.types.messages) {
    const read = fields.map((field) => toTableauField(field, context));
    messages.set(fullName, { fullName, fields: read, at, ...(union === undefined ? {} : { union }) });
  }
  for (const [fullName, { values, at }] of context.types.enums) {
    const numbers = new Map(
      values.flatMap(({ name, aliases, number }) =>
        [name, ...aliases].map((word) => [word, number] as const),
      ),
    );
    enums.set(fullName, { fullName, numbers, at });
  }
  return { messages, enums };
}

export function declareEnums(
  { types, used, names }: DeclarationContext,
  at: Place,
): readonly EnumDeclaration[] {
  const declared = [...used.enums].flatMap((fullName): readonly EnumDeclaration[] => {
    const one = types.enums.get(fullName);
    if (one === undefined || one.values.length === 0) return [];
    const { note, values } = one;
    return [
      {
        ...{ name: names.get(fullName) ?? one.name, note, underlying: "int32", underlyingAt: one.at },
        ...{ isFlags: false, at: one.at },
        values: values.map((value) => ({
          ...{ name: value.name, at: value.at, note: value.note },
          value: { text: String(value.number), at: value.at },
          aliases: value.aliases.map((text) => ({ text, at: value.at })),
        })),
      },
    ];
  });
  return used.hasComparator ? [...declared, declareSigns(at)] : declared;
}

/** The signs of a comparator, in the order of their numbers. */
const signs: readonly (readonly [name: string, sign: string])[] = [
  ["EQUAL", "=="],
  ["NOT_EQUAL", "!="],
  ["LESS", "<"],
  ["LESS_OR_EQUAL", "<="],
  ["GREATER", ">"],
  ["GREATER_OR_EQUAL", ">="],
];

function declareSigns(at: Place): EnumDeclaration {
  const values = signs.map(([name, sign], number) => ({
    ...{ name, at, note: sign, aliases: [] },
    value: { text: String(number), at },
  }));
  return {
    name: "ComparatorSign",
    note: "",
    underlying: "int32",
    underlyingAt: at,
    isFlags: false,
    at,
    values,
  };
}

export function declareStructs(context: DeclarationContext, at: Place): readonly StructDeclaration[] {
  const { types, used, names } = context;
  const declared = [...used.messages].flatMap((fullName): readonly StructDeclaration[] => {
    const message = types.messages.get(fullName);
    if (message === undefined || message.union !== undefined) return [];
    const fields = message.fields.map((field) => declareField(field, context));
    const name = names.get(fullName) ?? message.name;
    return [{ name, note: message.note, at: message.at, base: undefined, separators: undefined, fields }];
  });
  return used.hasComparator ? [...declared, declareComparator(at)] : declared;
}

function declareField(field: DraftField, context: DeclarationContext): FieldDeclaration {
  const { name, note, at } = field;
  return { name, note, at, type: { text: writeType(field, context), at }, separators: undefined };
}

function declareComparator(at: Place): StructDeclaration {
  const field = (name: string, text: string, note: string): FieldDeclaration => ({
    ...{ name, note, at, type: { text, at }, separators: undefined },
  });
  const fields = [field("sign", "ComparatorSign", ""), field("value", "fraction", "")];
  return {
    name: "Comparator",
    note: "A sign with what a value is compared to.",
    at,
    base: undefined,
    separators: undefined,
    fields,
  };
}

export function declareVariants({ types, used, names }: DeclarationContext): readonly VariantDeclaration[] {
  return [...used.messages].flatMap((fullName): readonly VariantDeclaration[] => {
    const message = types.messages.get(fullName);
    if (message?.union === undefined) return [];
    const kinds = message.union.kinds.map(({ name, message: struct }) => ({
      ...{ name, aliases: [] },
      struct: { text: names.get(struct) ?? struct, at: types.messages.get(struct)?.at ?? message.at },
    }));
    return [
      {
        name: names.get(fullName) ?? message.name,
        note: message.note,
        at: message.at,
        separators: undefined,
        kinds,
      },
    ];
  });
}
