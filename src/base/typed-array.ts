/*
 * Elements of typed arrays in loops that run for every byte or key. The caller knows the index to be in
 * range; unlike `at`, these check nothing, and the engine makes one load of each.
 */

export function u8At(bytes: Uint8Array, index: number): number {
  // In range, a typed array has no holes.
  return bytes[index] as number;
}

export function u32At(words: Uint32Array, index: number): number {
  // In range, a typed array has no holes.
  return words[index] as number;
}
