/** Returns what JSON can say of a value of a row: a 64-bit integer as decimal text, a list as an array. */
export function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (
    typeof value === "object" &&
    value !== null &&
    "toJSON" in value &&
    typeof value.toJSON === "function"
  ) {
    return value.toJSON();
  }
  return value === undefined ? null : value;
}
