/**
 * Returns the name of a value of a generated enum, or `undefined` for a value that a newer release added:
 * `enumName(Quality, hero.quality)`.
 */
export function enumName<Values extends Readonly<Record<string, number>>>(
  values: Values,
  value: number,
): (keyof Values & string) | undefined {
  // Object.keys of an object of this type gives its keys.
  return (Object.keys(values) as (keyof Values & string)[]).find((name) => values[name] === value);
}
