import type {
  TableauField,
  TableauList,
  TableauMap,
  TableauMessageUse,
  TableauSeparators,
  TableauSingle,
  TableauType,
  TableauTypes,
} from "../../model/tableau.js";
import type { Value } from "../../model/value.js";
import { type CellContent, isProblem, problem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";
import { type CellPosition, faultOf, faultOfProblem } from "./fault.js";
import { MessageTextReader, sortEntries } from "./message-text-reader.js";
import { defaultOf, isReason, type Parsed, readEnum, ScalarReader } from "./scalar-reader.js";
import { TextNodeError } from "./text-nodes.js";

/** A value, and whether the cells have anything of it. */
export interface Found {
  readonly value: Value;
  readonly isPresent: boolean;
}

/** What is looked at of a single value that a cell has. */
export type CheckSingle = (value: Value, field: TableauField, position: CellPosition) => void;

export interface InCellContext {
  readonly types: TableauTypes;
  readonly parsers: ParserFactory;
  readonly separators: TableauSeparators;
  readonly checkSingle: CheckSingle;
}

/** Reads values that one cell holds all of. Throws `TableauFault`. */
export class InCellReader {
  readonly #context: InCellContext;
  readonly #types: TableauTypes;
  readonly #scalars: ScalarReader;
  /** Messages whose empty value is being made. */
  readonly #empty = new Set<string>();

  constructor(context: InCellContext) {
    this.#context = context;
    this.#types = context.types;
    this.#scalars = new ScalarReader(context.parsers);
  }

  /** Reads a field whose type one cell can hold. */
  read(
    field: TableauField,
    type: TableauType,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    switch (type.kind) {
      case "list":
        return this.#readList(field, type, content, position);
      case "map":
        return this.#readMap(field, type, content, position);
      case "message":
        return this.#readMessage(type, content, position, this.#separatorsOf(field).sep);
      default:
        return this.readSingle(field, type, content, position);
    }
  }

  /** Reads a scalar or an enum; an empty one is the field's default, or 0, an empty text, false. */
  readSingle(
    field: TableauField,
    type: Exclude<TableauSingle, TableauMessageUse>,
    content: CellContent | undefined,
    position: CellPosition,
    element?: number,
  ): Found {
    const given = isEmptyFor(type, content) ? field.default : content;
    if (given === undefined || isEmptyFor(type, given)) {
      return { value: field.isNullable ? undefined : this.emptyOf(type), isPresent: false };
    }
    const parsed = this.#parse(type, given);
    const value = this.#check(
      isProblem(parsed) && element !== undefined ? parsed.inElement(element) : parsed,
      position,
    );
    this.#context.checkSingle(value, field, position);
    return { value, isPresent: true };
  }

  /** Returns the value of what is not there. */
  emptyOf(type: TableauType): Value {
    switch (type.kind) {
      case "scalar":
        return defaultOf(type.scalar);
      case "enum": {
        const numbers = [...(this.#types.enums.get(type.name)?.numbers.values() ?? [])];
        return numbers.includes(0) ? 0 : (numbers[0] ?? 0);
      }
      case "list":
      case "map":
        return [];
      case "message": {
        const message = this.#types.messages.get(type.name);
        // One that holds itself in place has been reported.
        if (message?.union !== undefined || this.#empty.has(type.name)) return undefined;
        this.#empty.add(type.name);
        const values = message?.fields.map((field) => this.emptyField(field)) ?? [];
        this.#empty.delete(type.name);
        return values;
      }
    }
  }

  emptyField(field: TableauField): Value {
    if (field.default !== undefined && (field.type.kind === "scalar" || field.type.kind === "enum")) {
      const value = this.#parse(field.type, field.default);
      if (!isProblem(value) && !isReason(value)) return value;
    }
    return field.isNullable ? undefined : this.emptyOf(field.type);
  }

  #parse(type: Exclude<TableauSingle, TableauMessageUse>, content: CellContent): Parsed {
    if (type.kind === "scalar") return this.#scalars.read(type, content);
    const one = this.#types.enums.get(type.name);
    return one === undefined ? 0 : readEnum(one, content);
  }

  #check(value: Parsed, position: CellPosition): Value {
    if (isReason(value)) throw faultOf(position, "tableau-cell", { reason: value.reason });
    if (isProblem(value)) throw faultOfProblem(position, value);
    return value;
  }

  #separatorsOf({ separators }: TableauField): TableauSeparators {
    return { ...this.#context.separators, ...separators };
  }

  #readList(
    field: TableauField,
    { element, key }: TableauList,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    const { sep, subsep } = this.#separatorsOf(field);
    const values: Value[] = [];
    let gap: number | undefined;
    const own = elementField(field);
    for (const [index, part] of splitContent(content, sep).entries()) {
      const found =
        element.kind === "message"
          ? this.#readMessage(element, part, position, subsep)
          : this.readSingle(own, element, part, position, index + 1);
      if (!found.isPresent) gap ??= index + 1;
      else if (gap !== undefined) {
        throw faultOf(position, "tableau-cell", {
          reason: `element ${gap} is empty, and ${index + 1} is not`,
        });
      } else values.push(found.value);
    }
    if (key !== undefined) {
      const repeated = values.findIndex((value, index) => values.indexOf(value) < index);
      if (repeated >= 0) {
        const part = contentText(splitContent(content, sep)[repeated] ?? "");
        const parameters = { value: part, first: values.indexOf(values[repeated]) + 1 };
        throw faultOfProblem(position, problem("repeated-element", parameters).inElement(repeated + 1));
      }
    }
    return { value: values, isPresent: values.length > 0 };
  }

  #readMap(
    field: TableauField,
    { key, value }: TableauMap,
    content: CellContent | undefined,
    position: CellPosition,
  ): Found {
    const { sep, subsep } = this.#separatorsOf(field);
    const entries: (readonly Value[])[] = [];
    const own = elementField(field);
    for (const [index, part] of splitContent(content, sep).entries()) {
      const text = contentText(part);
      const at = text.indexOf(subsep);
      const [keyText, valueText] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + subsep.length)];
      const foundKey = this.readSingle(own, key, keyText, position, index + 1);
      const foundValue = this.#readMapValue(field, value, { text, valueText }, position);
      if (!foundKey.isPresent && !foundValue.isPresent) break;
      const first = entries.findIndex(([other]) => other === foundKey.value);
      if (first >= 0) {
        const repeated = problem("repeated-map-key", { value: keyText, first: first + 1 });
        throw faultOfProblem(position, repeated.inElement(entries.length + 1));
      }
      entries.push([foundKey.value, foundValue.value]);
    }
    return { value: sortEntries(entries), isPresent: entries.length > 0 };
  }

  /** A struct as a value has its key among its fields: all of the entry is it. */
  #readMapValue(
    field: TableauField,
    value: TableauSingle,
    { text, valueText }: { readonly text: string; readonly valueText: string },
    position: CellPosition,
  ): Found {
    if (value.kind === "message") {
      return this.#readMessage(value, text, position, this.#separatorsOf(field).subsep);
    }
    const { range, default: _, ...plain } = elementField(field);
    return this.readSingle(plain, value, valueText, position);
  }

  #readMessage(
    type: TableauMessageUse,
    content: CellContent | undefined,
    position: CellPosition,
    separator: string,
  ): Found {
    const message = this.#types.messages.get(type.name);
    const text = content === undefined ? "" : contentText(content);
    if (message === undefined || text === "") return { value: this.emptyOf(type), isPresent: false };
    if (type.form !== undefined) return this.#readForm(type, text, type.form, position);
    if (message.union !== undefined) {
      const reason = "a union in one cell is written as text or JSON: |{form:FORM_TEXT}";
      throw faultOf(position, "tableau-cell", { reason });
    }
    const parts = text.split(separator);
    let isPresent = false;
    const values = message.fields.map((own, index) => {
      const part = parts[index];
      if (part === undefined) return this.emptyField(own);
      if (own.type.kind !== "scalar" && own.type.kind !== "enum") {
        const reason = `${own.name} has parts of its own: write the struct as text or JSON, |{form:FORM_JSON}`;
        throw faultOf(position, "tableau-cell", { reason });
      }
      const found = this.readSingle(own, own.type, part, position);
      isPresent ||= found.isPresent;
      return found.value;
    });
    return { value: values, isPresent };
  }

  #readForm(type: TableauMessageUse, text: string, form: "text" | "json", position: CellPosition): Found {
    try {
      const texts = new MessageTextReader(this.#types, form, {
        parse: (single, content) => this.#check(this.#parse(single, content), position),
        emptyOf: (one) => this.emptyOf(one),
        emptyField: (field) => this.emptyField(field),
      });
      return { value: texts.read(type, text.trim()), isPresent: true };
    } catch (error) {
      if (!(error instanceof TextNodeError)) throw error;
      throw faultOf(position, "tableau-cell", { reason: error.message });
    }
  }
}

/** An element is there or not: what an empty one would stand for is the container's to say. */
function elementField(field: TableauField): TableauField {
  const { default: _, ...rest } = field;
  return { ...rest, isNullable: false };
}

function splitContent(content: CellContent | undefined, separator: string): readonly CellContent[] {
  if (content === undefined || content === "") return [];
  const text = contentText(content);
  // A number, a date or a bool of its own is one element.
  return text.includes(separator) ? text.split(separator) : [content];
}

/** Blanks are a text. */
function isEmptyFor(type: TableauSingle, content: CellContent | undefined): boolean {
  if (content === undefined || content === "") return true;
  const isText = type.kind === "scalar" && type.scalar === "string";
  return !isText && typeof content === "string" && content.trim() === "";
}
