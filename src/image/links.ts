/** References from a block to rows, three numbers each: where the offset stands in the block, the table, the row in sheet order. */
export type Links = Uint32Array;

export const wordsOfLink = 3;

/** Links that are being collected. */
export class LinkList {
  #words = new Uint32Array(16 * wordsOfLink);
  #length = 0;

  get words(): Links {
    return this.#words.slice(0, this.#length);
  }

  /** `table` is its position in the schema. */
  add(at: number, table: number, row: number): void {
    if (this.#length === this.#words.length) {
      const words = new Uint32Array(2 * this.#length);
      words.set(this.#words);
      this.#words = words;
    }
    this.#words[this.#length] = at;
    this.#words[this.#length + 1] = table;
    this.#words[this.#length + 2] = row;
    this.#length += wordsOfLink;
  }
}
