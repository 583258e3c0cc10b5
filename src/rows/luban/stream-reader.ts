import { at } from "../../base/assert.js";
import type {
  LubanBean,
  LubanBeanUse,
  LubanCollection,
  LubanMap,
  LubanType,
  LubanTypes,
} from "../../model/luban.js";
import type { Value } from "../../model/value.js";
import { type CellContent, type CellProblem, isProblem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";
import { isRepetition, type Repetition, sortMap, sortSet } from "../parse-collection.js";
import { readContent } from "../read-content.js";
import { faultOf, faultOfProblem } from "./fault.js";
import { findKind } from "./find-kind.js";
import { type CellPart, PartStream } from "./part-stream.js";
import { defaultOf, readEnum, ScalarReader, textOf } from "./scalar-reader.js";

export interface StreamContext {
  readonly types: LubanTypes;
  readonly parsers: ParserFactory;
  /** Called for what is left behind a value. */
  readonly reportLeft: (part: CellPart, type: string) => void;
}

/** Reads values from parts that follow each other, however they are spread over cells. Throws `LubanFault`. */
export class StreamReader {
  readonly #context: StreamContext;
  readonly #scalars: ScalarReader;

  constructor(context: StreamContext) {
    this.#context = context;
    this.#scalars = new ScalarReader(context.parsers);
  }

  /** Reads a value that all of a stream is for. */
  readAll(type: LubanType, stream: PartStream): Value {
    const value = this.read(type, stream);
    this.#checkEnd(stream, nameOf(type));
    return value;
  }

  /** `what` is what a message calls a part that is missing. */
  read(type: LubanType, stream: PartStream, what = nameOf(type)): Value {
    switch (type.kind) {
      case "list":
      case "set":
        return this.#readCollection(type, stream, what);
      case "map":
        return this.#readMap(type, stream, what);
      case "bean":
        return this.#readBean(type, stream, what);
      default: {
        const part = this.#take(stream, what);
        return this.readPart(type, part);
      }
    }
  }

  /** Reads a single value of a part that is not empty. */
  readPart(type: Exclude<LubanType, LubanCollection | LubanMap | LubanBeanUse>, part: CellPart): Value {
    const content = contentOf(part);
    if (type.isNullable && content === "null") return undefined;
    if (type.kind === "enum") {
      const one = this.#context.types.enums.get(type.name);
      return one === undefined ? undefined : this.#check(readEnum(one, content, type.separators), part);
    }
    if (type.kind === "string") {
      const text = textOf(content);
      if (text === "null") {
        if (type.isNullable) return undefined;
        throw faultOf(part, "luban-null", undefined);
      }
      if (text === '""') return type.isAbsentWhenDefault ? undefined : "";
    }
    const value = this.#check(this.#scalars.read(type, content), part);
    return type.isAbsentWhenDefault && value === defaultOf(type.kind) ? undefined : value;
  }

  #check(value: Value | CellProblem, part: CellPart): Value {
    if (isProblem(value)) throw faultOfProblem(part, value);
    return value;
  }

  #take(stream: PartStream, what: string): CellPart {
    const part = stream.read();
    if (part === undefined) throw faultOf(stream.place, "luban-missing-part", { what });
    return part;
  }

  #readBean(type: LubanBeanUse, outer: PartStream, what: string): Value {
    const bean = this.#context.types.beans.get(type.name);
    if (bean === undefined) return undefined;
    const stream = this.#enterBean(type, bean, outer, what);
    const value = this.#readKind(type, bean, stream);
    if (stream !== outer) this.#checkEnd(stream, bean.fullName);
    return value;
  }

  #enterBean(type: LubanBeanUse, bean: LubanBean, stream: PartStream, what: string): PartStream {
    if (bean.separators !== "") return PartStream.ofPart(this.#take(stream, what), bean.separators);
    return this.#enter(type.separators, what, stream);
  }

  /** Goes into the next part where separators divide it. */
  #enter(separators: string, what: string, stream: PartStream): PartStream {
    if (separators === "" || stream.takeEnd()) return stream;
    return PartStream.ofPart(this.#take(stream, what), separators);
  }

  #readKind({ isNullable }: LubanBeanUse, bean: LubanBean, stream: PartStream): Value {
    if (bean.kinds === undefined) {
      const word = isNullable ? wordOf(stream.peek()) : undefined;
      if (word === "null" || word === "{}" || word === bean.name) stream.read();
      return word === "null" ? undefined : this.#readFields(bean, stream);
    }
    const part = this.#take(stream, `${bean.fullName}.$type`);
    const word = wordOf(part) ?? "";
    if (word.toLowerCase() === "null") {
      if (isNullable) return undefined;
      throw faultOf(part, "luban-null", undefined);
    }
    const kind = findKind(bean, word, this.#context.types);
    if (isProblem(kind)) throw faultOfProblem(part, kind);
    return { kind: kind.position, fields: this.#readFields(kind.bean, stream) };
  }

  #readFields({ fullName, fields }: LubanBean, stream: PartStream): readonly Value[] {
    return fields.map(({ type, name }) => this.read(type, stream, `${fullName}.${name}`));
  }

  #readCollection(type: LubanCollection, outer: PartStream, what: string): readonly Value[] {
    const stream = this.#enter(type.separators, what, outer);
    const parts: CellPart[] = [];
    const values: Value[] = [];
    while (!stream.takeEnd()) {
      parts.push(stream.place);
      values.push(this.read(type.element, stream));
    }
    return type.kind === "set" ? finishSet(values, parts) : values;
  }

  #readMap(type: LubanMap, outer: PartStream, what: string): readonly Value[] {
    const stream = this.#enter(type.separators, what, outer);
    const parts: CellPart[] = [];
    const entries: (readonly Value[])[] = [];
    while (!stream.takeEnd()) {
      parts.push(stream.place);
      entries.push(this.readEntry(type, stream));
    }
    return finishMap(entries, parts);
  }

  readEntry({ key, value }: LubanMap, stream: PartStream): readonly Value[] {
    return [this.read(key, stream), this.read(value, stream)];
  }

  #checkEnd(stream: PartStream, type: string): void {
    if (!stream.takeEnd()) this.#context.reportLeft(stream.place, type);
  }
}

/** Returns what a part holds. Throws where that is the error of a formula. */
function contentOf(part: CellPart): CellContent {
  const { cell } = part;
  // Blanks are a text to Luban.
  if (typeof cell === "string" && cell.trim() === "") return cell;
  const content = readContent(cell);
  if (isProblem(content)) throw faultOfProblem(part, content);
  return content ?? "";
}

export function wordOf(part: CellPart | undefined): string | undefined {
  return part === undefined ? undefined : contentText(contentOf(part)).trim();
}

/** Puts the elements of a set in order. */
export function finishSet(values: readonly Value[], parts: readonly CellPart[]): readonly Value[] {
  return finish(
    sortSet(values, (index) => showPart(parts[index])),
    parts,
  );
}

/** Puts the entries of a map in the order of their keys. */
export function finishMap(entries: readonly Value[], parts: readonly CellPart[]): readonly Value[] {
  return finish(
    sortMap(entries, (index) => showPart(parts[index])),
    parts,
  );
}

function finish(sorted: readonly Value[] | Repetition, parts: readonly CellPart[]): readonly Value[] {
  if (!isRepetition(sorted)) return sorted;
  // The cell that is named is the element's own.
  throw faultOfProblem(at(parts, sorted.index), sorted.problem);
}

function showPart(part: CellPart | undefined): string {
  return wordOf(part) ?? "";
}

/** Returns what a message calls a type. */
export function nameOf(type: LubanType): string {
  switch (type.kind) {
    case "list":
    case "set":
      return `${type.kind},${nameOf(type.element)}`;
    case "map":
      return `map,${nameOf(type.key)},${nameOf(type.value)}`;
    case "bean":
    case "enum":
      return type.name;
    default:
      return type.kind;
  }
}
