import type { DraftEnumValue } from "./project-types.js";
import {
  blockText,
  hasColumns,
  placeInBlock,
  readNumber,
  type TypeBlock,
  type TypeContext,
  toScreamingSnake,
  withZero,
} from "./type-block.js";

/** Defines an enum from rows with a name, an alias and perhaps a number. Without a 0 it gets one of its own. */
export function defineEnum(block: TypeBlock, context: TypeContext): void {
  const { name, note, at } = block;
  if (!hasColumns(block, ["Name"], context)) return;
  const values = block.rows.map((row, index): DraftEnumValue => {
    const own = blockText(block, row, "Name");
    const alias = blockText(block, row, "Alias");
    return {
      ...{ name: own, number: readNumber(block, row, index, context), note: "" },
      aliases: alias === "" || alias === own ? [] : [alias],
      at: placeInBlock(block, row, "Name"),
    };
  });
  const all = withZero(values, `${toScreamingSnake(name)}_INVALID`, at);
  context.types.enums.set(name, { fullName: name, name, note, values: all, at, isOfSheet: true });
}
