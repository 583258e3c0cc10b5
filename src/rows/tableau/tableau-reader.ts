import { isDeepStrictEqual } from "node:util";
import { at } from "../../base/assert.js";
import type { Note, Report } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import {
  columnsOfMessage,
  countElements,
  sizeOf,
  type TableauField,
  type TableauLayout,
  type TableauList,
  type TableauMap,
  type TableauMessage,
  type TableauMessageUse,
  type TableauSingle,
  type TableauSource,
} from "../../model/tableau.js";
import type { Value } from "../../model/value.js";
import { placeOfCell } from "../../model/workbook.js";
import { type CellContent, isProblem, problem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";
import { readContent } from "../read-content.js";
import { bad, type Read, type ValueRows } from "../structured-reader.js";
import { checkElements, type ReadElement } from "./check-elements.js";
import { explainRange } from "./check-range.js";
import { type CellPosition, faultOf, faultOfProblem, TableauFault } from "./fault.js";
import { type Found, InCellReader } from "./in-cell-reader.js";
import { sortEntries } from "./message-text-reader.js";

export interface TableauReaderContext {
  readonly parsers: ParserFactory;
  readonly table: string;
  readonly report: Report;
}

/** As deep as messages of sheets never are. */
const maxDepth = 32;

/** Where a message stands: what is before the names of its columns, in a row. One may stand in several places. */
interface Spot {
  readonly prefix: string;
  readonly row: number;
}

/** Reads the values of a column of a tableau table from the rows of records, and reports what is wrong with them. */
export class TableauReader {
  readonly #context: TableauReaderContext;
  readonly #source: TableauSource;
  readonly #cells: InCellReader;
  /** Of the value that is being read. */
  #where: ValueRows | undefined;
  /** Whether any column begins so. */
  readonly #prefixes = new Map<string, boolean>();
  /** Number of messages around the one that is being read. */
  #depth = 0;
  /** A mistake has been reported since the value's reading began. */
  #isFaulty = false;

  constructor(source: TableauSource, context: TableauReaderContext) {
    this.#context = context;
    this.#source = source;
    const { types, separators } = source;
    this.#cells = new InCellReader({
      ...{ types, separators, parsers: context.parsers },
      checkSingle: (value, field, position) => this.#checkRange(value, field, position),
    });
  }

  read(where: ValueRows): Read {
    this.#where = where;
    this.#isFaulty = false;
    const { field, prefix } = this.#source;
    const spots = where.rows.map((row) => ({ prefix, row }));
    const found = this.#guard(() => this.#readField(field, spots));
    return found === undefined || this.#isFaulty ? bad : found.value;
  }

  /** Reports a mistake where it stops the reading of a value; the others are read on. */
  #guard<Result>(read: () => Result): Result | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TableauFault)) throw error;
      this.#isFaulty = true;
      error.report(this.#context.report, this.#placeOf(error.position));
      return undefined;
    }
  }

  #placeOf({ row, column }: CellPosition): Place {
    const where = this.#where;
    if (where === undefined) return { file: "" };
    const { sheet, headers, header } = where;
    if (column !== undefined) return placeOfCell(sheet, row, column, headers?.get(column) ?? header);
    return { file: sheet.file, ...(sheet.name === undefined ? {} : { sheet: sheet.name }), row, header };
  }

  /** The cell of a column that has this name. */
  #cellOf({ prefix, row }: Spot): CellPosition {
    return { row, column: this.#source.columns.get(prefix) };
  }

  /** The cell of the first column that begins so, where there is none of the name itself. */
  #positionOf({ prefix, row }: Spot): CellPosition {
    const { columns } = this.#source;
    const name = columns.has(prefix) ? prefix : [...columns.keys()].find((one) => one.startsWith(prefix));
    return { row, column: name === undefined ? undefined : columns.get(name) };
  }

  /** Returns what a cell holds; a column that the sheet does not have holds nothing. */
  #contentOf(position: CellPosition): CellContent | undefined {
    if (position.column === undefined) return undefined;
    const cell = this.#where?.sheet.cell(position.row, position.column);
    // Blanks may be a text.
    if (typeof cell === "string" && cell.trim() === "") return cell;
    const content = readContent(cell);
    if (isProblem(content)) throw faultOfProblem(position, content);
    return content;
  }

  #checkRange(value: Value, { range, name }: TableauField, position: CellPosition): void {
    const reason = range === undefined ? undefined : explainRange(value, range);
    if (range === undefined || reason === undefined) return;
    const parameters = { table: this.#context.table, column: name, rule: range.text, reason };
    throw faultOf(position, "rule-broken", parameters);
  }

  /** Reads a field from where its message stands: what several rows say of it has to be the same. */
  #readField(field: TableauField, spots: readonly Spot[]): Found {
    const { type, column } = field;
    const own = spots.map(({ prefix, row }) => ({ prefix: prefix + column, row }));
    const isVertical = (type.kind === "list" || type.kind === "map") && type.layout === "vertical";
    const found = isVertical ? this.#readElements(field, type, own) : this.#readSpots(field, own);
    if (field.isPresent && !found.isPresent) {
      throw faultOf(this.#positionOf(at(own, 0)), "empty-cell", {
        table: this.#context.table,
        column: field.name,
      });
    }
    return found;
  }

  #readSpots(field: TableauField, spots: readonly Spot[]): Found {
    const { type } = field;
    let kept: { readonly found: Found; readonly spot: Spot } | undefined;
    let nothing: Found | undefined;
    for (const spot of spots) {
      const found = this.#readSpot(field, spot);
      if (!found.isPresent) nothing ??= found;
      else if (kept === undefined) kept = { found, spot };
      else if ((type.kind === "list" || type.kind === "map") && type.isAggregate) {
        kept = { found: this.#append(field, kept.found, found, spot), spot };
      } else if (!isDeepStrictEqual(found.value, kept.found.value)) throw this.#conflictOf(spot, kept.spot);
    }
    return kept?.found ?? nothing ?? { value: this.#cells.emptyField(field), isPresent: false };
  }

  #conflictOf(spot: Spot, earlier: Spot): TableauFault {
    const [position, first] = [this.#positionOf(spot), this.#positionOf(earlier)];
    const show = (one: CellPosition) => contentText(this.#contentOf(one) ?? "");
    const note: Note = { message: "the earlier row", at: this.#placeOf(first) };
    return faultOf(position, "tableau-row-conflict", { value: show(position), other: show(first) }, [note]);
  }

  /** Adds the elements of a later row. */
  #append({ type }: TableauField, earlier: Found, later: Found, spot: Spot): Found {
    const [before, added] = [asList(earlier.value), asList(later.value)];
    const keyOf = (value: Value) => (type.kind === "map" ? asList(value)[0] : value);
    const isKeyed = type.kind === "map" || (type.kind === "list" && type.key !== undefined);
    const repeated = added.find((one) => isKeyed && before.some((other) => keyOf(other) === keyOf(one)));
    if (repeated !== undefined) {
      const reason = `${String(keyOf(repeated))} stands in an earlier row of the record already`;
      throw faultOf(this.#positionOf(spot), "tableau-cell", { reason });
    }
    const all = [...before, ...added];
    return { value: type.kind === "map" ? sortEntries(all.map(asList)) : all, isPresent: true };
  }

  #readSpot(field: TableauField, spot: Spot): Found {
    const { type } = field;
    if ((type.kind === "list" || type.kind === "map") && type.layout === "horizontal") {
      return this.#readHorizontal(field, type, spot);
    }
    return this.#readOne(field, type, [spot]);
  }

  /** Reads a value that stands in one cell, or a message with columns of its own. */
  #readOne(field: TableauField, type: TableauField["type"], spots: readonly Spot[]): Found {
    if (type.kind === "message" && !type.isInCell) return this.#readMessage(type, spots);
    const position = this.#cellOf(at(spots, 0));
    return this.#cells.read(field, type, this.#contentOf(position), position);
  }

  #readMessage({ name }: TableauMessageUse, spots: readonly Spot[]): Found {
    const message = this.#source.types.messages.get(name);
    if (message === undefined) return { value: undefined, isPresent: false };
    if (message.union !== undefined) return this.#readUnion(message, message.union, at(spots, 0));
    // One that holds itself ends where no column has it, or never does.
    if (this.#depth >= maxDepth) {
      throw faultOf(this.#positionOf(at(spots, 0)), "tableau-cell", {
        reason: `${name} holds itself without end`,
      });
    }
    if (!spots.some(({ prefix }) => this.#hasColumns(prefix))) {
      return { value: this.#cells.emptyOf({ kind: "message", name, isInCell: false }), isPresent: false };
    }
    this.#depth++;
    let isPresent = false;
    const values = message.fields.map((field) => {
      const found = this.#guard(() => this.#readField(field, spots));
      // What is wrong is there, too.
      isPresent ||= found?.isPresent ?? true;
      return found?.value;
    });
    this.#depth--;
    return { value: values, isPresent };
  }

  #hasColumns(prefix: string): boolean {
    const known = this.#prefixes.get(prefix);
    if (known !== undefined) return known;
    const isAny = [...this.#source.columns.keys()].some((name) => name.startsWith(prefix));
    this.#prefixes.set(prefix, isAny);
    return isAny;
  }

  #readUnion(
    { fullName }: TableauMessage,
    union: NonNullable<TableauMessage["union"]>,
    { prefix, row }: Spot,
  ): Found {
    const { types, columns } = this.#source;
    const nothing: Found = { value: undefined, isPresent: false };
    const position = this.#cellOf({ prefix: prefix + union.typeColumn, row });
    const typeField: TableauField = {
      ...{
        name: union.typeColumn,
        column: union.typeColumn,
        type: { kind: "enum", name: union.type },
        note: "",
      },
      ...{ at: { file: "" }, isOptional: false, isPresent: false, isNullable: false, separators: {} },
      ...(union.default === undefined ? {} : { default: union.default }),
    };
    const type = { kind: "enum", name: union.type } as const;
    const found = this.#cells.readSingle(typeField, type, this.#contentOf(position), position);
    if (!found.isPresent || found.value === 0) return nothing;
    const index = union.kinds.findIndex(({ number }) => number === found.value);
    const kind = union.kinds[index];
    if (kind === undefined) {
      const value = contentText(this.#contentOf(position) ?? "");
      throw faultOfProblem(position, problem("unknown-kind", { value, type: fullName }));
    }
    const fields = types.messages.get(kind.message)?.fields ?? [];
    const values = fields.map((field, number) => {
      const column = `${prefix}${union.fieldColumn}${number + 1}`;
      if (!columns.has(column) && !field.isOptional) {
        throw faultOf(position, "tableau-missing-column", { column, table: `${fullName}.${kind.name}` });
      }
      const own = this.#cellOf({ prefix: column, row });
      // Each stands in one cell, whatever it is.
      const oneCell = field.type.kind === "message" ? { ...field.type, isInCell: true } : field.type;
      return this.#guard(() => this.#cells.read(field, oneCell, this.#contentOf(own), own))?.value;
    });
    return { value: { kind: index, fields: values }, isPresent: true };
  }

  /** Reads elements in numbered columns: behind one that is empty no other may be filled, unless there are so many. */
  #readHorizontal(field: TableauField, type: TableauList | TableauMap, { prefix, row }: Spot): Found {
    const count = sizeOf(type, countElements(this.#source.columns, prefix));
    const all = Array.from({ length: count }, (_, index) => ({ prefix: `${prefix}${index + 1}`, row }));
    if (type.size !== undefined) return this.#fillUp(type, this.#readElements(field, type, all));
    const isFilled = all.map((spot) => this.#isFilled(type, spot));
    const gap = isFilled.indexOf(false);
    const end = gap < 0 ? count : gap;
    const next = isFilled.indexOf(true, end);
    if (next >= 0) {
      const reason = `element ${end + 1} is empty, and ${next + 1} is not`;
      throw faultOf(this.#positionOf(at(all, next)), "tableau-cell", { reason });
    }
    return this.#readElements(field, type, all.slice(0, end));
  }

  /** True where a cell of an element holds anything that counts. */
  #isFilled(type: TableauList | TableauMap, spot: Spot): boolean {
    const { columns, types } = this.#source;
    const element = elementOf(type);
    const own: Iterable<number | undefined> =
      element.kind === "message" && !element.isInCell
        ? columnsOfMessage(element.name, spot.prefix, { columns, types })
        : [columns.get(spot.prefix)];
    for (const column of own) {
      const content = this.#contentOf({ row: spot.row, column });
      if (content !== undefined && (typeof content !== "string" || content !== "")) return true;
    }
    return false;
  }

  /** What there is no column for is as good as empty. */
  #fillUp(type: TableauList | TableauMap, { value }: Found): Found {
    const values = [...asList(value)];
    if (type.kind === "list" && typeof type.size === "number") {
      while (values.length < type.size) values.push(this.#cells.emptyOf(type.element));
    }
    return { value: values, isPresent: values.length > 0 };
  }

  /** Reads elements that stand in these places, several of one key as one where that may be. */
  #readElements(field: TableauField, type: TableauList | TableauMap, spots: readonly Spot[]): Found {
    const one = elementField(field);
    const element = elementOf(type);
    const isFixed = type.size !== undefined;
    const elements: ReadElement[] = [];
    const keys: Value[] = [];
    for (const { key, spots: own } of this.#groupSpots(type, spots)) {
      const found = this.#guard(() => this.#readOne(one, element, own));
      if (found === undefined || (!found.isPresent && !key?.isPresent && !isFixed)) continue;
      elements.push({ value: found.value, ...at(own, 0) });
      keys.push(key?.value);
    }
    this.#check(type, elements);
    const values = elements.map(({ value }) => value);
    if (type.kind === "list") return { value: values, isPresent: values.length > 0 };
    const entries = values.map((value, index): readonly Value[] => [keys[index], value]);
    return { value: sortEntries(entries), isPresent: entries.length > 0 };
  }

  /** Puts places with one key together, and reports a key that has to be there once and is not. */
  #groupSpots(
    type: TableauList | TableauMap,
    spots: readonly Spot[],
  ): readonly { readonly key: Found | undefined; readonly spots: readonly Spot[] }[] {
    const element = elementOf(type);
    const message = element.kind === "message" ? this.#source.types.messages.get(element.name) : undefined;
    const keyColumn = type.kind === "list" ? type.key : type.keyColumn;
    const keyOf = message?.fields.find(({ column }) => column === keyColumn);
    const keyType = type.kind === "map" ? type.key : keyOf?.type;
    if (keyColumn === undefined || (keyType?.kind !== "scalar" && keyType?.kind !== "enum")) {
      return spots.map((spot) => ({ key: undefined, spots: [spot] }));
    }
    const isUnique = keyOf?.isUnique ?? !holdsLayout(message, type.layout);
    const groups = new Map<Value, { readonly key: Found; readonly spots: Spot[] }>();
    for (const spot of spots) {
      const position = this.#cellOf({ prefix: spot.prefix + keyColumn, row: spot.row });
      const key = this.#guard(() =>
        this.#cells.readSingle(keyField, keyType, this.#contentOf(position), position),
      );
      if (key === undefined) continue;
      const known = groups.get(key.value);
      if (known === undefined) groups.set(key.value, { key, spots: [spot] });
      else if (key.isPresent && isUnique) {
        const value = contentText(this.#contentOf(position) ?? "");
        const first = [...groups.keys()].indexOf(key.value) + 1;
        this.#fail(faultOfProblem(position, problem("repeated-map-key", { value, first })));
      } else known.spots.push(spot);
    }
    return [...groups.values()];
  }

  #fail(fault: TableauFault): void {
    this.#guard(() => {
      throw fault;
    });
  }

  /** Looks at what the fields of elements have to be among each other. */
  #check(type: TableauList | TableauMap, elements: readonly ReadElement[]): void {
    const element = elementOf(type);
    const message = element.kind === "message" ? this.#source.types.messages.get(element.name) : undefined;
    if (message === undefined || message.union !== undefined) return;
    for (const { field, reason, rule, prefix, row } of checkElements(message.fields, elements)) {
      const position = this.#positionOf({ prefix: prefix + field.column, row });
      this.#fail(
        faultOf(position, "rule-broken", { table: this.#context.table, column: field.name, rule, reason }),
      );
    }
  }
}

/** An element is there or not: what an empty cell would stand for is the container's to say. */
function elementField({ name, at: place, separators, range }: TableauField): TableauField {
  return { ...keyField, name, at: place, separators, ...(range === undefined ? {} : { range }) };
}

/** Stands for a key, of which all that is said is said of the field that it is. */
const keyField: TableauField = {
  ...{ name: "", column: "", type: { kind: "scalar", scalar: "string" }, note: "", at: { file: "" } },
  ...{ separators: {}, isOptional: false, isPresent: false, isNullable: false },
};

function elementOf(type: TableauList | TableauMap): TableauSingle {
  return type.kind === "list" ? type.element : type.value;
}

/** A key may be there again where elements within stand as those around them do. */
function holdsLayout(message: TableauMessage | undefined, layout: TableauLayout): boolean {
  return message?.fields.some(({ type }) => "layout" in type && type.layout === layout) ?? false;
}

function asList(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
