import * as reference from "./reference.js";

/** A file of vectors: equal objects whose fields are all strings, so that any language reads them easily. */
export type Vectors = readonly Readonly<Record<string, string>>[];

/** Computes every vector file that the reference can compute, by file name. */
export function computeVectors(): Readonly<Record<string, Vectors>> {
  return {
    "mix.json": mixVectors(),
    "splitmix64.json": splitmixVectors(),
    "string-hash.json": stringHashVectors(),
    "pack-key.json": packKeyVectors(),
    "hash-packed.json": hashPackedVectors(),
    "hash-parts.json": hashPartsVectors(),
    "slot.json": slotVectors(),
    "displaced-slot.json": displacedSlotVectors(),
  };
}

const corners = [
  0n,
  1n,
  0xffffffffn,
  0x100000000n,
  0x7fffffffffffffffn,
  0x8000000000000000n,
  0xffffffffffffffffn,
  0x0123456789abcdefn,
];

function mixVectors(): Vectors {
  const pairs = corners.flatMap((a) => corners.map((b) => [a, b] as const));
  for (let i = 0n; i < 32n; i++) pairs.push([random(2n * i), random(2n * i + 1n)]);
  return pairs.map(([a, b]) => ({ a: hex(a), b: hex(b), result: hex(reference.mix(a, b)) }));
}

function splitmixVectors(): Vectors {
  return Array.from({ length: 64 }, (_, i) => ({
    index: String(i),
    result: hex(reference.splitmix64(BigInt(i))),
  }));
}

function stringHashVectors(): Vectors {
  const lengths = [...Array(101).keys(), 127, 128, 129, 255, 256, 1000];
  return lengths.map((length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => Number(random(BigInt(length * 1000 + i)) & 0xffn));
    const seed = length % 3 === 0 ? 0n : random(BigInt(length));
    return { bytes: hexBytes(bytes), seed: hex(seed), hash: hex(reference.stringHash(bytes, seed)) };
  });
}

function packKeyVectors(): Vectors {
  const one = (minimum: bigint, range: bigint) => [
    { minimum: reference.u64(minimum), range, multiplier: 1n },
  ];
  const pair = [
    { minimum: 1000n, range: 99n, multiplier: 256n },
    { minimum: reference.u64(-128n), range: 255n, multiplier: 1n },
  ];
  const full = [
    { minimum: 0n, range: 0xffffffffn, multiplier: 0x100000000n },
    { minimum: 0n, range: 0xffffffffn, multiplier: 1n },
  ];
  const wide = [
    { minimum: 7n, range: 2n, multiplier: 0x5555555555555555n },
    { minimum: 0n, range: 0x5555555555555554n, multiplier: 1n },
  ];
  const cases: [bigint[], reference.PackedPart[], bigint][] = [
    [[5n], one(5n, 0n), 0n],
    [[1003n], one(1000n, 4000n), 0n],
    [[999n], one(1000n, 4000n), 0n],
    [[5001n], one(1000n, 4000n), 0n],
    [[-1n], one(-5n, 10n), 0n],
    [[-(1n << 63n)], one(-(1n << 63n), (1n << 64n) - 1n), 0n],
    [[(1n << 63n) - 1n], one(-(1n << 63n), (1n << 64n) - 1n), 0n],
    [[3n << 32n], one(0n, 1n << 40n), 32n],
    [[(3n << 32n) + 1n], one(0n, 1n << 40n), 32n],
    [[5n << 44n], one(1n << 44n, 1n << 50n), 44n],
    [[1n << 63n], one(0n, (1n << 64n) - 1n), 63n],
    [[1060n, -3n], pair, 0n],
    [[1060n, 128n], pair, 0n],
    [[1100n, 0n], pair, 0n],
    [[1024n, -128n], pair, 8n],
    [[0xffffffffn, 0xffffffffn], full, 0n],
    [[0x100000000n, 0n], full, 0n],
    [[9n, 0x5555555555555554n], wide, 0n],
    [[9n, 0x5555555555555555n], wide, 0n],
    [[8n, 12n], wide, 1n],
  ];
  return cases.map(([values, parts, shift]) => {
    const k = reference.packKey(values.map(reference.u64), parts, shift);
    return {
      values: hexList(values.map(reference.u64)),
      minimums: hexList(parts.map((part) => part.minimum)),
      ranges: hexList(parts.map((part) => part.range)),
      multipliers: hexList(parts.map((part) => part.multiplier)),
      shift: String(shift),
      k: k === undefined ? "absent" : hex(k),
    };
  });
}

function hashPackedVectors(): Vectors {
  return [0, 1, 7, 8, 9].flatMap((seed) => {
    const level = seed < 8 ? 0 : 1;
    const multiplier = reference.splitmix64(BigInt(2 * seed)) | 1n;
    const salt = reference.splitmix64(BigInt(2 * seed + 1));
    return [...corners, random(1n), random(2n)].map((k) => ({
      seed: String(seed),
      level: String(level),
      multiplier: hex(multiplier),
      salt: hex(salt),
      k: hex(k),
      h: hex(reference.hashPacked(k, level, multiplier, salt)),
    }));
  });
}

function hashPartsVectors(): Vectors {
  const text = (value: string) => new TextEncoder().encode(value);
  const keys: reference.Part[][] = [
    [text("")],
    [text("sword")],
    [text("道具")],
    [text("a text that is longer than sixteen bytes")],
    [text("a"), text("b")],
    [text("ab"), text("")],
    [1001n, text("zh-CN")],
    [text("hero"), reference.u64(-7n)],
    [random(3n), random(4n), random(5n)],
  ];
  return keys.flatMap((parts) =>
    [0n, 1n].map((seed) => {
      const salt = reference.splitmix64(2n * seed + 1n);
      return {
        parts: parts.map((p) => (typeof p === "bigint" ? `int:${hex(p)}` : `text:${hexBytes(p)}`)).join(","),
        salt: hex(salt),
        h: hex(reference.hashedKey(parts, salt)),
      };
    }),
  );
}

function slotVectors(): Vectors {
  const shapes = [
    [1, 1],
    [2, 1],
    [3, 1],
    [6, 2],
    [1000, 9],
    [65536, 15],
    [1_000_000, 19],
    [100_000_000, 26],
  ] as const;
  return shapes.flatMap(([keyCount, bucketBits]) =>
    [0, 1, 127, 255].map((pilot) => {
      const h = random(BigInt(keyCount * 4 + pilot));
      return {
        h: hex(h),
        key_count: String(keyCount),
        bucket_bits: String(bucketBits),
        pilot: String(pilot),
        bucket: String(reference.bucketOf(h, bucketBits)),
        slot: String(reference.slotOf(h, pilot, keyCount)),
      };
    }),
  );
}

function displacedSlotVectors(): Vectors {
  const shapes = [
    [6, 64],
    [9, 512],
    [13, 2048],
    [15, 65536],
  ] as const;
  return shapes.flatMap(([bucketBits, window]) =>
    [0, 1, window - 1, window, 3 * window + 5].map((displacement) => {
      const h = random(BigInt(window + displacement));
      return {
        h: hex(h),
        bucket_bits: String(bucketBits),
        window: String(window),
        displacement: String(displacement),
        bucket: String(reference.bucketOf(h, bucketBits)),
        slot: String(reference.displacedSlot(h, displacement, window)),
      };
    }),
  );
}

/** Numbers without a pattern, the same at every run. */
function random(index: bigint): bigint {
  return reference.splitmix64(index + 1_000_000n);
}

function hex(value: bigint): string {
  return value.toString(16).padStart(16, "0");
}

function hexList(values: readonly bigint[]): string {
  return values.map(hex).join(",");
}

function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
