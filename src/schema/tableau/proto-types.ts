import type { Report } from "../../base/diagnostics.js";
import { toPascalCase } from "../../base/identifiers.js";
import { TextFormatError, type TextMessage, type TextValue } from "../../base/parse-text-format.js";
import type { Place } from "../../base/place.js";
import type {
  TableauKind,
  TableauLayout,
  TableauMessageUse,
  TableauSingle,
  TableauType,
  TableauUnion,
} from "../../model/tableau.js";
import {
  describeProperties,
  type FieldProperties,
  noProperties,
  readFieldProperties,
} from "./field-properties.js";
import type { ProtoDefinitions, ProtoEnum, ProtoField, ProtoMessage } from "./parse-proto.js";
import {
  type DraftEnumValue,
  type DraftField,
  type DraftMessage,
  findScalar,
  isWellKnown,
  type ProjectTypes,
} from "./project-types.js";
import { readVersionPattern } from "./version-pattern.js";

export interface ParsedProtoFile {
  readonly file: string;
  readonly lineAt: (offset: number) => number;
  readonly definitions: ProtoDefinitions;
}

/** Defines the types of .proto files: first all names are known, then their fields are looked up. */
export function defineProtoTypes(
  files: readonly ParsedProtoFile[],
  context: { readonly types: ProjectTypes; readonly report: Report },
): void {
  defineVectors(context.types);
  const all = files.flatMap((file) => listMessages(file));
  const names = new Set(all.map(({ fullName }) => fullName));
  for (const file of files) {
    for (const one of listEnums(file)) names.add(defineEnum(one, file, context.types));
  }
  const messages = new Map(all.map((one) => [one.fullName, one]));
  for (const one of all) new MessageReader(one, { ...context, names, messages }).define();
}

/** Messages of tableau itself that sheets may name without its file: `tableau.Vector3`, `tableau.Vector2i`. */
function defineVectors(types: ProjectTypes): void {
  for (const [suffix, scalar] of [
    ["", "float"],
    ["i", "int32"],
  ] as const) {
    for (const count of [2, 3, 4]) {
      const name = `Vector${count}${suffix}`;
      const at = { file: "tableau/protobuf/wellknown.proto" };
      const fields = ["x", "y", "z", "w"].slice(0, count).map((axis): DraftField => {
        const type = { kind: "scalar", scalar } as const;
        const own = { name: axis, column: axis.toUpperCase(), type, note: "", at, separators: {} };
        return { ...own, isOptional: false, isPresent: false, isNullable: false };
      });
      const fullName = `tableau.${name}`;
      types.messages.set(fullName, { fullName, name, note: "", fields, at });
    }
  }
}

/** Option with what protovalidate checks. */
const validation = "buf.validate.field";

interface Scoped<Definition> {
  readonly definition: Definition;
  readonly fullName: string;
  /** With the messages that it stands in, without its package. */
  readonly name: string;
  readonly source: ParsedProtoFile;
}

function listMessages(source: ParsedProtoFile): readonly Scoped<ProtoMessage>[] {
  const visit = (
    messages: readonly ProtoMessage[],
    scope: string,
    outer: string,
  ): readonly Scoped<ProtoMessage>[] =>
    messages.flatMap((definition) => {
      const fullName = join(scope, definition.name);
      const name = `${outer}${definition.name}`;
      return [{ definition, fullName, name, source }, ...visit(definition.messages, fullName, `${name}_`)];
    });
  return visit(source.definitions.messages, source.definitions.package, "");
}

function listEnums(source: ParsedProtoFile): readonly Scoped<ProtoEnum>[] {
  const { definitions } = source;
  const own = definitions.enums.map((definition) => ({
    ...{ definition, name: definition.name, source },
    fullName: join(definitions.package, definition.name),
  }));
  const nested = listMessages(source).flatMap(({ definition, fullName, name }) =>
    definition.enums.map((one) => ({
      ...{ definition: one, name: `${name}_${one.name}`, source },
      fullName: join(fullName, one.name),
    })),
  );
  return [...own, ...nested];
}

function join(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}

function placeOf({ file, lineAt }: ParsedProtoFile, offset: number): Place {
  return { file, line: lineAt(offset) };
}

function defineEnum(
  { definition, fullName, name }: Scoped<ProtoEnum>,
  source: ParsedProtoFile,
  types: ProjectTypes,
): string {
  const values = new Map<number, DraftEnumValue>();
  for (const { name: own, number, options, offset } of definition.values) {
    const alias = textOf(options.get("tableau.evalue"), "name") ?? "";
    const aliases = alias === "" || alias === own ? [] : [alias];
    const first = values.get(number);
    // With `allow_alias` several names are one value.
    if (first !== undefined) values.set(number, { ...first, aliases: [...first.aliases, own, ...aliases] });
    else values.set(number, { name: own, number, aliases, note: "", at: placeOf(source, offset) });
  }
  const at = placeOf(source, definition.offset);
  types.enums.set(fullName, { fullName, name, note: "", values: [...values.values()], at, isOfSheet: false });
  return fullName;
}

interface MessageContext {
  readonly types: ProjectTypes;
  readonly report: Report;
  readonly names: ReadonlySet<string>;
  readonly messages: ReadonlyMap<string, Scoped<ProtoMessage>>;
}

class MessageReader {
  readonly #message: Scoped<ProtoMessage>;
  readonly #context: MessageContext;

  constructor(message: Scoped<ProtoMessage>, context: MessageContext) {
    this.#message = message;
    this.#context = context;
  }

  define(): void {
    const { definition, fullName, name, source } = this.#message;
    const union = definition.options.has("tableau.union") ? this.#readUnion() : undefined;
    const message: DraftMessage = {
      ...{ fullName, name, note: "", at: placeOf(source, definition.offset) },
      fields: union === undefined ? this.#listFields().flatMap((field) => this.#readField(field) ?? []) : [],
      ...(union === undefined ? {} : { union }),
    };
    this.#context.types.messages.set(fullName, message);
  }

  /** Those of a oneof are plain fields where the message is no union. */
  #listFields(): readonly ProtoField[] {
    const { fields, oneofs } = this.#message.definition;
    return [...fields, ...oneofs.flatMap((one) => one.fields)];
  }

  #fail(field: { readonly offset: number }, reason: string): undefined {
    this.#context.report("tableau-definition", { reason }, placeOf(this.#message.source, field.offset));
  }

  #readField(field: ProtoField): DraftField | undefined {
    const options = field.options.get("tableau.field");
    const properties = this.#readProperties(field, options);
    if (field.options.has(validation)) {
      const at = placeOf(this.#message.source, field.offset);
      this.#context.report("tableau-not-checked", { what: `(${validation}) of ${field.name}` }, at);
    }
    const type = this.#readType(field, options, properties);
    if (type === undefined) return undefined;
    const described = describeProperties(properties);
    const isSingle = type.kind === "scalar" || type.kind === "enum";
    const mayBeAbsent =
      (type.kind === "scalar" && isWellKnown(type.scalar)) || (isSingle && field.label === "optional");
    const at = placeOf(this.#message.source, field.offset);
    return {
      ...{
        name: field.name,
        column: textOf(options, "name") ?? defaultColumn(field, options),
        type,
        note: "",
        at,
      },
      ...described,
      isNullable: mayBeAbsent && !described.isPresent && described.default === undefined,
      ...(properties.refer === undefined ? {} : { refer: properties.refer }),
    };
  }

  #readProperties(field: ProtoField, options: TextMessage | undefined): FieldProperties {
    const property = options?.findLast(({ name }) => name === "prop")?.value;
    if (property?.kind !== "message") return noProperties;
    try {
      const properties = readFieldProperties(property.fields);
      for (const what of properties.unchecked) {
        this.#context.report("tableau-not-checked", { what }, placeOf(this.#message.source, field.offset));
      }
      return properties;
    } catch (error) {
      if (!(error instanceof TextFormatError)) throw error;
      this.#fail(field, error.message);
      return noProperties;
    }
  }

  #readType(
    field: ProtoField,
    options: TextMessage | undefined,
    properties: FieldProperties,
  ): TableauType | undefined {
    const single = this.#findType(field, field.type, options, properties);
    if (single === undefined) return undefined;
    const count = properties.size ?? (properties.fixed ? ("all" as const) : undefined);
    const container = {
      isAggregate: properties.aggregate ?? false,
      ...(count === undefined || count === 0 ? {} : { size: count }),
    };
    const key = textOf(options, "key");
    if (field.key !== undefined) {
      const keyColumn = key === undefined || key === "" ? "Key" : key;
      const keyType = this.#keyTypeOf(single, keyColumn) ?? findScalar(field.key);
      if (keyType === undefined) return this.#fail(field, `${field.key} can be no key of a map`);
      const layout = layoutOf(options) ?? "vertical";
      const value = { kind: "map", layout, key: keyType, value: single, ...container } as const;
      return single.kind === "message" ? { ...value, keyColumn } : value;
    }
    if (field.label !== "repeated") return single;
    const layout = layoutOf(options) ?? "horizontal";
    return {
      kind: "list",
      layout,
      element: single,
      ...container,
      ...(key === undefined || key === "" ? {} : { key }),
    };
  }

  /** A key of an enum is a number to protobuf: the value's own field says of which. */
  #keyTypeOf(
    value: TableauSingle,
    keyColumn: string,
  ): (TableauSingle & { readonly kind: "enum" }) | undefined {
    if (value.kind !== "message") return undefined;
    const message = this.#context.messages.get(value.name);
    const own = message?.definition.fields.find(
      (field) =>
        (textOf(field.options.get("tableau.field"), "name") ?? toPascalCase(field.name)) === keyColumn,
    );
    if (message === undefined || own === undefined) return undefined;
    const found = this.#resolveName(own.type, message.fullName);
    return found !== undefined && this.#context.types.enums.has(found)
      ? { kind: "enum", name: found }
      : undefined;
  }

  #findType(
    field: ProtoField,
    text: string,
    options: TextMessage | undefined,
    properties: FieldProperties,
  ): TableauSingle | undefined {
    const known = findScalar(text);
    if (known?.scalar === "version") return this.#withPattern(field, properties.pattern);
    // `datetime` and the like are names of sheets alone.
    if (known !== undefined) return known;
    const fullName = this.#resolveName(text, this.#message.fullName);
    if (fullName === undefined) return this.#fail(field, `there is no type ${text}`);
    if (this.#context.types.enums.has(fullName)) return { kind: "enum", name: fullName };
    const isInCell = wordOf(options, "span") === "SPAN_INNER_CELL";
    const use: TableauMessageUse = { kind: "message", name: fullName, isInCell };
    return properties.form === undefined ? use : { ...use, form: properties.form };
  }

  #withPattern(field: ProtoField, pattern: string | undefined): TableauSingle {
    const parts = readVersionPattern(pattern);
    if (parts !== undefined && parts.length <= 4 && parts.every((part) => part <= 0xffff)) {
      return { kind: "scalar", scalar: "version", pattern: parts };
    }
    const what = `version with the pattern ${pattern}`;
    this.#context.report("tableau-not-checked", { what }, placeOf(this.#message.source, field.offset));
    return { kind: "scalar", scalar: "string" };
  }

  /** Looks a name up as protobuf does: from the innermost message outwards. */
  #resolveName(text: string, scope: string): string | undefined {
    const { names } = this.#context;
    if (text.startsWith(".")) return names.has(text.slice(1)) ? text.slice(1) : undefined;
    const steps = scope.split(".");
    for (let length = steps.length; length >= 0; length--) {
      const name = join(steps.slice(0, length).join("."), text);
      if (names.has(name)) return name;
    }
    return undefined;
  }

  #readUnion(): TableauUnion | undefined {
    const { definition, fullName } = this.#message;
    const [oneof] = definition.oneofs;
    const type = definition.fields.find((field) => {
      const found = this.#resolveName(field.type, fullName);
      return found !== undefined && this.#context.types.enums.has(found);
    });
    if (oneof === undefined || type === undefined) {
      return this.#fail(definition, `the union ${definition.name} has no enum of its kinds, or no oneof`);
    }
    const typeName = this.#resolveName(type.type, fullName) ?? "";
    const options = type.options.get("tableau.field");
    const fallback = this.#readProperties(type, options).default;
    const values = this.#context.types.enums.get(typeName)?.values ?? [];
    const bound = oneof.fields.flatMap((field) => this.#readKind(field) ?? []);
    const unbound = values
      .filter(({ number }) => number !== 0 && !bound.some((kind) => kind.number === number))
      .map(({ name, number, aliases: [alias = name] }) => this.#addEmptyKind(alias, number));
    return {
      type: typeName,
      typeColumn: toColumn(textOf(options, "name") ?? "Type"),
      fieldColumn: textOf(oneof.options.get("tableau.oneof"), "field") ?? "Field",
      ...(fallback === undefined || fallback === "" ? {} : { default: fallback }),
      kinds: [...bound, ...unbound],
    };
  }

  #readKind(field: ProtoField): TableauKind | undefined {
    const type = this.#findType(field, field.type, undefined, noProperties);
    if (type === undefined) return undefined;
    const { name: fieldName, number } = field;
    const name = toPascalCase(fieldName);
    const kind = { name, number, fieldName };
    if (type.kind === "message") return { ...kind, message: type.name, isScalar: false };
    const value = this.#readField(field);
    const message = this.#addMessage(name, value === undefined ? [] : [{ ...value, name: "value" }]);
    return { ...kind, message, isScalar: true };
  }

  /** A kind without a value has its name alone. */
  #addEmptyKind(text: string, number: number): TableauKind {
    const name = toPascalCase(text.replace(/^TYPE_/, "").toLowerCase()) || `Kind${number}`;
    return { name, number, fieldName: name, message: this.#addMessage(name, []), isScalar: false };
  }

  #addMessage(own: string, fields: readonly DraftField[]): string {
    const { fullName: outer, name, definition, source } = this.#message;
    const fullName = `${outer}.${own}Kind`;
    const at = placeOf(source, definition.offset);
    this.#context.types.messages.set(fullName, { fullName, name: `${name}_${own}`, note: "", fields, at });
    return fullName;
  }
}

/** Without an option of its own a field's column is called after it. */
function defaultColumn({ name, label, key }: ProtoField, options: TextMessage | undefined): string {
  // Options without a name say that the field's own columns are all there is.
  if (options !== undefined) return "";
  const column = toPascalCase(name);
  if (key !== undefined) return column.replace(/Map$/, "");
  return label === "repeated" ? column.replace(/List$/, "") : column;
}

function toColumn(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function layoutOf(options: TextMessage | undefined): TableauLayout | undefined {
  switch (wordOf(options, "layout")) {
    case "LAYOUT_VERTICAL":
      return "vertical";
    case "LAYOUT_HORIZONTAL":
      return "horizontal";
    case "LAYOUT_INCELL":
      return "incell";
    default:
      return undefined;
  }
}

function findValue(options: TextMessage | undefined, name: string): TextValue | undefined {
  return options?.findLast((field) => field.name === name)?.value;
}

function textOf(options: TextMessage | undefined, name: string): string | undefined {
  const value = findValue(options, name);
  return value?.kind === "text" ? value.text : undefined;
}

function wordOf(options: TextMessage | undefined, name: string): string | undefined {
  const value = findValue(options, name);
  return value?.kind === "word" ? value.text : undefined;
}
