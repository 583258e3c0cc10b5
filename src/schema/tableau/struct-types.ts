import type { HeaderColumn } from "./column-types.js";
import { readLayout } from "./read-layout.js";
import { blockText, hasColumns, placeInBlock, type TypeBlock, type TypeContext } from "./type-block.js";

/** Makes a struct known with what its first column is called, for the columns that use it. */
export function announceStruct(block: TypeBlock, { types }: TypeContext): void {
  const { name, note, at, rows } = block;
  const first = rows[0] === undefined ? "" : blockText(block, rows[0], "Name");
  const field = {
    ...{ name: first, column: first, note: "", at, type: { kind: "scalar", scalar: "string" } as const },
    ...{ isOptional: false, isPresent: false, isNullable: false, separators: {} },
  };
  types.messages.set(name, { fullName: name, name, note, fields: [field], at });
}

/** Reads the fields of a struct: each row is a column as a header would have it. */
export function defineStruct(block: TypeBlock, context: TypeContext): void {
  const { name, note, at } = block;
  if (!hasColumns(block, ["Name", "Type"], context)) return;
  const columns = block.rows.map((row): HeaderColumn => {
    const [nameAt, typeAt] = [placeInBlock(block, row, "Name"), placeInBlock(block, row, "Type")];
    const [own, type] = [blockText(block, row, "Name"), blockText(block, row, "Type")];
    return { name: own, type, note: blockText(block, row, "Note"), nameAt, typeAt };
  });
  const layout = { path: name, isNested: false, hasPresence: false };
  const fields = readLayout(
    columns.filter((column) => column.name !== ""),
    layout,
    context,
  );
  context.types.messages.set(name, { fullName: name, name, note, fields, at });
}
