import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { formatPath } from "../base/format-path.js";
import { type Document, type DocumentNode, describeNode, placeOfNode } from "../model/document.js";
import type { DocumentRecord, RecordSource } from "../model/record-source.js";

/**
 * Returns the records that stand in a document at the place that a source names. Whether a value is one record or holds
 * several is what its format says: an array in JSON does. Where it does not say, as in XML, fields of the table make a
 * record. What is none is reported.
 */
export function listRecords(
  document: Document,
  { path, isList }: RecordSource,
  { table, names }: { readonly table: string; readonly names: ReadonlySet<string> },
  report: Report,
): readonly DocumentRecord[] {
  const found = followPath(document, path, report);
  if (found === undefined) return [];
  const records = isList ? listParts(found) : splitRoot(found, names);
  return (records ?? [found]).filter(({ node, path: own }) => {
    if (node.fields !== undefined) return true;
    report("not-a-record", { table, is: describeNode(node) }, placeOfNode(document.file, node, own));
    return false;
  });
}

function followPath(
  document: Document,
  path: RecordSource["path"],
  report: Report,
): DocumentRecord | undefined {
  let node = document.root;
  for (const [index, step] of path.entries()) {
    const next = stepInto(node, step);
    if (next === undefined) {
      const names = node.fields?.map(({ name }) => name) ?? [];
      const parameters = {
        path: formatPath(path),
        step: formatPath(path.slice(0, index + 1)),
        suggestion: typeof step === "string" ? findNearest(step, names) : undefined,
      };
      report("no-such-records", parameters, placeOfNode(document.file, node, path.slice(0, index)));
      return undefined;
    }
    node = next;
  }
  return { node, path };
}

function stepInto({ items, fields }: DocumentNode, step: string | number): DocumentNode | undefined {
  const field = fields?.find(({ name }) => name === String(step))?.node;
  return field ?? (typeof step === "number" ? items?.[step] : undefined);
}

/** Returns the elements of a list, or the values of fields. */
function listParts({ node: { items, fields }, path }: DocumentRecord): readonly DocumentRecord[] | undefined {
  const elements = items?.map((node, index) => ({ node, path: [...path, index] }));
  return elements ?? fields?.map(({ name, node }) => ({ node, path: [...path, name] }));
}

/** Returns `undefined` for what is one record itself. */
function splitRoot(root: DocumentRecord, names: ReadonlySet<string>): readonly DocumentRecord[] | undefined {
  const { fields, items } = root.node;
  if (fields === undefined || items?.length === 0) return items === undefined ? undefined : listParts(root);
  if (fields.some(({ name }) => names.has(name))) return undefined;
  // In Lua records may stand behind their keys.
  const isKeyed = root.node.form === "table" && fields.every(({ name }) => /^-?\d+$/.test(name));
  return items !== undefined || isKeyed ? listParts(root) : undefined;
}
