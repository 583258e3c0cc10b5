import type { StructConfig, VariantConfig } from "../../src/model/config.js";
import { formatType } from "../../src/model/schema.js";
import type { Cell } from "../../src/model/workbook.js";
import { configOf, describeSource, resolve } from "./resolve.js";
import { sheetOf } from "./sheet-of.js";

/** Reward { item, count = 1 }, and Shape with the kinds Circle { radius } and Square { side, tag? }. */
const structs: Readonly<Record<string, StructConfig>> = {
  Reward: structOf({ item: "int32", count: "int32 = 1" }),
  Circle: structOf({ radius: "float32" }),
  Square: structOf({ side: "int32", tag: "string?" }),
};
const variants: Readonly<Record<string, VariantConfig>> = {
  Shape: {
    note: "",
    kinds: ["Circle", "Square"].map((name) => ({ name, struct: name, aliases: [] })),
  },
};

function structOf(fields: Readonly<Record<string, string>>): StructConfig {
  return { note: "", fields: Object.entries(fields).map(([name, type]) => ({ name, type, note: "" })) };
}

/** What becomes of a header beside its key column `id`, which is column B. */
export interface UnderstoodHeader {
  /** By column `type @ source`, the source as `describeSource` has it. */
  readonly columns: readonly (readonly [name: string, type: string, source: unknown])[];
  /** Structs that the header makes, `ItemPos { x: int32, y: int32 = 5 }`. */
  readonly made: readonly string[];
  readonly reported: readonly string[];
}

/** Understands columns of a marked sheet `Item`, from C on, each with its name and type, above one row of cells. */
export function understandHeader(
  columns: readonly (readonly [name: string, type?: string])[],
  { merges = [] }: { readonly merges?: readonly (readonly [firstColumn: number, lastColumn: number])[] } = {},
): UnderstoodHeader {
  const grid: Cell[][] = [
    ["##name", "id", ...columns.map(([name]) => name)],
    ["##type", "int32", ...columns.map(([, type]) => type)],
    ["##rule", "key"],
    [undefined, 1, ...columns.map(() => 1)],
  ];
  const ranges = merges.map(([firstColumn, lastColumn]) => ({
    ...{ firstRow: 0, lastRow: 0, firstColumn, lastColumn },
  }));
  const sheet = { ...sheetOf(grid), merges: ranges };
  const { schema, sources, reported } = resolve(
    [{ file: "items.xlsx", sheets: [sheet] }],
    configOf({ structs, variants }),
  );
  const table = schema.tables[0];
  const region = sources[0]?.regions[0];
  const described = (table?.columns ?? []).map(
    ({ name, type }, index) =>
      [name, formatType(type), describeSource(region?.columns[index] ?? { kind: "missing" })] as const,
  );
  const made = schema.structs.filter((one) => one.at.file === "items.xlsx");
  return {
    columns: described.slice(1),
    made: made.map(({ name, fields }) => {
      const texts = fields.map(
        (field) =>
          `${field.name}: ${formatType(field.type)}${field.defaultText === undefined ? "" : ` = ${field.defaultText}`}`,
      );
      return `${name} { ${texts.join(", ")} }`;
    }),
    reported,
  };
}
