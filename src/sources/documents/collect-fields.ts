import type { DocumentField } from "../../model/document.js";

/** Two fields of one name in one record. */
export interface RepeatedField {
  readonly name: string;
  readonly line: number;
  readonly firstLine: number;
}

export type OnRepeated = (repeated: RepeatedField) => void;

/** Returns the fields without those whose name an earlier one has, which are reported. */
export function collectFields(
  fields: readonly DocumentField[],
  onRepeated: OnRepeated,
): readonly DocumentField[] {
  const first = new Map<string, DocumentField>();
  for (const field of fields) {
    const other = first.get(field.name);
    if (other === undefined) first.set(field.name, field);
    else onRepeated({ name: field.name, line: field.node.line, firstLine: other.node.line });
  }
  return first.size === fields.length ? fields : [...first.values()];
}
