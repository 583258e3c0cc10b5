import type { Place } from "../base/place.js";
import type { HeaderColumn } from "./table-header.js";

/** Columns that write one field: in one cell, in several, or in the columns of its parts. */
export interface FieldNode {
  /** As the header has it, without `*` and positions. */
  readonly name: string;
  /** The path up to here, for messages: `drops[0].item`. */
  readonly path: string;
  /** True for `*drops`: a list whose elements stand in rows below each other. */
  readonly isInRows: boolean;
  readonly at: Place;
  /** Columns that write the field itself, from left to right. */
  readonly columns: readonly HeaderColumn[];
  /** `a.x`, `a.y` in the order of their first columns. */
  readonly parts: readonly FieldNode[];
  /** `a[0]`, `a[1]` by number. */
  readonly elements: ReadonlyMap<number, FieldNode>;
}

interface Step {
  readonly name: string;
  readonly isInRows: boolean;
  readonly positions: readonly number[];
}

const step = String.raw`\*?(?:[\p{XID_Start}_]\p{XID_Continue}*|\$type)(?:\[\d{1,4}\])*`;
const path = new RegExp(`^${step}(?:\\.${step})*$`, "u");

/** Returns the steps of a header's name such as `*drops[0].item`; `undefined` for a name that is no path. */
function parsePath(name: string): readonly Step[] | undefined {
  if (!path.test(name)) return undefined;
  return name.split(".").map((text) => {
    const [, star, own = ""] = /^(\*?)([^[]*)/.exec(text) ?? [];
    const positions = [...text.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
    return { name: own, isInRows: star === "*", positions };
  });
}

/**
 * Groups columns by the fields that they write, in the order of their first columns. A name that is no path, and one
 * that `isWhole` says is to be taken as it stands, is a field of its own.
 */
export function groupColumns(
  columns: readonly HeaderColumn[],
  isWhole: (name: string) => boolean,
): readonly FieldNode[] {
  const roots = new OpenNodes();
  for (const column of columns) {
    const steps = isWhole(column.name) ? undefined : parsePath(column.name);
    if (steps === undefined)
      roots.take({ name: column.name, isInRows: false, path: column.name }, column).add(column);
    else addByPath(roots, steps, column);
  }
  return roots.list();
}

function addByPath(roots: OpenNodes, steps: readonly Step[], column: HeaderColumn): void {
  let nodes = roots;
  let text = "";
  let node: OpenNode | undefined;
  for (const { name, isInRows, positions } of steps) {
    text = text === "" ? name : `${text}.${name}`;
    node = nodes.take({ name, isInRows, path: text }, column);
    for (const position of positions) {
      text = `${text}[${position}]`;
      node = node.element(position, text, column);
    }
    nodes = node.parts;
  }
  node?.add(column);
}

/** Nodes by name, in the order in which they first come. */
class OpenNodes {
  readonly #nodes = new Map<string, OpenNode>();

  take(step: Pick<FieldNode, "name" | "isInRows" | "path">, { at }: HeaderColumn): OpenNode {
    const known = this.#nodes.get(step.name);
    if (known !== undefined) {
      // Whichever of its columns is marked: it is the same field.
      known.isInRows ||= step.isInRows;
      return known;
    }
    const node = new OpenNode({ ...step, at });
    this.#nodes.set(step.name, node);
    return node;
  }

  list(): readonly FieldNode[] {
    return [...this.#nodes.values()].map((node) => node.close());
  }
}

class OpenNode {
  isInRows: boolean;
  readonly parts = new OpenNodes();
  readonly #step: Pick<FieldNode, "name" | "path" | "at">;
  readonly #columns: HeaderColumn[] = [];
  readonly #elements = new Map<number, OpenNode>();

  constructor({ isInRows, ...step }: Pick<FieldNode, "name" | "isInRows" | "path" | "at">) {
    this.isInRows = isInRows;
    this.#step = step;
  }

  add(column: HeaderColumn): void {
    this.#columns.push(column);
  }

  element(position: number, text: string, { at }: HeaderColumn): OpenNode {
    const known =
      this.#elements.get(position) ??
      new OpenNode({ name: this.#step.name, path: text, isInRows: false, at });
    this.#elements.set(position, known);
    return known;
  }

  close(): FieldNode {
    return {
      ...this.#step,
      isInRows: this.isInRows,
      columns: this.#columns,
      parts: this.parts.list(),
      elements: new Map([...this.#elements].map(([position, node]) => [position, node.close()])),
    };
  }
}

/** Yields all columns that write a field or a part of it. */
export function* columnsOf(node: FieldNode): Generator<HeaderColumn> {
  yield* node.columns;
  for (const part of node.parts) yield* columnsOf(part);
  for (const element of node.elements.values()) yield* columnsOf(element);
}

/** True for a field that one cell writes. */
export function isSingleCell({ columns, parts, elements, isInRows }: FieldNode): boolean {
  return columns.length === 1 && parts.length === 0 && elements.size === 0 && !isInRows;
}
