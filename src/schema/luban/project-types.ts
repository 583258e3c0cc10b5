import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { LubanBean, LubanEnum, LubanField, LubanScalarKind, LubanType } from "../../model/luban.js";
import type { FieldRule } from "../../model/rule.js";
import type { EnumDeclaration } from "../enum-declaration.js";
import type {
  DeclaredText,
  FieldDeclaration,
  StructDeclaration,
  VariantDeclaration,
} from "../struct-declaration.js";
import {
  type BeanDefinition,
  type EnumDefinition,
  type FieldDefinition,
  fullNameOf,
  type LubanDefinitions,
  splitFullName,
} from "./definitions.js";
import { listFieldRules, type RuleContext } from "./field-rules.js";
import { findReference, type ReferenceContext } from "./find-references.js";
import { LubanTypeError, type LubanTypeText, parseLubanType } from "./parse-luban-type.js";

/** Our names of Luban's scalar types. */
const scalars: Readonly<Record<string, readonly [kind: LubanScalarKind, type: string]>> = {
  bool: ["bool", "bool"],
  byte: ["byte", "uint8"],
  uint8: ["byte", "uint8"],
  short: ["short", "int16"],
  int16: ["short", "int16"],
  int: ["int", "int32"],
  int32: ["int", "int32"],
  long: ["long", "int64"],
  int64: ["long", "int64"],
  bigint: ["long", "int64"],
  float: ["float", "float32"],
  float32: ["float", "float32"],
  double: ["double", "float64"],
  float64: ["double", "float64"],
  string: ["string", "string"],
  text: ["string", "string"],
  time: ["datetime", "datetime"],
  datetime: ["datetime", "datetime"],
};

/** A field of a bean, with what a column or a struct's field needs. */
export interface ProjectField extends LubanField {
  /** As our headers write it. */
  readonly typeText: string;
  readonly rules: readonly FieldRule[];
  readonly groups: readonly string[];
  readonly note: string;
}

export interface ProjectBean extends LubanBean {
  readonly fields: readonly ProjectField[];
  readonly note: string;
}

export interface ProjectContext {
  readonly definitions: LubanDefinitions;
  /** Names in the library by full names. */
  readonly names: ReadonlyMap<string, string>;
  /** Chosen variants of fields: by `test.Item.name`, or `default`. */
  readonly variants: Readonly<Record<string, string>>;
  readonly references: ReferenceContext;
  readonly rules: RuleContext;
  readonly report: Report;
}

/** The beans and enums of a project, looked up and checked. */
export class ProjectTypes {
  readonly enums = new Map<string, LubanEnum>();
  readonly beans = new Map<string, ProjectBean>();
  readonly #context: ProjectContext;
  readonly #enumDefinitions: ReadonlyMap<string, EnumDefinition>;
  readonly #beanDefinitions: ReadonlyMap<string, BeanDefinition>;
  readonly #children = new Map<string, string[]>();

  constructor(context: ProjectContext) {
    this.#context = context;
    const { definitions, report } = context;
    this.#enumDefinitions = mapByFullName(definitions.enums, report);
    this.#beanDefinitions = mapByFullName(definitions.beans, report);
    for (const [fullName, definition] of this.#enumDefinitions) {
      this.enums.set(fullName, readEnum(definition, fullName, report));
    }
    for (const [fullName, bean] of this.#beanDefinitions) {
      const parent = this.#parentOf(bean);
      if (parent === undefined) continue;
      const children = this.#children.get(parent) ?? [];
      this.#children.set(parent, [...children, fullName]);
    }
    for (const [fullName, bean] of this.#beanDefinitions)
      this.beans.set(fullName, this.#readBean(fullName, bean));
  }

  /** Returns a bean by a name as a table or a type of the module gives it. */
  findBean(name: string, module: string): ProjectBean | undefined {
    const fullName = this.#findName(name, module, this.#beanDefinitions);
    return fullName === undefined ? undefined : this.beans.get(fullName);
  }

  /** Returns the beans that values of these fields may hold, their own and those within. */
  listUsed(fields: readonly LubanField[]): ReadonlySet<string> {
    const used = new Set<string>();
    const visit = (type: LubanType): void => {
      if (type.kind === "list" || type.kind === "set") visit(type.element);
      if (type.kind === "map") {
        visit(type.key);
        visit(type.value);
      }
      if (type.kind === "bean") this.#addUsed(type.name, used);
    };
    for (const { type } of fields) visit(type);
    const open = [...used];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const before = new Set(used);
      for (const { type } of this.beans.get(name)?.fields ?? []) visit(type);
      open.push(...[...used].filter((one) => !before.has(one)));
    }
    return used;
  }

  #addUsed(name: string, used: Set<string>): void {
    used.add(name);
    for (const kind of this.beans.get(name)?.kinds ?? []) used.add(kind);
  }

  declareEnums(): readonly EnumDeclaration[] {
    return [...this.#enumDefinitions].flatMap(([fullName, definition]) => {
      const numbers = this.enums.get(fullName)?.numbers ?? new Map<string, number>();
      const { at, note, isFlags } = definition;
      const values = declareValues(definition, numbers, this.#context.report);
      if (values.length === 0) return [];
      const underlying = isFlags ? "uint32" : "int32";
      return [{ name: this.#nameOf(fullName), note, underlying, underlyingAt: at, isFlags, at, values }];
    });
  }

  declareStructs(used: ReadonlySet<string>): readonly StructDeclaration[] {
    return [...this.beans.values()].flatMap((bean) => {
      if (bean.kinds !== undefined || !used.has(bean.fullName)) return [];
      return [
        {
          ...{ name: this.#nameOf(bean.fullName), note: bean.note, at: bean.at },
          ...{ base: undefined, separators: undefined },
          fields: bean.fields.map(declareField),
        },
      ];
    });
  }

  declareVariants(used: ReadonlySet<string>): readonly VariantDeclaration[] {
    return [...this.beans.values()].flatMap((bean) => {
      if (bean.kinds === undefined || !used.has(bean.fullName)) return [];
      const { kinds, at, note } = bean;
      return [
        {
          ...{ name: this.#nameOf(bean.fullName), note, at, separators: undefined },
          kinds: kinds.map((fullName) => ({
            name: this.#kindName(fullName, kinds),
            aliases: this.#kindAliases(fullName, kinds),
            struct: { text: this.#nameOf(fullName), at: this.beans.get(fullName)?.at ?? at },
          })),
        },
      ];
    });
  }

  /** The rules of a struct's field, by the names in the library. */
  rulesOf(struct: string): ReadonlyMap<string, readonly FieldRule[]> {
    const bean = [...this.beans.values()].find(({ fullName }) => this.#nameOf(fullName) === struct);
    return new Map((bean?.fields ?? []).map(({ name, rules }) => [name, rules]));
  }

  #kindName(fullName: string, kinds: readonly string[]): string {
    const { name } = splitFullName(fullName);
    const namesakes = kinds.filter((kind) => splitFullName(kind).name === name);
    return namesakes.length === 1 ? name : this.#nameOf(fullName);
  }

  /** What records may call a kind beside its name. */
  #kindAliases(fullName: string, kinds: readonly string[]): readonly string[] {
    const name = this.#kindName(fullName, kinds);
    const { alias = "" } = this.beans.get(fullName) ?? {};
    return [...new Set([alias, fullName])].filter((word) => word !== "" && word !== name);
  }

  #nameOf(fullName: string): string {
    return this.#context.names.get(fullName) ?? fullName;
  }

  #parentOf({ parent, module, at, name }: BeanDefinition): string | undefined {
    if (parent === undefined) return undefined;
    const found = this.#findName(parent.text, module, this.#beanDefinitions);
    if (found !== undefined) return found;
    const names = [...this.#beanDefinitions].flatMap(([fullName, bean]) =>
      bean.module === module ? [bean.name, fullName] : [fullName],
    );
    const suggestion = findNearest(parent.text, names);
    // Its own mistake is reported once, where its children are listed.
    if (!this.#reported.has(fullNameOf({ module, name }))) {
      this.#context.report("luban-unknown-bean", { bean: parent.text, suggestion }, at);
    }
    this.#reported.add(fullNameOf({ module, name }));
    return undefined;
  }

  readonly #reported = new Set<string>();

  #readBean(fullName: string, definition: BeanDefinition): ProjectBean {
    const { name, alias, separators, at, note } = definition;
    const kinds = this.#children.has(fullName) ? this.#listKinds(fullName, []) : undefined;
    return {
      ...{ name, fullName, alias, separators, at, note },
      fields: this.#listBases(fullName).flatMap((base) =>
        base.fields.flatMap((field) => this.#readField(field, base) ?? []),
      ),
      ...(kinds === undefined ? {} : { kinds }),
    };
  }

  #listKinds(fullName: string, seen: readonly string[]): readonly string[] {
    if (seen.includes(fullName)) return [];
    const children = this.#children.get(fullName);
    if (children === undefined) return [fullName];
    return children.flatMap((child) => this.#listKinds(child, [...seen, fullName]));
  }

  /** Returns a bean and its parents, the outermost first. */
  #listBases(fullName: string): readonly BeanDefinition[] {
    const bases: BeanDefinition[] = [];
    for (let name: string | undefined = fullName; name !== undefined; ) {
      const bean = this.#beanDefinitions.get(name);
      if (bean === undefined) break;
      if (bases.includes(bean)) {
        this.#context.report("luban-definition", { reason: `${name} is its own parent` }, bean.at);
        break;
      }
      bases.unshift(bean);
      name = this.#parentOf(bean);
    }
    return bases;
  }

  readonly #fields = new Map<FieldDefinition, ProjectField | undefined>();

  /** Each field is read once, though every bean below has it too. */
  #readField(field: FieldDefinition, { module, name: bean }: BeanDefinition): ProjectField | undefined {
    if (this.#fields.has(field)) return this.#fields.get(field);
    const read = this.#readNewField(field, module, fullNameOf({ module, name: bean }));
    this.#fields.set(field, read);
    return read;
  }

  #readNewField(field: FieldDefinition, module: string, bean: string): ProjectField | undefined {
    const { name, alias, type, groups, note, at } = field;
    const text = this.#parse(type);
    const resolved = text === undefined ? undefined : this.#resolve(text, type, module);
    if (text === undefined || resolved === undefined) return undefined;
    const variant = field.variants.length === 0 ? undefined : this.#variantOf(`${bean}.${name}`, field);
    const titles = [
      ...(variant === undefined ? [] : [`${name}@${variant}`]),
      name,
      ...(alias === "" ? [] : [alias]),
    ];
    const rules = listFieldRules(text, type, this.#context.rules);
    return { name, titles, type: resolved.type, typeText: resolved.text, rules, groups, note, at };
  }

  #variantOf(key: string, { variants, at }: FieldDefinition): string | undefined {
    const chosen = this.#context.variants[key] ?? this.#context.variants["default"];
    if (chosen === undefined || variants.includes(chosen)) return chosen;
    const reason = `it has the variants ${variants.join(", ")}, not ${chosen}`;
    this.#context.report("luban-definition", { reason }, at);
    return undefined;
  }

  #parse({ text, at }: DeclaredText): LubanTypeText | undefined {
    try {
      return parseLubanType(text);
    } catch (error) {
      if (!(error instanceof LubanTypeError)) throw error;
      this.#context.report("luban-invalid-type", { type: text, reason: error.message }, at);
      return undefined;
    }
  }

  #resolve(text: LubanTypeText, declared: DeclaredText, module: string): ResolvedType | undefined {
    const common = { isNullable: text.isNullable, separators: text.attributes.get("sep") ?? "" };
    switch (text.name) {
      case "array":
      case "list":
      case "set": {
        const [element] = text.parts.map((part) => this.#resolve(part, declared, module));
        if (element === undefined) return undefined;
        const kind = text.name === "set" ? "set" : "list";
        const written = kind === "set" ? `set<${withoutOption(element)}>` : `list<${element.text}>`;
        const held = kind === "set" ? present(element.type) : element.type;
        return { text: written, type: { ...common, kind, element: held } };
      }
      case "map": {
        const [key, value] = text.parts.map((part) => this.#resolve(part, declared, module));
        if (key === undefined || value === undefined) return undefined;
        return {
          text: `map<${withoutOption(key)}, ${value.text}>`,
          type: { ...common, kind: "map", key: present(key.type), value: value.type },
        };
      }
      default:
        return this.#resolvePlain(text, declared, module, common);
    }
  }

  #resolvePlain(
    text: LubanTypeText,
    declared: DeclaredText,
    module: string,
    common: { readonly isNullable: boolean; readonly separators: string },
  ): ResolvedType | undefined {
    const scalar = Object.hasOwn(scalars, text.name) ? scalars[text.name] : undefined;
    const enumName = this.#findName(text.name, module, this.#enumDefinitions);
    const beanName = this.#findName(text.name, module, this.#beanDefinitions);
    const optional = (own: string, isOptional = text.isNullable) => (isOptional ? `${own}?` : own);
    if (scalar === undefined && beanName !== undefined) {
      const type = { ...common, kind: "bean", name: beanName } as const;
      return { text: optional(this.#nameOf(beanName)), type };
    }
    if (scalar === undefined && enumName === undefined) {
      const names = [
        ...Object.keys(scalars),
        ...this.#enumDefinitions.keys(),
        ...this.#beanDefinitions.keys(),
      ];
      const suggestion = findNearest(text.name, names);
      const reason = `there is no ${text.name}`;
      this.#context.report("luban-invalid-type", { type: declared.text, reason, suggestion }, declared.at);
      return undefined;
    }
    const kind = scalar?.[0] ?? "enum";
    const own = scalar?.[1] ?? this.#nameOf(enumName ?? "");
    const reference = this.#resolveReference(text, declared, enumName ?? kind);
    const isAbsent = reference?.isAbsentWhenDefault ?? false;
    const written = reference === undefined ? own : `ref<${reference.targets.join(" | ")}>`;
    const isEscaped = /^(1|true)$/i.test(text.attributes.get("escape") ?? "");
    return {
      text: optional(written, text.isNullable || isAbsent),
      type:
        kind === "enum"
          ? { ...common, kind, name: enumName ?? "" }
          : {
              ...common,
              kind,
              isEscaped,
              isAbsentWhenDefault: isAbsent,
            },
    };
  }

  #resolveReference(text: LubanTypeText, { at }: DeclaredText, type: string) {
    const reference = text.attributes.get("ref");
    return reference === undefined
      ? undefined
      : findReference({ text: reference, at }, type, this.#context.references);
  }

  /** A name without a module is looked for in the module first. */
  #findName(name: string, module: string, known: ReadonlyMap<string, unknown>): string | undefined {
    return [fullNameOf({ module, name }), name].find((fullName) => known.has(fullName));
  }
}

interface ResolvedType {
  readonly type: LubanType;
  readonly text: string;
}

/** What may be absent cannot be a key, nor in a set. */
function present(type: LubanType): LubanType {
  return "isAbsentWhenDefault" in type ? { ...type, isAbsentWhenDefault: false } : type;
}

function withoutOption({ text }: ResolvedType): string {
  return text.replace(/\?$/, "");
}

function declareField({ name, at, typeText, groups, note }: ProjectField): FieldDeclaration {
  return {
    ...{ name, at, note, type: { text: typeText, at }, separators: undefined },
    ...(groups.length === 0 ? {} : { groups }),
  };
}

function mapByFullName<Definition extends BeanDefinition | EnumDefinition>(
  definitions: readonly Definition[],
  report: Report,
): ReadonlyMap<string, Definition> {
  const all = new Map<string, Definition>();
  for (const definition of definitions) {
    const fullName = fullNameOf(definition);
    const first = all.get(fullName);
    if (first === undefined) all.set(fullName, definition);
    else
      report("luban-duplicate", { name: fullName }, definition.at, [{ message: "first here", at: first.at }]);
  }
  return all;
}

/** Numbers the items: each that gives none is one more than the one before. */
function readEnum({ items, isFlags, at }: EnumDefinition, fullName: string, report: Report): LubanEnum {
  const numbers = new Map<string, number>();
  let next = 0;
  for (const item of items) {
    const number =
      item.value.trim() === "" ? next : readNumber(item.value.trim(), isFlags ? numbers : undefined);
    if (number === undefined) {
      const reason = `${item.value} is no number of ${fullName}`;
      report("luban-definition", { reason }, item.at);
    }
    const value = number ?? next;
    next = value + 1;
    for (const word of [item.name, item.alias]) if (word !== "") numbers.set(word, value);
  }
  return { fullName, isFlags, numbers, at };
}

/** Flags may be several of those before: `READ|WRITE`. */
function readNumber(text: string, known: ReadonlyMap<string, number> | undefined): number | undefined {
  if (/^[-+]?\d+$|^0x[\da-f]+$/i.test(text)) return Number(text);
  const parts = text.split("|").map((part) => known?.get(part.trim()));
  let all = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    all |= part;
  }
  return all;
}

/** Of items with one number the first is the value and the others are what a cell may call it too. */
function declareValues(
  { items, isUnique, name }: EnumDefinition,
  numbers: ReadonlyMap<string, number>,
  report: Report,
): EnumDeclaration["values"] {
  const values = new Map<
    number,
    { item: EnumDefinition["items"][number]; aliases: { text: string; at: EnumDefinition["at"] }[] }
  >();
  for (const item of items) {
    const number = numbers.get(item.name) ?? 0;
    const alias = item.alias === "" ? [] : [{ text: item.alias, at: item.at }];
    const first = values.get(number);
    if (first === undefined) values.set(number, { item, aliases: alias });
    else if (isUnique) {
      const reason = `${name}.${item.name} has the number ${number} of ${first.item.name}`;
      report("luban-definition", { reason }, item.at, [{ message: "first here", at: first.item.at }]);
    } else first.aliases.push({ text: item.name, at: item.at }, ...alias);
  }
  return [...values].map(([number, { item, aliases }]) => ({
    ...{ name: item.name, at: item.at, aliases, note: item.note },
    value: { text: String(number), at: item.at },
  }));
}
