import type { XmlElement } from "@rgrove/parse-xml";
import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { buildLineIndex } from "../../base/line-index.js";
import type { Place } from "../../base/place.js";
import {
  type BeanDefinition,
  type ConstantDefinition,
  type EnumDefinition,
  type EnumItemDefinition,
  type FieldDefinition,
  fullNameOf,
  isTrue,
  type LubanDefinitions,
  noDefinitions,
  type ReferenceGroupDefinition,
  splitFullName,
  splitWords,
  type TableDefinition,
} from "./definitions.js";

/** Reads a file of definitions: modules with beans, enums, tables and what refers to them. */
export async function readXmlDefinitions(
  text: string,
  file: string,
  report: Report,
): Promise<LubanDefinitions> {
  const { parseXml } = await import("@rgrove/parse-xml");
  try {
    const { root } = parseXml(text, { includeOffsets: true });
    if (root === null) return noDefinitions;
    // Offsets are those in the text with the line ends that XML has.
    const lineAt = buildLineIndex(text.replace(/\r\n?/g, "\n"));
    const reader = new DefinitionReader(file, lineAt, report);
    reader.readModule(root, "");
    return reader.definitions;
  } catch (error) {
    if (!(error instanceof Error) || !("line" in error)) throw error;
    const [reason = ""] = error.message.split(/ \(line|\n/);
    report("luban-xml", { reason }, { file, line: Number(error.line) });
    return noDefinitions;
  }
}

/** What an element may say: attributes that must be there, then those that may. */
const attributesOf = {
  module: [[], ["name", "comment"]],
  enum: [["name"], ["flags", "comment", "tags", "unique", "group"]],
  item: [["name"], ["value", "alias", "comment", "tags"]],
  bean: [["name"], ["parent", "valueType", "alias", "sep", "comment", "tags", "group"]],
  field: [
    ["name", "type"],
    ["alias", "group", "comment", "tags", "variants"],
  ],
  table: [
    ["name", "value", "input"],
    ["index", "mode", "group", "comment", "readSchemaFromFile", "output", "tags"],
  ],
  refgroup: [["name", "ref"], []],
  constalias: [["name", "value"], []],
} as const;

/** Generators of code have them; a table does not. */
const passedOver = ["mapper"];

class DefinitionReader {
  readonly #file: string;
  readonly #lineAt: (offset: number) => number;
  readonly #report: Report;
  readonly #enums: EnumDefinition[] = [];
  readonly #beans: BeanDefinition[] = [];
  readonly #tables: TableDefinition[] = [];
  readonly #referenceGroups: ReferenceGroupDefinition[] = [];
  readonly #constants: ConstantDefinition[] = [];

  constructor(file: string, lineAt: (offset: number) => number, report: Report) {
    this.#file = file;
    this.#lineAt = lineAt;
    this.#report = report;
  }

  get definitions(): LubanDefinitions {
    return {
      ...{ enums: this.#enums, beans: this.#beans, tables: this.#tables },
      ...{ referenceGroups: this.#referenceGroups, constants: this.#constants },
    };
  }

  readModule(element: XmlElement, outer: string): void {
    this.#check(element, "module");
    const name = get(element, "name").trim();
    const module = name === "" ? outer : fullNameOf({ module: outer, name });
    for (const child of elementsOf(element)) {
      switch (child.name) {
        case "module":
          this.readModule(child, module);
          break;
        case "enum":
          if (this.#check(child, "enum")) this.#enums.push(this.#readEnum(child, module));
          break;
        case "bean":
          this.#readBean(child, module, undefined);
          break;
        case "table":
          if (this.#check(child, "table")) this.#tables.push(this.#readTable(child, module));
          break;
        case "refgroup":
          if (this.#check(child, "refgroup")) this.#referenceGroups.push(this.#readReferenceGroup(child));
          break;
        case "constalias":
          if (this.#check(child, "constalias")) this.#constants.push(this.#readConstant(child));
          break;
        default:
          this.#reportElement(child, element, Object.keys(attributesOf));
      }
    }
  }

  #readEnum(element: XmlElement, module: string): EnumDefinition {
    const items: EnumItemDefinition[] = [];
    for (const child of elementsOf(element)) {
      if (child.name !== "var") this.#reportElement(child, element, ["var"]);
      else if (this.#check(child, "item")) {
        const [name, alias, value] = [get(child, "name").trim(), get(child, "alias"), get(child, "value")];
        items.push({ name, alias, value, note: get(child, "comment"), at: this.#placeOf(child) });
      }
    }
    return {
      ...this.#readCommon(element, module),
      isFlags: isTrue(get(element, "flags")),
      isUnique: !("unique" in element.attributes) || isTrue(get(element, "unique")),
      items,
    };
  }

  #readBean(element: XmlElement, module: string, outer: string | undefined): void {
    if (!this.#check(element, "bean")) return;
    const at = this.#placeOf(element);
    const own = get(element, "parent").trim();
    if (own !== "" && outer !== undefined) {
      this.#report(
        "luban-definition",
        { reason: `it stands within ${outer}, which is its parent already` },
        at,
      );
    }
    const parent = outer ?? (own === "" ? undefined : own);
    const fields: FieldDefinition[] = [];
    const below: XmlElement[] = [];
    for (const child of elementsOf(element)) {
      if (child.name === "bean") below.push(child);
      else if (child.name !== "var") this.#reportElement(child, element, ["var", "bean"]);
      else if (this.#check(child, "field")) fields.push(this.#readField(child));
    }
    this.#beans.push({
      ...this.#readCommon(element, module),
      ...(parent === undefined ? {} : { parent: { text: parent, at } }),
      alias: get(element, "alias").trim(),
      separators: get(element, "sep"),
      fields,
    });
    const fullName = fullNameOf({ module, name: get(element, "name").trim() });
    for (const child of below) this.#readBean(child, module, fullName);
  }

  #readField(element: XmlElement): FieldDefinition {
    const at = this.#placeOf(element);
    return {
      name: get(element, "name").trim(),
      alias: get(element, "alias").trim(),
      type: { text: get(element, "type"), at },
      note: get(element, "comment"),
      groups: splitWords(get(element, "group")),
      variants: splitWords(get(element, "variants")),
      at,
    };
  }

  #readTable(element: XmlElement, module: string): TableDefinition {
    const common = this.#readCommon(element, module);
    const value = get(element, "value").trim();
    const { module: own } = splitFullName(value);
    return {
      ...common,
      value: { text: own === "" ? fullNameOf({ module, name: value }) : value, at: common.at },
      index: get(element, "index").trim(),
      mode: get(element, "mode").trim(),
      inputs: splitInputs(get(element, "input")),
      isDefinedByTitles: isTrue(get(element, "readSchemaFromFile")),
    };
  }

  #readReferenceGroup(element: XmlElement): ReferenceGroupDefinition {
    const references = splitWords(get(element, "ref"));
    return { name: get(element, "name").trim(), references, at: this.#placeOf(element) };
  }

  #readConstant(element: XmlElement): ConstantDefinition {
    return { name: get(element, "name").trim(), text: get(element, "value"), at: this.#placeOf(element) };
  }

  #readCommon(element: XmlElement, module: string) {
    return {
      name: get(element, "name").trim(),
      module,
      note: get(element, "comment"),
      groups: splitWords(get(element, "group")),
      at: this.#placeOf(element),
    };
  }

  /** Reports attributes that there are none of, which would be read over, and those that are missing. */
  #check(element: XmlElement, kind: keyof typeof attributesOf): boolean {
    const [needed, others] = attributesOf[kind];
    const known: readonly string[] = [...needed, ...others];
    for (const attribute of Object.keys(element.attributes)) {
      if (known.includes(attribute)) continue;
      const suggestion = findNearest(attribute, known);
      const parameters = { what: `the attribute ${attribute} of <${element.name}>`, suggestion };
      this.#report("luban-unknown-word", parameters, this.#placeOf(element));
    }
    const missing = needed.filter((attribute) => get(element, attribute).trim() === "");
    for (const attribute of missing) {
      const reason = `<${element.name}> has no ${attribute}`;
      this.#report("luban-definition", { reason }, this.#placeOf(element));
    }
    return missing.length === 0;
  }

  #reportElement(element: XmlElement, outer: XmlElement, known: readonly string[]): void {
    if (passedOver.includes(element.name)) return;
    const what = `<${element.name}> in <${outer.name}>`;
    const suggestion = findNearest(element.name, known);
    this.#report("luban-unknown-word", { what, suggestion }, this.#placeOf(element));
  }

  #placeOf({ start }: XmlElement): Place {
    return { file: this.#file, line: this.#lineAt(start) };
  }
}

function get(element: XmlElement, attribute: string): string {
  return element.attributes[attribute] ?? "";
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child.type === "element") as XmlElement[]; // its type says so
}

/** Splits the files of a table. */
export function splitInputs(text: string): readonly string[] {
  return text
    .split(",")
    .map((input) => input.trim().replaceAll("\\", "/"))
    .filter((input) => input !== "");
}
