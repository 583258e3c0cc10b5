import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import type { DocumentNode } from "../../../src/model/document.js";
import { readDocument } from "../../../src/sources/documents/read-document.js";
import { formatDiagnostic } from "../../rows/tables.js";

export interface ReadFile {
  readonly root: DocumentNode | undefined;
  /** `TG1101 a.json:2 …` */
  readonly problems: readonly string[];
}

export async function readFile(file: string, content: string | Uint8Array): Promise<ReadFile> {
  const { diagnostics, report } = createDiagnosticSink();
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const document = await readDocument(bytes, file, report);
  return { root: document?.root, problems: diagnostics.map(formatDiagnostic) };
}

/** Returns what a node holds without lines: `{ a: 1 }` for a record, `[1]` for a list, both where it may be either. */
export function plain(node: DocumentNode | undefined): unknown {
  if (node === undefined) return undefined;
  const { scalar, text, items, fields } = node;
  if (scalar !== undefined) return text === undefined ? scalar : `${typeof scalar} ${text}`;
  const list = items?.map(plain);
  const record =
    fields === undefined
      ? undefined
      : Object.fromEntries(fields.map((field) => [field.name, plain(field.node)]));
  return list === undefined || record === undefined ? (list ?? record) : { list, record };
}

/** Returns the lines of fields and elements: `a:2`, `a.b:3`, `[0]:4`. */
export function linesOf(node: DocumentNode | undefined, path = ""): readonly string[] {
  const fields = (node?.fields ?? []).flatMap(({ name, node: one }) => {
    const own = path === "" ? name : `${path}.${name}`;
    return [`${own}:${one.line}`, ...linesOf(one, own)];
  });
  if (fields.length > 0) return fields;
  return (node?.items ?? []).flatMap((one, index) => [
    `${path}[${index}]:${one.line}`,
    ...linesOf(one, `${path}[${index}]`),
  ]);
}
