/**
 * Returns what is wrong with the separators of one value, to be said after their name; `undefined` when they can be
 * told from what they separate, and from each other.
 */
export function explainSeparators(separators: readonly string[]): string | undefined {
  if (separators.length === 0 || separators.includes("")) return "must not be empty";
  // Each of these may be part of an element.
  const faulty = separators.find((separator) => /[\p{L}\p{N}"'.[\]-]/u.test(separator));
  if (faulty !== undefined) {
    return `${JSON.stringify(faulty)} must hold no letter, digit, quote, -, ., [ or ]`;
  }
  const twin = separators.find((separator, index) => separators.indexOf(separator) < index);
  if (twin !== undefined) return `must not have ${JSON.stringify(twin)} twice`;
  for (const part of separators) {
    const whole = separators.find((separator) => separator !== part && separator.includes(part));
    if (whole === undefined) continue;
    return `must not have ${JSON.stringify(part)} beside ${JSON.stringify(whole)}, which it is part of`;
  }
  return undefined;
}
