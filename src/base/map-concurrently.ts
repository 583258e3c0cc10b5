/**
 * Maps values, up to `limit` of them at a time, and returns the results in the order of the values. Where some reject it
 * rejects as the first of these values does, when all that have begun are through.
 */
export async function mapConcurrently<Value, Result>(
  values: readonly Value[],
  limit: number,
  map: (value: Value) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = values.entries();
  const work = async () => {
    for (const [index, value] of queue) {
      if (failures.length > 0) return;
      try {
        results[index] = await map(value);
      } catch (error) {
        failures[index] = error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  const [first] = Object.values(failures);
  if (failures.length > 0) throw first;
  return results;
}
