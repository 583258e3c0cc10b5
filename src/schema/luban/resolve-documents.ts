import type { Report } from "../../base/diagnostics.js";
import type { TagsConfig } from "../../model/config.js";
import type { DocumentNode } from "../../model/document.js";
import type { RecordRegion } from "../../model/record-source.js";
import { listRecords } from "../list-records.js";
import type { InputDocument } from "./project.js";
import { isTaken } from "./tags.js";

export interface DocumentTable {
  /** As a report calls it. */
  readonly name: string;
  /** The fields that its columns are of, in their order. */
  readonly fields: readonly string[];
  /** The column that is the record itself. */
  readonly whole: number | undefined;
  readonly tags: TagsConfig | undefined;
}

/** Returns where a table's records in files are; fields that the beans do not have are passed over. */
export function resolveDocuments(
  inputs: readonly InputDocument[],
  { name, fields, whole, tags }: DocumentTable,
  report: Report,
): readonly RecordRegion[] {
  return inputs.map(({ document, source }) => ({
    document,
    records: listRecords(document, source, { table: name, names: new Set(fields) }, report).filter(
      ({ node }) => isIn(node, tags),
    ),
    names: fields.map((field, column) => (column === whole ? [] : [field])),
    ignored: [],
    ...(whole === undefined ? {} : { whole }),
    isLenient: true,
  }));
}

function isIn({ fields }: DocumentNode, tags: TagsConfig | undefined): boolean {
  const tag = fields?.find(({ name }) => name === "__tag__")?.node.scalar;
  return typeof tag !== "string" || (tag.trim() !== "##" && isTaken(tag, tags));
}
