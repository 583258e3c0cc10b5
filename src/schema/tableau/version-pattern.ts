const defaultPattern = "255.255.255";

/** Returns the largest number of each part of a version, or `undefined` for what is no pattern. */
export function readVersionPattern(pattern = defaultPattern): readonly number[] | undefined {
  const parts = pattern.split(".");
  return parts.every((part) => /^\d{1,10}$/.test(part)) ? parts.map(Number) : undefined;
}
