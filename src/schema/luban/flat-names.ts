import { toSnakeCase } from "../../base/identifiers.js";
import { fullNameOf, type LubanDefinitions, splitFullName } from "./definitions.js";

/**
 * Returns the names that enums, beans and tables have in the library, by their full names: the name without its
 * modules, and with them (`test_DateTimeRange`) where two would differ in nothing but case and `_`.
 */
export function flattenNames({ enums, beans, tables }: LubanDefinitions): ReadonlyMap<string, string> {
  const fullNames = [...new Set([...enums, ...beans, ...tables].map(fullNameOf))];
  const counts = new Map<string, number>();
  for (const fullName of fullNames) {
    const id = toSnakeCase(splitFullName(fullName).name);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Map(
    fullNames.map((fullName) => {
      const { name } = splitFullName(fullName);
      return [fullName, counts.get(toSnakeCase(name)) === 1 ? name : fullName.replaceAll(".", "_")];
    }),
  );
}
