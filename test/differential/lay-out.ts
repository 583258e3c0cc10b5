import { at } from "../../src/base/assert.js";
import type { ValueType } from "../../src/model/schema.js";
import { elementOf, type Layout, listHeadings } from "./random-layouts.js";
import { type Leaf, type Tree, type TreeSetting, writeCell, writeJson } from "./random-trees.js";

/** A cell: the text of it, and what a spreadsheet may hold instead. */
export interface SheetCell {
  readonly text: string;
  readonly stored?: Leaf["stored"];
}

/** The cells of a value: at least one row, all equally wide. */
export type Block = readonly (readonly SheetCell[])[];

const blank: SheetCell = { text: "" };

export function isBlankBlock(block: Block): boolean {
  return block.every((row) => row.every(isBlankCell));
}

function isBlankCell({ text, stored }: SheetCell): boolean {
  return text === "" && stored === undefined;
}

/** Puts blocks beside each other. */
export function joinBlocks(blocks: readonly Block[]): Block {
  const height = Math.max(1, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap((block) => block[row] ?? at(block, 0).map(() => blank)),
  );
}

/** Writes values into the cells of their layouts. What cannot stand there is `undefined`. */
export class BlockWriter {
  readonly #schema: TreeSetting["schema"];
  /** The innermost first; none where no cell can be divided. */
  readonly #separators: readonly string[];

  constructor(schema: TreeSetting["schema"], separators: readonly string[]) {
    this.#schema = schema;
    this.#separators = separators;
  }

  write(tree: Tree, type: ValueType, layout: Layout): Block | undefined {
    if (tree.kind === "absent" || tree.kind === "default") return this.#blankBlock(type, layout);
    if (type.kind === "optional") {
      const block = this.write(tree, type.value, layout);
      // That would be absence.
      return block === undefined || isBlankBlock(block) ? undefined : block;
    }
    switch (layout.kind) {
      case "cell":
        return [[this.#writeWhole(tree, type, layout.isJson)]];
      case "cells":
        return this.#writeCells(tree, type, layout.count);
      case "fields":
        return tree.kind === "struct" && type.kind === "struct"
          ? this.#writeFields(tree.fields, type.index, layout)
          : undefined;
      case "kinds":
        return this.#writeKind(tree, type, layout);
      case "entries":
        return this.#writeEntries(tree, type, layout.entries);
      case "elements":
        return this.#writeElements(tree, type, layout);
      case "rows":
        return this.#writeRows(tree, type, layout.element);
      default:
        return undefined;
    }
  }

  #blankBlock(type: ValueType, layout: Layout): Block {
    const headings = listHeadings(layout, "x", this.#schema, type);
    return [headings.flatMap(({ span }) => Array.from({ length: span }, () => blank))];
  }

  #writeWhole(tree: Tree, type: ValueType, isJson: boolean): SheetCell {
    if (tree.kind === "leaf") {
      return { text: tree.text, ...(tree.stored === undefined ? {} : { stored: tree.stored }) };
    }
    const text = isJson ? undefined : writeCell(tree, type, this.#separators, this.#schema);
    return { text: text ?? writeJson(tree, type, this.#schema) };
  }

  #writeFields(
    trees: readonly Tree[],
    struct: number,
    { fields: layouts, order }: Layout & { readonly kind: "fields" },
  ): Block | undefined {
    const { fields } = at(this.#schema.structs, struct);
    return joinAll(
      order.map((index) => this.write(at(trees, index), at(fields, index).type, at(layouts, index))),
    );
  }

  #writeKind(tree: Tree, type: ValueType, layout: Layout & { readonly kind: "kinds" }): Block | undefined {
    if (tree.kind !== "variant" || type.kind !== "variant") return undefined;
    const kind = at(at(this.#schema.variants, type.index).kinds, tree.position);
    const { fields } = at(this.#schema.structs, kind.struct);
    const blocks = layout.fields.map(([name, own]) => {
      const index = fields.findIndex((field) => field.name === name);
      if (index >= 0) return this.write(at(tree.fields, index), at(fields, index).type, own);
      const other = this.#fieldOfOtherKind(type.index, name);
      return this.#blankBlock(other, own);
    });
    return joinAll([[[{ text: kind.name }]], ...blocks]);
  }

  #fieldOfOtherKind(variant: number, name: string): ValueType {
    const { kinds } = at(this.#schema.variants, variant);
    const fields = kinds.flatMap(({ struct }) => at(this.#schema.structs, struct).fields);
    const named = fields.filter((field) => field.name === name);
    return at(named, 0).type;
  }

  #writeEntries(
    tree: Tree,
    type: ValueType,
    entries: (Layout & { readonly kind: "entries" })["entries"],
  ): Block | undefined {
    if (tree.kind !== "map" || type.kind !== "map") return undefined;
    const blocks = entries.map(([{ json }, layout]) => {
      const own = tree.entries.find(([key]) => key.json === json);
      if (own === undefined) return this.#blankBlock(type.value, layout);
      const block = this.write(own[1], type.value, layout);
      // A blank cell is no entry.
      return block === undefined || isBlankBlock(block) ? undefined : block;
    });
    return joinAll(blocks);
  }

  /** The blocks of the elements of a container. */
  #listElements(tree: Tree, type: ValueType, layout: Layout): readonly (Block | undefined)[] {
    if (tree.kind === "list") return tree.items.map((item) => this.write(item, elementOf(type), layout));
    if (tree.kind !== "map" || type.kind !== "map" || layout.kind !== "pair") return [undefined];
    return tree.entries.map(([key, value]) => {
      const keyCell = this.#writeWhole(key, type.key, false);
      return joinAll([[[keyCell]], this.write(value, type.value, layout.value)]);
    });
  }

  #writeElements(
    tree: Tree,
    type: ValueType,
    { count, element }: Layout & { readonly kind: "elements" },
  ): Block | undefined {
    const blocks = this.#listElements(tree, type, element);
    const last = blocks.at(-1);
    if (type.kind === "array") {
      // Nothing in any of them is no array.
      if (blocks.every((block) => block !== undefined && isBlankBlock(block))) return undefined;
    } else if (last !== undefined && isBlankBlock(last)) return undefined;
    if (blocks.length > count) return undefined;
    const rest = Array.from({ length: count - blocks.length }, () =>
      this.#blankBlock(elementOf(type), element),
    );
    return joinAll([...blocks, ...rest]);
  }

  #writeRows(tree: Tree, type: ValueType, element: Layout): Block | undefined {
    const blocks = this.#listElements(tree, type, element);
    const isOwn = listHeadings(element, "x", this.#schema, elementOf(type)).flatMap(({ isOwn: own, span }) =>
      Array.from({ length: span }, () => own),
    );
    const rows: (readonly SheetCell[])[] = [];
    for (const block of blocks) {
      if (block === undefined || !beginsRecord(block, isOwn)) return undefined;
      rows.push(...block);
    }
    return rows.length === 0 ? this.#blankBlock(elementOf(type), element) : rows;
  }

  // --- cells beside each other --------------------------------------------------------------------------------

  #writeCells(tree: Tree, type: ValueType, count: number): Block | undefined {
    const elements = this.#listStreams(tree, type);
    if (!elements.every((cells) => cells !== undefined)) return undefined;
    const isOpen = type.kind === "list" || type.kind === "set" || type.kind === "map";
    const last = elements.at(-1);
    if (isOpen && last?.every(isBlankCell)) return undefined;
    const cells = elements.flat();
    while (cells.length > 0 && isBlankCell(at(cells, cells.length - 1))) cells.pop();
    if (cells.length > count || (cells.length === 0 && !isOpen)) return undefined;
    return [Array.from({ length: count }, (_, index) => cells[index] ?? blank)];
  }

  #listStreams(tree: Tree, type: ValueType): readonly (readonly SheetCell[] | undefined)[] {
    if (tree.kind === "list") return tree.items.map((item) => this.#stream(item, elementOf(type)));
    if (tree.kind !== "map" || type.kind !== "map") return [this.#stream(tree, type)];
    return tree.entries.map(([key, value]) => {
      const cells = this.#stream(value, type.value);
      return cells === undefined ? undefined : [this.#writeWhole(key, type.key, false), ...cells];
    });
  }

  /** One cell for what is neither a struct nor a variant. */
  #stream(tree: Tree, type: ValueType): readonly SheetCell[] | undefined {
    if (type.kind === "optional") {
      if (tree.kind === "absent") return Array.from({ length: this.#countCells(type.value) }, () => blank);
      const cells = this.#stream(tree, type.value);
      return cells?.slice(0, this.#countCells(type.value)).every(isBlankCell) ? undefined : cells;
    }
    if (tree.kind === "default") return [blank];
    if (tree.kind === "struct" && type.kind === "struct") return this.#streamFields(tree.fields, type.index);
    if (tree.kind === "variant" && type.kind === "variant") {
      const kind = at(at(this.#schema.variants, type.index).kinds, tree.position);
      const fields = this.#streamFields(tree.fields, kind.struct);
      return fields === undefined ? undefined : [{ text: kind.name }, ...fields];
    }
    return [this.#writeWhole(tree, type, false)];
  }

  #streamFields(all: readonly Tree[], struct: number): readonly SheetCell[] | undefined {
    const { fields } = at(this.#schema.structs, struct);
    const cells = fields.map(({ type }, index) => this.#stream(at(all, index), type));
    return cells.every((one) => one !== undefined) ? cells.flat() : undefined;
  }

  /** What is absent leaves as many cells blank as it would take; a variant the one of its kind. */
  #countCells(type: ValueType): number {
    if (type.kind === "optional") return this.#countCells(type.value);
    if (type.kind !== "struct") return 1;
    const { fields } = at(this.#schema.structs, type.index);
    return fields.reduce((sum, field) => sum + this.#countCells(field.type), 0);
  }
}

/**
 * True where the first row has a cell filled that is not in rows itself. Without such cells each row begins something,
 * so that there can only be one.
 */
export function beginsRecord(block: Block, isOwn: readonly boolean[]): boolean {
  const [first = []] = block;
  if (!isOwn.includes(true)) return block.length === 1 && !isBlankBlock(block);
  return first.some((cell, index) => isOwn[index] === true && !isBlankCell(cell));
}

function joinAll(blocks: readonly (Block | undefined)[]): Block | undefined {
  return blocks.every((block) => block !== undefined) ? joinBlocks(blocks) : undefined;
}
