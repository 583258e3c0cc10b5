import type { XmlElement } from "@rgrove/parse-xml";
import { buildLineIndex } from "../../base/line-index.js";
import type { DocumentField, DocumentNode } from "../../model/document.js";
import { collectFields, type OnRepeated } from "./collect-fields.js";
import { DocumentError, maxDepth, TooDeepError } from "./document-error.js";

type Xml = typeof import("@rgrove/parse-xml");

/**
 * Reads XML. Elements within an element are its fields, or the elements of a list; attributes are fields. Throws
 * DocumentError at the first mistake. Entities of a document's own are not expanded.
 */
export async function readXml(given: string, onRepeated: OnRepeated): Promise<DocumentNode> {
  const xml = await import("@rgrove/parse-xml");
  const text = given.replace(/\r\n?/g, "\n"); // as the parser does, whose offsets count so
  const lineAt = buildLineIndex(text);
  checkDepth(text, lineAt);
  const { root } = parse(text, xml);
  if (root === null) throw new DocumentError("the file is empty", 1);
  return new XmlReader(xml, lineAt, onRepeated).read(root, 0);
}

function parse(text: string, { parseXml, XmlError }: Xml) {
  try {
    return parseXml(text, { includeOffsets: true });
  } catch (error) {
    if (error instanceof XmlError) throw new DocumentError(sayPlainly(error.message), error.line);
    throw error;
  }
}

/** The parser calls itself for each element within another; on a full stack what ends it need not be an exception. */
function checkDepth(text: string, lineAt: (offset: number) => number): void {
  let depth = 0;
  for (const { index, 0: tag } of text.matchAll(tags)) {
    if (tag.startsWith("</")) depth--;
    else if (!tag.startsWith("<!") && !tag.startsWith("<?") && !tag.endsWith("/>")) depth++;
    if (depth > maxDepth) throw new TooDeepError(lineAt(index));
  }
}

/** Comments, CDATA and instructions may hold what looks like tags, and attributes what looks like the end of one. */
const tags = /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<[^<>"'!?](?:[^<>"']|"[^"]*"|'[^']*')*>/gs;

/** The first line of a message, without what is shown of the text below it. */
function sayPlainly(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ \(line \d+, column \d+\)$/, "");
}

class XmlReader {
  readonly #xml: Xml;
  readonly #lineAt: (offset: number) => number;
  readonly #onRepeated: OnRepeated;

  constructor(xml: Xml, lineAt: (offset: number) => number, onRepeated: OnRepeated) {
    this.#xml = xml;
    this.#lineAt = lineAt;
    this.#onRepeated = onRepeated;
  }

  read(element: XmlElement, depth: number): DocumentNode {
    const line = this.#lineAt(element.start);
    if (depth >= maxDepth) throw new TooDeepError(line);
    const children = element.children.filter((child) => child instanceof this.#xml.XmlElement);
    const text = element.children.map((child) => this.#textOf(child)).join("");
    if (children.length > 0 && text.trim() !== "") {
      throw new DocumentError(`<${element.name}> has text beside its elements`, line);
    }
    const attributes = listAttributes(element, line);
    const read = children.map((child) => ({ name: child.name, node: this.read(child, depth + 1) }));
    const parts = joinRepeated(read);
    const kind = attributes.find(({ name }) => name === kindAttribute);
    // An element may have a field of the name that the attribute of its kind has.
    const own = attributes.filter((one) => one !== kind || !parts.some(({ name }) => name === one.name));
    const fields = collectFields([...own, ...parts], this.#onRepeated);
    return {
      line,
      form: "element",
      ...(children.length === 0 && attributes.length === 0 ? { scalar: text } : {}),
      ...(text.trim() === "" || children.length > 0 || attributes.length > 0 ? { fields } : {}),
      ...(attributes.length === 0 && (children.length > 0 || text.trim() === "")
        ? { items: read.map(({ node }) => node) }
        : {}),
      ...(kind === undefined ? {} : { kind }),
    };
  }

  #textOf(child: XmlElement["children"][number]): string {
    // CDATA is a kind of text.
    return child instanceof this.#xml.XmlText ? child.text : "";
  }
}

/** A `$` cannot be in a name of XML. */
const kindAttribute = "type";

/** Attributes that say something of the text rather than of what it holds are passed over. */
function listAttributes({ attributes }: XmlElement, line: number): readonly DocumentField[] {
  return Object.entries(attributes)
    .filter(([name]) => name !== "xmlns" && !/^(xmlns|xml|xsi):/.test(name))
    .map(([name, scalar]) => ({ name, node: { line, scalar, form: "attribute" } }));
}

/** Makes a list of elements with the same name. */
function joinRepeated(fields: readonly DocumentField[]): readonly DocumentField[] {
  const groups = new Map<string, DocumentNode[]>();
  for (const { name, node } of fields) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [node]);
    else group.push(node);
  }
  return [...groups].map(([name, items]) => {
    const [first, ...others] = items;
    const isOne = first !== undefined && others.length === 0;
    return { name, node: isOne ? first : { line: first?.line ?? 1, form: "element", items } };
  });
}
