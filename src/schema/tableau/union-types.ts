import { findNearest } from "../../base/find-nearest.js";
import { toSnakeCase } from "../../base/identifiers.js";
import type { TableauKind, TableauUnion } from "../../model/tableau.js";
import type { HeaderColumn } from "./column-types.js";
import { type DraftEnumValue, type DraftField, findScalar, scalarNames } from "./project-types.js";
import { lineOf, textAt } from "./read-header.js";
import { readLayout } from "./read-layout.js";
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

/** Makes a union known, with the enum of its kinds and the structs that they bring. */
export function announceUnion(block: TypeBlock, context: TypeContext): void {
  const { name, note, at, rows } = block;
  if (!hasColumns(block, ["Name"], context)) return;
  const { types } = context;
  const values = rows.map((row, index): DraftEnumValue => {
    const [own, alias] = [blockText(block, row, "Name"), blockText(block, row, "Alias")];
    return {
      ...{ name: `TYPE_${toScreamingSnake(own)}`, number: readNumber(block, row, index, context), note: "" },
      aliases: [...new Set([alias, own])].filter((word) => word !== ""),
      at: placeInBlock(block, row, "Name"),
    };
  });
  const all = withZero(values, "TYPE_INVALID", at);
  const type = `${name}.Type`;
  types.enums.set(type, {
    fullName: type,
    name: `${name}_Type`,
    note: "",
    values: all,
    at,
    isOfSheet: false,
  });
  const union = { type, typeColumn: "Type", fieldColumn: "Field", kinds: [] };
  types.messages.set(name, { fullName: name, name, note, fields: [], union, at });
  for (const row of rows) {
    const own = structOf(block, row);
    const fullName = `${name}.${own}`;
    if (own !== undefined && !types.messages.has(fullName)) {
      types.messages.set(fullName, {
        fullName,
        name: own,
        note: "",
        fields: [],
        at: placeInBlock(block, row, "Name"),
      });
    }
  }
}

/** Returns the name of the struct that a kind has in the union; none where it is bound to another type. */
function structOf(block: TypeBlock, row: number): string | undefined {
  const type = blockText(block, row, "Type");
  if (type === "") return blockText(block, row, "Name");
  return /^\w+$/.test(type) && findScalar(type) === undefined ? type : undefined;
}

/** Reads the fields of the kinds of a union. */
export function defineUnion(block: TypeBlock, context: TypeContext): void {
  const { types } = context;
  const known = types.messages.get(block.name);
  if (known?.union === undefined) return;
  const kinds = block.rows.flatMap((row, index): readonly TableauKind[] => {
    const number = readNumber(block, row, index, context);
    const name = blockText(block, row, "Name");
    const bound = number === 0 ? undefined : bind(block, row, context);
    return bound === undefined ? [] : [{ name, number, fieldName: toSnakeCase(name), ...bound }];
  });
  const union: TableauUnion = { ...known.union, kinds };
  types.messages.set(block.name, { ...known, union });
}

function bind(
  block: TypeBlock,
  row: number,
  context: TypeContext,
): Pick<TableauKind, "message" | "isScalar"> | undefined {
  const own = structOf(block, row);
  const { types } = context;
  const fields = own === undefined ? [] : readFields(block, row, context);
  if (own !== undefined) {
    const fullName = `${block.name}.${own}`;
    const struct = types.messages.get(fullName);
    // A later kind with the same struct need not say its fields again.
    if (struct !== undefined && fields.length > 0) types.messages.set(fullName, { ...struct, fields });
    return { message: fullName, isScalar: false };
  }
  const type = blockText(block, row, "Type");
  const found = types.findPredefined(type);
  if (found?.kind === "message") return { message: found.fullName, isScalar: false };
  const at = placeInBlock(block, row, "Type");
  const column: HeaderColumn = { name: "Value", type, note: "", nameAt: at, typeAt: at };
  if (found === undefined && findScalar(type) === undefined && !/^enum\s*</.test(type)) {
    const suggestion = types.suggest(type) ?? findNearest(type, scalarNames);
    context.report("tableau-invalid-type", { type, reason: `there is no type ${type}`, suggestion }, at);
    return undefined;
  }
  const name = blockText(block, row, "Name");
  const fullName = `${block.name}.${name}`;
  const value = readLayout([column], layoutOf(fullName), context);
  types.messages.set(fullName, { fullName, name, note: "", fields: value, at });
  return { message: fullName, isScalar: true };
}

function layoutOf(path: string) {
  return { path, isNested: false, hasPresence: false };
}

/** The cell of a field has its name, its type and a note below each other. */
function readFields(block: TypeBlock, row: number, context: TypeContext): readonly DraftField[] {
  const columns: HeaderColumn[] = [];
  for (let index = 1; block.columns.has(`Field${index}`); index++) {
    const text = textAt(block.sheet, row, block.columns.get(`Field${index}`) ?? 0);
    if (text.trim() === "") continue;
    const at = placeInBlock(block, row, `Field${index}`);
    columns.push({
      name: lineOf(text, 1),
      type: lineOf(text, 2),
      note: lineOf(text, 3),
      nameAt: at,
      typeAt: at,
    });
  }
  const name = structOf(block, row) ?? "";
  return readLayout(columns, layoutOf(`${block.name}.${name}`), context);
}
