import { toSnakeCase } from "../../base/identifiers.js";
import type { TableauType } from "../../model/tableau.js";
import type { PlannedTable } from "./plan-tables.js";
import type { DraftField, ProjectTypes } from "./project-types.js";

/** The types that values of tables may hold, by full name. */
export interface UsedTypes {
  readonly messages: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
  readonly hasComparator: boolean;
}

/** Returns the types that tables use, those within others included, and the enums of all type sheets. */
export function listUsedTypes(tables: readonly PlannedTable[], types: ProjectTypes): UsedTypes {
  const messages = new Set<string>();
  const enums = new Set(
    [...types.enums.values()].filter(({ isOfSheet }) => isOfSheet).map(({ fullName }) => fullName),
  );
  let hasComparator = false;
  const visitFields = (fields: readonly DraftField[]): void => {
    for (const { type } of fields) visit(type);
  };
  const visit = (type: TableauType): void => {
    if (type.kind === "list") visit(type.element);
    if (type.kind === "map") {
      visit(type.key);
      visit(type.value);
    }
    if (type.kind === "enum") enums.add(type.name);
    if (type.kind === "scalar" && type.scalar === "comparator") hasComparator = true;
    if (type.kind !== "message" || messages.has(type.name)) return;
    messages.add(type.name);
    const message = types.messages.get(type.name);
    visitFields(message?.fields ?? []);
    for (const kind of message?.union?.kinds ?? [])
      visit({ kind: "message", name: kind.message, isInCell: false });
  };
  for (const { fields } of tables) visitFields(fields);
  return { messages, enums, hasComparator };
}

/**
 * Returns the names that types have in the library, by their full names: the name alone, and with what they stand in
 * (`Activity_Section_Item`) where two would differ in nothing but case and `_`. Tables keep their names.
 */
export function nameTypes(
  { messages, enums }: UsedTypes,
  types: ProjectTypes,
  tables: readonly PlannedTable[],
): ReadonlyMap<string, string> {
  const used = [
    ...[...messages].flatMap((fullName) => types.messages.get(fullName) ?? []),
    ...[...enums].flatMap((fullName) => types.enums.get(fullName) ?? []),
  ];
  const counts = new Map<string, number>();
  for (const { name } of [...used, ...tables]) {
    const id = toSnakeCase(name);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Map(
    used.map(({ fullName, name }) => {
      const isAlone = counts.get(toSnakeCase(name)) === 1;
      return [fullName, isAlone ? name : fullName.replace(/[./]/g, "_")];
    }),
  );
}
