/**
 * Returns those of the texts that another one includes, each of at least `shortest` code units. It goes through that
 * one once, however many texts there are.
 */
export function findIncluded(text: string, wanted: readonly string[], shortest: number): ReadonlySet<string> {
  const found = new Set<string>();
  const groups = groupByStart(wanted);
  const starts = new Set(wanted.map((one) => one.slice(0, shortest)));
  for (let at = 0; at + shortest <= text.length; at++) {
    if (!starts.has(text.slice(at, at + shortest))) continue;
    for (const [size, byStart] of groups) {
      for (const one of byStart.get(text.slice(at, at + size)) ?? []) {
        if (text.startsWith(one, at)) found.add(one);
      }
    }
  }
  return found;
}

/** Groups texts by size and text of their starts: more than half of each, so that few of them share one. */
function groupByStart(texts: readonly string[]): ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> {
  const groups = new Map<number, Map<string, string[]>>();
  for (const text of texts) {
    const size = 2 ** Math.floor(Math.log2(text.length));
    const byStart = groups.get(size) ?? new Map<string, string[]>();
    groups.set(size, byStart);
    const start = text.slice(0, size);
    const others = byStart.get(start);
    if (others === undefined) byStart.set(start, [text]);
    else others.push(text);
  }
  return groups;
}
