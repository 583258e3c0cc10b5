/** Ranks that wait, as a binary heap: the lowest comes first. */
export class RankQueue {
  /** No entry is lower than that at half its position. Position 0 is not used. */
  readonly #entries: number[] = [-1];

  push(rank: number): void {
    let at = this.#entries.length;
    for (; this.#entry(at >>> 1) > rank; at >>>= 1) this.#entries[at] = this.#entry(at >>> 1);
    this.#entries[at] = rank;
  }

  pop(): number | undefined {
    const last = this.#entries.length === 1 ? undefined : this.#entries.pop();
    if (last === undefined) return undefined;
    const end = this.#entries.length;
    if (end === 1) return last;
    const lowest = this.#entry(1);
    let at = 1;
    for (let child = 2; child < end; child = 2 * at) {
      if (child + 1 < end && this.#entry(child + 1) < this.#entry(child)) child++;
      if (this.#entry(child) >= last) break;
      this.#entries[at] = this.#entry(child);
      at = child;
    }
    this.#entries[at] = last;
    return lowest;
  }

  #entry(position: number): number {
    return this.#entries[position] ?? 0;
  }
}
