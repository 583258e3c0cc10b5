/** True when `value`, of an enum of flags, has all bits of `flag`: `hasFlag(hero.traits, Traits.flying)`. */
export function hasFlag(value: number, flag: number): boolean {
  return (value & flag) === (flag | 0) && (highBits(value) & highBits(flag)) === highBits(flag);
}

/** Returns the bits of both, exact to 2^53 either way; `|` alone has 32. */
export function addFlags(value: number, flag: number): number {
  return combine(highBits(value) | highBits(flag), value | flag);
}

/** Returns the bits of `value` that `flag` does not have. */
export function removeFlags(value: number, flag: number): number {
  return combine(highBits(value) & ~highBits(flag), value & ~flag);
}

/** The bits that a number has above its 32 lowest ones, as two's complement. */
function highBits(value: number): number {
  return Math.floor(value / 0x100000000) | 0;
}

function combine(high: number, low: number): number {
  return high * 0x100000000 + (low >>> 0);
}
