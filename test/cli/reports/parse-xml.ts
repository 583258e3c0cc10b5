export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** What stands directly in it, without blanks that only lay it out. */
  readonly text: string;
}

/** Parses a document of elements, attributes and text, as strictly as XML 1.0 is; throws for anything else. */
export function parseXml(document: string): XmlElement {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(document);
  if (illegal !== null) throw new Error(`illegal character at ${illegal.index}`);
  let rest = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n?/, "");
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest);
    if (found === null) return undefined;
    rest = rest.slice(found[0].length);
    return found;
  };
  const element = (): XmlElement => {
    const open = take(/^<([A-Za-z][\w-]*)/);
    if (open === undefined) throw new Error(`no element at ${rest.slice(0, 40)}`);
    const attributes: Record<string, string> = {};
    for (;;) {
      const found = take(/^\s+([A-Za-z][\w-]*)="([^"<]*)"/);
      if (found === undefined) break;
      const [, name = "", value = ""] = found;
      if (name in attributes) throw new Error(`${name} stands twice`);
      attributes[name] = unescapeXml(value.replace(/[\t\n\r]/g, " "));
    }
    const name = open[1] ?? "";
    if (take(/^\/>/) !== undefined) return { name, attributes, children: [], text: "" };
    if (take(/^>/) === undefined) throw new Error(`${name} does not end at ${rest.slice(0, 40)}`);
    const children: XmlElement[] = [];
    let text = "";
    for (;;) {
      text += unescapeXml((take(/^[^<]*/)?.[0] ?? "").replace(/\r\n?/g, "\n"));
      if (take(new RegExp(`^</${name}>`)) !== undefined) {
        return { name, attributes, children, text: children.length === 0 ? text : text.trim() };
      }
      children.push(element());
    }
  };
  const root = element();
  if (rest.trim() !== "") throw new Error(`more than one element: ${rest.slice(0, 40)}`);
  return root;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const known =
      named[name] ?? (/^#\d+$/.test(name) ? String.fromCodePoint(Number(name.slice(1))) : undefined);
    if (known === undefined || !whole.endsWith(";")) throw new Error(`no entity: ${whole}`);
    return known;
  });
}
