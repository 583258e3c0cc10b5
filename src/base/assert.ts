/** Throws when `condition` is false: a bug of table-gen itself, never a mistake in the tables. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`table-gen bug: ${message}`);
}

/** Returns `values[index]`, which the caller knows to be there. */
export function at<Element>(values: ArrayLike<Element>, index: number): Element {
  const value = values[index];
  // The message is made only when it is needed: this runs for every cell and key.
  if (value === undefined && !(index in values)) assert(false, `no element ${index} of ${values.length}`);
  // `in` has shown that the element exists, so `undefined` here is a value of Element.
  return value as Element;
}

/** Makes a switch over a union exhaustive: a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`table-gen bug: unexpected ${JSON.stringify(value)}`);
}
