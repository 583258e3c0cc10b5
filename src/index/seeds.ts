import type { HashSeed } from "../base/hash/key-hash.js";
import { splitmix64 } from "../base/hash/splitmix64.js";

/** Seeds that are tried with one multiply before the 128-bit product takes over. */
export const plainSeeds = 8;

/** Returns the seed that is tried as number `attempt`, from 0. */
export function seedAt(attempt: number): HashSeed {
  const { low, high } = splitmix64(2 * attempt);
  return {
    hashLevel: attempt < plainSeeds ? 0 : 1,
    multiplier: { low: (low | 1) >>> 0, high },
    salt: splitmix64(2 * attempt + 1),
  };
}
