/**
 * Up to four numbers of 16 bits, `1.2.3`, in the order in which versions come. Two versions of the same numbers are
 * two objects: compare them by `compare` or `equals`.
 */
export class Version {
  /** The four numbers as one: the first is the highest 16 bits. Its order is the versions'. */
  readonly value: bigint;

  /** Throws a RangeError for what is no whole number in 0 … 65535. */
  constructor(major: number, minor = 0, patch = 0, build = 0) {
    for (const part of [major, minor, patch, build]) {
      if (!(Number.isInteger(part) && part >= 0 && part <= 0xffff)) {
        throw new RangeError(`A version is made of numbers from 0 to 65535, not of ${part}.`);
      }
    }
    this.value = (BigInt(major * 0x10000 + minor) << 32n) | BigInt(patch * 0x10000 + build);
  }

  /** Returns the version that a text gives, of one to four numbers: `1.2.3`; `undefined` for another text. */
  static parse(text: string): Version | undefined {
    if (!/^\d{1,5}(\.\d{1,5}){0,3}$/.test(text)) return undefined;
    const [major = 0, minor, patch, build] = text.split(".").map(Number);
    const isInside = [major, minor, patch, build].every((part = 0) => part <= 0xffff);
    return isInside ? new Version(major, minor, patch, build) : undefined;
  }

  /** Returns the version of a stored number: as it is, for each read of a field comes here. */
  static from(value: bigint): Version {
    const version: { value: bigint } = Object.create(Version.prototype);
    version.value = value;
    // It has all that the constructor gives one.
    return version as Version;
  }

  get parts(): VersionParts {
    return partsOf(this.value);
  }

  /** Negative when this comes before `other`, positive when it comes after, 0 when the two are equal. */
  compare(other: Version): number {
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }

  equals(other: Version): boolean {
    return this.value === other.value;
  }

  /** Two numbers or more, without zeros at the end: `1.0`, `1.2.3`. */
  toString(): string {
    return formatVersion(this.value);
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Returns a stored version as text: two numbers or more, without zeros at the end. */
export function formatVersion(value: bigint): string {
  return partsOf(value)
    .join(".")
    .replace(/(\.0){1,2}$/, "");
}

type VersionParts = readonly [major: number, minor: number, patch: number, build: number];

function partsOf(value: bigint): VersionParts {
  const part = (position: bigint) => Number((value >> (position * 16n)) & 0xffffn);
  return [part(3n), part(2n), part(1n), part(0n)];
}
