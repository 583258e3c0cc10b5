/** What is read by position, as arrays are. */
interface Positional {
  at(index: number): unknown;
  readonly length: number;
}

/**
 * Returns the position that an index means as `Array.at` takes it, a negative one from the end; -1 for what lies outside.
 */
export function toPosition(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  const position = whole < 0 ? whole + length : whole;
  return position >= 0 && position < length ? position : -1;
}

/**
 * Gives the instances of a class `view[1]` for what plain JavaScript writes so. It stands behind the prototype, where
 * only names come that nothing else has: what the class defines is as fast as without it, and `at` is the fast way.
 */
export function addIndexedAccess(prototype: Positional): void {
  Object.setPrototypeOf(prototype, new Proxy({}, handler));
}

const handler: ProxyHandler<object> = {
  get: (target, key, view: Positional) =>
    isPosition(key) ? view.at(Number(key)) : Reflect.get(target, key, view),
  set: (target, key, value, view) => {
    if (isPosition(key)) throw new TypeError("A list of a table cannot be changed; `toArray` copies it.");
    return Reflect.set(target, key, value, view);
  },
};

function isPosition(key: string | symbol): boolean {
  return typeof key === "string" && /^(?:0|[1-9]\d*)$/.test(key);
}
