import type { Part, Places, Row, Way } from "./lookup-program.js";

/*
 * Each way has a loop of its own, written out: functions made from one source share what the engine has learnt of their
 * calls, and a call that has met several kinds of maps is slower for all of them.
 */

/** The rows that were found last, so that the engine cannot do without making them. */
const kept: (Row | undefined)[] = new Array(16).fill(undefined);

/** Creates the ways to look up keys of one part. */
export function createSingleWays({ tables, store, keys, rows }: Places): Readonly<Record<string, Way>> {
  const table = tables.entry;
  const ids = keys.map(([id]) => id as Part); // of one part
  const map = new Map(ids.map((id, row) => [id, rows[row] as Row])); // as many
  // As parsed JSON is, and then the rows that the map has.
  const object = JSON.parse(JSON.stringify(Object.fromEntries(ids.map((id) => [id, null])))) as Record<
    string,
    Row
  >;
  for (const [row, id] of ids.entries()) object[String(id)] = rows[row] as Row; // as many
  return {
    "table-gen": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at++) {
        const row = table.get(parts[at] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "Map of objects": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at++) {
        const row = map.get(parts[at] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "table-gen, store.tables": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at++) {
        const row = store.tables.entry.get(parts[at] as Part);
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "object by key": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at++) {
        const row = object[parts[at] as string];
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    "table-gen, rows kept": (parts) => {
      let sum = 0;
      for (let at = 0; at < parts.length; at++) {
        const row = table.get(parts[at] as Part);
        kept[at & 15] = row;
        if (row !== undefined) sum += row.v0;
      }
      return sum;
    },
    ...createFloors(ids),
  };
}

/** Creates what is written by hand over typed arrays. */
function createFloors(ids: readonly Part[]): Readonly<Record<string, Way>> {
  const order = [...ids.keys()].sort((left, right) => ((ids[left] as Part) < (ids[right] as Part) ? -1 : 1)); // both there
  const values = Int32Array.from(order);
  const sorted = order.map((row) => ids[row]);
  if (typeof ids[0] === "bigint")
    return { "binary search": searchWide(BigUint64Array.from(sorted as bigint[]), values) };
  if (typeof ids[0] === "string") return {};
  const numbers = Uint32Array.from(sorted as number[]);
  const isDense = numbers.at(-1) === numbers.length;
  return isDense ? { "direct array": index(values) } : { "binary search": search(numbers, values) };
}

function index(values: Int32Array): Way {
  return (parts) => {
    let sum = 0;
    for (let at = 0; at < parts.length; at++) {
      const place = (parts[at] as number) - 1;
      if (place < values.length) sum += values[place] as number; // from 1
    }
    return sum;
  };
}

function search(ids: Uint32Array, values: Int32Array): Way {
  return (parts) => {
    let sum = 0;
    for (let at = 0; at < parts.length; at++) {
      const id = parts[at] as number;
      let low = 0;
      let high = ids.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ids[middle] as number) < id) low = middle + 1;
        else high = middle;
      }
      if (low < ids.length && ids[low] === id) sum += values[low] as number; // as many
    }
    return sum;
  };
}

function searchWide(ids: BigUint64Array, values: Int32Array): Way {
  return (parts) => {
    let sum = 0;
    for (let at = 0; at < parts.length; at++) {
      const id = parts[at] as bigint;
      let low = 0;
      let high = ids.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ids[middle] as bigint) < id) low = middle + 1;
        else high = middle;
      }
      if (low < ids.length && ids[low] === id) sum += values[low] as number; // as many
    }
    return sum;
  };
}
