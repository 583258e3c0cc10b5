import type { Part, Places, Row, Way } from "./lookup-program.js";

/** The rows that were found last, so that the engine cannot do without making them. */
const kept: (Row | undefined)[] = new Array(16).fill(undefined);

/** Creates the ways to look up keys of two numbers, each with a loop of its own as in single-ways.ts. */
export function createPairWays({ tables, store, keys, rows }: Places): Readonly<Record<string, Way>> {
  const table = tables.entry;
  const map = new Map<Part, Map<Part, Row>>();
  const object: Record<string, Record<string, Row>> = {};
  for (const [row, key] of keys.entries()) {
    const [first, second] = key as [number, number];
    if (!map.has(first)) map.set(first, new Map());
    map.get(first)?.set(second, rows[row] as Row); // as many
    object[first] ??= {};
    Object.assign(object[first], { [second]: rows[row] });
  }
  return {
    "table-gen": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2) {
        const row = table.get(parts[at] as Part, parts[at + 1] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "Map of objects": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2) {
        const row = map.get(parts[at] as Part)?.get(parts[at + 1] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "table-gen, store.tables": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2) {
        const row = store.tables.entry.get(parts[at] as Part, parts[at + 1] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "object by key": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2) {
        const row = object[parts[at] as string]?.[parts[at + 1] as string];
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "table-gen, rows kept": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2) {
        const row = table.get(parts[at] as Part, parts[at + 1] as Part);
        kept[at & 15] = row;
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "direct array": index(keys, rows.length),
  };
}

/** Written by hand by one who knows that there are 20 levels of each hero, whose numbers are 7 apart. */
function index(keys: Places["keys"], count: number): Way {
  const values = new Int32Array(count + 20);
  for (const [row, key] of keys.entries()) {
    const [hero, level] = key as [number, number];
    values[((hero - 10_001) / 7) * 20 + level - 1] = row;
  }
  return (parts) => {
    let sum = 0;
    for (let at = 0; at < parts.length; at += 2) {
      const hero = ((parts[at] as number) - 10_001) / 7;
      const level = (parts[at + 1] as number) - 1;
      if (level < 20 && Number.isInteger(hero) && hero * 20 < values.length)
        sum += values[hero * 20 + level] as number;
    }
    return sum;
  };
}
